import 'server-only';
import * as z from 'zod/mini';
import type { StickerCode } from '#domain/ids.ts';
import { recurringSince } from '#domain/register/replacement.ts';
import { NO_FILTER, SORTS, type Sort } from '#domain/register/table.ts';
import type { Asset } from '#domain/register/thing.ts';
import { no, type Told } from '#server/office/desk.ts';
import { houseZone } from '#server/office/post.ts';
import { among, instantOf, type Sql, storeOf } from '#server/sql.ts';
import { Filter, type Filtered, type Where, whereOf } from './filter.ts';
import { holdsAny, type Keeper } from './keeper.ts';
import { type After, orderOf } from './order.ts';

/** Rows of one answer: some screens, and quickly there. */
export const PAGE = 100;

/** An asset as a line of the table. */
export interface RegisterRow
  extends Pick<Asset, 'type' | 'maker' | 'model' | 'name' | 'serial' | 'inventory' | 'state' | 'critical' | 'vip' | 'charter'>,
    Pick<Asset, 'purchasedOn' | 'warrantyUntil' | 'cost' | 'supplier' | 'orderNumber' | 'seenAt'> {
  readonly id: string;
  readonly siteId: string;
  readonly site: string;
  readonly roomId: string | null;
  readonly building: string | null;
  readonly room: string | null;
  readonly roomVip: boolean;
  readonly codes: readonly StickerCode[];
  /** Opened on it lately (domain/register/replacement.ts). */
  readonly tickets: number;
}

export interface RegisterPage {
  readonly rows: readonly RegisterRow[];
  /** All that match; null where it was not asked. */
  readonly count: number | null;
  /** To go on from; null: these are the last. */
  readonly after: After | null;
  /** What else the reader may: change something somewhere, the other pages of the office. */
  readonly keeps: boolean;
  readonly isAdmin: boolean;
  readonly runs: boolean;
  /** By whose clock days are told. */
  readonly zone: string;
}

const AskedFor = z.object({
  filter: z._default(Filter, NO_FILTER as Filtered),
  sort: z._default(z.enum(SORTS), 'place'),
  up: z._default(z.boolean(), true),
  after: z._default(z.nullable(z.array(z.union([z.string().check(z.maxLength(300)), z.number()])).check(z.maxLength(6))), null),
});

type Flag = boolean | number;
type Raw = Omit<RegisterRow, 'roomVip' | 'critical' | 'vip' | 'charter' | 'seenAt' | 'codes' | 'tickets'> & {
  roomVip: Flag | null;
  critical: Flag;
  vip: Flag;
  charter: Flag | null;
  seenAt: string | Date | null;
};

const SHOWN = `a.id, a."siteId", s.name AS site, a."roomId", r.building, r.name AS room, r.vip AS "roomVip", a.type, a.maker, a.model, a.name, a.serial,
  a.inventory, a.state, a.critical, a.vip, a.charter, a."purchasedOn", a."warrantyUntil", a.cost, a.supplier, a."orderNumber", a."seenAt"`;
const FROM = `"Asset" a JOIN "Site" s ON s.id = a."siteId" LEFT JOIN "Room" r ON r.id = a."roomId"`;

/** The condition of a filter for this reader, by the house's clock. */
export async function matching(keeper: Keeper, filter: Filtered, zone?: string): Promise<Where> {
  return whereOf(filter, keeper.reads, keeper.now, zone ?? (await houseZone(keeper)));
}

export async function countOf(read: Sql, where: Where): Promise<number> {
  const [row] = await read.all<{ n: number | string }>(`SELECT COUNT(*) AS n FROM "Asset" a WHERE ${where.text}`, where.values);
  return Number(row?.n ?? 0);
}

