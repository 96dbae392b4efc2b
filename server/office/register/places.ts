import 'server-only';
import * as z from 'zod/mini';
import { type AssetId, isUuid, type RoomId, type SiteId, type StickerCode, uuidv7 } from '#domain/ids.ts';
import type { RegisterChange } from '#domain/register/events.ts';
import type { RegisterFault } from '#domain/register/table.ts';
import { ROOM_LONGEST, type Room, type Site } from '#domain/register/thing.ts';
import { no, type Told } from '#server/office/desk.ts';
import { fieldOf, optionalText, text } from '#server/office/fields.ts';
import { assetsWhere, roomsWhere, sitesWhere } from '#server/register-read.ts';
import { type Sql, storeOf } from '#server/sql.ts';
import { type RoomChoice, roomsOf } from './choices.ts';
import { isIn, type Keeper } from './keeper.ts';
import { keep } from './say.ts';
import { typedOver } from './seen.ts';

const id = z.string().check(z.maxLength(36), z.refine(isUuid));

export interface RoomRow extends RoomChoice {
  readonly assets: number;
}

/** A site as the desk keeps it, and its rooms. */
export interface PlacePage {
  readonly site: Omit<Site, 'sources'>;
  readonly rooms: readonly RoomRow[];
  readonly keeps: boolean;
  readonly isAdmin: boolean;
  readonly runs: boolean;
}

/** Fault: not-allowed, also for what is not there. */
export async function readPlace(keeper: Keeper, input: unknown): Promise<Told<PlacePage>> {
  const asked = id.safeParse(input);
  if (!asked.success || !isIn(keeper.reads, asked.data)) return no('not-allowed');
  const { read } = storeOf(keeper.db);
  const [site] = await sitesWhere(read, 'id = ?', [asked.data]);
  if (site === undefined) return no('not-allowed');
  const held = await read.all<{ roomId: string; n: number | string }>(
    'SELECT "roomId", COUNT(*) AS n FROM "Asset" WHERE "siteId" = ? AND "roomId" IS NOT NULL GROUP BY "roomId"',
    [site.id],
  );
  const counts = new Map(held.map(({ roomId, n }) => [roomId, Number(n)]));
  const rooms = (await roomsOf(keeper, site.id)).map((room) => ({ ...room, assets: counts.get(room.id) ?? 0 }));
  const { sources: _, ...plain } = site;
  const { isAdmin, runs } = keeper;
  return { ok: true, value: { site: plain, rooms, keeps: isIn(keeper.keeps, site.id), isAdmin, runs } };
}

/** As it stood in a form. */
const was = z.nullable(z.string().check(z.maxLength(400)));

const RoomInput = z.object({
  site: id,
  /** Empty: a new one. */
  room: z.string().check(z.refine((given) => given === '' || isUuid(given))),
  building: optionalText(ROOM_LONGEST.building),
  floor: optionalText(ROOM_LONGEST.floor),
  name: text(ROOM_LONGEST.name),
  vip: z._default(z.enum(['', 'on']), ''),
  /** What stood there when they began to type; null: a new one. */
  seen: z.nullable(z.object({ building: was, floor: was, name: was, vip: z.boolean() })),
});

const plain = (part: string | null) => (part ?? '').toLowerCase();

/** Adds a room, or says otherwise what it is called. Faults: invalid, not-allowed, changed-meanwhile, room-taken. */
export async function setRoom(keeper: Keeper, input: unknown): Promise<Told<null>> {
  const parsed = RoomInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { site: siteId, room: roomId, building, floor, name, vip, seen } = parsed.data;
  if (roomId !== '' && seen === null) return no('invalid', 'seen');
  const site = siteId as SiteId;
  const told = await keep(keeper, site, async (tx): Promise<readonly RegisterChange[] | RegisterFault | 'not-allowed'> => {
    const rooms = await roomsWhere(tx, '"siteId" = ?', [site]);
    const was = rooms.find((room) => room.id === roomId);
    if (roomId !== '' && was === undefined) return 'not-allowed';
    const to = { building, floor, name, vip: vip === 'on' };
    const fields = was === undefined ? [] : typedOver<Partial<Room>>(was, seen as Partial<Room>, to);
    if (fields === 'changed-meanwhile') return fields;
    const pick = (of: Partial<Room>) => Object.fromEntries(fields.map((field) => [field, of[field]])) as Partial<Room>;
    const then = was === undefined ? to : { ...was, ...pick(to) };
    if (rooms.some((room) => room.id !== roomId && plain(room.building) === plain(then.building) && plain(room.name) === plain(then.name)))
      return 'room-taken';
    if (was === undefined) {
      const room: Room = { id: uuidv7(keeper.now, crypto.getRandomValues(new Uint8Array(10))) as RoomId, site, ...to, sources: null };
      return [{ of: 'room', id: room.id, site, event: { type: 'RoomAdded', room } }];
    }
    if (fields.length === 0) return [];
    return [{ of: 'room', id: was.id, site, event: { type: 'RoomChanged', from: pick(was), to: pick(to) } }];
  });
  return !told.ok && told.fault === 'room-taken' ? no(told.fault, 'name') : told;
}

