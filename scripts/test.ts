/**
 * `npm test`: everything, on a machine that has only what `npm ci` installed. Chromium, PostgreSQL, and the servers for LDAP and IMAP are
 * installed where they are missing, one after the other, before tests run side by side.
 * The last line is `N passed, M failed`.
 */
import { existsSync } from 'node:fs';
import { installChromium } from '#test/chromium.ts';
import { dovecotProgram } from '#test/mail/dovecot.ts';
import { postgresBinaries } from '#test/postgres.ts';
import { slapdProgram } from '#test/sso/slapd.ts';
import { build, checks, counting, drift, playwright, runAll, type Step, tsx, vitest } from './steps.ts';

const tools: Step = {
  name: 'Chromium, PostgreSQL, slapd, Dovecot',
  run: async () => {
    try {
      installChromium();
      postgresBinaries();
      slapdProgram();
      dovecotProgram();
      return { passed: 1, failed: 0 };
    } catch (error) {
      console.log(error instanceof Error ? error.message : error);
      return { passed: 0, failed: 1 };
    }
  },
};

// The planted faults are among the tests of test/simulation.
const simulation = counting('simulation', tsx('scripts/simulate.ts', '--runs', '150'));
const faults = counting('faults, the short set', tsx('scripts/faults.ts', '--short', '--seed', '20261122'));
const endToEnd = existsSync('test/e2e') ? [playwright()] : [];

await runAll([tools, ...checks, drift, build, vitest('house'), simulation, ...endToEnd, faults]);
