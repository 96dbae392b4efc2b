import 'server-only';
import { type Actor, isSupport, type Membership, type Role, SUPPORT } from '#domain/actor.ts';
import type { AssetDocument, AssetState, Change, Colleague, RoomDocument, SiteDocument, TicketDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId, StickerCode, TeamId, TicketId } from '#domain/ids.ts';
import { mayReadInternal, maySee, maySeeReported, publicPart } from '#domain/permission.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { isOpen, peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import type { Db } from './db.ts';

const BOUND = { select: { code: true }, where: { state: 'bound' } } as const;
export const ROOM_COLUMNS = { id: true, siteId: true, building: true, floor: true, name: true, version: true, stickers: BOUND } as const;
export const ASSET_COLUMNS = {
  id: true,
  siteId: true,
  roomId: true,
  type: true,
  maker: true,
  model: true,
  serial: true,
  inventory: true,
  state: true,
  critical: true,
  purchasedOn: true,
  warrantyUntil: true,
  version: true,
  stickers: BOUND,
} as const;
export const TICKET_COLUMNS = { id: true, version: true, head: true } as const;

type RoomRow = {
  id: string;
  siteId: string;
  building: string | null;
  floor: string | null;
  name: string;
  version: number;
  stickers: { code: string }[];
};
type AssetRow = Omit<RoomRow, 'building' | 'floor' | 'name'> & {
  roomId: string | null;
  type: string;
  maker: string | null;
  model: string | null;
  serial: string | null;
  inventory: string | null;
  state: string;
  critical: boolean;
  purchasedOn: string | null;
  warrantyUntil: string | null;
};
export type TicketRow = { id: string; version: number; head: unknown };

const codes = (row: { stickers: { code: string }[] }) => row.stickers.map((s) => s.code as StickerCode);

export function roomDocument(row: RoomRow): RoomDocument {
  const { id, siteId, building, floor, name, version } = row;
  return { kind: 'room', id: id as RoomId, version, site: siteId as SiteId, building, floor, name, codes: codes(row) };
}

/** A requester needs to recognise the thing, not to inventory it. */
export function assetDocument(row: AssetRow, actor: Actor): AssetDocument {
  const site = row.siteId as SiteId;
  const inside = isSupport(actor, site);
  return {
    kind: 'asset',
    id: row.id as AssetId,
    version: row.version,
    site,
    room: row.roomId as RoomId | null,
    type: row.type,
    maker: row.maker,
    model: row.model,
    serial: inside ? row.serial : null,
    inventory: inside ? row.inventory : null,
    state: row.state as AssetState,
    critical: row.critical,
    purchasedOn: inside ? row.purchasedOn : null,
    warrantyUntil: inside ? row.warrantyUntil : null,
    codes: codes(row),
  };
}

/** The sites as this actor may see them: support people also get their colleagues and the providers' teams. */
export async function siteDocuments(db: Db, actor: Actor, where: object, take: number): Promise<SiteDocument[]> {
  const sites = await db.site.findMany({ where, orderBy: { id: 'asc' }, take });
  if (sites.length === 0) return [];
  const anySupport = sites.some((s) => isSupport(actor, s.id as SiteId));
  const people = anySupport
    ? await db.person.findMany({
        where: {
          disabledAt: null,
          memberships: { some: { role: { in: [...SUPPORT] }, OR: [{ siteId: { in: sites.map((s) => s.id) } }, { siteId: null }] } },
        },
        select: { id: true, givenName: true, familyName: true, phone: true, memberships: { select: { role: true, siteId: true } } },
        orderBy: [{ familyName: 'asc' }, { givenName: 'asc' }],
      })
    : [];
  const teams = anySupport ? await db.team.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true, kind: true } }) : [];
  return sites.map((s) => {
    const id = s.id as SiteId;
    const inside = isSupport(actor, id);
    const colleagues = people
      .map(
        (p): Colleague => ({
          id: p.id as PersonId,
          name: `${p.givenName} ${p.familyName}`,
          phone: p.phone,
          memberships: p.memberships
            .filter((m) => m.siteId === null || m.siteId === id)
            .map((m): Membership => ({ role: m.role as Role, site: m.siteId as SiteId | null })),
        }),
      )
      .filter((c) => c.memberships.some((m) => SUPPORT.has(m.role)));
    return {
      kind: 'site',
      id,
      version: s.version,
      name: s.name,
      uai: s.uai,
      city: s.city,
      phone: s.phone,
      timeZone: s.timeZone,
      colleagues: inside ? colleagues : [],
      teams: inside ? teams.map((t) => ({ id: t.id as TeamId, name: t.name, kind: t.kind === 'provider' ? 'provider' : 'proximity' })) : [],
    };
  });
}

