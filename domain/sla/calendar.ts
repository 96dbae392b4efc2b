import { isZone } from './zone.ts';

/** A day of the local calendar, "2026-11-22". */
export type Day = string;
/** One day, or the first and the last of several, both included. */
export type DaySpan = Day | readonly [Day, Day];
/** Opening hours of one weekday: [opens, closes[ in minutes of the wall clock (0 to 1440), ascending and apart. A pause at noon is two of them. */
export type DayHours = readonly (readonly [number, number])[];
/** Monday first. */
export type Week = readonly [DayHours, DayHours, DayHours, DayHours, DayHours, DayHours, DayHours];

/** Days off as far as they are known. Outside `known` nothing is: results say so (`Missing`), never "no holiday". */
export interface KnownDays {
  /** First and last day that the list answers for; null: it answers for none. */
  readonly known: readonly [Day, Day] | null;
  readonly off: readonly DaySpan[];
}

/**
 * When a site is served: plain JSON, whole and small, so that it can travel in the site's document and a phone needs no other data.
 * A minute is service when the site's wall clock stands within the weekday's hours and the day is not off; in the hour that a
 * daylight-saving night repeats it counts twice, in the hour that is skipped never.
 * Made by `calendarFor`; values are not to be changed in place (what is computed from one is kept).
 */
export interface ServiceCalendar {
  /** IANA name, such as "Indian/Reunion". */
  readonly timeZone: string;
  readonly week: Week;
  /** null: the site is served on public holidays. */
  readonly publicHolidays: KnownDays | null;
  /** null: the site is served in the school holidays. */
  readonly schoolHolidays: KnownDays | null;
  /** The site's own days off: closed for works, a territory's own holidays, a bridge. */
  readonly closures: readonly DaySpan[];
}

const OFFICE: DayHours = [[7 * 60 + 30, 17 * 60 + 30]];
/** domain.md section 4: Monday to Friday, 7:30 to 17:30. */
export const DEFAULT_WEEK: Week = [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []];

export type CalendarFault = 'time-zone' | 'hours' | 'days';

/** Why a calendar that a person typed cannot be used; null when it can. A week without any hours can: nothing is then ever due. */
export function faultOf(calendar: ServiceCalendar): CalendarFault | null {
  if (!isZone(calendar.timeZone)) return 'time-zone';
  if (calendar.week.length !== 7 || !calendar.week.every(areHours)) return 'hours';
  const lists = [calendar.closures, calendar.publicHolidays?.off ?? [], calendar.schoolHolidays?.off ?? []];
  const known = [calendar.publicHolidays?.known ?? null, calendar.schoolHolidays?.known ?? null].filter((span) => span !== null);
  return [...lists.flat(), ...known].every(isSpan) ? null : 'days';
}

function areHours(hours: DayHours): boolean {
  return hours.every(([opens, closes], i) => {
    const after = hours[i - 1]?.[1] ?? -1;
    return Number.isInteger(opens) && Number.isInteger(closes) && opens > after && opens < closes && closes <= 1440;
  });
}

function isSpan(span: DaySpan): boolean {
  const [first, last] = ends(span);
  return isDay(first) && isDay(last) && first <= last;
}

/** "2026-02-29" is none. */
function isDay(day: Day): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** First and last day of a span. */
export function ends(span: DaySpan): readonly [Day, Day] {
  return typeof span === 'string' ? [span, span] : span;
}
