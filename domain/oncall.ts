import type { DutyTurn, SiteDocument } from './documents.ts';
import type { Instant, PersonId, SiteId } from './ids.ts';
import { instantOf } from './sla/wall.ts';

const DAY = 86_400_000;
/** A turn that is longer is a slip of the finger in the year or the month. */
const LONGEST = 31 * DAY;

/** One person, from one instant until before another, for a site or for all of them. */
export interface Turn {
  readonly id: string;
  readonly person: PersonId;
  /** null: all sites. */
  readonly site: SiteId | null;
  readonly from: Instant;
  readonly until: Instant;
}

export type TurnFault = 'turn-order' | 'turn-long' | 'turn-past' | 'turn-twice';

/**
 * What is wrong with a turn, among those that are there. Two people at once are not: the second answers where the first does not. One person
 * twice at once for the same place is.
 */
export function faultOfTurn(turn: Turn, others: readonly Turn[], now: Instant): TurnFault | null {
  if (turn.until <= turn.from) return 'turn-order';
  if (turn.until - turn.from > LONGEST) return 'turn-long';
  if (turn.until <= now) return 'turn-past';
  const isTwice = others.some(
    (o) => o.id !== turn.id && o.person === turn.person && o.site === turn.site && o.from < turn.until && o.until > turn.from,
  );
  return isTwice ? 'turn-twice' : null;
}

/** The part of a turn in one day. null: from midnight; until midnight. */
export interface Slice<T> {
  readonly turn: T;
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** A day of the calendar: the 31st of February is none, and would break whatever shows it. */
export function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && dayAfter(text, 0) === text;
}

/** The day `n` days after another, "2026-11-24". */
export function dayAfter(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10);
}

/** The Monday of the week of a day. */
export function mondayOf(day: string): string {
  return dayAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** A week, day by day, by the calendar of a place; each day with the turns that touch it, in the order in which they begin. */
export function weekOf<T extends Pick<Turn, 'from' | 'until'>>(
  turns: readonly T[],
  monday: string,
  timeZone: string,
): { readonly day: string; readonly slices: readonly Slice<T>[] }[] {
  const sorted = [...turns].sort((a, b) => a.from - b.from || a.until - b.until);
  return [0, 1, 2, 3, 4, 5, 6].map((n) => {
    const day = dayAfter(monday, n);
    const [begins, ends] = [instantOf(day, '00:00', timeZone) ?? 0, instantOf(dayAfter(day, 1), '00:00', timeZone) ?? 0];
    const slices = sorted
      .filter((t) => t.from < ends && t.until > begins)
      .map((turn) => ({ turn, from: turn.from > begins ? turn.from : null, until: turn.until < ends ? turn.until : null }));
    return { day, slices };
  });
}

/** A turn of the reader, with the place that it is for. */
export interface OwnTurn extends DutyTurn {
  readonly site: string;
  readonly timeZone: string;
}

/** The reader's turn of this moment, the one that ends last, and the next one, from the sites that a phone holds. */
export function turnsOf(
  sites: readonly Pick<SiteDocument, 'name' | 'timeZone' | 'onCall'>[],
  now: Instant,
): { readonly current: OwnTurn | null; readonly coming: OwnTurn | null } {
  const all = sites.flatMap((s) => (s.onCall ?? []).map((t): OwnTurn => ({ ...t, site: s.name, timeZone: s.timeZone })));
  const running = all.filter((t) => t.from <= now && t.until > now).sort((a, b) => b.until - a.until);
  const later = all.filter((t) => t.from > now).sort((a, b) => a.from - b.from);
  return { current: running[0] ?? null, coming: later[0] ?? null };
}
