import type { Instant } from '#domain/ids.ts';
import { type Day, type DaySpan, ends, type KnownDays, type ServiceCalendar } from './calendar.ts';
import { DAY_MS, Zone } from './zone.ts';

const MINUTE = 60_000;

/** How far ahead service is looked for, in days: 20 years. Beyond it nothing is due, and nothing is counted. */
export const HORIZON_DAYS = 7305;

/** [from, to[ in UTC. */
export type Stretch = readonly [Instant, Instant];

/** What counts: the service hours of a site, or every minute ("24/7"). */
export type Counting = ServiceCalendar | 'always';

/** The calendar's days off that the range needs and nobody knows: the result may be too early. `known` as in `KnownDays`. */
export interface Missing {
  readonly of: 'public' | 'school';
  readonly known: readonly [Day, Day] | null;
}

/** What is computed once from a calendar: its openings, a UTC day at a time. */
class Openings {
  readonly #calendar: ServiceCalendar;
  readonly #zone: Zone;
  readonly #off: readonly (readonly [number, number])[];
  /** What is known of the days off, in days since 1970: each figure asks. */
  readonly #knowledge: readonly { readonly missing: Missing; readonly known: readonly [number, number] | null }[];
  readonly #days = new Map<number, readonly Stretch[]>();

  constructor(calendar: ServiceCalendar, zone: Zone) {
    this.#calendar = calendar;
    this.#zone = zone;
    const { publicHolidays, schoolHolidays, closures } = calendar;
    this.#off = [...(publicHolidays?.off ?? []), ...(schoolHolidays?.off ?? []), ...closures].map(numbers);
    const knowledge = (of: Missing['of'], days: KnownDays | null) =>
      days === null ? [] : [{ missing: { of, known: days.known }, known: days.known && numbers(days.known) }];
    this.#knowledge = [...knowledge('public', publicHolidays), ...knowledge('school', schoolHolidays)];
  }

  day(utcDay: number): readonly Stretch[] {
    const known = this.#days.get(utcDay);
    if (known) return known;
    const made = this.#zone.day(utcDay).flatMap(({ from, to, offset }) => this.#within(from + offset, to + offset, offset));
    this.#days.set(utcDay, made);
    return made;
  }

  /** Openings of a stretch of local time, which may touch two local days, in UTC. */
  #within(from: number, to: number, offset: number): Stretch[] {
    const found: Stretch[] = [];
    for (let day = Math.floor(from / DAY_MS); day * DAY_MS < to; day += 1) {
      if (this.#off.some(([first, last]) => first <= day && day <= last)) continue;
      // Day 0 of 1970 was a Thursday.
      for (const [opens, closes] of this.#calendar.week[(((day + 3) % 7) + 7) % 7] ?? []) {
        const start = Math.max(from, day * DAY_MS + opens * MINUTE);
        const end = Math.min(to, day * DAY_MS + closes * MINUTE);
        if (start < end) found.push([start - offset, end - offset]);
      }
    }
    return found;
  }

  missing(from: Instant, to: Instant): Missing[] {
    if (this.#knowledge.length === 0) return [];
    const first = this.#zone.localDay(from);
    const last = this.#zone.localDay(to);
    const lacking = this.#knowledge.filter(({ known }) => known === null || first < known[0] || last > known[1]);
    return lacking.map(({ missing }) => missing);
  }
}

function numbers(span: DaySpan): readonly [number, number] {
  const [first, last] = ends(span);
  return [Date.parse(first) / DAY_MS, Date.parse(last) / DAY_MS];
}

const zones = new Map<string, Zone>();
const byObject = new WeakMap<ServiceCalendar, Openings>();
/** Documents are read anew from storage again and again, and most sites share hours: the same content is computed once. */
const byContent = new Map<string, Openings>();
const KEPT = 100;

function openingsOf(calendar: ServiceCalendar): Openings {
  const known = byObject.get(calendar);
  if (known) return known;
  const content = JSON.stringify(calendar);
  let openings = byContent.get(content);
  if (!openings) {
    const zone = zones.get(calendar.timeZone) ?? new Zone(calendar.timeZone);
    zones.set(calendar.timeZone, zone);
    openings = new Openings(calendar, zone);
    if (byContent.size >= KEPT) byContent.clear();
    byContent.set(content, openings);
  }
  byObject.set(calendar, openings);
  return openings;
}

/** The stretches of a UTC day (days since 1970) that count, in order. */
export function stretchesOf(counting: Counting): (utcDay: number) => readonly Stretch[] {
  if (counting === 'always') return (utcDay) => [[utcDay * DAY_MS, (utcDay + 1) * DAY_MS]];
  const openings = openingsOf(counting);
  return (utcDay) => openings.day(utcDay);
}

/** Is there any hour in the week? */
export function hasHours(counting: Counting): boolean {
  return counting === 'always' || counting.week.some((hours) => hours.length > 0);
}

/** Which days off the local days from one instant to another would need, and are not known. */
export function missingBetween(from: Instant, to: Instant, counting: Counting): readonly Missing[] {
  return counting === 'always' ? [] : openingsOf(counting).missing(from, Math.min(to, from + HORIZON_DAYS * DAY_MS));
}

/** Is the site served at this instant? */
export function isOpenAt(at: Instant, calendar: ServiceCalendar): boolean {
  return stretchesOf(calendar)(Math.floor(at / DAY_MS)).some(([from, to]) => from <= at && at < to);
}

/** When service is on again: the instant itself when it is, null when it never is (within 20 years). */
export function opensAt(at: Instant, calendar: ServiceCalendar): Instant | null {
  if (!hasHours(calendar)) return null;
  const stretches = stretchesOf(calendar);
  const today = Math.floor(at / DAY_MS);
  for (let day = today; day <= today + HORIZON_DAYS; day += 1) {
    const next = stretches(day).find(([, to]) => to > at);
    if (next) return Math.max(at, next[0]);
  }
  return null;
}
