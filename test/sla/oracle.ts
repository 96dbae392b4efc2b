import Holidays from 'date-holidays';
import type { ServiceCalendar } from '#domain/sla/calendar.ts';
import type { Pause } from '#domain/sla/pauses.ts';

const MINUTE = 60_000;

/** What the wall clock of a zone shows in one minute: the weekday (Monday 0), the day, the minute of the day. */
interface Wall {
  readonly weekday: number;
  readonly day: string;
  readonly minute: number;
}

/** A zone's wall clock, asked of Intl for each minute; answers are kept, because cases fall on the same weeks. */
function wallClock(timeZone: string): (minute: number) => Wall {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...{ weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const seen = new Map<number, Wall>();
  return (minute) => {
    const known = seen.get(minute);
    if (known) return known;
    // "Sun, 29/03/2026, 03:30"
    const [, name = '', of, month, year, hour, past] = /^(\w+), (\d+)\/(\d+)\/(\d+), (\d+):(\d+)$/.exec(format.format(minute * MINUTE)) ?? [];
    const wall = {
      weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(name),
      day: `${year}-${month}-${of}`,
      minute: Number(hour) * 60 + Number(past),
    };
    seen.set(minute, wall);
    return wall;
  };
}

const clocks = new Map<string, (minute: number) => Wall>();
const offDays = new Map<string, Set<string>>();

/** Public holidays as date-holidays computes them from the rules, for the years around the cases. */
function publicDays(place: string): Set<string> {
  const known = offDays.get(place);
  if (known) return known;
  const [country = '', state = ''] = place.split('-');
  const asked = new Holidays(country, state);
  const years = Array.from({ length: 26 }, (_, i) => 2006 + i);
  const days = years.flatMap((year) => asked.getHolidays(year).filter(({ type }) => type === 'public'));
  const made = new Set(days.map(({ date }) => date.slice(0, 10)));
  offDays.set(place, made);
  return made;
}

/**
 * The other way to count: minute by minute, each asked whether it counts. Knows of the product's code the calendar's shape only, and takes
 * the public holidays from elsewhere.
 * @param place where date-holidays looks ("FR", "FR-57"); null: served on public holidays
 */
export class MinuteWalk {
  readonly #calendar: ServiceCalendar | 'always';
  readonly #wall: (minute: number) => Wall;
  readonly #holidays: Set<string>;
  readonly #pauses: readonly Pause[];

  constructor(calendar: ServiceCalendar | 'always', place: string | null, pauses: readonly Pause[]) {
    this.#calendar = calendar;
    this.#pauses = pauses;
    this.#holidays = place === null ? new Set() : publicDays(place);
    const zone = calendar === 'always' ? 'UTC' : calendar.timeZone;
    this.#wall = clocks.get(zone) ?? wallClock(zone);
    clocks.set(zone, this.#wall);
  }

  #counts(minute: number): boolean {
    const at = minute * MINUTE;
    if (this.#pauses.some(({ from, to }) => from <= at && (to === null || at < to))) return false;
    if (this.#calendar === 'always') return true;
    const { weekday, day, minute: past } = this.#wall(minute);
    if (this.#holidays.has(day)) return false;
    for (const span of [...(this.#calendar.schoolHolidays?.off ?? []), ...this.#calendar.closures]) {
      const [first, last] = typeof span === 'string' ? [span, span] : span;
      if (first <= day && day <= last) return false;
    }
    return (this.#calendar.week[weekday] ?? []).some(([opens, closes]) => opens <= past && past < closes);
  }

  /** Minutes that count between two whole minutes, in ms. */
  elapsed(from: number, to: number): number {
    let minutes = 0;
    for (let minute = from / MINUTE; minute < to / MINUTE; minute += 1) if (this.#counts(minute)) minutes += 1;
    return minutes * MINUTE;
  }

  /** The end of the minute that uses up the target; null when `days` are not enough. */
  dueAt(start: number, minutes: number, days: number): number | null {
    let left = minutes;
    if (left <= 0) return start;
    for (let minute = start / MINUTE; minute < start / MINUTE + days * 1440; minute += 1) {
      if (this.#counts(minute)) left -= 1;
      if (left === 0) return (minute + 1) * MINUTE;
    }
    return null;
  }
}
