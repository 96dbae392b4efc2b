import 'server-only';
import { type Actor, isSupport, type Membership, type Role } from '#domain/actor.ts';
import type { Instant, PersonId, SiteId, TeamId } from '#domain/ids.ts';
import { type Audience, type Call, calls, hears } from '#domain/notice.ts';
import { maySee } from '#domain/permission.ts';
import type { Recorded } from '#domain/ticket/events.ts';
import { peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import type { Tx } from './db.ts';
import { newId } from './ticket-rows.ts';

const HOUR = 3_600_000;
/** How long a call is worth sending, ms. A handover is told again by other means long before (domain.md section 3). */
const LIFE: Readonly<Partial<Record<Call['kind'], number>>> = { handover: HOUR, critical: HOUR, help_asked: 4 * HOUR };
const ORDINARY_LIFE = 24 * HOUR;

interface Change {
  readonly before: Ticket | null;
  readonly after: Ticket;
  readonly recorded: readonly Recorded[];
  readonly version: number;
  readonly received: Instant;
}

/**
 * Writes who is to hear of a change, in the command's own transaction (invariant 48).
 * @returns how many notices were written
 */
export async function writeNotices(tx: Tx, { before, after, recorded, version, received }: Change): Promise<number> {
  if (recorded.some(({ event }) => event.type === 'OwnershipTaken' || event.type === 'OwnershipRelieved')) {
    await tx.notice.updateMany({
      where: { ticketId: after.id, kind: { in: ['handover', 'critical'] }, state: { in: ['queued', 'sent'] } },
      data: { state: 'settled' },
    });
  }
  const asked = calls(before, after, recorded);
  if (asked.length === 0) return 0;
  const by = recorded[0]?.by ?? null;
  const rows: { personId: PersonId; kind: Call['kind'] }[] = [];
  for (const call of asked) {
    for (const personId of await listeners(tx, call.to, after)) {
      if (call.to.of !== 'person' && personId === by) continue;
      if (!rows.some((r) => r.personId === personId)) rows.push({ personId, kind: call.kind });
    }
  }
  if (rows.length === 0) return 0;
  const data = { number: after.number, category: after.category, place: await placeOf(tx, after) };
  await tx.notice.createMany({
    data: rows.map(({ personId, kind }, ordinal) => ({
      id: newId(received),
      version,
      ordinal,
      ticketId: after.id,
      personId,
      kind,
      data,
      createdAt: new Date(received),
      expiresAt: new Date(received + (LIFE[kind] ?? ORDINARY_LIFE)),
    })),
  });
  return rows.length;
}

async function placeOf(tx: Tx, ticket: Ticket): Promise<{ building: string | null; room: string } | null> {
  if (ticket.room === null) return null;
  const room = await tx.room.findUnique({ where: { id: ticket.room }, select: { building: true, name: true } });
  return room === null ? null : { building: room.building, room: room.name };
}

async function listeners(tx: Tx, to: Audience, ticket: Ticket): Promise<PersonId[]> {
  if (to.of === 'person') return [to.person];
  const team = ticket.handedTo.to === 'team' ? ticket.handedTo.team : null;
  const people = await actorsAround(tx, ticket.site, team);
  return people.filter((actor) => hears(to, actor, ticket)).map((a) => a.person);
}

const AROUND: readonly Role[] = ['correspondent', 'technician', 'engineer', 'supervisor'];

async function actorsAround(tx: Tx, site: SiteId, team: TeamId | null): Promise<Actor[]> {
  const rows = await tx.person.findMany({
    where: {
      disabledAt: null,
      OR: [
        { memberships: { some: { role: { in: [...AROUND] }, OR: [{ siteId: site }, { siteId: null }] } } },
        ...(team === null ? [] : [{ teams: { some: { teamId: team } } }]),
      ],
    },
    select: ACTOR_COLUMNS,
  });
  return rows.map(toActor);
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
 * Writes an exit for everybody who could see the ticket and no longer may: a provider's team that it was taken from, a helper let go (invariant 52).
 */
export async function writeExits(tx: Tx, { before, after, version }: Pick<Change, 'before' | 'after' | 'version'>): Promise<void> {
  if (before === null) return;
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

/** Does this person work in support at the site? */
export async function isSupportPerson(tx: Tx, person: PersonId, site: SiteId): Promise<boolean> {
  const row = await tx.person.findFirst({ where: { id: person, disabledAt: null }, select: ACTOR_COLUMNS });
  return row !== null && isSupport(toActor(row), site);
}
