import type { Instant } from '#domain/ids.ts';
import type { ServiceCalendar } from './calendar.ts';
import { type Counting, HORIZON_DAYS, hasHours, type Missing, missingBetween, stretchesOf } from './openings.ts';
import { merged, type Pause } from './pauses.ts';
import { DAY_MS } from './zone.ts';

/**
 * The arithmetic of the delays: pure in its arguments (invariant 41). Exact to the millisecond in UTC; wall-clock hours are those of
 * the calendar's zone. A first look at a day costs a few µs, each later one some ns.
 */

const NEVER = Number.POSITIVE_INFINITY;

/** How long a thing may take. */
export interface Target {
  readonly minutes: number;
  /** `always`: by the clock, 24/7, whatever the site's hours. */
  readonly counts: 'service' | 'always';
}

/** ms that count between two instants, and the days off it would have needed to know. */
export interface Elapsed {
  readonly ms: number;
  readonly missing: readonly Missing[];
}

export type Due =
  | { readonly kind: 'at'; readonly at: Instant; readonly missing: readonly Missing[] }
  /** A pause that still lasts began before the target was used up: `left` ms will count once it ends. */
  | { readonly kind: 'paused'; readonly since: Instant; readonly left: number; readonly missing: readonly Missing[] }
  /** The site has no service hours (for 20 years): nothing is ever due. */
  | { readonly kind: 'never'; readonly missing: readonly Missing[] };

/** What a target counts at a site. */
export function countingOf(target: Target, calendar: ServiceCalendar): Counting {
  return target.counts === 'always' ? 'always' : calendar;
}

/**
 * Time that counts from one instant to another, without the pauses; 0 when `to` is not after `from`. It never goes down when `to` grows.
 * @throws RangeError for a time zone that this machine does not know
 */
export function elapsed(from: Instant, to: Instant, counting: Counting, pauses: readonly Pause[] = []): Elapsed {
  if (!(to > from)) return { ms: 0, missing: [] };
  let ms = 0;
  walk(from, counting, pauses, (start, end) => {
    if (start < to) ms += Math.min(end, to) - start;
    return end >= to;
  });
  return { ms, missing: missingBetween(from, to, counting) };
}

/**
 * The first instant at which the target is used up, counted from `start` without the pauses. Finished exactly then, it is held.
 * @throws RangeError for a time zone that this machine does not know
 */
export function dueAt(start: Instant, target: Target, calendar: ServiceCalendar, pauses: readonly Pause[] = []): Due {
  const counting = countingOf(target, calendar);
  let left = Math.round(target.minutes * 60_000);
  const at = (instant: Instant): Due => ({ kind: 'at', at: instant, missing: missingBetween(start, instant, counting) });
  if (left <= 0) return at(start);
  let end: Instant | null = null;
  walk(start, counting, pauses, (from, to) => {
    if (to - from >= left) end = from + left;
    else left -= to - from;
    return end !== null;
  });
  if (end !== null) return at(end);
  const [since, until] = merged(pauses).at(-1) ?? [start, start];
  if (until !== NEVER || !hasHours(counting)) return { kind: 'never', missing: missingBetween(start, start, counting) };
  return { kind: 'paused', since: Math.max(start, since), left, missing: missingBetween(start, since, counting) };
}

/** When shares of a target (per cent) are used up. */
export function thresholds(
  start: Instant,
  target: Target,
  calendar: ServiceCalendar,
  pauses: readonly Pause[],
  percents: readonly number[],
): readonly { readonly percent: number; readonly due: Due }[] {
  return percents.map((percent) => ({
    percent,
    due: dueAt(start, { ...target, minutes: (target.minutes * percent) / 100 }, calendar, pauses),
  }));
}

/**
 * Visits the stretches that count from an instant on, pauses cut out, in order, until a visit says that it is enough; ends at a pause
 * that lasts, or at the horizon. A function and not a generator: three times as fast, and a list of tickets asks hundreds of times.
 */
function walk(start: Instant, counting: Counting, pauses: readonly Pause[], visit: (from: Instant, to: Instant) => boolean): void {
  if (!hasHours(counting)) return;
  const stretches = stretchesOf(counting);
  const still = merged(pauses);
  const first = Math.floor(start / DAY_MS);
  let next = 0;
  for (let day = first; day <= first + HORIZON_DAYS; day += 1) {
    for (const [opens, closes] of stretches(day)) {
      let from = Math.max(start, opens);
      while (from < closes) {
        while ((still[next]?.[1] ?? NEVER) <= from) next += 1;
        const [begins, ends] = still[next] ?? [NEVER, NEVER];
        if (from < begins && visit(from, Math.min(closes, begins))) return;
        from = Math.max(from, ends);
      }
    }
    if (still[next]?.[1] === NEVER && (still[next]?.[0] ?? 0) < (day + 1) * DAY_MS) return;
  }
}
