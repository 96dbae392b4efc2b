import 'server-only';
import * as z from 'zod/mini';
import { isUuid } from '#domain/ids.ts';
import { NO_OFFSET, type Printers, perSheet, SHEET_IDS, SHEETS } from '#domain/label-sheets.ts';
import { words } from '#domain/words/index.ts';
import { env } from '#server/env.ts';
import { type Look, type PlacedLabel, placeLabels } from '#server/labels/print.ts';
import { type Desk, no, type Told } from './desk.ts';
import { fieldOf, optionalText } from './fields.ts';
import { logoOf, printersOf } from './label-kit.ts';
import { GONE, labelRows, PRINTED_MOST } from './label-rows.ts';

/** Can a phone open this address safely, from anywhere? */
export function isReachable(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' && hostname !== 'localhost' && !hostname.endsWith('.localhost') && !/^(127\.|0\.0\.0\.0$|\[::1?\]$)/.test(hostname);
}

const choice = z.pipe(
  z.optional(z.string().check(z.maxLength(40))),
  z.pipe(
    z.transform((given: string | undefined) => given || null),
    z.nullable(z.string().check(z.refine(isUuid))),
  ),
);
const ticked = z.optional(z.enum(['on', '']));

const PrintInput = z.object({
  of: z.enum(['assets', 'rooms', 'batch']),
  site: choice,
  room: choice,
  batch: choice,
  sheet: z.enum(SHEET_IDS),
  first: z.optional(z.string().check(z.regex(/^\d{0,3}$/))),
  printer: z.optional(z.string().check(z.maxLength(40))),
  caption: z.optional(optionalText(40)),
  logo: ticked,
  test: ticked,
});

/** What one prints, laid out. */
export interface Print {
  /** Printed in every square. */
  readonly publicUrl: string;
  /** False: phones elsewhere could not open it, or not safely; such stickers are printed as a test only, and say so. */
  readonly reachable: boolean;
  readonly look: Look;
  readonly labels: readonly PlacedLabel[];
  /** There are more than are printed at once. */
  readonly more: boolean;
  /** Equipment or rooms of the choice that have no sticker yet. */
  readonly missing: number;
}

/** Lays out what was asked for. Faults: not-allowed (a place or a batch that is not there), first, address (too long for this label), invalid. */
export async function printLabels(desk: Desk, input: unknown, publicUrl = env().publicUrl): Promise<Told<Print>> {
  const parsed = PrintInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { of, site, room, batch, sheet, printer, caption, test } = parsed.data;
  const { db } = desk;
  const known = of === 'batch' ? await db.stickerBatch.findUnique({ where: { id: batch ?? '' } }) : await siteAndRoom(desk, site, room);
  if (known === null) return no('not-allowed');
  const first = Number(parsed.data.first || '1');
  if (first < 1 || first > perSheet(SHEETS[sheet])) return no('first', 'first');
  const kit = await db.organisation.findUniqueOrThrow({ where: { id: 'org' }, select: { printers: true, logo: true } });
  const reachable = isReachable(publicUrl);
  const isTest = test === 'on' && !reachable;
  const look: Look = {
    sheet,
    first: first - 1,
    offset: printersOf(kit.printers)[printer ?? ''] ?? NO_OFFSET,
    caption: caption ?? words('fr').admin.labels.onSticker,
    logo: parsed.data.logo === 'on' ? logoOf(kit.logo) : null,
    mark: isTest ? TEST_MARK : null,
  };
  const rows = await labelRows(desk, { of, site, room, batch });
  // What phones could not open is not even drawn, unless as a test.
  const labels = reachable || isTest ? await placeLabels(rows, look, publicUrl) : [];
  if (labels === null) return no('address', 'sheet');
  const missing = of === 'batch' ? 0 : await countMissing(desk, { of, site: site ?? '', room });
  return { ok: true, value: { publicUrl, reachable, look, labels, more: rows.length === PRINTED_MOST, missing } };
}

const TEST_MARK = 'ESSAI';

async function siteAndRoom({ db }: Desk, site: string | null, room: string | null): Promise<object | null> {
  if (site === null) return null;
  return room === null ? db.site.findUnique({ where: { id: site } }) : db.room.findFirst({ where: { id: room, siteId: site } });
}

/** What has no sticker that is in use. */
function unlabelled({ of, site, room }: { of: 'assets' | 'rooms'; site: string; room: string | null }) {
  const bare = { siteId: site, stickers: { none: { state: 'bound' } } };
  return of === 'rooms'
    ? { room: { ...bare, ...(room === null ? {} : { id: room }) } }
    : { asset: { ...bare, state: { notIn: GONE }, ...(room === null ? {} : { roomId: room }) } };
}

async function countMissing({ db }: Desk, asked: Parameters<typeof unlabelled>[0]): Promise<number> {
  const { room, asset } = unlabelled(asked);
  return room === undefined ? db.asset.count({ where: asset }) : db.room.count({ where: room });
}

/** Blank stickers that were made at once; `blank`: those that are not yet stuck on anything. `createdOn`: a day. */
export interface BatchRow {
  readonly id: string;
  readonly name: string;
  readonly createdOn: string;
  readonly blank: number;
}

/** What one may choose from: the site's rooms, the blank batches, the printers that were measured, the picture. */
export interface LabelChoices {
  readonly rooms: readonly { readonly id: string; readonly building: string | null; readonly name: string }[];
  readonly batches: readonly BatchRow[];
  readonly printers: Printers;
  readonly logo: string | null;
}

const LISTED = 500;

/** @param site its rooms; '' where no site is chosen */
export async function labelChoices({ db }: Desk, site: unknown): Promise<Told<LabelChoices>> {
  if (typeof site !== 'string' || (site !== '' && !isUuid(site))) return no('not-allowed');
  const [rooms, batches, kit] = await Promise.all([
    site === ''
      ? []
      : db.room.findMany({
          where: { siteId: site },
          orderBy: [{ building: 'asc' }, { name: 'asc' }],
          take: LISTED,
          select: { id: true, building: true, name: true },
        }),
    db.stickerBatch.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 50 }),
    db.organisation.findUniqueOrThrow({ where: { id: 'org' }, select: { printers: true, logo: true } }),
  ]);
  const ids = batches.map(({ id }) => id);
  const left = await db.sticker.groupBy({ by: ['batchId'], where: { batchId: { in: ids }, state: 'blank' }, _count: { code: true } });
  const blank = new Map(left.map(({ batchId, _count }) => [batchId, _count.code]));
  return {
    ok: true,
    value: {
      rooms,
      batches: batches.map(({ id, name, createdAt }) => ({
        ...{ id, name, createdOn: createdAt.toISOString().slice(0, 10) },
        blank: blank.get(id) ?? 0,
      })),
      printers: printersOf(kit.printers),
      logo: logoOf(kit.logo)?.data ?? null,
    },
  };
}
