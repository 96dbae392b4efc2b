import 'server-only';
import * as z from 'zod/mini';
import type { Actor } from '#domain/actor.ts';
import { isUuid } from '#domain/ids.ts';
import { parseRegister } from '#domain/register/commands.ts';
import { CHOICES } from '#domain/register/thing.ts';
import { type Recurrence, recurrenceOn } from '#server/recurrence.ts';
import { sayRegister } from '#server/register-say.ts';
import { no, type Told } from './desk.ts';
import { fieldOf } from './fields.ts';
import { type PlaceRow, placesOf } from './post.ts';
import { type Reading, sitesAsked } from './reading.ts';
import { LISTED } from './sites.ts';

/** What breaks again and again, and what one thinks of replacing. */
export interface Replacement extends Recurrence {
  readonly places: readonly PlaceRow[];
  /** All sites are theirs, not only those of the list. */
  readonly all: boolean;
  readonly pages: Reading['pages'];
  /** Where they may decide. */
  readonly deciding: 'all' | readonly string[];
}

const ListInput = z.object({
  /** Empty: all that are theirs. */
  site: z.string().check(z.maxLength(36)),
});

/** Faults: invalid, not-allowed (a site that is not theirs, or not there). */
export async function listReplacement(reading: Reading, input: unknown): Promise<Told<Replacement>> {
  const parsed = ListInput.safeParse(input);
  if (!parsed.success) return no('invalid');
  const sites = await sitesAsked(reading, parsed.data.site);
  if (sites === null) return no('not-allowed');
  const { db, now, scope, pages } = reading;
  const [recurrence, places] = await Promise.all([recurrenceOn(db, sites, now), placesOf({ db, runs: scope }, LISTED)]);
  return { ok: true, value: { ...recurrence, places, all: scope === 'all', pages, deciding: decidesOn(reading.session.actor) } };
}

/** Where this actor decides of a replacement, as domain/register/decide.ts has it of each site. */
function decidesOn(actor: Actor): 'all' | readonly string[] {
  const held = actor.memberships.filter((m) => m.role === 'engineer' || m.role === 'supervisor');
  return held.some((m) => m.site === null) ? 'all' : held.flatMap((m) => m.site ?? []);
}

const DecideInput = z.object({
  asset: z.string().check(z.refine(isUuid)),
  site: z.string().check(z.refine(isUuid)),
  choice: z.enum(CHOICES),
  /** Empty: of no budget. */
  year: z.string().check(z.trim(), z.regex(/^(20\d\d)?$/)),
  text: z.string().check(z.trim(), z.maxLength(500)),
});

/** What is to become of a piece of equipment, kept on it with who said so. Faults: invalid (choice, year, text), not-allowed. */
export async function decideAsset(reading: Reading, input: unknown): Promise<Told<null>> {
  const parsed = DecideInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { year, ...said } = parsed.data;
  const command = parseRegister({ type: 'decide_asset', v: 1, ...said, year: year === '' ? null : Number(year) });
  if (command === null) return no('invalid', 'year');
  const isDone = (await sayRegister(reading.db, [command], reading.session.actor, reading.now)) === null;
  return isDone ? { ok: true, value: null } : no('not-allowed');
}
