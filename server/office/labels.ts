import 'server-only';
import { isUuid, type StickerCode } from '#domain/ids.ts';
import { env } from '#server/env.ts';
import { type Desk, no, type Told } from './desk.ts';

/** What one sticker says. An asset's shows its kind and model, never its room or its serial: nothing to reprint when it moves. */
export type LabelRow =
  | { readonly code: StickerCode; readonly of: 'asset'; readonly type: string; readonly maker: string | null; readonly model: string | null }
  | { readonly code: StickerCode; readonly of: 'room'; readonly building: string | null; readonly name: string };

export interface LabelSheet {
  readonly site: string;
  /** Printed in every square. */
  readonly publicUrl: string;
  /** False: phones elsewhere could not open it, or not safely; such stickers are printed as a test only. */
  readonly reachable: boolean;
  readonly labels: readonly LabelRow[];
}

/** A site's stickers on paper are some hundreds; this many are 84 sheets. */
const MOST = 2016;

/** Can a phone open this address safely, from anywhere? */
export function isReachable(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' && hostname !== 'localhost' && !hostname.endsWith('.localhost') && !/^(127\.|0\.0\.0\.0$|\[::1?\]$)/.test(hostname);
}

/** The stickers of a site that are bound to something, by room then equipment; an unknown site is `not-allowed`. */
export async function siteLabels({ db }: Desk, siteId: unknown, publicUrl = env().publicUrl): Promise<Told<LabelSheet>> {
  if (typeof siteId !== 'string' || !isUuid(siteId)) return no('not-allowed');
  const site = await db.site.findUnique({ where: { id: siteId }, select: { name: true } });
  if (site === null) return no('not-allowed');
  const rows = await db.sticker.findMany({
    where: { siteId, state: 'bound' },
    take: MOST,
    orderBy: [{ asset: { room: { name: 'asc' } } }, { room: { name: 'asc' } }, { code: 'asc' }],
    select: {
      code: true,
      asset: { select: { type: true, maker: true, model: true } },
      room: { select: { building: true, name: true } },
    },
  });
  const labels = rows.flatMap(({ code, asset, room }): LabelRow[] => {
    if (asset) return [{ code: code as StickerCode, of: 'asset', ...asset }];
    return room ? [{ code: code as StickerCode, of: 'room', ...room }] : [];
  });
  return { ok: true, value: { site: site.name, publicUrl, reachable: isReachable(publicUrl), labels } };
}
