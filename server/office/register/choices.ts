import 'server-only';
import * as z from 'zod/mini';
import { isUuid } from '#domain/ids.ts';
import { no, type Told } from '#server/office/desk.ts';
import { LISTED } from '#server/office/sites.ts';
import { among, storeOf } from '#server/sql.ts';
import { isIn, type Keeper } from './keeper.ts';

/** Makers and models that a list offers; rarer ones are found by typing. */
const MODELS = 400;
const ROOMS_LISTED = 500;

export interface RoomChoice {
  readonly id: string;
  readonly building: string | null;
  readonly floor: string | null;
  readonly name: string;
  readonly vip: boolean;
}

/** What the filters offer to this person. */
export interface Choices {
  readonly sites: readonly { readonly id: string; readonly name: string; readonly keeps: boolean }[];
  /** Most frequent first. */
  readonly made: readonly { readonly maker: string; readonly model: string | null; readonly count: number }[];
  /** Of the site that was asked about; empty without one. */
  readonly rooms: readonly RoomChoice[];
}

const Asked = z.object({ site: z.string().check(z.refine((id) => id === '' || isUuid(id))) });

/** The rooms of a site, as people walk through them. */
export async function roomsOf({ db }: Pick<Keeper, 'db'>, siteId: string): Promise<RoomChoice[]> {
  const rooms = await db.room.findMany({
    where: { siteId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: ROOMS_LISTED,
    select: { id: true, building: true, floor: true, name: true, vip: true },
  });
  // "9" before "10", and the same on both databases.
  const compare = new Intl.Collator('fr', { numeric: true }).compare;
  return rooms.sort((a, b) => compare(a.building ?? '', b.building ?? '') || compare(a.floor ?? '', b.floor ?? '') || compare(a.name, b.name));
}

/** Faults: invalid, not-allowed (the site). */
export async function listChoices(keeper: Keeper, input: unknown): Promise<Told<Choices>> {
  const asked = Asked.safeParse(input);
  if (!asked.success) return no('invalid');
  const { site } = asked.data;
  const { db, reads, keeps } = keeper;
  if (site !== '' && !isIn(reads, site)) return no('not-allowed');
  const sites = await db.site.findMany({
    where: reads === 'all' ? {} : { id: { in: [...reads] } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: LISTED,
    select: { id: true, name: true },
  });
  const of = site === '' ? reads : [site];
  const within = of === 'all' ? null : among(of);
  const made = await storeOf(db).read.all<{ maker: string; model: string | null; n: number | string }>(
    `SELECT maker, model, COUNT(*) AS n FROM "Asset" WHERE maker IS NOT NULL ${within === null ? '' : `AND "siteId" IN ${within.marks}`}
      GROUP BY maker, model ORDER BY n DESC, maker, model LIMIT ${MODELS}`,
    within?.values ?? [],
  );
  return {
    ok: true,
    value: {
      sites: sites.map((s) => ({ ...s, keeps: isIn(keeps, s.id) })),
      made: made.map(({ maker, model, n }) => ({ maker, model, count: Number(n) })),
      rooms: site === '' ? [] : await roomsOf(keeper, site),
    },
  };
}
