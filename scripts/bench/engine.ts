/** Commands a second and CPU a command, in this process, beside what the driver alone can do. */
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import pg from 'pg';
import { uuidv7 } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { SyncRequest } from '#domain/wire.ts';
import { seed } from '#prisma/seed.ts';
import type { Db } from '#server/db.ts';
import { openDatabase } from '#server/db.ts';
import { migrate } from '#server/migrate.ts';
import { type Asker, sync } from '#server/sync.ts';
import { type FreshDatabase, openSqlite } from '#test/databases.ts';
import { startPostgres } from '#test/postgres.ts';
import { type Figure, fixed, median, ownCpu, print } from './measure.ts';

/** One device of a correspondent, who opens tickets on one asset. */
class Device {
  readonly #db: Db;
  readonly #asker: Asker;
  readonly #site: string;
  readonly #asset: string;
  readonly #origin = randomUUID();
  #since = 0;
  #epoch: string | null = null;
  #seq = 0;

  constructor(db: Db, asker: Asker, site: string, asset: string) {
    this.#db = db;
    this.#asker = asker;
    this.#site = site;
    this.#asset = asset;
  }

  /** One more device of the same person. */
  another(): Device {
    return new Device(this.#db, this.#asker, this.#site, this.#asset);
  }

  async catchUp(): Promise<void> {
    while (await this.send(0));
  }

  /**
   * Sends `n` new tickets in one request; 0 asks only.
   * @returns is there more to hear?
   */
  async send(n: number): Promise<boolean> {
    const settled = this.#seq;
    const entries = Array.from({ length: n }, () => ({ seq: ++this.#seq, at: Date.now(), offset: 0, command: this.#open() }));
    const request = {
      protocol: 1,
      origin: this.#origin,
      epoch: this.#epoch,
      since: this.#since,
      settled,
      page: null,
      entries,
    } as unknown as SyncRequest;
    const answer = await sync(this.#db, this.#asker, request, Date.now);
    if (answer.kind !== 'answer' || answer.receipts.some((r) => r.outcome.kind !== 'executed')) throw new Error(JSON.stringify(answer).slice(0, 500));
    this.#epoch = answer.epoch;
    this.#since = answer.cursor;
    return answer.more;
  }

  #open() {
    const ticket = uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const [impact, urgency] = ['person', 'normal'];
    return {
      type: 'open',
      ...PLAIN_OPEN,
      ticket,
      site: this.#site,
      asset: this.#asset,
      room: null,
      code: null,
      nature: 'incident',
      channel: 'scan',
      category: 'display',
      symptom: 'no_image',
      text: 'Voyant rouge fixe.',
      impact,
      urgency,
      photos: [],
    };
  }
}

/** A correspondent of a school of their own, with one thing to report. */
async function ownSchool(db: Db, n: number): Promise<Device> {
  const id = (kind: number) => `0000000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const [site, person] = [id(1), id(2)];
  const version = 1;
  await db.site.create({ data: { id: site, uai: `099${String(n).padStart(4, '0')}Z`, name: `École ${n}`, city: 'Ici', version } });
  await db.asset.create({ data: { id: id(3), siteId: site, type: 'projector', version } });
  await db.person.create({ data: { id: person, login: `bench-${n}`, givenName: 'Banc', familyName: `${n}` } });
  await db.membership.create({ data: { id: id(4), personId: person, role: 'correspondent', siteId: site } });
  const asker = { actor: { person, memberships: [{ role: 'correspondent', site }], teams: [] }, name: 'Banc', language: 'fr' } as unknown as Asker;
  return new Device(db, asker, site, id(3));
}

async function ready(all: readonly Device[]): Promise<readonly Device[]> {
  for (const device of all) await device.catchUp();
  return all;
}

/** Phones of as many schools, and phones of one school, where each is told of all the others' tickets. */
async function phones(db: Db, count: number): Promise<{ apart: readonly Device[]; together: readonly Device[] }> {
  const schools: Device[] = [];
  for (let n = 0; n <= count; n += 1) schools.push(await ownSchool(db, n));
  const [first, ...apart] = schools as [Device, ...Device[]];
  return { apart: await ready(apart), together: await ready(Array.from({ length: count }, () => first.another())) };
}

async function perSecond(writers: number, forMs: number, write: (writer: number) => Promise<number>): Promise<number> {
  const end = performance.now() + forMs;
  const start = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: writers }, async (_, w) => {
      while (performance.now() < end) {
        const written = await write(w);
        done += written;
      }
    }),
  );
  return (done * 1000) / (performance.now() - start);
}

/** The least a versioned command must do, with the driver alone: the version raised, one event written, one ticket changed. */
interface Raw {
  readonly one: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const EVENT = ['id', 'ticketId', 'version', 'ordinal', 'type', 'occurredAt', 'receivedAt', 'data'].map((c) => `"${c}"`).join(', ');

function rawSqlite(path: string, ticket: string): Raw {
  const db = new Database(path);
  db.pragma('synchronous = FULL');
  db.pragma('busy_timeout = 5000');
  const raise = db.prepare(`UPDATE "Organisation" SET version = version + 1 WHERE id = 'org' RETURNING version`).pluck();
  const event = db.prepare(`INSERT INTO "Event" (${EVENT}) VALUES (?, ?, ?, 0, 'NoteAdded', ?, ?, '{}')`);
  const touch = db.prepare('UPDATE "Ticket" SET version = ? WHERE id = ?');
  const work = db.transaction(() => {
    const version = raise.get();
    const now = new Date().toISOString();
    event.run(randomUUID(), ticket, version, now, now);
    touch.run(version, ticket);
  });
  const one = async () => {
    work.immediate();
    // Let the others have their turn, as a server does.
    await new Promise((done) => setImmediate(done));
    return 1;
  };
  return { one, close: async () => void db.close() };
}

function rawPostgres(url: string, ticket: string): Raw {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const one = async () => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query({
        name: 'raise',
        text: `UPDATE "Organisation" SET version = version + 1 WHERE id = 'org' RETURNING version`,
      });
      const version = (rows[0] as { version: number }).version;
      await client.query({
        name: 'event',
        text: `INSERT INTO "Event" (${EVENT}) VALUES ($1, $2, $3, 0, 'NoteAdded', now(), now(), '{}')`,
        values: [randomUUID(), ticket, version],
      });
      await client.query({ name: 'touch', text: 'UPDATE "Ticket" SET version = $1 WHERE id = $2', values: [version, ticket] });
      await client.query('COMMIT');
      return 1;
    } finally {
      client.release();
    }
  };
  return { one, close: () => pool.end() };
}

const ROUNDS = 5;
const WRITERS = 20;
const BATCH = 50;

async function throughput(name: string, { db, url }: Pick<FreshDatabase, 'db' | 'url'>): Promise<Figure[]> {
  await seed(db);
  const { id: ticket } = await db.ticket.findFirstOrThrow({ select: { id: true } });
  const raw = name === 'SQLite' ? rawSqlite(url.replace('file:', ''), ticket) : rawPostgres(url, ticket);
  const { apart, together } = await phones(db, WRITERS);
  const [single, batch, crowd] = [sending(apart, 1), sending(apart, BATCH), sending(together, 1)];
  const rates = { raw: [] as number[], single: [] as number[], batch: [] as number[], crowd: [] as number[] };
  await perSecond(WRITERS, 500, single);
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.raw.push(await perSecond(WRITERS, 1500, raw.one));
    rates.single.push(await perSecond(WRITERS, 1500, single));
    rates.batch.push(await perSecond(WRITERS, 1500, batch));
    rates.crowd.push(await perSecond(WRITERS, 1500, crowd));
  }
  await raw.close();
  const settling: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) settling.push(await settle(apart[round] as Device, 1000));
  const r = median(rates.raw);
  const row = (what: string, all: readonly number[], target?: number): Figure => {
    const ratio = median(all) / r;
    const wanted = target === undefined ? {} : { target: `>= x${target}`, met: ratio >= target };
    return { name: `${name}: commands a second, ${what}`, value: `${fixed(median(all), 0)} (x${fixed(ratio)})`, ...wanted };
  };
  const took = median(settling);
  return [
    { name: `${name}: the driver alone, versioned transactions a second`, value: fixed(r, 0) },
    row(`${BATCH} a request, ${WRITERS} schools`, rates.batch, 0.4),
    row(`one a request, ${WRITERS} schools`, rates.single),
    row(`one a request, ${WRITERS} phones of one school`, rates.crowd),
    { name: `${name}: 1 000 queued commands of one phone settled, s`, value: fixed(took), target: '<= 5', met: took <= 5 },
  ];
}

function sending(all: readonly Device[], n: number): (writer: number) => Promise<number> {
  return async (writer) => {
    await all[writer]?.send(n);
    return n;
  };
}

/** A full outbox, by requests of 100 as the phone sends them. @returns s */
async function settle(device: Device, commands: number): Promise<number> {
  const start = performance.now();
  for (let sent = 0; sent < commands; sent += 100) await device.send(100);
  return (performance.now() - start) / 1000;
}

async function cpu(times: number, per: number, work: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let i = 0; i < 15; i += 1) await work();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = ownCpu();
    for (let i = 0; i < times; i += 1) await work();
    rounds.push((ownCpu() - start) / times / per);
  }
  return median(rounds);
}

async function cpuFigures(db: Db): Promise<Figure[]> {
  const [alone, batched, quiet] = [await ownSchool(db, 901), await ownSchool(db, 902), await ownSchool(db, 903)];
  await ready([alone, batched, quiet]);
  const one = await cpu(60, 1, () => alone.send(1));
  const fifty = await cpu(4, BATCH, () => batched.send(BATCH));
  await quiet.send(0);
  const unchanged = await cpu(300, 1, () => quiet.send(0));
  return [
    { name: 'CPU ms a ticket opened, one a request, its answer included', value: fixed(one), target: '<= 1.9', met: one <= 1.9 },
    { name: `CPU ms a ticket opened, ${BATCH} a request`, value: fixed(fifty), target: '<= 0.8', met: fifty <= 0.8 },
    { name: 'CPU ms a pull that changes nothing, without session and HTTP', value: fixed(unchanged), target: '<= 1.0', met: unchanged <= 1 },
  ];
}

export async function benchEngine(): Promise<void> {
  const sqlite = await openSqlite(true);
  print('Commands: SQLite, synchronous = FULL', await throughput('SQLite', sqlite));
  print('CPU in the server’s process: SQLite', await cpuFigures(sqlite.db));
  await sqlite.close();
  const server = await startPostgres({ fsync: true });
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  await admin.query('CREATE DATABASE relais');
  await admin.end();
  const url = server.url('relais');
  await migrate(url);
  const { db, close } = await openDatabase(url);
  print('Commands: PostgreSQL, fsync on, same machine', await throughput('PostgreSQL', { db, url }));
  print('CPU in the server’s process: PostgreSQL', await cpuFigures(db));
  await close();
  await server.stop();
}
