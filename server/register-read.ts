import 'server-only';
import type { AssetId, Instant, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import { inOrder } from '#domain/register/decide.ts';
import { plainNumber } from '#domain/register/lay.ts';
import type { Asset, AssetDecision, AssetState, Count, Facts, On, Room, Round, Site, Sources, Sticker } from '#domain/register/thing.ts';
import { among, instantOf, jsonOf, type Sql } from './sql.ts';

const json = <T>(value: unknown): T | null => (value === null || value === undefined ? null : jsonOf<T>(value));

interface AssetRow extends Omit<Asset, 'site' | 'room' | 'critical' | 'vip' | 'charter' | 'sources' | 'facts' | 'seenAt' | 'decision'> {
  readonly siteId: string;
  readonly roomId: string | null;
  readonly critical: boolean | number;
  readonly vip: boolean | number;
  readonly charter: boolean | number | null;
  readonly sources: unknown;
  readonly facts: unknown;
  readonly seenAt: string | Date | null;
  readonly decision: unknown;
}

const ASSET_COLUMNS = `id, "siteId", "roomId", type, maker, model, serial, inventory, name, state, critical, vip, charter, "purchasedOn", "warrantyUntil",
  cost, supplier, "orderNumber", note, sources, facts, "seenAt", decision`;

function assetOf({ siteId, roomId, ...row }: AssetRow): Asset {
  return {
    ...row,
    site: siteId as SiteId,
    room: roomId as RoomId | null,
    state: row.state as AssetState,
    critical: Boolean(row.critical),
    vip: Boolean(row.vip),
    charter: row.charter === null ? null : Boolean(row.charter),
    sources: json<Sources>(row.sources),
    facts: json<Facts>(row.facts),
    seenAt: row.seenAt === null ? null : instantOf(row.seenAt),
    decision: json<AssetDecision>(row.decision),
  };
}

/** Assets by a condition on their rows, whole. @param rest of the statement, from the condition on */
export async function assetsWhere(sql: Sql, rest: string, values: readonly unknown[]): Promise<Asset[]> {
  return (await sql.all<AssetRow>(`SELECT ${ASSET_COLUMNS} FROM "Asset" WHERE ${rest}`, values)).map(assetOf);
}

type Bearer = Pick<Asset, 'id' | 'serial' | 'inventory'>;

/** What of a site, not retired, bears this serial or this inventory number, however it was typed. */
export async function bearersOf(sql: Sql, site: SiteId, serial: string | null, inventory: string | null): Promise<Bearer[]> {
  const plain = (column: string) => `REPLACE(REPLACE(UPPER("${column}"), ' ', ''), '-', '')`;
  return await sql.all<Bearer>(
    `SELECT id, serial, inventory FROM "Asset" WHERE "siteId" = ? AND state <> 'retired' AND (${plain('serial')} = ? OR ${plain('inventory')} = ?)`,
    [site, serial === null ? null : plainNumber(serial), inventory === null ? null : plainNumber(inventory)],
  );
}

export async function roomsWhere(sql: Sql, rest: string, values: readonly unknown[]): Promise<Room[]> {
  const rows = await sql.all<Omit<Room, 'site' | 'vip' | 'sources'> & { siteId: string; vip: boolean | number; sources: unknown }>(
    `SELECT id, "siteId", building, floor, name, vip, sources FROM "Room" WHERE ${rest}`,
    values,
  );
  return rows.map(({ siteId, vip, sources, ...row }) => ({ ...row, site: siteId as SiteId, vip: Boolean(vip), sources: json<Sources>(sources) }));
}

export async function sitesWhere(sql: Sql, rest: string, values: readonly unknown[]): Promise<Site[]> {
  const rows = await sql.all<Omit<Site, 'sources'> & { sources: unknown }>(
    `SELECT id, uai, name, city, phone, desk, mailbox, "timeZone", address, postcode, kind, academy, pupils, sources FROM "Site" WHERE ${rest}`,
    values,
  );
  return rows.map((row) => ({ ...row, sources: json<Sources>(row.sources) }));
}

export async function stickersOf(sql: Sql, codes: readonly StickerCode[]): Promise<Map<StickerCode, Sticker>> {
  if (codes.length === 0) return new Map();
  const { marks, values } = among(codes);
  const rows = await sql.all<{ code: StickerCode; siteId: SiteId | null; assetId: AssetId | null; roomId: RoomId | null; state: Sticker['state'] }>(
    `SELECT code, "siteId", "assetId", "roomId", state FROM "Sticker" WHERE code IN ${marks}`,
    values,
  );
  return new Map(
    rows.map(({ code, siteId, assetId, roomId, state }) => {
      const on: On | null = assetId !== null ? { kind: 'asset', id: assetId } : roomId !== null ? { kind: 'room', id: roomId } : null;
      return [code, { code, site: siteId, state, on }];
    }),
  );
}

interface RoundRow {
  readonly id: string;
  readonly roomId: string;
  readonly personId: string;
  readonly startedAt: string | Date;
  readonly endedAt: string | Date | null;
}

const ROUND_COLUMNS = 'id, "roomId", "personId", "startedAt", "endedAt"';

/** The latest tour of each of these rooms, with its counts, by room. */
export async function roundsOf(sql: Sql, rooms: readonly string[], since: Instant): Promise<Map<string, Round>> {
  if (rooms.length === 0) return new Map();
  const these = among(rooms);
  const rows = await sql.all<RoundRow>(
    `SELECT ${ROUND_COLUMNS} FROM "Round" WHERE "roomId" IN ${these.marks} AND "startedAt" > ? ORDER BY "startedAt", id`,
    [...these.values, new Date(since)],
  );
  const latest = new Map(rows.map((r) => [r.roomId, r]));
  const rounds = await withCounts(sql, [...latest.values()]);
  return new Map([...latest].flatMap(([room, { id }]) => (rounds.has(id) ? [[room, rounds.get(id) as Round]] : [])));
}

/** These very tours, with their counts and rooms, by id. */
export async function roundsNamed(sql: Sql, named: readonly string[]): Promise<Map<string, Round & { readonly room: string }>> {
  if (named.length === 0) return new Map();
  const these = among(named);
  const rows = await sql.all<RoundRow>(`SELECT ${ROUND_COLUMNS} FROM "Round" WHERE id IN ${these.marks}`, these.values);
  const rounds = await withCounts(sql, rows);
  return new Map(rows.map((r) => [r.id, { ...(rounds.get(r.id) as Round), room: r.roomId }]));
}

async function withCounts(sql: Sql, rows: readonly RoundRow[]): Promise<Map<string, Round>> {
  if (rows.length === 0) return new Map();
  const ids = among(rows.map((r) => r.id));
  type CountRow = Omit<Count, 'asset' | 'from' | 'at' | 'by' | 'note'> & {
    roundId: string;
    assetId: AssetId | null;
    fromRoomId: RoomId | null;
    note: string | null;
    at: string | Date;
    personId: Count['by'];
  };
  const counts = await sql.all<CountRow>(
    `SELECT "roundId", key, "assetId", label, note, photo, how, "fromRoomId", at, "personId" FROM "Counted" WHERE "roundId" IN ${ids.marks}`,
    ids.values,
  );
  return new Map(
    rows.map(({ id, personId, startedAt, endedAt }): [string, Round] => [
      id,
      {
        id,
        by: personId as Round['by'],
        startedAt: instantOf(startedAt),
        endedAt: endedAt === null ? null : instantOf(endedAt),
        counts: counts
          .filter((c) => c.roundId === id)
          .map(({ key, assetId, label, note, photo, how, fromRoomId, at, personId: by }) => ({
            key,
            asset: assetId,
            how,
            label,
            note: note ?? '',
            photo,
            from: fromRoomId,
            at: instantOf(at),
            by,
          }))
          .sort(inOrder),
      },
    ]),
  );
}