/** The stickers on them, and how many tickets were opened on them lately. */
async function around(read: Sql, ids: readonly string[], now: number): Promise<(id: string) => Pick<RegisterRow, 'codes' | 'tickets'>> {
  const these = among(ids);
  const stickers = await read.all<{ assetId: string; code: StickerCode }>(
    `SELECT "assetId", code FROM "Sticker" WHERE state = 'bound' AND "assetId" IN ${these.marks} ORDER BY code`,
    these.values,
  );
  const opened = await read.all<{ id: string; n: number | string }>(
    `SELECT t."assetId" AS id, COUNT(*) AS n FROM "Ticket" t JOIN "Event" e ON e."ticketId" = t.id AND e.type = 'TicketOpened'
      WHERE t."assetId" IN ${these.marks} AND t.status <> 'dropped' AND e."occurredAt" >= ? GROUP BY t."assetId"`,
    [...these.values, new Date(recurringSince(now))],
  );
  const codes = new Map<string, StickerCode[]>();
  for (const { assetId, code } of stickers) codes.set(assetId, [...(codes.get(assetId) ?? []), code]);
  const tickets = new Map(opened.map(({ id, n }) => [id, Number(n)]));
  return (id) => ({ codes: codes.get(id) ?? [], tickets: tickets.get(id) ?? 0 });
}

interface Asked {
  readonly sort: Sort;
  readonly up: boolean;
  readonly after: After | null;
  /** Rows of the answer. */
  readonly most: number;
  readonly now: number;
}

type Answer = Pick<RegisterPage, 'rows' | 'after'> & { readonly count: number | null };

/** Rows that match, in an order, from one of them on; with the first ones, how many there are. null: that is no row of this order. */
export async function rowsOf(read: Sql, where: Where, { sort, up, after, most, now }: Asked): Promise<Answer | null> {
  const order = orderOf(sort, up);
  const next = after === null ? { text: '1 = 1', values: [] } : order.after(after);
  if (next === null) return null;
  const end = `ORDER BY ${order.by} LIMIT ${most + 1}`;
  // What looks through every text does so once, for the rows and for their number.
  const raw = await (where.isSearch
    ? read.all<Raw & { total: number | string }>(
        `WITH found AS MATERIALIZED (SELECT a.id FROM "Asset" a WHERE ${where.text})
          SELECT ${SHOWN}, ${order.columns}, (SELECT COUNT(*) FROM found) AS total FROM ${FROM} WHERE a.id IN (SELECT id FROM found) AND ${next.text} ${end}`,
        [...where.values, ...order.columnValues, ...next.values],
      )
    : read.all<Raw & { total?: number | string }>(`SELECT ${SHOWN}, ${order.columns} FROM ${FROM} WHERE ${where.text} AND ${next.text} ${end}`, [
        ...order.columnValues,
        ...where.values,
        ...next.values,
      ]));
  const shown = raw.slice(0, most);
  const more = await around(
    read,
    shown.map(({ id }) => id),
    now,
  );
  const last = shown.at(-1);
  const counted = where.isSearch ? Number(raw[0]?.total ?? 0) : after === null ? await countOf(read, where) : null;
  return {
    rows: shown.map((row) => ({ ...rowOf(row), ...more(row.id) })),
    after: raw.length > most && last !== undefined ? order.of(last as unknown as Record<string, unknown>) : null,
    count: after === null ? counted : null,
  };
}

function rowOf(raw: Raw): Omit<RegisterRow, 'codes' | 'tickets'> {
  const { id, siteId, site, roomId, building, room, type, maker, model, name, serial, inventory, state } = raw;
  const { purchasedOn, warrantyUntil, cost, supplier, orderNumber } = raw;
  return {
    ...{ id, siteId, site, roomId, building, room, type, maker, model, name, serial, inventory, state },
    ...{ purchasedOn, warrantyUntil, cost, supplier, orderNumber },
    roomVip: Boolean(raw.roomVip),
    critical: Boolean(raw.critical),
    vip: Boolean(raw.vip),
    charter: raw.charter === null ? null : Boolean(raw.charter),
    seenAt: raw.seenAt === null ? null : instantOf(raw.seenAt),
  };
}

/** A page of the register as this person may read it; with the first one, how many there are. */
export async function listAssets(keeper: Keeper, input: unknown): Promise<Told<RegisterPage>> {
  const asked = AskedFor.safeParse(input);
  if (!asked.success) return no('invalid');
  const { filter, ...how } = asked.data;
  const { read } = storeOf(keeper.db);
  const zone = await houseZone(keeper);
  const where = await matching(keeper, filter, zone);
  const found = await rowsOf(read, where, { ...how, most: PAGE, now: keeper.now });
  if (found === null) return no('invalid');
  const { keeps, isAdmin, runs } = keeper;
  return {
    ok: true,
    value: { ...found, keeps: holdsAny(keeps), isAdmin, runs, zone },
  };
}
