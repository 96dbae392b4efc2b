import 'server-only';
import { randomBytes } from 'node:crypto';
import { type Instant, uuidv7 } from '#domain/ids.ts';
import { isOpen, peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import type { Book } from './book.ts';
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

/** Writes the tickets that changed and what happened to them, all stamped with the version. Called by server/execute only. */
export async function saveTickets(tx: Sql, book: Book, version: number): Promise<void> {
  const touched = book.touched();
  const created = touched.filter(({ before }) => before === null);
  await insertRows(
    tx,
    'Ticket',
    created.map(({ after }) => ({ id: after.id, ...columnsOf(after, version) })),
  );
  const known = touched.filter(({ before }) => before !== null);
  await insertRows(
    tx,
    'Ticket',
    known.map(({ after }) => ({ id: after.id, ...columnsOf(after, version) })),
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
