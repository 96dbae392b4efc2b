import 'server-only';
import * as z from 'zod/mini';
import { isUuid, type RoomId } from '#domain/ids.ts';
import { FIELDS } from '#domain/register/commands.ts';
import type { RegisterRecord } from '#domain/register/events.ts';
import { NO_FILTER } from '#domain/register/table.ts';
import type { Asset } from '#domain/register/thing.ts';
import { no, type Told } from '#server/office/desk.ts';
import { assetsWhere } from '#server/register-read.ts';
import { writeRegister } from '#server/register-rows.ts';
import { among, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';
import { Filter, type Filtered, type Where } from './filter.ts';
import { holdsAny, isIn, type Keeper } from './keeper.ts';
import { matching } from './page.ts';

/** Assets of one transaction: no more than an answer holds, so that no phone's command waits for longer (invariant 57). */
const STEP = 250;
const MOST_IDS = 2000;
const id = z.string().check(z.maxLength(36), z.refine(isUuid));

const Changes = z.extend(
  z.partial(
    z.pick(FIELDS, { state: true, critical: true, vip: true, charter: true, warrantyUntil: true, purchasedOn: true, cost: true, supplier: true }),
  ),
  { room: z.optional(z.nullable(id)) },
);
type Change = z.infer<typeof Changes>;

/** Which: those that were chosen, or all that answer the filter; and what of them. */
const Asked = z.object({
  ids: z.nullable(z.array(id).check(z.maxLength(MOST_IDS))),
  filter: z._default(Filter, NO_FILTER as Filtered),
  changes: Changes,
  after: z._default(z.nullable(id), null),
});

const Step = z.extend(Asked, {
  /** Of the count: what changed since is left as it is. */
  seen: z.number(),
});

export interface BulkCount {
  /** Those that were asked for, and that this person keeps. */
  readonly count: number;
  /** Those of them that would be otherwise then. */
  readonly changing: number;
  /** The register's version that was counted. */
  readonly version: number;
}

export interface BulkStep {
  readonly changed: number;
  /** Left as they are, because somebody changed them since the count. */
  readonly skipped: number;
  /** To go on from; null: it is done. */
  readonly after: string | null;
}

async function those(keeper: Keeper, ids: readonly string[] | null, filter: Filtered): Promise<Where> {
  const asked = await matching(keeper, ids === null ? filter : { ...(NO_FILTER as Filtered) });
  const chosen = ids === null ? null : among(ids);
  const within = keeper.keeps === 'all' ? null : among(keeper.keeps);
  return {
    text: [asked.text, chosen && `a.id IN ${chosen.marks}`, within && `a."siteId" IN ${within.marks}`].filter(Boolean).join(' AND '),
    values: [...asked.values, ...(chosen?.values ?? []), ...(within?.values ?? [])],
  };
}

const COLUMN: Readonly<Record<keyof Change, string>> = {
  state: 'state',
  critical: 'critical',
  vip: 'vip',
  charter: 'charter',
  warrantyUntil: '"warrantyUntil"',
  purchasedOn: '"purchasedOn"',
  cost: 'cost',
  supplier: 'supplier',
  room: '"roomId"',
};

const asksOf = (changes: Change) => (Object.keys(COLUMN) as (keyof Change)[]).filter((field) => changes[field] !== undefined);

/** The site of the room that they are to stand in; null: none is asked for; undefined: it is not one that this person keeps. */
async function siteOfRoom({ db, keeps }: Keeper, { room }: Change): Promise<string | null | undefined> {
  if (room === undefined || room === null) return null;
  const found = await db.room.findUnique({ where: { id: room }, select: { siteId: true } });
  return found !== null && isIn(keeps, found.siteId) ? found.siteId : undefined;
}

/** How many a change would touch; nothing is written. Faults: invalid, not-allowed. */
export async function countBulk(keeper: Keeper, input: unknown): Promise<Told<BulkCount>> {
  const asked = Asked.safeParse(input);
  if (!asked.success) return no('invalid', String(asked.error.issues[0]?.path[1] ?? ''));
  if (!holdsAny(keeper.keeps)) return no('not-allowed');
  const { ids, filter, changes } = asked.data;
  const site = await siteOfRoom(keeper, changes);
  if (site === undefined) return no('not-allowed', 'room');
  // Before the count: what changes during it is of after it.
  const { version } = await keeper.db.organisation.findFirstOrThrow({ select: { version: true } });
  const where = await those(keeper, ids, filter);
  const fields = asksOf(changes);
  const otherwise = fields.map((field) => `a.${COLUMN[field]} IS DISTINCT FROM ?`).join(' OR ') || '1 = 0';
  const here = site === null ? { text: '', values: [] } : { text: ' AND a."siteId" = ?', values: [site] };
  const [row] = await storeOf(keeper.db).read.all<{ n: number | string; m: number | string | null }>(
    `SELECT COUNT(*) AS n, SUM(CASE WHEN (${otherwise})${here.text} THEN 1 ELSE 0 END) AS m FROM "Asset" a WHERE ${where.text}`,
    [...fields.map((field) => changes[field]), ...here.values, ...where.values],
  );
  return { ok: true, value: { count: Number(row?.n ?? 0), changing: Number(row?.m ?? 0), version } };
}

/**
 * Changes some of them, and says where to go on: a page says it again until it is done, and may stop between two steps. One event stands for
 * each asset, with what it was; one that somebody changed since the count stays as it is. Faults: invalid, not-allowed.
 */
export async function stepBulk(keeper: Keeper, input: unknown): Promise<Told<BulkStep>> {
  const asked = Step.safeParse(input);
  if (!asked.success) return no('invalid');
  const { db, session, now, keeps } = keeper;
  if (!holdsAny(keeps)) return no('not-allowed');
  const { ids, filter, changes, after, seen } = asked.data;
  const site = await siteOfRoom(keeper, changes);
  if (site === undefined) return no('not-allowed', 'room');
  const where = await those(keeper, ids, filter);
  const rows = await storeOf(db).read.all<{ id: string }>(`SELECT a.id FROM "Asset" a WHERE ${where.text} AND a.id > ? ORDER BY a.id LIMIT ${STEP}`, [
    ...where.values,
    after ?? '',
  ]);
  if (rows.length === 0) return { ok: true, value: { changed: 0, skipped: 0, after: null } };
  const { room, ...plain } = changes;
  const to: Partial<Asset> = { ...plain, ...(room === undefined ? {} : { room: room as RoomId | null }) } as Partial<Asset>;
  const done = await storeOf(db).write(async (tx) => {
    const { version } = await raise(tx);
    const these = among(rows.map((row) => row.id));
    const later = await tx.all<{ id: string }>(`SELECT id FROM "Asset" WHERE id IN ${these.marks} AND version > ?`, [...these.values, seen]);
    const isLater = new Set(later.map((row) => row.id));
    let skipped = 0;
    const records = (await assetsWhere(tx, `id IN ${these.marks}`, these.values)).flatMap((asset): RegisterRecord[] => {
      if (!isIn(keeps, asset.site) || (site !== null && asset.site !== site)) return [];
      const fields = (Object.keys(to) as (keyof Asset)[]).filter((field) => to[field] !== undefined && asset[field] !== to[field]);
      if (fields.length === 0) return [];
      if (isLater.has(asset.id)) {
        skipped += 1;
        return [];
      }
      const pick = (of: Partial<Asset>) => Object.fromEntries(fields.map((field) => [field, of[field]])) as Partial<Asset>;
      const event = { type: 'AssetChanged', from: pick(asset), to: pick(to) } as const;
      return [{ of: 'asset', id: asset.id, site: asset.site, event, by: session.actor.person, at: now, from: null }];
    });
    await writeRegister(tx, records, { version, received: now });
    return { changed: records.length, skipped };
  });
  return { ok: true, value: { ...done, after: rows.length < STEP ? null : (rows.at(-1)?.id ?? null) } };
}
