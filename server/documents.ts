import 'server-only';
import { type Actor, isSupport, type Membership, type Role, SUPPORT } from '#domain/actor.ts';
import type {
  AssetDocument,
  AssetState,
  Change,
  Colleague,
  ColleaguePresence,
  Place,
  RoomDocument,
  SiteDocument,
  TicketDocument,
} from '#domain/documents.ts';
import type { AssetId, Instant, PersonId, RoomId, SiteId, StickerCode, TeamId, TicketId } from '#domain/ids.ts';
import { isWithTeamOf, mayReadInternal, maySee, maySeeReported, publicPart } from '#domain/permission.ts';
import type { AssetDecision, Round, Sources } from '#domain/register/thing.ts';
import { type Recorded, saidOf, type TicketEvent } from '#domain/ticket/events.ts';
import { isCritical, isOpen, peopleOf, saysSiteDown, type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { calendarOf, policyOf } from './calendars.ts';
import type { Db } from './db.ts';
import type { Reader } from './epoch.ts';
import { namesOf } from './judge.ts';
import { absencesOn, EVERYWHERE } from './presence.ts';
import { roundsOf } from './register-read.ts';
import { newsOn } from './site-news.ts';
import { among, instantOf, jsonOf, type Sql, storeOf } from './sql.ts';

type RoomRow = {
  id: string;
  siteId: string;
  building: string | null;
  floor: string | null;
  name: string;
  vip: boolean | number;
  version: number;
  codes: StickerCode[];
  round: Round | null;
};
type AssetRow = Omit<RoomRow, 'building' | 'floor' | 'name' | 'round'> & {
  roomId: string | null;
  type: string;
  maker: string | null;
  model: string | null;
  serial: string | null;
  inventory: string | null;
  state: string;
  critical: boolean | number;
  charter: boolean | number | null;
  purchasedOn: string | null;
  warrantyUntil: string | null;
  name: string | null;
  seenAt: string | Date | null;
  decision: unknown;
  sources: unknown;
};
export type TicketRow = { id: string; version: number; head: unknown };

/** A tour is shown on phones for so long after it began, ms. */
const TOUR_SHOWN = 8 * 86_400_000;

/** @param rest of the statement, from the condition on */
export async function roomRows(read: Sql, rest: string, values: readonly unknown[]): Promise<RoomRow[]> {
  const rows = await read.all<RoomRow>(`SELECT id, "siteId", building, floor, name, vip, version FROM "Room" WHERE ${rest}`, values);
  const rounds = await roundsOf(
    read,
    rows.map((r) => r.id),
    Date.now() - TOUR_SHOWN,
  );
  return (await withCodes(read, 'roomId', rows)).map((r) => ({ ...r, round: rounds.get(r.id) ?? null }));
}

/** @param rest of the statement, from the condition on */
export async function assetRows(read: Sql, rest: string, values: readonly unknown[]): Promise<AssetRow[]> {
  const rows = await read.all<AssetRow>(
    `SELECT id, "siteId", "roomId", type, maker, model, serial, inventory, state, critical, vip, charter, "purchasedOn", "warrantyUntil",
      name, "seenAt", decision, sources, version FROM "Asset" WHERE ${rest}`,
    values,
  );
  return withCodes(read, 'assetId', rows);
}

/** The stickers on each of them. */
async function withCodes<R extends { id: string; codes: StickerCode[] }>(read: Sql, of: 'roomId' | 'assetId', rows: readonly R[]): Promise<R[]> {
  if (rows.length === 0) return [];
  const ids = among(rows.map((r) => r.id));
  const bound = await read.all<{ code: StickerCode; of: string }>(
    `SELECT code, "${of}" AS of FROM "Sticker" WHERE "${of}" IN ${ids.marks} AND state = 'bound' ORDER BY code`,
    ids.values,
  );
  const codes = new Map<string, StickerCode[]>();
  for (const { code, of: id } of bound) codes.set(id, [...(codes.get(id) ?? []), code]);
  return rows.map((r) => ({ ...r, codes: codes.get(r.id) ?? [] }));
}

/** What a tour found is for support people. */
export function roomDocument(row: RoomRow, actor: Actor): RoomDocument {
  const { id, siteId, building, floor, name, vip, version, codes, round } = row;
  const tour = round !== null && isSupport(actor, siteId as SiteId) ? { round } : {};
  return { kind: 'room', id: id as RoomId, version, site: siteId as SiteId, building, floor, name, vip: Boolean(vip), codes, ...tour };
}

/**
 * A requester needs to recognise the thing, not to inventory it.
 * @param isTheirs handed to a team of the actor: who repairs it needs its serial and its warranty
 */
export function assetDocument(row: AssetRow, actor: Actor, isTheirs = false): AssetDocument {
  const site = row.siteId as SiteId;
  const inside = isTheirs || isSupport(actor, site);
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
    critical: Boolean(row.critical),
    charter: row.charter === null ? null : Boolean(row.charter),
    purchasedOn: inside ? row.purchasedOn : null,
    warrantyUntil: inside ? row.warrantyUntil : null,
    ...(inside && row.name !== null ? { name: row.name } : {}),
    ...(row.vip ? { vip: true } : {}),
    ...(inside && row.seenAt !== null ? { seenAt: instantOf(row.seenAt) } : {}),
    ...(inside && row.decision !== null ? { decision: jsonOf<AssetDecision>(row.decision) } : {}),
    ...(inside && row.sources !== null ? { sources: jsonOf<Sources>(row.sources) } : {}),
    codes: row.codes,
  };
}

