import 'server-only';
import { createHash } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import { fieldTime } from '#domain/clock.ts';
import type { Instant, OriginId, PersonId, SiteId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import { type Command, parseCommand, type SystemCommand } from '#domain/ticket/commands.ts';
import { type Context, type Decision, decide, decideSystem } from '#domain/ticket/decide.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Entry, Outcome } from '#domain/wire.ts';
import { Book } from './book.ts';
import type { Db, Tx } from './db.ts';
import { isPassing, Unavailable } from './failure.ts';
import { insertRows } from './insert.ts';
import { isSupportPerson, writeExits, writeNotices } from './notice-rows.ts';
import { newId, nextNumbers, saveTickets } from './ticket-rows.ts';

/** What commands became, in their order. `notices`: how many wait to be sent, so that the caller knows whether to wake the notifier. */
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

/**
 * Commands of one origin, in the order of their seq, in one transaction with their receipts (docs/decisions/0009): all are settled or none.
 * The only writer of tickets. The organisation's version is raised first, which takes the writer's lock on both databases.
 * A command that makes the code throw rolls all back; they are then settled one by one, and it alone as `internal` (invariant 12).
 * @param actor with the roles of now (invariant 35)
 * @param received the server's clock, ms
 * @returns for each entry the outcome stored for (origin, seq), whoever stored it
 * @throws Unavailable when the database cannot answer: nothing that was not answered for is settled (invariant 14)
 */
export async function executeAll(db: Db, actor: Actor, origin: OriginId, entries: readonly Entry[], received: Instant): Promise<Executed> {
  try {
    return await db.$transaction((tx) => run(tx, actor, origin, entries, received));
  } catch (error) {
    if (!(error instanceof AlreadySettled) && isPassing(error)) throw new Unavailable('the database did not answer', { cause: error });
    const [only] = entries;
    if (only === undefined || entries.length > 1) return oneByOne(db, actor, origin, entries, received);
    if (error instanceof AlreadySettled) return { outcomes: [await settledOutcome(db, origin, only)], notices: 0 };
    const reference = newId(received).slice(-6).toUpperCase();
    console.error(JSON.stringify({ level: 'error', what: 'command threw', reference, origin, seq: only.seq, error: String(error) }));
    return { outcomes: [await settlePoison(db, origin, only, received, reference)], notices: 0 };
  }
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

async function oneByOne(db: Db, actor: Actor, origin: OriginId, entries: readonly Entry[], received: Instant): Promise<Executed> {
  const outcomes: Outcome[] = [];
  let notices = 0;
  for (const entry of entries) {
    const done = await executeAll(db, actor, origin, [entry], received);
    outcomes.push(...done.outcomes);
    notices += done.notices;
  }
  return { outcomes, notices };
}

interface Raised {
  readonly version: number;
  readonly timeZone: string;
}

async function raise(tx: Tx): Promise<Raised> {
  const [raised] = await tx.$queryRaw<Raised[]>`UPDATE "Organisation" SET version = version + 1 WHERE id = 'org' RETURNING version, "timeZone"`;
  if (raised === undefined) throw new Error('no organisation: the server was started without its start-up');
  return raised;
}

/** What is said of one entry before names and numbers are known. `before`: the ticket as this command found it. */
interface Verdict {
  readonly at: Instant;
  readonly before: Ticket | null;
  readonly decision: Decision;
  readonly command: Command | null;
}

async function run(tx: Tx, actor: Actor, origin: OriginId, entries: readonly Entry[], received: Instant): Promise<Executed> {
  const raised = await raise(tx);
  const known = await tx.origin.findUniqueOrThrow({ where: { id: origin }, select: { lastAct: true, lastContact: true, lastSeq: true } });
  if (entries.some((e) => e.seq <= known.lastSeq)) throw new AlreadySettled();
  const commands = entries.map((e) => parseCommand(e.command));
  const parsed = commands.filter((c) => c !== null);
  const book = new Book(received);
  await book.read(
    tx,
    parsed,
    parsed.map((c) => c.ticket),
  );

  let earliest = Math.max(known.lastAct.getTime(), known.lastContact.getTime());
  const verdicts: Verdict[] = [];
  for (const [i, entry] of entries.entries()) {
    const command = commands[i] ?? null;
    const before = command === null ? null : book.ticket(command.ticket);
    const at = fieldTime(entry.at, entry.offset, Math.max(earliest, before?.openedAt ?? 0), received);
    earliest = at;
    const decision = command === null ? refuse({ code: 'invalid' }) : await judge(tx, book, before, command, actor, at);
    if (decision.ok && decision.events.length > 0) book.apply(before, decision.events, actor.person, at, { origin, seq: entry.seq });
    verdicts.push({ at, before, decision, command });
  }

  const notices = await write(tx, book, raised);
  const outcomes = await outcomesOf(tx, book, verdicts);
  await insertRows(
    tx,
    'Receipt',
    entries.map((e, i) => ({ origin, seq: e.seq, hash: commandHash(e), outcome: outcomes[i] as object, at: new Date(received) })),
  );
  await tx.origin.updateMany({ where: { id: origin }, data: { lastSeq: entries.at(-1)?.seq ?? known.lastSeq, lastAct: new Date(earliest) } });
  return { outcomes, notices };
}

function refuse(refusal: Refusal): Decision {
  return { ok: false, refusal };
}

async function judge(tx: Tx, book: Book, before: Ticket | null, command: Command, actor: Actor, at: Instant): Promise<Decision> {
  if (command.type === 'open' && !(await isSite(tx, actor, command.site))) return refuse({ code: 'not-allowed', verb: 'open' });
  return decide(before, command, await contextOf(tx, book, before, command, actor, at));
}

/** Is there such a site? Not asked of whoever has a role on that very one; a role on the whole organisation fits any name. */
async function isSite(tx: Tx, actor: Actor, site: SiteId): Promise<boolean> {
  return actor.memberships.some((m) => m.site === site) || (await tx.site.count({ where: { id: site } })) > 0;
}

/** Answers the rules' questions from the tables; asks only what this command needs. */
async function contextOf(tx: Tx, book: Book, before: Ticket | null, command: Command, actor: Actor, at: Instant): Promise<Context> {
  const supports = command.type === 'ask_help' && before !== null && (await isSupportPerson(tx, command.helper, before.site));
  const team =
    command.type === 'escalate' && command.team !== null
      ? await tx.team.findFirst({ where: { id: command.team, kind: 'provider' }, select: { id: true } })
      : null;
  return {
    actor,
    at,
    asset: command.type === 'open' ? book.asset(command.asset) : null,
    room: command.type === 'open' ? book.room(command.room) : null,
    isSupport: () => supports,
    isTeam: () => team !== null,
  };
}

/** Everything that the book says, into the tables. */
async function write(tx: Tx, book: Book, { version, timeZone }: Raised): Promise<number> {
  if (book.changes.length === 0) return 0;
  const opened = book.changes.filter((c) => c.before === null).length;
  if (opened > 0) book.number(await nextNumbers(tx, opened, book.received, timeZone));
  await saveTickets(tx, book, version);
  await writeExits(tx, book, version);
  return writeNotices(tx, book, version);
}

async function outcomesOf(tx: Tx, book: Book, verdicts: readonly Verdict[]): Promise<Outcome[]> {
  const owners = verdicts.map((v) => (isSecond(v.decision) ? (v.before?.assignee ?? null) : named(v.decision)));
  const ids = [...new Set(owners.filter((p) => p !== null))];
  const rows =
    ids.length === 0 ? [] : await tx.person.findMany({ where: { id: { in: ids } }, select: { id: true, givenName: true, familyName: true } });
  const names = new Map(rows.map((r) => [r.id, `${r.givenName} ${r.familyName}`]));
  return verdicts.map(({ at, before, decision, command }, i): Outcome => {
    const who = owners[i] ?? null;
    const name = who === null ? undefined : names.get(who);
    if (!decision.ok) return { kind: 'refused', refusal: decision.refusal, at, ...(name === undefined ? {} : { name }) };
    const ticket = book.ticket((command as Command).ticket) as Ticket;
    const second =
      isSecond(decision) && who !== null
        ? { joined: { owner: who as PersonId, name: name ?? '', since: before?.assignedAt ?? ticket.openedAt } }
        : {};
    return { kind: 'executed', ticket: ticket.id, number: ticket.number, at, ...second };
  });
}

function isSecond(decision: Decision): boolean {
  return decision.ok && decision.events.some((e) => e.type === 'HelperJoined' && e.because === 'already_taken');
}

/** The person a refusal speaks of. */
function named(decision: Decision): string | null {
  if (decision.ok) return null;
  const { refusal } = decision;
  return refusal.code === 'not-owner' ? refusal.owner : refusal.code === 'closed' ? refusal.by : null;
}

async function settlePoison(db: Db, origin: OriginId, entry: Entry, received: Instant, reference: string): Promise<Outcome> {
  const outcome: Outcome = { kind: 'refused', refusal: { code: 'internal', reference }, at: received };
  try {
    await db.$transaction(async (tx) => {
      await raise(tx);
      const moved = await tx.origin.updateMany({ where: { id: origin, lastSeq: { lt: entry.seq } }, data: { lastSeq: entry.seq } });
      if (moved.count === 0) throw new AlreadySettled();
      await tx.receipt.create({
        data: { origin, seq: entry.seq, hash: commandHash(entry), outcome: outcome as object, at: new Date(received) },
        select: { seq: true },
      });
    });
  } catch (error) {
    if (error instanceof AlreadySettled) return settledOutcome(db, origin, entry);
    throw new Unavailable('the receipt could not be written', { cause: error });
  }
  return outcome;
}

async function settledOutcome(db: Db, origin: OriginId, entry: Entry): Promise<Outcome> {
  const row = await db.receipt.findUnique({ where: { origin_seq: { origin, seq: entry.seq } }, select: { outcome: true, hash: true } });
  if (row === null) return { kind: 'settled' };
  // A cloned device said something else under this seq at the same instant: nobody is told the other's outcome. Asked again, it is a fork (51).
  if (row.hash !== commandHash(entry)) throw new Unavailable('two devices speak as one origin');
  return row.outcome as unknown as Outcome;
}

/**
 * What the house itself says of a ticket: a photo has arrived, an alert was shown, nobody objected. No receipt; said twice it changes
 * nothing twice where the rule says so (`photo_stored`, `close`), else the caller makes sure.
 * @returns false when there is no such ticket
 */
export async function executeSystem(db: Db, command: SystemCommand, received: Instant): Promise<boolean> {
  try {
    return await db.$transaction(async (tx) => {
      const raised = await raise(tx);
      const book = new Book(received);
      await book.read(tx, [], [command.ticket]);
      const before = book.ticket(command.ticket);
      const decision = decideSystem(before, command);
      if (!decision.ok) return false;
      if (decision.events.length > 0) book.apply(before, decision.events, null, received, null);
      await write(tx, book, raised);
      return true;
    });
  } catch (error) {
    if (isPassing(error)) throw new Unavailable('the database did not answer', { cause: error });
    throw error;
  }
}
