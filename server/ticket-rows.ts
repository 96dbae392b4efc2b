import 'server-only';
import { randomBytes } from 'node:crypto';
import { type Instant, type OriginId, type PersonId, type PhotoHash, type TicketId, uuidv7 } from '#domain/ids.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { isOpen, peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import type { Tx } from './db.ts';

/** A new id, of now. */
export function newId(now: Instant): string {
  return uuidv7(now, randomBytes(10));
}

export async function loadTicket(tx: Tx, id: TicketId): Promise<Ticket | null> {
  const row = await tx.ticket.findUnique({ where: { id }, select: { head: true } });
  return row === null ? null : (row.head as unknown as Ticket);
}

interface Saving {
  readonly before: Ticket | null;
  readonly after: Ticket;
  readonly recorded: readonly Recorded[];
  readonly version: number;
  readonly received: Instant;
  readonly from: { readonly origin: OriginId; readonly seq: number } | null;
}

/** Writes a ticket's rows and its events, all stamped with the version. Called by server/execute only. */
export async function saveTicket(tx: Tx, { before, after, recorded, version, received, from }: Saving): Promise<void> {
  const columns = {
    version,
    number: after.number,
    siteId: after.site,
    assetId: after.asset,
    status: after.status,
    open: isOpen(after),
    level: after.level,
    teamId: after.handedTo.to === 'team' ? after.handedTo.team : null,
    requesterId: after.requester,
    assigneeId: after.assignee,
    endedAt: after.endedAt === null ? null : new Date(after.endedAt),
    head: after as object,
  };
  if (before === null) await tx.ticket.create({ data: { id: after.id, ...columns }, select: { id: true } });
  else await tx.ticket.updateMany({ where: { id: after.id }, data: columns });

  await tx.event.createMany({
    data: recorded.map((r, ordinal) => ({
      id: r.id,
      ticketId: after.id,
      version,
      ordinal,
      type: r.event.type,
      actorId: r.by,
      occurredAt: new Date(r.at),
      receivedAt: new Date(received),
      data: r.event as object,
      origin: from?.origin ?? null,
      seq: from?.seq ?? null,
    })),
  });

  const people = added(before === null ? [] : peopleOf(before), peopleOf(after));
  const left = added(peopleOf(after), before === null ? [] : peopleOf(before));
  if (people.length > 0) await tx.ticketPerson.createMany({ data: people.map((personId) => ({ ticketId: after.id, personId })) });
  if (left.length > 0) await tx.ticketPerson.deleteMany({ where: { ticketId: after.id, personId: { in: left } } });
  const photos = added(
    before?.photos.map((p) => p.hash) ?? [],
    after.photos.map((p) => p.hash),
  );
  if (photos.length > 0) await tx.ticketPhoto.createMany({ data: photos.map((hash) => ({ ticketId: after.id, hash })) });
}

function added<T>(before: readonly T[], after: readonly T[]): T[] {
  return after.filter((x) => !before.includes(x));
}

/** Of these photos, those whose bytes came before the command that names them. */
export async function photosStored(tx: Tx, hashes: readonly PhotoHash[]): Promise<PhotoHash[]> {
  if (hashes.length === 0) return [];
  const rows = await tx.photo.findMany({ where: { hash: { in: [...hashes] } }, select: { hash: true } });
  return rows.map((r) => r.hash as PhotoHash);
}

/** `2026-00123`: a yearly counter in the organisation's time zone, at least five digits (domain.md section 2). */
export async function nextNumber(tx: Tx, received: Instant, timeZone: string): Promise<string> {
  const year = Number(new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(received));
  const row = await tx.counter.upsert({ where: { year }, create: { year, last: 1 }, update: { last: { increment: 1 } }, select: { last: true } });
  return `${year}-${String(row.last).padStart(5, '0')}`;
}

export function record(events: readonly TicketEvent[], by: PersonId | null, at: Instant, received: Instant): Recorded[] {
  return events.map((event) => ({ id: newId(received), event, by, at, received }));
}