/** More than a room ever holds; what is left waits for a second time. */
const MOVED = 400;

/** Does a ticket still say that it is in this room? Its door plate would be lost. */
async function isNamed(tx: Sql, site: SiteId, room: string): Promise<boolean> {
  const [row] = await tx.all<{ n: number | string }>(
    `SELECT COUNT(*) AS n FROM "Ticket" WHERE "siteId" = ? AND open = ? AND CAST(head AS TEXT) LIKE ?`,
    [site, true, `%${room}%`],
  );
  return Number(row?.n ?? 0) > 0;
}

const Merge = z.object({ site: id, room: id, into: id });

/**
 * Two names of one room: what stands in the first and its stickers go to the other, and the first is no longer there.
 * Faults: invalid, not-allowed, room-used (an open ticket says that it is there).
 */
export async function mergeRooms(keeper: Keeper, input: unknown): Promise<Told<null>> {
  const parsed = Merge.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { room, into } = parsed.data;
  const site = parsed.data.site as SiteId;
  if (room === into) return no('invalid', 'into');
  return keep(keeper, site, async (tx): Promise<readonly RegisterChange[] | RegisterFault | 'not-allowed'> => {
    const both = await roomsWhere(tx, '"siteId" = ? AND id IN (?, ?)', [site, room, into]);
    if (both.length !== 2) return 'not-allowed';
    if (await isNamed(tx, site, room)) return 'room-used';
    const assets = await assetsWhere(tx, `"roomId" = ? LIMIT ${MOVED + 1}`, [room]);
    if (assets.length > MOVED) return 'room-used';
    const stickers = await tx.all<{ code: StickerCode }>(`SELECT code FROM "Sticker" WHERE "roomId" = ? AND state = 'bound'`, [room]);
    const to = into as RoomId;
    return [
      ...assets.map((asset): RegisterChange => {
        const event = { type: 'AssetChanged', from: { room: room as RoomId }, to: { room: to } } as const;
        return { of: 'asset', id: asset.id as AssetId, site, event };
      }),
      ...stickers.map(
        ({ code }): RegisterChange => ({ of: 'room', id: to, site, event: { type: 'StickerBound', code, on: { kind: 'room', id: to } } }),
      ),
      { of: 'room', id: room as RoomId, site, event: { type: 'RoomRemoved' } },
    ];
  });
}

const SiteInput = z.object({
  site: id,
  name: text(120),
  city: text(80),
  address: optionalText(200),
  postcode: optionalText(12),
  kind: optionalText(80),
  academy: optionalText(80),
  phone: optionalText(30),
  desk: optionalText(30),
  pupils: z.string().check(z.regex(/^\s*\d{0,6}\s*$/)),
  /** What stood there when they began to type. */
  seen: z.object({
    ...{ name: was, city: was, address: was, postcode: was, kind: was, academy: was, phone: was, desk: was },
    pupils: z.nullable(z.number()),
  }),
});

/**
 * Says otherwise what a site is called and where it is. Its code stays: everything else knows it by that.
 * Faults: invalid, not-allowed, changed-meanwhile.
 */
export async function setSite(keeper: Keeper, input: unknown): Promise<Told<null>> {
  const parsed = SiteInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { site, pupils, seen, ...rest } = parsed.data;
  const to: Partial<Site> = { ...rest, pupils: pupils.trim() === '' ? null : Number(pupils) };
  return keep(keeper, site as SiteId, async (tx): Promise<readonly RegisterChange[] | RegisterFault | 'not-allowed'> => {
    const [was] = await sitesWhere(tx, 'id = ?', [site]);
    if (was === undefined) return 'not-allowed';
    const fields = typedOver<Site>(was, seen as Partial<Site>, to);
    if (fields === 'changed-meanwhile' || fields.length === 0) return fields === 'changed-meanwhile' ? fields : [];
    const pick = (of: Partial<Site>) => Object.fromEntries(fields.map((field) => [field, of[field]])) as Partial<Site>;
    return [{ of: 'site', id: was.id, site: was.id, event: { type: 'SiteChanged', from: pick(was), to: pick(to) } }];
  });
}