interface SiteRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly uai: string;
  readonly city: string;
  readonly phone: string | null;
  readonly desk: string | null;
  readonly timeZone: string;
  readonly service: unknown;
}

interface ColleagueRow {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string | null;
  readonly skills: unknown;
  readonly role: Role;
  readonly siteId: string | null;
}

/** Who works in support on these sites or everywhere, with their roles there. */
async function supportOf(read: Sql, sites: readonly string[]): Promise<(Omit<Colleague, 'memberships'> & { memberships: Membership[] })[]> {
  const [roles, ids] = [among([...SUPPORT]), among(sites)];
  const rows = await read.all<ColleagueRow>(
    `SELECT p.id, p."givenName", p."familyName", p.phone, p.skills, m.role, m."siteId" FROM "Person" p JOIN "Membership" m ON m."personId" = p.id
      WHERE p."disabledAt" IS NULL AND p.id IN (SELECT "personId" FROM "Membership" WHERE role IN ${roles.marks} AND ("siteId" IN ${ids.marks} OR "siteId" IS NULL))
      ORDER BY p."familyName", p."givenName", p.id, m.role, m."siteId"`,
    [...roles.values, ...ids.values],
  );
  const people = new Map<string, Omit<Colleague, 'memberships'> & { memberships: Membership[] }>();
  for (const { id, givenName, familyName, phone, skills, role, siteId } of rows) {
    const person = people.get(id) ?? {
      id: id as PersonId,
      name: `${givenName} ${familyName}`,
      phone,
      memberships: [],
      ...(skills === null ? {} : { skills: jsonOf<string[]>(skills) }),
    };
    people.set(id, person);
    person.memberships.push({ role, site: siteId as SiteId | null });
  }
  return [...people.values()];
}

