/** What a pull costs beside 2 schools and beside 180 with three years of tickets, in this process, on both databases. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { type PersonId, type TicketId, uuidv7 } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { SyncRequest } from '#domain/wire.ts';
import { type Db, openDatabase } from '#server/db.ts';
import { migrate } from '#server/migrate.ts';
import { actorFor } from '#server/session/actor.ts';
import { type Asker, sync } from '#server/sync.ts';
import { openSqlite } from '#test/databases.ts';
import { startPostgres } from '#test/postgres.ts';
import { type Figure, fixed, median, ownCpu, print } from './measure.ts';
import { assetId, correspondentId, growScale, siteId } from './scale.ts';

const SIZES = { small: 2, large: 180 } as const;
const ROUNDS = 7;
const PULLS = 60;
const IN_SMALL = 1.2;

class Phone {
  readonly #db: Db;
  readonly #asker: Asker;
  readonly #origin = randomUUID();
  #epoch: string | null = null;
  #since = 0;
  #seq = 0;
  #page: string | null = null;

  constructor(db: Db, asker: Asker) {
    this.#db = db;
    this.#asker = asker;
  }

  static async of(db: Db, person: PersonId): Promise<Phone> {
    const actor = await actorFor(db, person);
    if (actor === null) throw new Error(`nobody is ${person}`);
    const phone = new Phone(db, { actor, name: actor.name, language: actor.language });
    while (await phone.ask());
    return phone;
  }

  /** @returns is there more to hear? */
  async ask(command?: object): Promise<boolean> {
    const settled = this.#seq;
    const entries = command === undefined ? [] : [{ seq: ++this.#seq, at: Date.now(), offset: 0, command }];
    const said = { protocol: 1, origin: this.#origin, epoch: this.#epoch, since: this.#since, settled, page: this.#page, entries };
    const answer = await sync(this.#db, this.#asker, said as unknown as SyncRequest, Date.now);
    if (answer.kind !== 'answer' || answer.receipts.some((r) => r.outcome.kind !== 'executed')) throw new Error(JSON.stringify(answer).slice(0, 300));
    [this.#epoch, this.#page] = [answer.epoch, answer.page];
    if (answer.page === null) this.#since = answer.cursor;
    this.heard = answer.changes.length;
    return answer.more;
  }

  heard = 0;
}

/** CPU so far, ms. */
type Cpu = () => number;

interface World {
  readonly quiet: Phone;
  readonly desk: Phone;
  readonly change: () => Promise<void>;
  readonly reset: () => Promise<Phone>;
}

const opening = (ticket: TicketId) => ({
  type: 'open',
  ...PLAIN_OPEN,
  ticket,
  site: siteId(0),
  asset: assetId(0, 0),
  room: null,
  code: null,
  nature: 'incident',
  channel: 'scan',
  category: 'display',
  symptom: 'no_image',
  text: 'Voyant rouge fixe.',
  impact: 'person',
  urgency: 'normal',
  photos: [],
});

async function worldOf(db: Db): Promise<World> {
  const [writer, quiet] = [await Phone.of(db, correspondentId(0, 0)), await Phone.of(db, correspondentId(0, 1))];
  const { personId } = await db.membership.findFirstOrThrow({ where: { role: 'technician', siteId: null } });
  const desk = await Phone.of(db, personId as PersonId);
  // As many tickets as a busy week opens, so that no timeline grows beyond what tickets have.
  const tickets = Array.from({ length: 60 }, () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as TicketId);
  for (const ticket of tickets) await writer.ask(opening(ticket));
  let turn = 0;
  const change = async () => {
    turn += 1;
    await writer.ask({ type: 'note', v: 1, ticket: tickets[turn % tickets.length], text: 'vu', visibility: 'public' });
  };
  return { quiet, desk, change, reset: () => Phone.of(db, correspondentId(0, 1)) };
}

async function spent(cpu: Cpu, times: number, before: () => Promise<unknown>, work: () => Promise<unknown>): Promise<number> {
  let sum = 0;
  for (let i = 0; i < times; i += 1) {
    await before();
    const start = cpu();
    await work();
    sum += cpu() - start;
  }
  return sum / times;
}

async function compare(name: string, small: Db, large: Db, cpu: Cpu): Promise<Figure[]> {
  const worlds = { small: await worldOf(small), large: await worldOf(large) };
  const nothing = async () => {};
  const kinds = {
    'with one change': { before: (w: World) => w.change(), work: (w: World) => w.quiet.ask() },
    'with one change, whole organisation': { before: (w: World) => w.change(), work: (w: World) => w.desk.ask() },
    'that changes nothing': { before: nothing, work: (w: World) => w.quiet.ask() },
  };
  const figures: Figure[] = [];
  for (const [what, { before, work }] of Object.entries(kinds)) {
    const rounds = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const size of ['small', 'large'] as const) {
        const world = worlds[size];
        await work(world);
        const measured = await spent(
          cpu,
          PULLS,
          () => before(world),
          () => work(world),
        );
        rounds[size].push(measured);
      }
    }
    const [s, l] = [median(rounds.small), median(rounds.large)];
    figures.push({ name: `${name}: a pull ${what}, ${SIZES.large} sites, CPU ms`, value: fixed(l, 3), target: '<= 1', met: l <= 1 });
    figures.push({
      name: `${name}: … beside ${SIZES.small} sites`,
      value: `${fixed(s, 3)} (x${fixed(l / s)})`,
      target: `<= x${IN_SMALL}`,
      met: l / s <= IN_SMALL,
    });
  }
  const first = { small: await spent(cpu, 3, nothing, worlds.small.reset), large: await spent(cpu, 3, nothing, worlds.large.reset) };
  figures.push({ name: `${name}: a first sync of one site, CPU ms, ${SIZES.large} sites`, value: fixed(first.large, 1) });
  figures.push({ name: `${name}: … beside ${SIZES.small} sites`, value: `${fixed(first.small, 1)} (x${fixed(first.large / first.small)})` });
  return figures;
}

/** The processes that serve connections of this server, ms, to the nanosecond (Linux: /proc/<pid>/schedstat). */
function backendsOf(pid: number): Cpu {
  const backends = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
      return parent === pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(' relais ');
    } catch {
      return false;
    }
  });
  const last = new Map<string, number>();
  const spentBy = (name: string) => {
    // A connection that was closed keeps what it had.
    if (existsSync(`/proc/${name}/schedstat`)) last.set(name, Number(readFileSync(`/proc/${name}/schedstat`, 'utf8').split(' ')[0]) / 1e6);
    return last.get(name) ?? 0;
  };
  return () => backends.reduce((sum, name) => sum + spentBy(name), 0);
}

