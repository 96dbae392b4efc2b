import 'server-only';
import * as z from 'zod/mini';
import { parseUai } from '#domain/uai.ts';
import { withVersion, writeSite } from '#server/register.ts';
import { type Desk, isTaken, no, type Told } from './desk.ts';
import { fieldOf, optionalText, text } from './fields.ts';

const SiteInput = z.object({
  uai: text(20),
  name: text(120),
  city: text(80),
  phone: optionalText(30),
  desk: z.optional(optionalText(30)),
  timeZone: text(60),
});

export interface SiteRow {
  readonly id: string;
  readonly uai: string;
  readonly name: string;
  readonly city: string;
  readonly timeZone: string;
  readonly stickers: number;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Creates a site. Faults: invalid, uai (its check letter), uai-taken, time-zone. */
export async function addSite({ db, now }: Desk, input: unknown): Promise<Told<{ id: string }>> {
  const parsed = SiteInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const uai = parseUai(parsed.data.uai);
  if (uai === null) return no('uai', 'uai');
  if (!isTimeZone(parsed.data.timeZone)) return no('time-zone', 'timeZone');
  try {
    const id = await db.$transaction(async (tx) =>
      writeSite(tx, { ...parsed.data, desk: parsed.data.desk ?? null, uai }, await withVersion(tx), now),
    );
    return { ok: true, value: { id } };
  } catch (error) {
    if (isTaken(error)) return no('uai-taken', 'uai');
    throw error;
  }
}

/** The office lists this many at most, by name; larger installations search (a later screen). */
export const LISTED = 500;

export async function listSites({ db }: Desk): Promise<Told<readonly SiteRow[]>> {
  const rows = await db.site.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: LISTED,
    select: { id: true, uai: true, name: true, city: true, timeZone: true, _count: { select: { stickers: { where: { state: 'bound' } } } } },
  });
  return { ok: true, value: rows.map(({ _count, ...site }) => ({ ...site, stickers: _count.stickers })) };
}
