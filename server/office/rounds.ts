import 'server-only';
import * as z from 'zod/mini';
import { isUuid } from '#domain/ids.ts';
import { type RoundRow, type RoundWhole, roundsOn, roundWhole } from '#server/rounds.ts';
import { no, type Told } from './desk.ts';
import { type PlaceRow, placesOf } from './post.ts';
import { type Reading, sitesAsked } from './reading.ts';
import { LISTED } from './sites.ts';

export interface Rounds {
  readonly rows: readonly RoundRow[];
  /** Give this to see what is older; null: nothing is. */
  readonly older: string | null;
  readonly places: readonly PlaceRow[];
  readonly pages: Reading['pages'];
}

const ListInput = z.object({
  /** Empty: all that are theirs. */
  site: z.string().check(z.maxLength(36)),
  /** Empty: the latest. */
  before: z.string().check(z.regex(/^\d{0,15}$/)),
});

/** Tours of the sites that somebody works for, the latest first. Faults: invalid, not-allowed. */
export async function listRounds(reading: Reading, input: unknown): Promise<Told<Rounds>> {
  const parsed = ListInput.safeParse(input);
  if (!parsed.success) return no('invalid');
  const { site, before } = parsed.data;
  const sites = await sitesAsked(reading, site);
  if (sites === null) return no('not-allowed');
  const { db, scope, pages } = reading;
  const [{ rows, older }, places] = await Promise.all([
    roundsOn(db, sites, before === '' ? null : Number(before)),
    placesOf({ db, runs: scope }, LISTED),
  ]);
  return { ok: true, value: { rows, older: older === null ? null : String(older), places, pages } };
}

/** One tour with all that it found. Faults: not-allowed (another's, or none). */
export async function readRound({ db, scope }: Reading, id: unknown): Promise<Told<RoundWhole>> {
  if (typeof id !== 'string' || !isUuid(id)) return no('not-allowed');
  const whole = await roundWhole(db, scope, id);
  return whole === null ? no('not-allowed') : { ok: true, value: whole };
}
