/**
 * Sixty thousand enrolled phones, one in ten open and asking every 30 s: 200 polls a second against the real server, beside three years of
 * 180 sites, while tickets change; then more, until it breaks. Open loop: a poll is due at its time whether the last was answered or not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { uuidv7 } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { CONTENT_TYPE } from '#domain/wire.ts';
import { openDatabase } from '#server/db.ts';
import { readerOf, standingOf } from '#server/epoch.ts';
import { insertRows } from '#server/insert.ts';
import { ensureKeys } from '#server/keys.ts';
import { migrate } from '#server/migrate.ts';
import { actorFor } from '#server/session/actor.ts';
import { storeOf } from '#server/sql.ts';
import { startServer } from '#test/server.ts';
import { cpuOf, type Figure, fixed, print, quantile } from './measure.ts';
import { assetId, correspondentId, growScale, siteId } from './scale.ts';

const SITES = 180;
const ENROLLED = 60_000;
const WANTED = { rate: 200, p99: 100 } as const;
const RATES = [50, 100, 200, 300, 400, 600, 800];
const SECONDS = 8;
/** Commands a second beside the polls: fifty times what 1 600 tickets a month are. */
const CHANGES = 1;

/** One person's phone, or several of the same person's. */
interface Line {
  readonly cookie: string;
  readonly epoch: string;
  readonly site: number;
  readonly origins: readonly string[];
  since: number;
}

