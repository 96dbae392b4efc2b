import 'server-only';
import type { StickerCode } from '#domain/ids.ts';
import type { Desk } from './desk.ts';

/** What one sticker says. An asset's shows its kind and model, never its room or its serial: nothing to reprint when it moves. */
export type LabelRow =
  | { readonly code: StickerCode; readonly of: 'asset'; readonly type: string; readonly maker: string | null; readonly model: string | null }
  | { readonly code: StickerCode; readonly of: 'room'; readonly building: string | null; readonly name: string }
  | { readonly code: StickerCode; readonly of: 'blank' };

/** What is printed at once: some dozen sheets. A larger site is printed room by room. */
export const PRINTED_MOST = 650;

export interface Wanted {
  readonly of: 'assets' | 'rooms' | 'batch';
  readonly site: string | null;
  readonly room: string | null;
  readonly batch: string | null;
}

/** Equipment and rooms that may carry a sticker: not what has left the house. */
export const GONE = ['retired', 'lost'];

const asked = { type: true, maker: true, model: true } as const;

/** The stickers of a place that are bound, in the order in which one walks: by room, then by code; or those of a batch that are still blank. */
export async function labelRows({ db }: Pick<Desk, 'db'>, { of, site, room, batch }: Wanted): Promise<LabelRow[]> {
  if (of === 'batch') {
    const rows = await db.sticker.findMany({
      where: { batchId: batch ?? '', state: 'blank' },
      orderBy: { code: 'asc' },
      take: PRINTED_MOST,
      select: { code: true },
    });
    return rows.map(({ code }) => ({ code: code as StickerCode, of: 'blank' }));
  }
  if (of === 'rooms') {
    const rows = await db.sticker.findMany({
      where: { siteId: site, state: 'bound', roomId: room ?? { not: null } },
      orderBy: [{ room: { building: 'asc' } }, { room: { name: 'asc' } }, { code: 'asc' }],
      take: PRINTED_MOST,
      select: { code: true, room: { select: { building: true, name: true } } },
    });
    return rows.flatMap(({ code, room: on }) => (on === null ? [] : [{ code: code as StickerCode, of: 'room', ...on }]));
  }
  const rows = await db.sticker.findMany({
    where: { siteId: site, state: 'bound', asset: { state: { notIn: GONE }, ...(room === null ? {} : { roomId: room }) } },
    orderBy: [{ asset: { room: { building: 'asc' } } }, { asset: { room: { name: 'asc' } } }, { code: 'asc' }],
    take: PRINTED_MOST,
    select: { code: true, asset: { select: asked } },
  });
  return rows.flatMap(({ code, asset }) => (asset === null ? [] : [{ code: code as StickerCode, of: 'asset', ...asset }]));
}