/** The sites as this actor may see them: support people also get their colleagues and the providers' teams. */
export async function siteDocuments(read: Sql, actor: Actor, ids: readonly string[], now: Instant = Date.now()): Promise<SiteDocument[]> {
  if (ids.length === 0) return [];
  const these = among(ids);
  const sites = await read.all<SiteRow>(
    `SELECT id, version, name, uai, city, phone, desk, "timeZone", service FROM "Site" WHERE id IN ${these.marks} ORDER BY id`,
    these.values,
  );
  const [organisation] = await read.all<{ sla: unknown }>(`SELECT sla FROM "Organisation" WHERE id = 'org'`);
  const policy = policyOf(organisation?.sla ?? null);
  const anySupport = sites.some((s) => isSupport(actor, s.id as SiteId));
  const people = anySupport ? await supportOf(read, ids) : [];
  const teams = anySupport ? await read.all<{ id: string; name: string; kind: string }>('SELECT id, name, kind FROM "Team" ORDER BY name, id') : [];
  const absences = anySupport ? await absencesOn(read, ids) : new Map<string, ColleaguePresence>();
  const news = await newsOn(
    read,
    actor,
    sites.map((s) => s.id as SiteId),
    now,
  );
  return sites.map((s) => {
    const id = s.id as SiteId;
    const inside = isSupport(actor, id);
    const colleagues = people
      .map((p): Colleague => {
        const away = absences.get(`${p.id} ${id}`) ?? absences.get(`${p.id} ${EVERYWHERE}`);
        return { ...p, memberships: p.memberships.filter((m) => m.site === null || m.site === id), ...(away === undefined ? {} : { away }) };
      })
      .filter((c) => c.memberships.some((m) => SUPPORT.has(m.role)));
    return {
      kind: 'site',
      id,
      version: s.version,
      name: s.name,
      uai: s.uai,
      city: s.city,
      phone: s.phone,
      desk: s.desk,
      timeZone: s.timeZone,
      calendar: calendarOf(s.service, s.timeZone, now),
      policy,
      colleagues: inside ? colleagues : [],
      teams: inside ? teams.map((t) => ({ id: t.id as TeamId, name: t.name, kind: t.kind === 'provider' ? 'provider' : 'proximity' })) : [],
      ...news.get(id),
    };
  });
}

/**
 * Tickets as this actor may see them: whole, reduced to "reported", or gone. Two queries, whatever their number.
 * What the actor may not know of at all is left out.
 */
export async function ticketChanges(db: Db, { actor, held }: Pick<Reader, 'actor' | 'held'>, rows: readonly TicketRow[]): Promise<Change[]> {
  const heads = rows.map((r) => ({ version: r.version, head: upcastTicket(jsonOf<Ticket>(r.head)) }));
  const { read } = storeOf(db);
  const seen = heads.filter(({ head }) => maySee(actor, head));
  const events = await timelines(
    read,
    actor,
    seen.map(({ head }) => head.id),
  );
  const people = new Set<string>(seen.flatMap(({ head }) => [...peopleOf(head), ...(head.resolution === null ? [] : [head.resolution.by])]));
  for (const list of events.values()) for (const r of list) for (const p of mentioned(r)) people.add(p);
  const names = await namesOf(read, people);
  const places = await placesOf(
    read,
    actor,
    seen.map(({ head }) => head).filter((head) => isWithTeamOf(actor, head) && !held.includes(head.site)),
  );
  return heads.flatMap(({ version, head }): Change[] => {
    if (maySee(actor, head)) {
      const place = places.get(head.id);
      return [{ ...ticketDocument(actor, version, head, events.get(head.id) ?? [], names), ...(place === undefined ? {} : { place }) }];
    }
    if (!maySeeReported(actor, head)) return [];
    const joined = head.affected.includes(actor.person);
    // Whoever waits for it learns that it is repaired.
    if (!isOpen(head) && !(joined && head.status === 'resolved')) return [{ kind: 'gone', of: 'ticket', id: head.id }];
    const { id, site, asset, room, status } = head;
    const fault = { category: head.category, since: head.openedAt, critical: isCritical(head) };
    const isFault = head.nature === 'incident' && isOpen(head);
    const more = { ...(joined ? { joined } : {}), ...(saysSiteDown(head) ? { siteDown: true } : {}), ...(isFault ? { fault } : {}) };
    return [{ kind: 'reported', id, version, site, asset, room, status, ...more }];
  });
}

