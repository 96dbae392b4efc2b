import 'server-only';
import { type Actor, isSupport, type Role } from '#domain/actor.ts';
import type { AlertDelays } from '#domain/chain.ts';
import type { PersonId, RoomId, SiteId } from '#domain/ids.ts';
import { type Call, calls, hears } from '#domain/notice.ts';
import { isReportable, maySee, maySeeReported } from '#domain/permission.ts';
import { CALLING_KINDS } from '#domain/ticket/events.ts';
import { isOpen, peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import { actorsWhere } from './actors.ts';
import type { Book } from './book.ts';
import { actorsAround, mailAfter } from './calls.ts';
import type { Tx } from './db.ts';
import { insertRows } from './insert.ts';
import { among, type Sql } from './sql.ts';
import { newId } from './ticket-rows.ts';

const HOUR = 3_600_000;
const CALLING: readonly string[] = CALLING_KINDS;
/** How long a call is worth sending, ms. A handover is told again by other means long before (domain.md section 3). */
const LIFE: Readonly<Partial<Record<Call['kind'], number>>> = { handover: HOUR, critical: HOUR, help_asked: 4 * HOUR };
const ORDINARY_LIFE = 24 * HOUR;

/**
 * Writes who is to hear of these changes, in the commands' own transaction (invariant 48).
 * @returns how many notices wait to be sent
 */
export async function writeNotices(tx: Sql, book: Book, version: number, delays: AlertDelays): Promise<number> {
  const asked = book.changes.flatMap(({ before, after, recorded }, change) =>
    // Who may take it is called one circle after the other: the call itself names whom (server/calls.ts).
    calls(before, after, recorded).flatMap((call) =>
      call.to.of === 'waited-for' ? [] : [{ call, change, ticket: after, by: recorded[0]?.by ?? null }],
    ),
  );
  if (asked.length === 0) return 0;
  const named = await actorsNamed(
    tx,
    asked.flatMap(({ call }) => (call.to.of === 'person' ? [call.to.person] : [])),
  );
  const rows: { ticket: Ticket; personId: PersonId; kind: Call['kind'] }[] = [];
  const told = new Set<string>();
  for (const { call, change, ticket, by } of asked) {
    const { to, kind } = call;
    const actors = to.of === 'person' ? (named.get(to.person) ?? []) : await aroundTicket(tx, ticket);
    for (const actor of actors) {
      // A call is one, whoever else says it; each helper who joins is told of.
      const key = `${ticket.id} ${actor.person} ${CALLING.includes(kind) ? kind : change}`;
      if (!hears(to, actor, ticket) || (to.of !== 'person' && actor.person === by) || told.has(key)) continue;
      told.add(key);
      rows.push({ ticket, personId: actor.person, kind });
    }
  }
  if (rows.length === 0) return 0;
  const places = await placesOf(
    tx,
    rows.map(({ ticket }) => ticket.room),
  );
  await insertRows(
    tx,
    'Notice',
    rows.map(({ ticket, personId, kind }, ordinal) => ({
      id: newId(book.received),
      version,
      ordinal,
      ticketId: ticket.id,
      personId,
      kind,
      data: { number: ticket.number, ...shownOf(ticket, places.get(ticket.room) ?? null), site: ticket.site },
      mailAt: mailTime(kind, ticket, delays, book.received),
      createdAt: new Date(book.received),
      expiresAt: new Date(book.received + (LIFE[kind] ?? ORDINARY_LIFE)),
    })),
  );
  return rows.length;
}

/** What a lock screen may tell beside the number; of a confidential ticket neither what nor where. */
function shownOf({ confidential, category }: Ticket, place: { building: string | null; room: string } | null) {
  return confidential ? { category: null, place: null } : { category, place };
}

function mailTime(kind: Call['kind'], ticket: Ticket, delays: AlertDelays, now: number): Date | null {
  const after = mailAfter(kind, ticket, delays);
  return after === null ? null : new Date(now + after);
}

async function placesOf(tx: Sql, rooms: readonly (RoomId | null)[]): Promise<Map<string | null, { building: string | null; room: string }>> {
  const ids = [...new Set(rooms.filter((r) => r !== null))];
  if (ids.length === 0) return new Map();
  const { marks, values } = among(ids);
  const rows = await tx.all<{ id: string; building: string | null; name: string }>(
    `SELECT id, building, name FROM "Room" WHERE id IN ${marks}`,
    values,
  );
  return new Map(rows.map((r) => [r.id, { building: r.building, room: r.name }]));
}

/** Open accounts among these, in one statement. */
async function actorsNamed(tx: Sql, people: readonly PersonId[]): Promise<Map<PersonId, Actor[]>> {
  if (people.length === 0) return new Map();
  const { marks, values } = among([...new Set(people)]);
  return new Map((await actorsWhere(tx, `p."disabledAt" IS NULL AND p.id IN ${marks}`, values)).map((a) => [a.person, [a]]));
}

function aroundTicket(tx: Sql, { site, handedTo }: Ticket): Promise<Actor[]> {
  return actorsAround(tx, site, handedTo.to === 'team' ? handedTo.team : null);
}

/**
 * Writes an exit for everybody who could see a ticket and no longer may: a provider's team that it was taken from, a helper let go (invariant 52).
 */
export async function writeExits(tx: Sql, book: Book, version: number): Promise<void> {
  for (const { before, after } of book.touched()) if (before !== null) await exitsOf(tx, before, after, version);
}

async function exitsOf(tx: Sql, before: Ticket, after: Ticket, version: number): Promise<void> {
  const teamBefore = before.handedTo.to === 'team' ? before.handedTo.team : null;
  const teamLeft = teamBefore !== null && !(after.handedTo.to === 'team' && after.handedTo.team === teamBefore) ? teamBefore : null;
  const stay = peopleOf(after);
  const left = peopleOf(before).filter((p) => !stay.includes(p));
  const roles = rolesBlinded(before, after);
  if (teamLeft === null && left.length === 0 && roles.length === 0) return;
  const [gone, held] = [among(left), among(roles)];
  const candidates = await actorsWhere(
    tx,
    `p.id IN ${gone.marks} OR p.id IN (SELECT "personId" FROM "TeamMember" WHERE "teamId" = ?)
      OR p.id IN (SELECT "personId" FROM "Membership" WHERE ("siteId" = ? OR "siteId" IS NULL) AND role IN ${held.marks})`,
    [...gone.values, teamLeft, before.site, ...held.values],
  );
  const blind = candidates.filter((actor) => sight(actor, before) > sight(actor, after));
  await insertRows(
    tx,
    'Exit',
    blind.map((actor) => ({ personId: actor.person, kind: 'ticket', docId: after.id, version })),
    { key: ['personId', 'kind', 'docId'] },
  );
}

/** 2: reads it; 1: knows that it is reported; 0: nothing. */
function sight(actor: Actor, ticket: Ticket): 0 | 1 | 2 {
  if (maySee(actor, ticket)) return 2;
  return isOpen(ticket) && maySeeReported(actor, ticket) ? 1 : 0;
}

/** Roles of the site that may lose sight of a ticket without having been on it: it became confidential, says no longer where, or needs no approval any more. */
function rolesBlinded(before: Ticket, after: Ticket): Role[] {
  const roles = new Set<Role>();
  if (!before.confidential && after.confidential) for (const role of ['correspondent', 'requester', 'approver'] as const) roles.add(role);
  if (before.approval !== null && after.approval === null) roles.add('approver');
  if (isReportable(before) && !isReportable(after)) for (const role of ['requester', 'approver'] as const) roles.add(role);
  return [...roles];
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
export async function isSupportPerson(tx: Sql, person: PersonId, site: SiteId): Promise<boolean> {
  const [actor] = await actorsWhere(tx, 'p."disabledAt" IS NULL AND p.id = ?', [person]);
  return actor !== undefined && isSupport(actor, site);
}
