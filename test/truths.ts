/** What must be true of the server's tables at any moment, whoever filled them: the simulation's house and the fault bench's. */
import { isDeepStrictEqual } from 'node:util';
import type { RegisterEvent } from '#domain/register/events.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import { evolve } from '#domain/ticket/evolve.ts';
import { isOpen, type Ticket } from '#domain/ticket/ticket.ts';

/** `invariant`: the number in sync.md section 4, or a word. */
export class Broken extends Error {
  constructor(invariant: number | string, what: string) {
    super(`[${invariant}] ${what}`);
  }
}

export function hold(truth: boolean, invariant: number | string, what: () => string): asserts truth {
  if (!truth) throw new Broken(invariant, what());
}

export interface EventRow {
  readonly ticketId: string;
  readonly version: number;
  readonly ordinal: number;
  readonly actorId: string | null;
  /** ms */
  readonly occurredAt: number;
  /** ms */
  readonly receivedAt: number;
  readonly event: TicketEvent;
  readonly origin: string | null;
  readonly seq: number | null;
}

/** Read in one transaction, events by version and ordinal. */
export interface Tables {
  readonly events: readonly EventRow[];
  /** Owner by origin. */
  readonly owners: ReadonlyMap<string, string>;
  /** Outcome's kind by `origin seq`. */
  readonly receipts: ReadonlyMap<string, string>;
  readonly heads: ReadonlyMap<string, { readonly version: number; readonly head: Ticket }>;
  readonly version: number;
}

/** An event of the register. */
export interface RegisterRow extends Omit<EventRow, 'ticketId' | 'event'> {
  readonly subjectId: string;
  readonly event: RegisterEvent;
}

/**
 * Nobody's change of equipment is overwritten unseen: each one names what stood there before, as the changes before it left it. A sticker is
 * on one thing, and one that was revoked comes back on nothing.
 */
export function checkRegister(events: readonly RegisterRow[]): void {
  const fields = new Map<string, unknown>();
  const stickers = new Map<string, string>();
  for (const { subjectId, event, version } of events) {
    if (event.type === 'AssetAdded')
      for (const [field, value] of Object.entries(event.asset)) {
        hold(!fields.has(`${subjectId} ${field}`) || field !== 'id', 6, () => `${subjectId} was added twice`);
        fields.set(`${subjectId} ${field}`, value);
      }
    if (event.type === 'AssetChanged')
      for (const [field, value] of Object.entries(event.to)) {
        const key = `${subjectId} ${field}`;
        const from = (event.from as Readonly<Record<string, unknown>>)[field];
        hold(!fields.has(key) || fields.get(key) === from, 54, () => `${key} was ${fields.get(key)}, and version ${version} changed it from ${from}`);
        fields.set(key, value);
      }
    if (event.type === 'StickerBound') {
      hold(!stickers.has(event.code), 54, () => `sticker ${event.code} is on ${stickers.get(event.code)} and was put on ${event.on.id}`);
      stickers.set(event.code, event.on.id);
    }
    if (event.type === 'StickerRevoked') {
      hold(stickers.get(event.code) === event.on.id, 54, () => `sticker ${event.code} was revoked from what it is not on`);
      if (event.reason === 'wrong') stickers.delete(event.code);
      else stickers.set(event.code, 'nothing, for it was revoked');
    }
  }
}

/** Executed once (6), in the order of the seqs (7), with a receipt (9), by the owner of the origin (10), at times that make sense (56). */
export function checkActs({
  events,
  owners,
  receipts,
}: Pick<Tables, 'owners' | 'receipts'> & {
  readonly events: readonly Pick<EventRow, 'origin' | 'seq' | 'version' | 'actorId' | 'occurredAt' | 'receivedAt'>[];
}): void {
  const last = new Map<string, { seq: number; version: number; at: number }>();
  for (const { origin, seq, version, actorId, occurredAt: at, receivedAt } of events) {
    if (origin === null || seq === null) continue;
    const id = `${origin} ${seq}`;
    const before = last.get(origin);
    hold(
      before === undefined || before.seq < seq || before.version === version,
      before?.seq === seq ? 6 : 7,
      () => `${id} was executed at version ${version}, after ${JSON.stringify(before)}`,
    );
    hold(before === undefined || before.seq !== seq || before.version === version, 6, () => `${id} was executed twice`);
    hold(before === undefined || before.at <= at, 56, () => `${id} is said to have happened before what the same device did earlier`);
    hold(at <= receivedAt, 40, () => `${id} happened after it was received`);
    hold(receipts.get(id) === 'executed', 9, () => `${id} has events and the receipt ${receipts.get(id)}`);
    hold(owners.get(origin) === actorId, 10, () => `${id} was executed as ${actorId}`);
    last.set(origin, { seq, version, at });
  }
}

const AFTERWARDS: ReadonlySet<string> = new Set([
  ...['TicketClosed', 'ResolutionConfirmed', 'TicketReopened', 'TicketRated'],
  // Of the same command as the resolution, or of the day after it.
  ...['TaskAdded', 'TaskCompleted'],
]);

/** The events fold to the stored heads; nobody's ticket is stolen (54); what has ended stays as it ended. */
export function checkFolds({ events, heads, version: top }: Pick<Tables, 'events' | 'heads' | 'version'>): void {
  const folded = new Map<string, Ticket | null>();
  const versions = new Map<string, number>();
  for (const { ticketId, version, actorId, occurredAt: at, event } of events) {
    const before = folded.get(ticketId) ?? null;
    if (event.type === 'OwnershipTaken') hold(before?.assignee === null, 54, () => `${ticketId} was taken from ${before?.assignee} by ${actorId}`);
    if (event.type === 'OwnershipRelieved')
      hold(before?.assignee === event.from, 54, () => `${ticketId} was relieved from ${event.from}, who did not have it`);
    const after = evolve(before, { event, by: actorId as never, at });
    // A resolved ticket closes, is confirmed, rated or opened again, and what was left for the next day is done; all else of it stays.
    if (before !== null && after !== null && !isOpen(before) && !AFTERWARDS.has(event.type)) {
      const { photos: _a, ...was } = before;
      const { photos: _b, ...is } = after;
      hold(isDeepStrictEqual(was, is), 'ended', () => `${ticketId} had ended, and ${event.type} changed it`);
    }
    folded.set(ticketId, after);
    versions.set(ticketId, version);
  }
  for (const [id, { version, head }] of heads) {
    hold(
      isDeepStrictEqual(JSON.parse(JSON.stringify(folded.get(id))), head),
      'fold',
      () => `${id} folds to ${JSON.stringify(folded.get(id))} and is stored as ${JSON.stringify(head)}`,
    );
    hold(version === versions.get(id), 'version', () => `${id} is at version ${version}, its last event at ${versions.get(id)}`);
    hold(version <= top, 'version', () => `${id} is at version ${version}, the organisation at ${top}`);
  }
  hold(heads.size === folded.size, 'fold', () => 'events of a ticket that is not there');
}
