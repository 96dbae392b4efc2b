/**
 * `npm test`: everything, on a machine that has only what `npm ci` installed. Chromium and PostgreSQL are installed where they are missing.
 * The last line is `N passed, M failed`.
 */
import { existsSync } from 'node:fs';
import { installChromium } from '#test/chromium.ts';
import { postgresBinaries } from '#test/postgres.ts';
import { build, checks, counting, drift, playwright, runAll, type Step, tsx, vitest } from './steps.ts';

const tools: Step = {
  name: 'Chromium and PostgreSQL',
  run: async () => {
    try {
      installChromium();
      postgresBinaries();
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
