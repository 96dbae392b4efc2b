import 'server-only';
import * as z from 'zod/mini';
import { isUuid, type SiteId } from '#domain/ids.ts';
import { type ReadingLine, readingsOn } from '#server/readings.ts';
import { no, type Told } from './desk.ts';
import { mayRun, type PlaceRow, type Post, placesOf } from './post.ts';
import { LISTED } from './sites.ts';

export interface Readings {
  readonly rows: readonly ReadingLine[];
  /** Give this to see what is older; null: nothing is. */
  readonly older: string | null;
  readonly places: readonly PlaceRow[];
  readonly isAdmin: boolean;
}

const ListInput = z.object({
  /** Empty: all that are theirs. */
  site: z.string().check(z.refine((site) => site === '' || isUuid(site))),
  /** Empty: the latest. */
  before: z.string().check(z.regex(/^\d{0,15}$/)),
});

/** Who opened which confidential ticket of the sites that somebody answers for. Faults: invalid, not-allowed. */
export async function listReadings(post: Post, input: unknown): Promise<Told<Readings>> {
  const parsed = ListInput.safeParse(input);
  if (!parsed.success) return no('invalid');
  const { site, before } = parsed.data;
  if (site !== '' && !mayRun(post, site)) return no('not-allowed');
  const [{ rows, older }, places] = await Promise.all([
    readingsOn(post.db, site === '' ? post.runs : [site as SiteId], before === '' ? null : Number(before)),
    placesOf(post, LISTED),
  ]);
  return { ok: true, value: { rows, older: older === null ? null : String(older), places, isAdmin: post.isAdmin } };
}
