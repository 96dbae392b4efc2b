import type { Instant } from '#domain/ids.ts';

const MINUTE = 60_000;
export const DAY_MS = 86_400_000;

/** A stretch of time with one offset (local − UTC, ms): [from, to[. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly offset: number;
}

/** Is it a time zone that this machine knows? */
export function isZone(timeZone: string): boolean {
  try {
    return Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * One IANA zone. Intl costs 2 µs a call: it is asked once for each UTC midnight, and some ten times more on the day of a transition.
 * @throws RangeError for a zone that this machine does not know (`isZone`)
 */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #midnights = new Map<number, number>();
  readonly #days = new Map<number, readonly Stretch[]>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  }

  /** The UTC day (days since 1970) in one stretch, or two around a change of the clocks. */
  day(utcDay: number): readonly Stretch[] {
    const before = this.#midnight(utcDay);
    const after = this.#midnight(utcDay + 1);
    const from = utcDay * DAY_MS;
    const to = from + DAY_MS;
    if (before === after) return [{ from, to, offset: before }];
    const known = this.#days.get(utcDay);
    if (known) return known;
    const change = this.#changeBetween(from, to, before);
    const cut = [
      { from, to: change, offset: before },
      { from: change, to, offset: after },
    ];
    this.#days.set(utcDay, cut);
    return cut;
  }

  /** The local calendar day at an instant, in days since 1970. */
  localDay(at: Instant): number {
    const stretch = this.day(Math.floor(at / DAY_MS)).find(({ to }) => at < to);
    return Math.floor((at + (stretch?.offset ?? 0)) / DAY_MS);
  }

  #midnight(utcDay: number): number {
    const known = this.#midnights.get(utcDay);
    if (known !== undefined) return known;
    const offset = this.#ask(utcDay * DAY_MS);
    this.#midnights.set(utcDay, offset);
    return offset;
  }

  /** Bisects to the minute; the clocks change at most once a day. */
  #changeBetween(from: Instant, to: Instant, before: number): Instant {
    let [low, high] = [from, to];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (this.#ask(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  /** @param at a whole second */
  #ask(at: Instant): number {
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = (this.#format.format(at).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  }
}
