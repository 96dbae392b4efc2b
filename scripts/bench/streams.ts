/** Five thousand pages that listen for news and hear none: what the server holds for them, and how soon all of them hear one. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ClientRequest, get } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { encode } from 'next-auth/jwt';
import { startServer } from '#test/server.ts';
import { cpuOf, type Figure, fixed, print, quantile } from './measure.ts';

const STREAMS = 5000;
/** Windows of one person that may listen at once (server/live.ts, LINES). */
const EACH = 6;
/** Opened at the same time. */
const AT_ONCE = 50;

/** What the process really holds, MiB: its own pages and its share of those it shares. */
function heldBy(pid: number): number {
  const kib = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

export async function benchStreams(): Promise<void> {
  const server = await startServer({ flags: ['--demo'] });
  const raw = new Database(join(server.dataDir, 'relais.db'));
  raw.pragma('busy_timeout = 5000');
  const { session: secret } = JSON.parse(readFileSync(join(server.dataDir, 'keys.json'), 'utf8')) as { session: string };
  const { id: site } = raw.prepare('SELECT id FROM "Site" LIMIT 1').get() as { id: string };
  const people = Array.from({ length: Math.ceil(STREAMS / EACH) }, () => randomUUID());
  raw.transaction(() => {
    for (const [i, id] of people.entries()) {
      raw.prepare(`INSERT INTO "Person" (id, login, "givenName", "familyName") VALUES (?, ?, 'Essai', ?)`).run(id, `ligne-${i}`, String(i));
      raw.prepare(`INSERT INTO "Membership" (id, "personId", role, "siteId") VALUES (?, ?, 'requester', ?)`).run(randomUUID(), id, site);
    }
  })();
  const cookies = await Promise.all(people.map((sub) => encode({ token: { sub, v: 0 }, secret, maxAge: 3600 })));

  let heard = 0;
  const open: ClientRequest[] = [];
  const line = (n: number) =>
    new Promise<void>((done, fail) => {
      const headers = { cookie: `relais.session=${cookies[Math.floor(n / EACH)]}`, accept: 'text/event-stream' };
      const request = get(`${server.url}/api/live`, { headers, agent: false }, (response) => {
        if (response.statusCode !== 200) return fail(new Error(`line ${n}: ${response.statusCode}`));
        response.on('data', (bytes: Buffer) => {
          if (bytes.includes('event: news')) heard += 1;
        });
        done();
      });
      request.on('error', fail);
      open.push(request);
    });

  // The first answers load code that stays.
  for (let n = 0; n < EACH; n += 1) await line(n);
  await sleep(3000);
  const before = heldBy(server.pid);
  const began = performance.now();
  for (let n = EACH; n < STREAMS; n += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, STREAMS - n) }, (_, i) => line(n + i)));
  const opened = performance.now() - began;
  await sleep(5000);
  const after = heldBy(server.pid);

  const cpu = cpuOf(server.pid);
  await sleep(60_000);
  const idle = (cpuOf(server.pid) - cpu) / 60;

  heard = 0;
  const news: number[] = [];
  raw.exec(`UPDATE "Organisation" SET version = version + 1; UPDATE "Site" SET version = (SELECT version FROM "Organisation") WHERE id = '${site}'`);
  const told = performance.now();
  for (const share of [0.5, 0.99, 1]) {
    while (heard < STREAMS * share && performance.now() - told < 60_000) await sleep(5);
    news.push(performance.now() - told);
  }
  const pings: number[] = [];
  for (let i = 0; i < 100; i += 1) {
    const start = performance.now();
    await (await fetch(`${server.url}/api/me`, { headers: { cookie: `relais.session=${cookies[0]}` } })).text();
    pings.push(performance.now() - start);
  }
  const figures: Figure[] = [
    { name: `memory of the server before, MiB`, value: fixed(before) },
    { name: `and with ${STREAMS} lines open, MiB`, value: fixed(after), target: '<= 1024', met: after <= 1024 },
    { name: 'a line, KiB', value: fixed(((after - before) * 1024) / (STREAMS - EACH)) },
    { name: 'opened a second', value: fixed((STREAMS - EACH) / (opened / 1000)) },
    { name: 'CPU a second while nothing happens, ms', value: fixed(idle) },
    { name: 'one change heard by half / 99 % / all, ms', value: news.map((ms) => fixed(ms)).join(' / ') },
    { name: 'another request meanwhile, p50 / p95 ms', value: `${fixed(quantile(pings, 0.5))} / ${fixed(quantile(pings, 0.95))}` },
  ];
  print(`${STREAMS} pages that listen`, figures);
  for (const request of open) request.destroy();
  raw.close();
  await server.kill();
}
