import { type Day, type DaySpan, ends, type KnownDays, type ServiceCalendar, type Week } from './calendar.ts';
import { PUBLIC_COMMON, PUBLIC_KNOWN, PUBLIC_MORE } from './days/public.ts';
import { SCHOOL_BREAKS, SCHOOL_KNOWN } from './days/school.ts';

export type HolidayZone = keyof typeof PUBLIC_MORE;
export const HOLIDAY_ZONES = Object.keys(PUBLIC_MORE) as HolidayZone[];
/** Territories whose own holidays the data does not hold: a site there adds them to its closures. */
export const LACKS_OWN_DAYS: readonly HolidayZone[] = ['nouvelle-caledonie', 'polynesie-francaise', 'wallis-et-futuna'];

/** `other`: Corsica, overseas. No data holds their breaks, so that every result says so; a site there had rather enter its own closures. */
export const SCHOOL_ZONES = ['A', 'B', 'C', 'other'] as const;
export type SchoolZone = (typeof SCHOOL_ZONES)[number];

/** What a person sets for a site. */
export interface ServiceHours {
  readonly timeZone: string;
  readonly week: Week;
  /** null: served on public holidays. */
  readonly holidays: HolidayZone | null;
  /** null: served in the school holidays. */
  readonly school: SchoolZone | null;
  readonly closures: readonly DaySpan[];
}

/**
 * The calendar of a site with the days off from one day to another (both included), ready to travel.
 * Reads all the days that the product ships (17 kB): for the server. Two whole years are 0.8 kB of JSON.
 * @param from, to the days that results will be asked for; beyond them, or beyond the data, results say `missing`
 */
export function calendarFor(hours: ServiceHours, from: Day, to: Day): ServiceCalendar {
  const { timeZone, week, holidays, school, closures } = hours;
  return {
    timeZone,
    week,
    publicHolidays: holidays === null ? null : within(publicDays(holidays), PUBLIC_KNOWN, from, to),
    schoolHolidays: school === null ? null : school === 'other' ? { known: null, off: [] } : within(schoolBreaks(school), SCHOOL_KNOWN, from, to),
    closures,
  };
}

function within(days: readonly DaySpan[], known: readonly [Day, Day], from: Day, to: Day): KnownDays {
  const start = from > known[0] ? from : known[0];
  const end = to < known[1] ? to : known[1];
  if (start > end) return { known: null, off: [] };
  return { known: [start, end], off: days.filter((span) => ends(span)[1] >= start && ends(span)[0] <= end) };
}

/** In order, each once (Ascension falls on another holiday in some years). */
function publicDays(zone: HolidayZone): Day[] {
  return [...new Set([...listed(PUBLIC_COMMON), ...listed(PUBLIC_MORE[zone])])].sort();
}

/** "2026 0101 0406" → 2026-01-01, 2026-04-06 */
function listed(lines: string): Day[] {
  return lines.split('\n').flatMap((line) => {
    const [year, ...days] = line.split(' ');
    return days.map((day) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`);
  });
}

function schoolBreaks(zone: Exclude<SchoolZone, 'other'>): DaySpan[] {
  return SCHOOL_BREAKS[zone]
    .trim()
    .split(/\s/)
    .map((span) => [span.slice(0, 10), span.slice(11)] as const);
}