async function grow(db: Db, sites: number): Promise<void> {
  const start = performance.now();
  const made = await growScale(db, { sites }, Date.now());
  console.log(
    `  grown in ${fixed((performance.now() - start) / 1000, 1)} s: ${sites} sites, ${made.assets} assets, ${made.tickets} tickets, ${made.events} events`,
  );
}

export async function benchPull(): Promise<void> {
  await onSqlite();
  await onPostgres();
}

async function onSqlite(): Promise<void> {
  const [small, large] = [await openSqlite(), await openSqlite()];
  await grow(small.db, SIZES.small);
  await grow(large.db, SIZES.large);
  print('Pulls: SQLite', await compare('SQLite', small.db, large.db, ownCpu));
  await small.close();
  await large.close();
}

async function onPostgres(): Promise<void> {
  const server = await startPostgres();
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  const opened: Awaited<ReturnType<typeof openDatabase>>[] = [];
  for (const name of ['small', 'large'] as const) {
    await admin.query(`CREATE DATABASE ${name}`);
    await migrate(server.url(name));
    const one = await openDatabase(server.url(name));
    opened.push(one);
    await grow(one.db, SIZES[name]);
    // As its own housekeeping does within the minute.
    await one.db.$executeRawUnsafe('VACUUM ANALYZE');
  }
  const [a, b] = opened.map(({ db }) => db) as [Db, Db];
  print('Pulls: PostgreSQL, this process alone', await compare('PostgreSQL', a, b, ownCpu));
  // Connections are open by now: their processes are known.
  print('Pulls: PostgreSQL, the processes of the database alone', await compare('PostgreSQL', a, b, backendsOf(server.pid)));
  for (const { close } of opened) await close();
  await admin.end();
  await server.stop();
}
