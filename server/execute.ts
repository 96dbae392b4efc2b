import 'server-only';
import { createHash } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import { fieldTime } from '#domain/clock.ts';
import type { Instant, OriginId, PersonId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import { type Command, parseCommand, type SystemCommand } from '#domain/ticket/commands.ts';
import { type Context, type Decision, decide, decideSystem } from '#domain/ticket/decide.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import { evolveAll } from '#domain/ticket/evolve.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Entry, Outcome } from '#domain/wire.ts';
import type { Db, Tx } from './db.ts';
import { isPassing, Unavailable } from './failure.ts';
import { isSupportPerson, writeExits, writeNotices } from './notice-rows.ts';
import { loadTicket, newId, nextNumber, photosStored, record, saveTicket } from './ticket-rows.ts';

/** What one command became. `notices`: how many were written, so that the sender knows whether to wake the notifier. */
export interface Executed {
  readonly outcome: Outcome;
  readonly notices: number;
}

/** Another request settled this seq while ours waited for its turn. */
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
 * One command, one transaction, one receipt: the only writer of tickets (docs/decisions/0001).
 * The organisation's version is raised first, which takes the writer's lock on both databases. Throws `Unavailable` when the database
 * cannot answer (nothing is settled); a command that makes the code throw is rolled back whole and settled as `internal` (invariant 12).
 * @param actor with the roles of now (invariant 35)
 * @param received the server's clock, ms
 * @returns the outcome stored for (origin, seq), whoever stored it
 */
export async function execute(db: Db, actor: Actor, origin: OriginId, entry: Entry, received: Instant): Promise<Executed> {
  const hash = commandHash(entry);
  try {
    return await db.$transaction((tx) => run(tx, actor, origin, entry, hash, received));
  } catch (error) {
    if (error instanceof AlreadySettled) return { outcome: await settledOutcome(db, origin, entry.seq), notices: 0 };
    if (isPassing(error)) throw new Unavailable('the database did not answer', { cause: error });
    const reference = newId(received).slice(-6).toUpperCase();
    console.error(JSON.stringify({ level: 'error', what: 'command threw', reference, origin, seq: entry.seq, error: String(error) }));
    return settlePoison(db, origin, entry, hash, received, reference);
  }
}

async function run(tx: Tx, actor: Actor, origin: OriginId, entry: Entry, hash: string, received: Instant): Promise<Executed> {
  const { version, timeZone } = await tx.organisation.update({
    where: { id: 'org' },
    data: { version: { increment: 1 } },
    select: { version: true, timeZone: true },
  });
  const command = parseCommand(entry.command);
  const known = await tx.origin.findUniqueOrThrow({ where: { id: origin }, select: { lastAct: true, lastContact: true, lastSeq: true } });
  if (known.lastSeq >= entry.seq) throw new AlreadySettled();
  const before = command === null ? null : await loadTicket(tx, command.ticket);
  const earliest = Math.max(known.lastAct.getTime(), known.lastContact.getTime(), before?.openedAt ?? 0);
  const at = fieldTime(entry.at, entry.offset, earliest, received);

  const decision = command === null ? refuse({ code: 'invalid' }) : await judge(tx, before, command, actor, at);
  let outcome: Outcome;
  let notices = 0;
  if (!decision.ok) {
    outcome = await refusedOutcome(tx, decision.refusal, at);
  } else if (decision.events.length === 0 || command === null) {
    outcome = { kind: 'executed', ticket: (before as Ticket).id, number: before?.number ?? null, at };
  } else {
    const written = await write(tx, before, decision.events, { by: actor.person, at, received, version, timeZone, from: { origin, seq: entry.seq } });
    notices = written.notices;
    outcome = { kind: 'executed', ticket: written.after.id, number: written.after.number, at, ...(await joined(tx, written.after, decision.events)) };
  }
  await tx.receipt.create({ data: { origin, seq: entry.seq, hash, outcome: outcome as object, at: new Date(received) }, select: { seq: true } });
  await tx.origin.updateMany({ where: { id: origin }, data: { lastSeq: entry.seq, lastAct: new Date(at) } });
  return { outcome, notices };
}

function refuse(refusal: Refusal): Decision {
  return { ok: false, refusal };
}

async function judge(tx: Tx, before: Ticket | null, command: Command, actor: Actor, at: Instant): Promise<Decision> {
  // The same ticket opened twice by the same person (a device that took a new origin says it again): it is open, nothing more to do.
  if (command.type === 'open' && before !== null && before.recorder === actor.person) return { ok: true, events: [] };
  return decide(before, command, await contextOf(tx, before, command, actor, at));
}

/** Answers the rules' questions from the tables; asks only what this command needs. */
async function contextOf(tx: Tx, before: Ticket | null, command: Command, actor: Actor, at: Instant): Promise<Context> {
  const opening = command.type === 'open' ? command : null;
  const asset =
    opening?.asset == null
      ? null
      : await tx.asset.findUnique({ where: { id: opening.asset }, select: { id: true, siteId: true, roomId: true, critical: true } });
  const room =
    opening?.room == null || asset !== null ? null : await tx.room.findUnique({ where: { id: opening.room }, select: { id: true, siteId: true } });
  const supports = command.type === 'ask_help' && before !== null && (await isSupportPerson(tx, command.helper, before.site));
  const team =
    command.type === 'escalate' && command.team !== null
      ? await tx.team.findFirst({ where: { id: command.team, kind: 'provider' }, select: { id: true } })
      : null;
  return {
    actor,
    at,
    asset: asset === null ? null : ({ id: asset.id, site: asset.siteId, room: asset.roomId, critical: asset.critical } as Context['asset']),
    room: room === null ? null : ({ id: room.id, site: room.siteId } as Context['room']),
    isSupport: () => supports,
    isTeam: () => team !== null,
  };
}

interface Stamp {
  readonly by: PersonId | null;
  readonly at: Instant;
  readonly received: Instant;
  readonly version: number;
  readonly timeZone: string;
  readonly from: { readonly origin: OriginId; readonly seq: number } | null;
}

async function write(tx: Tx, before: Ticket | null, events: readonly TicketEvent[], stamp: Stamp): Promise<{ after: Ticket; notices: number }> {
  const recorded = record(await completed(tx, events, stamp), stamp.by, stamp.at, stamp.received);
  const after = evolveAll(before, recorded);
  if (after === null) throw new Error('events without a ticket');
  await saveTicket(tx, { before, after, recorded, version: stamp.version, received: stamp.received, from: stamp.from });
  await writeExits(tx, { before, after, version: stamp.version });
  return { after, notices: await writeNotices(tx, { before, after, recorded, version: stamp.version, received: stamp.received }) };
}

/** What only the server knows of these events: the ticket's number, and which photos are here already. */
async function completed(tx: Tx, events: readonly TicketEvent[], stamp: Stamp): Promise<TicketEvent[]> {
  const out: TicketEvent[] = [];
  for (const event of events) {
    if (event.type === 'TicketOpened') {
      const here = await photosStored(
        tx,
        event.ticket.photos.map((p) => p.hash),
      );
      const photos = event.ticket.photos.map((p) => ({ ...p, stored: here.includes(p.hash) }));
      out.push({ type: 'TicketOpened', ticket: { ...event.ticket, photos, number: await nextNumber(tx, stamp.received, stamp.timeZone) } });
    } else {
      out.push(event);
      if (event.type === 'PhotoAttached' && (await photosStored(tx, [event.hash])).length > 0) out.push({ type: 'PhotoStored', hash: event.hash });
    }
  }
  return out;
}

async function joined(tx: Tx, ticket: Ticket, events: readonly TicketEvent[]): Promise<Pick<Extract<Outcome, { kind: 'executed' }>, 'joined'>> {
  const second = events.some((e) => e.type === 'HelperJoined' && e.because === 'already_taken');
  if (!second || ticket.assignee === null) return {};
  return { joined: { owner: ticket.assignee, name: (await nameIn(tx, ticket.assignee)) ?? '', since: ticket.assignedAt ?? ticket.openedAt } };
}

async function refusedOutcome(tx: Tx, refusal: Refusal, at: Instant): Promise<Outcome> {
  const who = refusal.code === 'not-owner' ? refusal.owner : refusal.code === 'closed' ? refusal.by : null;
  const name = who === null ? null : await nameIn(tx, who);
  return { kind: 'refused', refusal, at, ...(name === null ? {} : { name }) };
}

async function nameIn(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.person.findUnique({ where: { id }, select: { givenName: true, familyName: true } });
  return row === null ? null : `${row.givenName} ${row.familyName}`;
}

async function settlePoison(db: Db, origin: OriginId, entry: Entry, hash: string, received: Instant, reference: string): Promise<Executed> {
  const outcome: Outcome = { kind: 'refused', refusal: { code: 'internal', reference }, at: received };
  try {
    await db.$transaction(async (tx) => {
      await tx.organisation.update({ where: { id: 'org' }, data: { version: { increment: 1 } }, select: { version: true } });
      const moved = await tx.origin.updateMany({ where: { id: origin, lastSeq: { lt: entry.seq } }, data: { lastSeq: entry.seq } });
      if (moved.count === 0) throw new AlreadySettled();
      await tx.receipt.create({ data: { origin, seq: entry.seq, hash, outcome: outcome as object, at: new Date(received) }, select: { seq: true } });
    });
  } catch (error) {
    if (error instanceof AlreadySettled) return { outcome: await settledOutcome(db, origin, entry.seq), notices: 0 };
    throw new Unavailable('the receipt could not be written', { cause: error });
  }
  return { outcome, notices: 0 };
}

async function settledOutcome(db: Db, origin: OriginId, seq: number): Promise<Outcome> {
  const row = await db.receipt.findUnique({ where: { origin_seq: { origin, seq } }, select: { outcome: true } });
  return row === null ? { kind: 'settled' } : (row.outcome as unknown as Outcome);
}

/**
 * What the house itself says of a ticket: a photo has arrived, an alert was shown. No receipt; said twice it changes nothing twice
 * where the rule says so (`photo_stored`), else the caller makes sure.
 * @returns false when there is no such ticket
 */
export async function executeSystem(db: Db, command: SystemCommand, received: Instant): Promise<boolean> {
  try {
    return await db.$transaction(async (tx) => {
      const { version, timeZone } = await tx.organisation.update({
        where: { id: 'org' },
        data: { version: { increment: 1 } },
        select: { version: true, timeZone: true },
      });
      const before = await loadTicket(tx, command.ticket);
      const decision = decideSystem(before, command);
      if (!decision.ok) return false;
      if (decision.events.length > 0) await write(tx, before, decision.events, { by: null, at: received, received, version, timeZone, from: null });
      return true;
    });
  } catch (error) {
    if (isPassing(error)) throw new Unavailable('the database did not answer', { cause: error });
    throw error;
  }
}
