import 'server-only';
import type { AssetId, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import { isReportable } from '#domain/permission.ts';
import { isOpen, type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { jsonOf, type Sql, storeOf } from '#server/sql.ts';

/** What a sticker is on, and how far what was reported of it is; nothing of what it is. */
export interface InUse {
  readonly site: SiteId;
  readonly asset: AssetId | null;
  readonly room: RoomId | null;
  readonly type: string | null;
  readonly reported: 'new' | 'held' | null;
}

interface Row {
  readonly state: string | null;
  readonly siteId: SiteId | null;
  readonly assetId: AssetId | null;
  readonly roomId: RoomId | null;
  readonly type: string | null;
  readonly assetState: string | null;
  readonly assetSite: SiteId | null;
}

/** No ticket is on it. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/**
 * What an unknown person may be told of a sticker. One that nobody made, one that was revoked, one that is stuck on nothing yet and one whose
 * thing has left the house are null, by the same two questions to the tables, which both answer alike (a row of nothing for what is not
 * there): neither the answer nor its time tells them apart.
 */
export async function publicSticker(db: Db, code: StickerCode): Promise<InUse | null> {
  const { read } = storeOf(db);
  const [row] = await read.all<Row>(
    `SELECT k.state, k."siteId", k."assetId", k."roomId", a.type, a.state AS "assetState", a."siteId" AS "assetSite"
      FROM (SELECT 1 AS one) o LEFT JOIN "Sticker" k ON k.code = ? LEFT JOIN "Asset" a ON a.id = k."assetId"`,
    [code],
  );
  const isThere =
    row !== undefined &&
    row.state === 'bound' &&
    (row.roomId !== null || (row.assetState !== null && row.assetState !== 'retired' && row.assetState !== 'lost'));
  const asset = isThere ? row.assetId : null;
  const onAsset = await ticketsOf(read, `"assetId" = ? AND open`, [asset ?? NOTHING]);
  const site = isThere ? (row.assetSite ?? row.siteId) : null;
  if (!isThere || site === null) return null;
  const room = asset === null ? row.roomId : null;
  const open = room === null ? onAsset : (await ticketsOf(read, `"siteId" = ? AND open`, [site])).filter((t) => t.asset === null && t.room === room);
  const told = open.filter((t) => isOpen(t) && isReportable(t));
  const reported = told.length === 0 ? null : told.some(({ status }) => status !== 'new') ? 'held' : 'new';
  return { site, asset, room, type: row.type, reported };
}

async function ticketsOf(read: Sql, where: string, values: readonly unknown[]): Promise<Ticket[]> {
  const rows = await read.all<{ head: unknown }>(`SELECT head FROM "Ticket" WHERE ${where}`, values);
  return rows.map(({ head }) => upcastTicket(jsonOf<Ticket>(head)));
}
