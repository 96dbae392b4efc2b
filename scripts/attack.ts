/**
 * `npm run attack`: an attacker's hour in some minutes, against a real built server with the demonstration's two schools, while a correspondent
 * goes on working. Ends with `N passed, M failed`. `--only passwords` runs one part.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '#prisma/demo/people.ts';
import { codes, oracle, passwords } from '#test/attack/guessing.ts';
import { ask, signIn } from '#test/attack/line.ts';
import { floods, inside, leaks, otherSchool, sessions } from '#test/attack/neighbours.ts';
import { Correspondent, Score, type Siege } from '#test/attack/siege.ts';
import { bodies, elsewhere, everyDoor, foreignPages, headersOfPages, slowly } from '#test/attack/strangers.ts';
import { select } from '#test/e2e/harness/tables.ts';
import { startServer } from '#test/server.ts';

/** What the correspondent must not notice, ms: an answer that comes later than this is waited for. */
const NOTICED = 2000;

const only = process.argv[process.argv.indexOf('--only') + 1];
const score = new Score();
const begun = performance.now();

const server = await startServer({ settings: { TRUST_PROXY: '1' }, flags: ['--demo'] });
const databaseUrl = `file:${join(server.dataDir, 'relais.db')}`;
const siege: Siege = { url: server.url, server, databaseUrl, password: DEMO_PASSWORD, check: score.check };
try {
  const [ticket] = await select<{ id: string }>(
    databaseUrl,
    `SELECT t.id FROM "Ticket" t JOIN "Membership" m ON m."siteId" = t."siteId" JOIN "Person" p ON p.id = m."personId" WHERE p.login = 'mina' AND t.open = 1 ORDER BY t.id LIMIT 1`,
  );
  const mina = new Correspondent(server.url, DEMO_PASSWORD);
  await mina.arrive(ticket?.id ?? '');
  const karim = await signIn(server.url, 'karim', DEMO_PASSWORD, '203.0.113.77');
  const parts: Readonly<Record<string, () => Promise<void>>> = {
    doors: () => everyDoor(siege),
    pages: () => foreignPages(siege, karim.cookie),
    headers: () => headersOfPages(siege),
    elsewhere: () => elsewhere(siege),
    inside: () => inside(siege),
    neighbours: () => otherSchool(siege),
    oracle: () => oracle(siege),
    passwords: () => passwords(siege, karim.cookie),
    codes: () => codes(siege),
    bodies: () => bodies(siege, karim.cookie),
    slowly: () => slowly(siege),
    floods: () => floods(siege),
    sessions: () => sessions(siege),
    leaks: () => leaks(siege),
  };
  for (const [name, run] of Object.entries(parts)) {
    if (process.argv.includes('--only') && only !== name) continue;
    const start = performance.now();
    await run();
    console.log(`  ${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
  const { p50, p95, worst } = await mina.leave();
  const told = `${mina.times.length} answers, ${mina.notes} notes; median ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`;
  score.check(
    `the correspondent has worked on and noticed nothing (${told})`,
    mina.troubles.length === 0 && p95 < NOTICED,
    mina.troubles.slice(0, 5),
  );
  const kept = await select<{ n: number }>(
    databaseUrl,
    `SELECT COUNT(*) AS n FROM "Event" WHERE "ticketId" = ? AND type = 'NoteAdded' AND data LIKE '%Note %'`,
    [ticket?.id ?? ''],
  );
  score.check('and each of her notes is there, once', Number(kept[0]?.n) === mina.notes, { kept, said: mina.notes });
  score.check('the server is up, and answers', (await ask(server.url, '/signin')).status === 200);
} finally {
  await server.stop();
  rmSync(server.dataDir, { recursive: true, force: true });
}
console.log(`${((performance.now() - begun) / 1000).toFixed(0)} s\n${score.passed} passed, ${score.failed} failed`);
process.exitCode = score.failed === 0 ? 0 : 1;
