import 'server-only';
import { createHash } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import { fieldTime } from '#domain/clock.ts';
import type { Instant, OriginId, TicketId } from '#domain/ids.ts';
import { isRegister, parseRegister } from '#domain/register/commands.ts';
import { otherOf, parseCommand, type SystemCommand } from '#domain/ticket/commands.ts';
import { decideSystem } from '#domain/ticket/decide-system.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Entry, Outcome } from '#domain/wire.ts';
import { Book } from './book.ts';
import { settleCalls } from './calls.ts';
import { contactsOf } from './contacts.ts';
import type { Db } from './db.ts';
import { isPassing, Unavailable } from './failure.ts';
import { Apart, Gathering } from './gather.ts';
import { insertRows } from './insert.ts';
import { judge, outcomesOf, refuse, type Verdict } from './judge.ts';
import { log } from './log.ts';
import { queueMails } from './mail/queue.ts';
import { writeExits, writeNotices } from './notice-rows.ts';
import { RegisterBook } from './register-book.ts';
import { writeRegister } from './register-rows.ts';
import { indexChanges } from './search-index.ts';
import { delaysOf } from './settings.ts';
import { among, instantOf, jsonOf, type Sql, type Store, storeOf } from './sql.ts';
import { newId, nextNumbers, saveTickets } from './ticket-rows.ts';
import { type Raised, raise } from './version.ts';

/** What commands became, in their order. `notices`: how many notices and mails are to leave now, so that the caller knows whether to wake their senders. */
export interface Executed {
  readonly outcomes: readonly Outcome[];
  readonly notices: number;
}

/** Another request settled one of these while ours waited for its turn. */
class AlreadySettled extends Error {}

/** The same value for the same command, whatever order its keys travelled in (invariant 51). */
export function commandHash(entry: Pick<Entry, 'at' | 'command'>): string {
  return createHash('sha256')
    .update(canonical([entry.at, entry.command]))
    .digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}

/** One request's commands. */
interface Job {
  readonly actor: Actor;
  readonly origin: OriginId;
  readonly entries: readonly Entry[];
  readonly received: Instant;
}

const gatherings = new WeakMap<Store, Gathering<Raised, Job, Executed>>();

function gatheringOf(store: Store): Gathering<Raised, Job, Executed> {
  const known = gatherings.get(store) ?? new Gathering(store, raise, (tx, raised, jobs) => run(store, tx, raised, jobs));
  gatherings.set(store, known);
  return known;
}

/**
 * Commands of one origin, in the order of their seq, in one transaction with their receipts (docs/decisions/0009): all are settled or none.
 * Requests that wait at the same time share that transaction (0010). The only writer of tickets. The organisation's version is raised first,
 * which takes the writer's lock on both databases. A command that makes the code throw rolls all back; they are then settled request by
 * request, those of its request one by one, and it alone as `internal` (invariant 12).
 * @param actor with the roles of now (invariant 35)
 * @param received the server's clock, ms
 * @returns for each entry the outcome stored for (origin, seq), whoever stored it
 * @throws Unavailable when the database cannot answer: nothing that was not answered for is settled (invariant 14)
 */
