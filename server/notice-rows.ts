import 'server-only';
import { type Actor, isSupport, type Membership, type Role } from '#domain/actor.ts';
import type { PersonId, SiteId, TeamId, TicketId } from '#domain/ids.ts';
import { type Audience, type Call, calls, hears } from '#domain/notice.ts';
import { maySee } from '#domain/permission.ts';
import { peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import type { Book } from './book.ts';
import type { Tx } from './db.ts';
import { insertRows } from './insert.ts';
import { newId } from './ticket-rows.ts';

const HOUR = 3_600_000;
/** How long a call is worth sending, ms. A handover is told again by other means long before (domain.md section 3). */
const LIFE: Readonly<Partial<Record<Call['kind'], number>>> = { handover: HOUR, critical: HOUR, help_asked: 4 * HOUR };
/** Kinds that call for somebody to take the ticket; over when somebody has. */
const CALLING: readonly Call['kind'][] = ['handover', 'critical'];
const ORDINARY_LIFE = 24 * HOUR;

/**
 * Writes who is to hear of these changes, in the commands' own transaction (invariant 48).
 * @returns how many notices wait to be sent
 */
export async function writeNotices(tx: Tx, book: Book, version: number): Promise<number> {
  const rows: { ticket: Ticket; personId: PersonId; kind: Call['kind']; state: 'queued' | 'settled' }[] = [];
  for (const { before, after, recorded } of book.changes) {
    if (recorded.some(({ event }) => event.type === 'OwnershipTaken' || event.type === 'OwnershipRelieved')) {
      await tx.notice.updateMany({
        where: { ticketId: after.id, kind: { in: [...CALLING] }, state: { in: ['queued', 'sent'] } },
        data: { state: 'settled' },
      });
      for (const row of rows) if (row.ticket.id === after.id && CALLING.includes(row.kind)) row.state = 'settled';
    }
    const by = recorded[0]?.by ?? null;
    const told = new Set<PersonId>();
    for (const call of calls(before, after, recorded)) {
      for (const personId of await listeners(tx, call.to, after)) {
        if ((call.to.of !== 'person' && personId === by) || told.has(personId)) continue;
        told.add(personId);
        rows.push({ ticket: after, personId, kind: call.kind, state: 'queued' });
      }
    }
  }
  if (rows.length === 0) return 0;
  const places = new Map<TicketId, Awaited<ReturnType<typeof placeOf>>>();
  for (const { ticket } of rows) if (!places.has(ticket.id)) places.set(ticket.id, await placeOf(tx, ticket));
  await insertRows(
    tx,
    'Notice',
    rows.map(({ ticket, personId, kind, state }, ordinal) => ({
      id: newId(book.received),
      version,
      ordinal,
      ticketId: ticket.id,
      personId,
      kind,
      state,
      data: { number: ticket.number, category: ticket.category, place: places.get(ticket.id) ?? null },
      createdAt: new Date(book.received),
      expiresAt: new Date(book.received + (LIFE[kind] ?? ORDINARY_LIFE)),
    })),
  );
  return rows.filter((r) => r.state === 'queued').length;
}

async function placeOf(tx: Tx, ticket: Ticket): Promise<{ building: string | null; room: string } | null> {
  if (ticket.room === null) return null;
  const room = await tx.room.findUnique({ where: { id: ticket.room }, select: { building: true, name: true } });
  return room === null ? null : { building: room.building, room: room.name };
}

async function listeners(tx: Tx, to: Audience, ticket: Ticket): Promise<PersonId[]> {
  const team = ticket.handedTo.to === 'team' ? ticket.handedTo.team : null;
  const rows = await tx.person.findMany({
    where: { disabledAt: null, ...(to.of === 'person' ? { id: to.person } : around(ticket.site, team)) },
    select: ACTOR_COLUMNS,
  });
  return rows
    .map(toActor)
    .filter((actor) => hears(to, actor, ticket))
    .map((a) => a.person);
}

const AROUND: readonly Role[] = ['correspondent', 'technician', 'engineer', 'supervisor'];

function around(site: SiteId, team: TeamId | null): object {
  return {
    OR: [
      { memberships: { some: { role: { in: [...AROUND] }, OR: [{ siteId: site }, { siteId: null }] } } },
      ...(team === null ? [] : [{ teams: { some: { teamId: team } } }]),
    ],
  };
}

/** The columns `toActor` needs. */
const ACTOR_COLUMNS = { id: true, memberships: { select: { role: true, siteId: true } }, teams: { select: { teamId: true } } } as const;

function toActor(row: { id: string; memberships: { role: string; siteId: string | null }[]; teams: { teamId: string }[] }): Actor {
  return {
    person: row.id as PersonId,
    memberships: row.memberships.map((m): Membership => ({ role: m.role as Role, site: m.siteId as SiteId | null })),
    teams: row.teams.map((t) => t.teamId as TeamId),
  };
}

/**
 * Writes an exit for everybody who could see a ticket and no longer may: a provider's team that it was taken from, a helper let go (invariant 52).
 */
export async function writeExits(tx: Tx, book: Book, version: number): Promise<void> {
  for (const { before, after } of book.touched()) if (before !== null) await exitsOf(tx, before, after, version);
}

async function exitsOf(tx: Tx, before: Ticket, after: Ticket, version: number): Promise<void> {
  const teamBefore = before.handedTo.to === 'team' ? before.handedTo.team : null;
  const teamLeft = teamBefore !== null && !(after.handedTo.to === 'team' && after.handedTo.team === teamBefore) ? teamBefore : null;
  const stay = peopleOf(after);
  const left = peopleOf(before).filter((p) => !stay.includes(p));
  if (teamLeft === null && left.length === 0) return;
  const candidates = await tx.person.findMany({
    where: { OR: [{ id: { in: left } }, ...(teamLeft === null ? [] : [{ teams: { some: { teamId: teamLeft } } }])] },
    select: ACTOR_COLUMNS,
  });
  for (const actor of candidates.map(toActor)) {
    if (!maySee(actor, before) || maySee(actor, after)) continue;
    const key = { personId: actor.person, kind: 'ticket', docId: after.id };
    await tx.exit.upsert({ where: { personId_kind_docId: key }, create: { ...key, version }, update: { version } });
  }
}

/**
 * Whoever changes a person's roles or teams says so here, in the same transaction: their devices then begin again, even if what was taken
 * is given back before they ask. Without it, what left their sight in between would stay on the device (invariant 19).
 */
export async function markRights(tx: Tx, personId: string, version: number): Promise<void> {
  const key = { personId, kind: 'rights', docId: '' };
  await tx.exit.upsert({ where: { personId_kind_docId: key }, create: { ...key, version }, update: { version } });
}

/** Does this person work in support at the site? */
export async function isSupportPerson(tx: Tx, person: PersonId, site: SiteId): Promise<boolean> {
  const row = await tx.person.findFirst({ where: { id: person, disabledAt: null }, select: ACTOR_COLUMNS });
  return row !== null && isSupport(toActor(row), site);
}
