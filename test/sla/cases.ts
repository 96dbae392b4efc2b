import fc from 'fast-check';
import type { DayHours, ServiceCalendar, Week } from '#domain/sla/calendar.ts';
import { calendarFor, type HolidayZone } from '#domain/sla/calendar-for.ts';
import type { Pause } from '#domain/sla/pauses.ts';
import { WAIT_REASONS } from '#domain/ticket/ticket.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Where sites stand, and the weeks in which counting goes wrong: nights that the clocks change, ends of years, leap days, holidays. */
const PLACES: readonly {
  readonly zone: string;
  readonly holidays: HolidayZone | null;
  readonly place: string | null;
  readonly around: readonly string[];
}[] = [
  {
    zone: 'Europe/Paris',
    holidays: 'metropole',
    place: 'FR',
    around: ['2026-03-29', '2026-10-25', '2025-12-30', '2028-02-28', '2026-05-12', '2026-11-11', '2008-05-01', '2026-08-14'],
  },
  { zone: 'Europe/Paris', holidays: 'alsace-moselle', place: 'FR-57', around: ['2026-04-02', '2027-03-28', '2026-12-25', '2024-02-28'] },
  { zone: 'America/Miquelon', holidays: 'saint-pierre-et-miquelon', place: 'PM', around: ['2026-03-08', '2026-11-01'] },
  { zone: 'America/Cayenne', holidays: 'guyane', place: 'GF', around: ['2026-06-09', '2019-06-10'] },
  { zone: 'Indian/Reunion', holidays: 'la-reunion', place: 'RE', around: ['2027-12-19'] },
  { zone: 'Indian/Mayotte', holidays: 'mayotte', place: 'YT', around: ['2028-04-26'] },
  { zone: 'America/St_Barthelemy', holidays: 'saint-barthelemy', place: 'BL', around: ['2029-10-08'] },
  // Not ours, and harder: half an hour of summer time; clocks that change at midnight; half hours all year; a day that never was.
  { zone: 'Australia/Lord_Howe', holidays: null, place: null, around: ['2026-04-05', '2026-10-04'] },
  { zone: 'America/Havana', holidays: null, place: null, around: ['2026-03-08', '2026-11-01'] },
  { zone: 'Pacific/Marquesas', holidays: null, place: null, around: ['2026-03-01'] },
  { zone: 'Pacific/Apia', holidays: null, place: null, around: ['2011-12-30'] },
];

export interface Case {
  readonly calendar: ServiceCalendar;
  readonly place: string | null;
  readonly start: number;
  readonly pauses: readonly Pause[];
}

/** Up to three openings a day, from cuts of the day in minutes. */
const dayHours: fc.Arbitrary<DayHours> = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 }).map((quarters) => {
  const cuts = quarters.sort((a, b) => a - b).map((quarter) => quarter * 15);
  return Array.from({ length: Math.floor(cuts.length / 2) }, (_, i) => [cuts[2 * i] ?? 0, cuts[2 * i + 1] ?? 0] as const);
});
const office: DayHours = [[450, 1050]];
const noon: DayHours = [
  [480, 720],
  [810, 1050],
];
const night: DayHours = [
  [0, 360],
  [1320, 1440],
];
const whole: DayHours = [[0, 1440]];
const week: fc.Arbitrary<Week> = fc.oneof(
  ...[office, noon, night, whole].map((hours) =>
    fc.constant([hours, hours, hours, hours, hours, hours === office || hours === noon ? [] : hours, []] as const),
  ),
  fc.constant([whole, whole, whole, whole, whole, whole, whole] as const),
  fc.tuple(dayHours, dayHours, dayHours, dayHours, dayHours, dayHours, dayHours),
);

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Whole minutes within `days` of an anchor. */
const minutesAround = (anchor: number, days: number) => fc.integer({ min: -days * 1440, max: days * 1440 }).map((m) => anchor + m * MINUTE);

const anchors = PLACES.flatMap((place) => place.around.map((day) => ({ ...place, anchor: Date.parse(day) })));

export const cases: fc.Arbitrary<Case> = fc.constantFrom(...anchors).chain(({ zone, holidays, place, anchor }) =>
  fc.record({
    calendar: fc
      .record({
        week,
        school: fc.constantFrom(null, null, 'A' as const, 'C' as const),
        shut: fc.array(fc.tuple(fc.integer({ min: -3, max: 6 }), fc.nat(2)), { maxLength: 2 }),
      })
      .map(({ week, school, shut }) =>
        calendarFor(
          {
            timeZone: zone,
            week,
            holidays,
            school,
            closures: shut.map(([from, more]) => [dayOf(anchor + from * DAY), dayOf(anchor + (from + more) * DAY)] as const),
          },
          dayOf(anchor - 60 * DAY),
          dayOf(anchor + 60 * DAY),
        ),
      ),
    place: fc.constant(place),
    start: minutesAround(anchor, 2),
    pauses: fc.array(
      fc
        .record({ from: minutesAround(anchor, 3), minutes: fc.integer({ min: -30, max: 1440 }), why: fc.constantFrom(...WAIT_REASONS) })
        .map(({ from, minutes, why }) => ({
          from,
          to: from + minutes * MINUTE,
          why,
        })),
      { maxLength: 3 },
    ),
  }),
);