export async function executeAll(db: Db, actor: Actor, origin: OriginId, entries: readonly Entry[], received: Instant): Promise<Executed> {
  const store = storeOf(db);
  const job: Job = { actor, origin, entries, received };
  try {
    return await gatheringOf(store).join(job);
  } catch (error) {
    if (error instanceof Apart && !isUnavailable(error.cause)) return alone(store, job);
    return afterFailure(store, job, error instanceof Apart ? error.cause : error);
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Unavailable || isPassing(error);
}

async function alone(store: Store, job: Job): Promise<Executed> {
  try {
    const [done] = await store.write(async (tx) => run(store, tx, await raise(tx), [job]));
    if (done instanceof Error) throw done;
    return done as Executed;
  } catch (error) {
    return afterFailure(store, job, error);
  }
}

async function afterFailure(store: Store, job: Job, error: unknown): Promise<Executed> {
  const { origin, entries, received } = job;
  if (!(error instanceof AlreadySettled) && isUnavailable(error)) throw new Unavailable('the database did not answer', { cause: error });
  const [only] = entries;
  if (only === undefined || entries.length > 1) return oneByOne(store, job);
  if (error instanceof AlreadySettled) return { outcomes: [await settledOutcome(store, origin, only)], notices: 0 };
  const reference = newId(received).slice(-6).toUpperCase();
  log('error', 'command threw', { reference, origin, seq: only.seq, error });
  return { outcomes: [await settlePoison(store, origin, only, received, reference)], notices: 0 };
}

/** One command: see `executeAll`. */
export async function execute(
  db: Db,
  actor: Actor,
  origin: OriginId,
  entry: Entry,
  received: Instant,
): Promise<{ outcome: Outcome; notices: number }> {
  const { outcomes, notices } = await executeAll(db, actor, origin, [entry], received);
  return { outcome: outcomes[0] as Outcome, notices };
}

async function oneByOne(store: Store, job: Job): Promise<Executed> {
  const outcomes: Outcome[] = [];
  let notices = 0;
  for (const entry of job.entries) {
    const done = await alone(store, { ...job, entries: [entry] });
    outcomes.push(...done.outcomes);
    notices += done.notices;
  }
  return { outcomes, notices };
}

interface OriginRow {
  readonly id: string;
  readonly personId: string;
  readonly lastSeq: number;
  readonly lastAct: string | Date;
  readonly lastContact: string | Date;
  readonly createdAt: string | Date;
}

/** All that waits, in one transaction. Whoever was settled meanwhile is told so alone; the receipt of the others is the same instant. */
async function run(store: Store, tx: Sql, raised: Raised, jobs: readonly Job[]): Promise<(Executed | Error)[]> {
  const heard = (origin: string) => contactsOf(store).of(origin)?.heard;
  const ids = among(jobs.map((j) => j.origin));
  const rows = await tx.all<OriginRow>(
    `SELECT id, "personId", "lastSeq", "lastAct", "lastContact", "createdAt" FROM "Origin" WHERE id IN ${ids.marks}`,
    ids.values,
  );
  const origins = new Map(rows.map((r) => [r.id, r]));
  const due = jobs.filter(({ origin, entries }) => {
    const known = origins.get(origin);
    if (known === undefined) throw new Error(`no origin ${origin}`);
    return entries.every((e) => e.seq > known.lastSeq);
  });
  if (due.length === 0) throw new AlreadySettled();
  const received = Math.max(...due.map((j) => j.received));
  const parsed = new Map(due.map((j) => [j, j.entries.map((e) => parseCommand(e.command) ?? parseRegister(e.command))]));
  const all = [...parsed.values()].flat().filter((c) => c !== null);
  const commands = all.filter((c) => !isRegister(c));
  const book = new Book(received);
  const register = new RegisterBook();
  await register.read(tx, all.filter(isRegister), received);
  await book.read(
    tx,
    commands,
    commands.flatMap((c) => [c.ticket, otherOf(c)]).filter((id) => id !== null),
  );
  const verdicts: Verdict[] = [];
  const after: OriginRow[] = [];
  for (const job of due) {
    const known = origins.get(job.origin) as OriginRow;
    let earliest = Math.max(instantOf(known.lastAct), instantOf(known.lastContact), heard(job.origin) ?? 0);
    for (const [i, entry] of job.entries.entries()) {
      const command = parsed.get(job)?.[i] ?? null;
      const from = { origin: job.origin, seq: entry.seq };
      if (command !== null && isRegister(command)) {
        const at = fieldTime(entry.at, entry.offset, earliest, received);
        earliest = at;
        const decision = register.settle(command, job.actor, at, from);
        book.know(register.assetsNow());
        verdicts.push({ at, before: null, decision, about: null });
        continue;
      }
      const before = command === null ? null : book.ticket(command.ticket);
      const at = fieldTime(entry.at, entry.offset, Math.max(earliest, before?.openedAt ?? 0), received);
      earliest = at;
      const decision = command === null ? refuse({ code: 'invalid' }) : await judge(tx, book, before, command, job.actor, at);
      if (decision.ok && decision.events.length > 0) book.apply(before, decision.events, job.actor.person, at, from);
      if (decision.ok && decision.elsewhere !== undefined && decision.elsewhere.events.length > 0)
        book.apply(book.ticket(decision.elsewhere.ticket), decision.elsewhere.events, job.actor.person, at, from);
      verdicts.push({ at, before, decision, about: command?.ticket ?? null });
    }
    after.push({ ...known, lastSeq: job.entries.at(-1)?.seq ?? known.lastSeq, lastAct: new Date(earliest) });
  }

  await writeRegister(tx, register.records, { version: raised.version, received });
  const notices = await write(tx, book, raised);
  const outcomes = await outcomesOf(tx, book, verdicts);
  const settled = due.flatMap(({ origin, entries }) => entries.map((e) => ({ origin, seq: e.seq, hash: commandHash(e) })));
  await insertRows(
    tx,
    'Receipt',
    settled.map((r, i) => ({ ...r, outcome: outcomes[i] as object, at: new Date(received) })),
  );
  await insertRows(tx, 'Origin', after, { key: ['id'], set: ['lastSeq', 'lastAct'] });
  // Whoever hears first that notices wait wakes the notifier for all.
  const done = new Map(due.map((job, i) => [job, { outcomes: outcomes.splice(0, job.entries.length), notices: i === 0 ? notices : 0 }]));
  return jobs.map((job) => done.get(job) ?? new AlreadySettled());
}

/** Everything that the book says, into the tables. */
async function write(tx: Sql, book: Book, { version, timeZone, alerts }: Raised): Promise<number> {
  if (book.changes.length === 0) return 0;
  const opened = book.changes.filter((c) => c.before === null).length;
  if (opened > 0) book.number(await nextNumbers(tx, opened, book.received, timeZone));
  await settleCalls(tx, book);
  await saveTickets(tx, book, version);
  await writeExits(tx, book, version);
  await indexChanges(tx, book, version);
  const mails = await queueMails(tx, book.changes, version, book.received);
  return mails + (await writeNotices(tx, book, version, delaysOf(alerts)));
}

async function settlePoison(store: Store, origin: OriginId, entry: Entry, received: Instant, reference: string): Promise<Outcome> {
  const outcome: Outcome = { kind: 'refused', refusal: { code: 'internal', reference }, at: received };
  try {
    await store.write(async (tx) => {
      await raise(tx);
      const moved = await tx.run('UPDATE "Origin" SET "lastSeq" = ? WHERE id = ? AND "lastSeq" < ?', [entry.seq, origin, entry.seq]);
      if (moved === 0) throw new AlreadySettled();
      await insertRows(tx, 'Receipt', [{ origin, seq: entry.seq, hash: commandHash(entry), outcome: outcome as object, at: new Date(received) }]);
    });
  } catch (error) {
    if (error instanceof AlreadySettled) return settledOutcome(store, origin, entry);
    throw new Unavailable('the receipt could not be written', { cause: error });
  }
  return outcome;
}

async function settledOutcome({ read }: Store, origin: OriginId, entry: Entry): Promise<Outcome> {
  const [row] = await read.all<{ outcome: unknown; hash: string }>('SELECT outcome, hash FROM "Receipt" WHERE origin = ? AND seq = ?', [
    origin,
    entry.seq,
  ]);
  if (row === undefined) return { kind: 'settled' };
  // A cloned device said something else under this seq at the same instant: nobody is told the other's outcome. Asked again, it is a fork (51).
  if (row.hash !== commandHash(entry)) throw new Unavailable('two devices speak as one origin');
  return jsonOf<Outcome>(row.outcome);
}

/**
 * What the house itself says of a ticket: a photo has arrived, an alert was shown, nobody objected. No receipt; said twice it changes
 * nothing twice where the rule says so (`photo_stored`, `close`), else the caller makes sure.
 * @returns false when there is no such ticket
 */
export function executeSystem(db: Db, command: SystemCommand, received: Instant): Promise<boolean> {
  return executeHouse(db, command.ticket, received, async () => [command]);
}

/**
 * The same for what the house decides once it has the writer's turn: what it looks at in `plan` is what nobody can change meanwhile.
 * @param plan what to say of the ticket as it stands; none: nothing is written but what `plan` itself wrote
 * @returns false when a command was refused, as for a ticket that is not there: then nothing happened to the ticket
 */
export async function executeHouse(
  db: Db,
  ticket: TicketId,
  received: Instant,
  plan: (tx: Sql, before: Ticket | null) => Promise<readonly SystemCommand[]>,
): Promise<boolean> {
  try {
    return await storeOf(db).write(async (tx) => {
      const raised = await raise(tx);
      const book = new Book(received);
      await book.read(tx, [], [ticket]);
      for (const command of await plan(tx, book.ticket(ticket))) {
        const before = book.ticket(ticket);
        const decision = decideSystem(before, command);
        if (!decision.ok) return false;
        const by = command.type === 'identity_compared' ? command.actor.person : null;
        if (decision.events.length > 0) book.apply(before, decision.events, by, received, null);
      }
      await write(tx, book, raised);
      return true;
    });
  } catch (error) {
    if (isUnavailable(error)) throw new Unavailable('the database did not answer', { cause: error });
    throw error;
  }
}
