import 'server-only';
import { randomBytes } from 'node:crypto';
import { type Instant, uuidv7 } from '#domain/ids.ts';
import { isOpen, peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import type { Book } from './book.ts';
import type { Tx } from './db.ts';
import { insertRows } from './insert.ts';
import { among, type Sql } from './sql.ts';

/** A new id, of now. */
export function newId(now: Instant): string {
  return uuidv7(now, randomBytes(10));
}

function columnsOf(ticket: Ticket, version: number) {
  return {
    version,
    number: ticket.number,
    siteId: ticket.site,
    assetId: ticket.asset,
    status: ticket.status,
    open: isOpen(ticket),
    level: ticket.level,
    teamId: ticket.handedTo.to === 'team' ? ticket.handedTo.team : null,
    requesterId: ticket.requester,
    assigneeId: ticket.assignee,
    endedAt: ticket.endedAt === null ? null : new Date(ticket.endedAt),
    access: ticket.access !== null,
    head: ticket as object,
  };
}

export interface Dated {
  readonly id: string;
  readonly version: number;
  /** The date that was read. */
  readonly was: unknown;
  readonly wakeAt: Instant | null;
}

/** When the sweep looks again (server/sweep/clocks.ts). A ticket that changed, or was woken, since it was read has its new date already. */
export async function saveDates(tx: Sql, dates: readonly Dated[]): Promise<void> {
  // The writers' one order: the organisation's row before any ticket's.
  await tx.run(`UPDATE "Organisation" SET version = version WHERE id = 'org'`);
  for (const { id, version, was, wakeAt } of dates) {
    const values = [wakeAt === null ? null : new Date(wakeAt), id, version, was];
    await tx.run(`UPDATE "Ticket" SET "wakeAt" = ? WHERE id = ? AND version = ? AND "wakeAt" = ?`, values);
  }
}

/** Gives a date to every ticket that is not over and has none: those of a database from before the sweep. */
export async function wakeAll(tx: Sql, now: Instant): Promise<void> {
  await tx.run(`UPDATE "Ticket" SET "wakeAt" = ? WHERE "wakeAt" IS NULL AND (open OR status = 'resolved')`, [new Date(now)]);
}

/** Hours or promises have changed: what is open is looked at anew, in the transaction of that change. @param site null: everywhere */
export async function wakeOpen(tx: Tx, site: string | null, now: Instant): Promise<void> {
  const where = { ...(site === null ? {} : { siteId: site }), OR: [{ open: true }, { status: 'resolved' }] };
  await tx.ticket.updateMany({ where, data: { wakeAt: new Date(now) } });
}

/** The sweep looks at once at what began or moved, and finds its next date; never at what is over. */
function wakeOf(ticket: Ticket, now: Instant): Date | null {
  return isOpen(ticket) || ticket.status === 'resolved' ? new Date(now) : null;
}

function movesClocks({ before, after }: { readonly before: Ticket | null; readonly after: Ticket }): boolean {
  return before === null || CLOCKED.some((field) => before[field] !== after[field]);
}

const CLOCKED = [
  'status',
  'priority',
  'assignee',
  'waitReason',
  'waitUntil',
  'ownedAt',
  'endedAt',
  'visit',
  'reopened',
] as const satisfies readonly (keyof Ticket)[];

/** Writes the tickets that changed and what happened to them, all stamped with the version. Called by server/execute only. */
export async function saveTickets(tx: Sql, book: Book, version: number): Promise<void> {
  const touched = book.touched();
  const created = touched.filter(({ before }) => before === null);
  await insertRows(
    tx,
    'Ticket',
    created.map(({ after }) => ({ id: after.id, ...columnsOf(after, version), wakeAt: wakeOf(after, book.received) })),
  );
  const known = touched.filter(({ before }) => before !== null);
  // What moves no clock leaves the sweep's appointment as it is.
  const [moved, still] = [known.filter(movesClocks), known.filter((change) => !movesClocks(change))];
  await insertRows(
    tx,
    'Ticket',
    moved.map(({ after }) => ({ id: after.id, ...columnsOf(after, version), wakeAt: wakeOf(after, book.received) })),
    { key: ['id'] },
  );
  await insertRows(
    tx,
    'Ticket',
    still.map(({ after }) => ({ id: after.id, ...columnsOf(after, version) })),
    { key: ['id'] },
  );

  const events = book.changes.flatMap(({ after, recorded, from }) => recorded.map((r) => ({ r, ticketId: after.id, from })));
  await insertRows(
    tx,
    'Event',
    events.map(({ r, ticketId, from }, ordinal) => ({
      id: r.id,
      ticketId,
      version,
      ordinal,
      type: r.event.type,
      actorId: r.by,
      occurredAt: new Date(r.at),
      receivedAt: new Date(book.received),
      data: r.event as object,
      origin: from?.origin ?? null,
      seq: from?.seq ?? null,
    })),
  );

  const people = touched.flatMap(({ before, after }) =>
    added(before === null ? [] : peopleOf(before), peopleOf(after)).map((personId) => ({ ticketId: after.id, personId })),
  );
  await insertRows(tx, 'TicketPerson', people);
  for (const { before, after } of touched) {
    const left = before === null ? [] : added(peopleOf(after), peopleOf(before));
    const { marks, values } = among(left);
    if (left.length > 0) await tx.run(`DELETE FROM "TicketPerson" WHERE "ticketId" = ? AND "personId" IN ${marks}`, [after.id, ...values]);
  }
  const photos = touched.flatMap(({ before, after }) => added(hashesOf(before), hashesOf(after)).map((hash) => ({ ticketId: after.id, hash })));
  await insertRows(tx, 'TicketPhoto', photos);
}

function hashesOf(ticket: Ticket | null): string[] {
  return ticket?.photos.map((p) => p.hash) ?? [];
}

function added<T>(before: readonly T[], after: readonly T[]): T[] {
  return after.filter((x) => !before.includes(x));
}

/**
 * The next `count` numbers, `2026-00123`: a yearly counter in the organisation's time zone, at least five digits (domain.md section 2).
 */
export async function nextNumbers(tx: Sql, count: number, received: Instant, timeZone: string): Promise<string[]> {
  const year = yearIn(timeZone, received);
  const [counter] = await tx.all<{ last: number }>(
    `INSERT INTO "Counter" (year, last) VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET last = "Counter".last + excluded.last RETURNING last`,
    [year, count],
  );
  const last = counter?.last ?? count;
  return Array.from({ length: count }, (_, i) => `${year}-${String(last - count + 1 + i).padStart(5, '0')}`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function yearIn(timeZone: string, at: Instant): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' });
  formats.set(timeZone, format);
  return Number(format.format(at));
}