/**
 * Where the tickets handed to the actor's teams are, on sites that the device does not hold: their site's address, their room and asset, and
 * nothing else of the register. They come and go with their ticket; without versions, since they change with it alone.
 */
async function placesOf(read: Sql, actor: Actor, heads: readonly Ticket[]): Promise<Map<TicketId, Place>> {
  if (heads.length === 0) return new Map();
  const of = (ids: readonly (string | null)[]) => among([...new Set(ids.filter((id) => id !== null))]);
  const [roomIds, assetIds] = [of(heads.map((t) => t.room)), of(heads.map((t) => t.asset))];
  const byId = <D extends { id: string }>(documents: readonly D[]) => new Map<string | null, D>(documents.map((d) => [d.id, { ...d, version: 0 }]));
  const sites = byId(await siteDocuments(read, actor, [...new Set(heads.map((t) => t.site))]));
  const rooms = byId((await roomRows(read, `id IN ${roomIds.marks}`, roomIds.values)).map((row) => roomDocument(row, actor)));
  const assets = byId((await assetRows(read, `id IN ${assetIds.marks}`, assetIds.values)).map((row) => assetDocument(row, actor, true)));
  return new Map(
    heads.flatMap((t) => {
      const site = sites.get(t.site);
      return site === undefined ? [] : [[t.id, { site, room: rooms.get(t.room) ?? null, asset: assets.get(t.asset) ?? null }]];
    }),
  );
}

function ticketDocument(actor: Actor, version: number, head: Ticket, all: readonly Recorded[], names: ReadonlyMap<string, string>): TicketDocument {
  const inside = mayReadInternal(actor, head);
  // A provider works on the ticket; whom else the house called for it is not theirs to know.
  const own = isSupport(actor, head.site) ? all : all.filter(({ event }) => event.type !== 'PeopleCalled' && event.type !== 'AlertTraced');
  const timeline = inside ? own : own.flatMap(outside);
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
  if (event.type === 'OwnershipAssigned') out.push(event.to, ...(event.from === null ? [] : [event.from]));
  if (event.type === 'DuplicateJoined') out.push(event.person);
  if (event.type === 'OwnershipRelieved') out.push(event.from);
  if (event.type === 'NoteAdded' && event.call?.person) out.push(event.call.person);
  if (event.type === 'AlertTraced') out.push(event.person);
  if (event.type === 'PeopleCalled') out.push(...event.people);
  if (event.type === 'HelperJoined' && event.owner !== null) out.push(event.owner);
  return out;
}

interface EventRow {
  readonly id: string;
  readonly ticketId: string;
  readonly actorId: string | null;
  readonly occurredAt: string | Date;
  readonly receivedAt: string | Date;
  readonly data: unknown;
  readonly origin: string | null;
  readonly seq: number | null;
}

/** Of whom an event came, only its author is told by which command (`Recorded.said`). */
async function timelines(read: Sql, { person }: Actor, ids: readonly TicketId[]): Promise<Map<string, Recorded[]>> {
  const out = new Map<string, Recorded[]>();
  if (ids.length === 0) return out;
  const these = among(ids);
  const rows = await read.all<EventRow>(
    `SELECT id, "ticketId", "actorId", "occurredAt", "receivedAt", data, origin, seq FROM "Event" WHERE "ticketId" IN ${these.marks} ORDER BY version, ordinal`,
    these.values,
  );
  for (const r of rows) {
    const event = jsonOf<TicketEvent>(r.data);
    const recorded: Recorded = {
      id: r.id,
      event,
      by: r.actorId as PersonId | null,
      at: instantOf(r.occurredAt),
      received: instantOf(r.receivedAt),
      ...(r.actorId === person && r.origin !== null && r.seq !== null ? { said: saidOf(r.origin, r.seq) } : {}),
    };
    const list = out.get(r.ticketId);
    if (list === undefined) out.set(r.ticketId, [recorded]);
    else list.push(recorded);
  }
  return out;
}
