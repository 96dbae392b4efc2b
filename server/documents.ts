import 'server-only';
import { type Actor, isSupport, type Membership, type Role, SUPPORT } from '#domain/actor.ts';
import type { AssetDocument, AssetState, Colleague, ColleaguePresence, RoomDocument, SiteDocument } from '#domain/documents.ts';
import type { AssetId, Instant, PersonId, RoomId, SiteId, StickerCode, TeamId } from '#domain/ids.ts';
import type { AssetDecision, Round, Sources } from '#domain/register/thing.ts';
import type { Resource } from '#domain/resource.ts';
import { calendarOf, policyOf } from './calendars.ts';
import { absencesOn, EVERYWHERE } from './presence.ts';
import { roundsOf } from './register-read.ts';
import { newsOn } from './site-news.ts';
import { among, instantOf, jsonOf, type Sql } from './sql.ts';

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
  readonly resources: unknown;
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

/** Whoever may ask for a right there is told on what. */
function asks({ memberships }: Actor, site: SiteId): boolean {
  return memberships.some((m) => m.role !== 'partner' && m.role !== 'provider' && (m.site === null || m.site === site));
}

/** The sites as this actor may see them: support people also get their colleagues and the providers' teams. */
export async function siteDocuments(read: Sql, actor: Actor, ids: readonly string[], now: Instant = Date.now()): Promise<SiteDocument[]> {
  if (ids.length === 0) return [];
  const these = among(ids);
  const sites = await read.all<SiteRow>(
    `SELECT id, version, name, uai, city, phone, desk, "timeZone", service, resources FROM "Site" WHERE id IN ${these.marks} ORDER BY id`,
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
      ...(asks(actor, id) && s.resources !== null ? { resources: jsonOf<Resource[]>(s.resources) } : {}),
      ...news.get(id),
    };
  });
}