/**
 * Tickets as this actor may see them: whole, reduced to "reported", or gone. Two queries, whatever their number.
 * What the actor may not know of at all is left out.
 */
export async function ticketChanges(db: Db, actor: Actor, rows: readonly TicketRow[]): Promise<Change[]> {
  const heads = rows.map((r) => ({ version: r.version, head: r.head as Ticket }));
  const seen = heads.filter(({ head }) => maySee(actor, head));
  const events = await timelines(
    db,
    seen.map(({ head }) => head.id),
  );
  const people = new Set<string>(seen.flatMap(({ head }) => [...peopleOf(head), ...(head.resolution === null ? [] : [head.resolution.by])]));
  for (const list of events.values()) for (const r of list) for (const p of mentioned(r)) people.add(p);
  const names = await namesOf(db, people);
  return heads.flatMap(({ version, head }): Change[] => {
    if (maySee(actor, head)) return [ticketDocument(actor, version, head, events.get(head.id) ?? [], names)];
    if (!maySeeReported(actor, head)) return [];
    return isOpen(head)
      ? [{ kind: 'reported', id: head.id, version, site: head.site, asset: head.asset, room: head.room, status: head.status }]
      : [{ kind: 'gone', of: 'ticket', id: head.id }];
  });
}

function ticketDocument(actor: Actor, version: number, head: Ticket, all: readonly Recorded[], names: ReadonlyMap<string, string>): TicketDocument {
  const inside = mayReadInternal(actor, head);
  const timeline = inside ? all : all.flatMap(outside);
  const here: Record<string, string> = {};
  for (const p of [...peopleOf(head), ...(head.resolution === null ? [] : [head.resolution.by]), ...timeline.flatMap(mentioned)]) {
    const name = names.get(p);
    if (name !== undefined) here[p] = name;
  }
  return { kind: 'ticket', id: head.id, version, head, timeline, names: here };
}

function outside(recorded: Recorded): Recorded[] {
  const event = publicPart(recorded.event);
  return event === null ? [] : [{ ...recorded, event }];
}

function mentioned({ event, by }: Recorded): string[] {
  const out: string[] = by === null ? [] : [by];
  if (event.type === 'HelpAsked') out.push(event.helper);
  if (event.type === 'OwnershipRelieved') out.push(event.from);
  if (event.type === 'AlertTraced') out.push(event.person);
  if (event.type === 'HelperJoined' && event.owner !== null) out.push(event.owner);
  return out;
}

async function timelines(db: Db, ids: readonly TicketId[]): Promise<Map<string, Recorded[]>> {
  const out = new Map<string, Recorded[]>();
  if (ids.length === 0) return out;
  const rows = await db.event.findMany({
    where: { ticketId: { in: [...ids] } },
    orderBy: [{ version: 'asc' }, { ordinal: 'asc' }],
    select: { id: true, ticketId: true, actorId: true, occurredAt: true, receivedAt: true, data: true },
  });
  for (const r of rows) {
    const event = r.data as unknown as TicketEvent;
    const recorded: Recorded = { id: r.id, event, by: r.actorId as PersonId | null, at: r.occurredAt.getTime(), received: r.receivedAt.getTime() };
    const list = out.get(r.ticketId);
    if (list === undefined) out.set(r.ticketId, [recorded]);
    else list.push(recorded);
  }
  return out;
}

async function namesOf(db: Db, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  if (ids.size === 0) return new Map();
  const rows = await db.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true, givenName: true, familyName: true } });
  return new Map(rows.map((r) => [r.id, `${r.givenName} ${r.familyName}`]));
}