const originId = (n: number) => `00000021-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

async function prepare(dataDir: string): Promise<Line[]> {
  const url = `file:${join(dataDir, 'relais.db')}`;
  const { session } = ensureKeys(dataDir);
  await migrate(url);
  const { db, close } = await openDatabase(url, false);
  await growScale(db, { sites: SITES }, Date.now());
  const people = Array.from({ length: SITES * 2 }, (_, i) => ({
    person: correspondentId(i >> 1, (i & 1) as 0 | 1),
    site: i >> 1,
    origins: [] as string[],
  }));
  const origins = Array.from({ length: ENROLLED }, (_, n) => {
    const owner = people[n % people.length] as (typeof people)[number];
    owner.origins.push(originId(n));
    return { id: originId(n), personId: owner.person, lastSeq: 0, lastContact: new Date(), lastAct: new Date(0), createdAt: new Date() };
  });
  for (let from = 0; from < origins.length; from += 5000) await storeOf(db).write((tx) => insertRows(tx, 'Origin', origins.slice(from, from + 5000)));
  const lines: Line[] = [];
  for (const { person, site, origins: own } of people) {
    const actor = await actorFor(db, person);
    if (actor === null) throw new Error(`nobody is ${person}`);
    const standing = await standingOf(db, person);
    const { epoch } = await readerOf(db, actor, standing);
    const token = await encode({ token: { sub: person, v: 0 }, secret: session, maxAge: 86_400 });
    lines.push({ cookie: `relais.session=${token}`, epoch, site, origins: own, since: standing.version });
  }
  await close();
  return lines;
}

interface Said {
  readonly status: number;
  readonly body: string;
  readonly read: number;
  readonly written: number;
}

class Door {
  readonly #url: URL;
  /** As many connections as a proxy in front keeps. */
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 128 });

  constructor(url: string) {
    this.#url = new URL('/api/sync', url);
  }

  post(cookie: string, body: string, agent: Agent | false = this.#agent): Promise<Said> {
    return new Promise((done, fail) => {
      const headers = { cookie, origin: this.#url.origin, 'content-type': CONTENT_TYPE, 'content-length': Buffer.byteLength(body) };
      const asked = request(this.#url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        const { socket } = response;
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { bytesRead: read, bytesWritten: written } = socket;
          done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), read, written });
        });
        response.on('error', fail);
      });
      asked.on('error', fail);
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function saying(line: Line, origin: string, entries: readonly unknown[] = [], settled = 0): string {
  return JSON.stringify({ protocol: 1, origin, epoch: line.epoch, since: line.since, settled, page: null, entries });
}

function opening(line: Line, seq: number) {
  const ticket = uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const about = { site: siteId(line.site), asset: assetId(line.site, seq % 300), room: null, code: null, nature: 'incident', channel: 'scan' };
  const what = { category: 'display', symptom: 'no_image', text: 'x', impact: 'person', urgency: 'normal', photos: [] };
  return { seq, at: Date.now(), offset: 0, command: { type: 'open', ...PLAIN_OPEN, ticket, ...about, ...what } };
}

interface Step {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  /** Share of the polls that were answered by the end of the step. */
  readonly kept: number;
  readonly cpu: number;
  readonly load: number;
}

async function step(door: Door, pid: number, lines: readonly Line[], rate: number, change: () => Promise<void>): Promise<Step> {
  const total = rate * SECONDS;
  const waits: number[] = [];
  const late: Promise<void>[] = [];
  let [failed, inTime] = [0, 0];
  const before = cpuOf(pid);
  const start = performance.now();
  const end = start + SECONDS * 1000;
  const poll = async (n: number, due: number) => {
    const line = lines[Math.floor(Math.random() * lines.length)] as Line;
    try {
      const { status, body } = await door.post(line.cookie, saying(line, line.origins[n % line.origins.length] ?? ''));
      if (status !== 200) failed += 1;
      else line.since = Math.max(line.since, (JSON.parse(body) as { cursor: number }).cursor);
    } catch {
      failed += 1;
    }
    waits.push(performance.now() - due);
    if (performance.now() <= end + 100) inTime += 1;
  };
  const changing = setInterval(() => void change(), 1000 / CHANGES);
  for (let n = 0; n < total; ) {
    const now = performance.now();
    for (; n < total && start + (n * 1000) / rate <= now; n += 1) late.push(poll(n, start + (n * 1000) / rate));
    await new Promise((done) => setTimeout(done, 2));
  }
  clearInterval(changing);
  await Promise.all(late);
  return {
    rate,
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
    failed,
    kept: inTime / total,
    cpu: (cpuOf(pid) - before) / total,
    load: loadavg()[0] ?? 0,
  };
}

export async function benchLoad(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relais-load-'));
  const lines = await prepare(dataDir);
  const server = await startServer({ settings: { DATA_DIR: dataDir } });
  const door = new Door(server.url);
  const [writer, ...phones] = lines as [Line, ...Line[]];
  let seq = 0;
  let isSending = false;
  // As a phone does: the next one when the last is settled. A device that claims what was not yet answered makes the server think itself restored.
  const change = async () => {
    if (isSending) return;
    isSending = true;
    const { status, body } = await door.post(writer.cookie, saying(writer, writer.origins[0] ?? '', [opening(writer, seq + 1)], seq));
    if (status !== 200) throw new Error(`a command was answered ${status}`);
    writer.since = Math.max(writer.since, (JSON.parse(body) as { cursor: number }).cursor);
    seq += 1;
    isSending = false;
  };
  await step(door, server.pid, phones, 40, change);
  const line = phones[0] as Line;
  const news = await door.post(line.cookie, saying(line, line.origins[0] ?? ''));
  const { reset, cursor } = JSON.parse(news.body) as { reset: boolean; cursor: number };
  // The epochs are these sources'; the server's are the build's.
  if (reset) throw new Error('the build is not of these sources: npm run build');
  line.since = cursor;
  const quiet = await door.post(line.cookie, saying(line, line.origins[0] ?? ''), new Agent());
  const figures: Figure[] = [
    {
      name: 'an unchanged poll: bytes of the answer, headers included',
      value: `${quiet.read} (body ${quiet.body.length})`,
      target: '<= 400',
      met: quiet.read <= 400,
    },
    { name: 'an unchanged poll: bytes of the question, least headers', value: `${quiet.written} (cookie ${line.cookie.length})` },
  ];
  for (const rate of RATES) {
    const s = await step(door, server.pid, phones, rate, change);
    const verdict = rate === WANTED.rate ? { target: `p99 <= ${WANTED.p99}`, met: s.p99 <= WANTED.p99 && s.failed === 0 } : {};
    const cores = (s.cpu * rate) / 1000;
    figures.push({
      name: `${rate} polls/s: p50, p99 ms; CPU ms a poll (cores); load`,
      value: `${fixed(s.p50, 1)}, ${fixed(s.p99, 1)}; ${fixed(s.cpu)} (${fixed(cores)}); ${fixed(s.load, 1)}${s.failed > 0 ? `; ${s.failed} failed` : ''}`,
      ...verdict,
    });
    // Broken: it cannot answer as quickly as it is asked.
    if (s.kept < 0.95) break;
  }
  print(`Polls over HTTP, ${SITES} sites, ${ENROLLED} enrolled phones, ${CHANGES} change a second (SQLite)`, figures);
  door.close();
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
}
