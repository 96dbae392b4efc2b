import { describe, expect, test } from 'vitest';
import { type DayHours, DEFAULT_WEEK, type ServiceCalendar, type Week } from './calendar.ts';
import { calendarFor, type ServiceHours } from './calendar-for.ts';
import { dueAt, elapsed, type Target } from './measure.ts';
import { isOpenAt, opensAt } from './openings.ts';
import type { Pause } from './pauses.ts';

const HOUR = 3_600_000;
const every = (hours: DayHours): Week => [hours, hours, hours, hours, hours, hours, hours];
const site = (more: Partial<ServiceHours> = {}): ServiceCalendar =>
  calendarFor(
    { timeZone: 'Europe/Paris', week: DEFAULT_WEEK, holidays: 'metropole', school: null, closures: [], ...more },
    '2020-01-01',
    '2031-12-31',
  );
const paris = site();
const hours = (n: number): Target => ({ minutes: n * 60, counts: 'service' });
/** A time of the wall clock with its offset, as a person writes it: "2026-11-20T16:30+01:00". */
const t = (text: string) => Date.parse(text);
/** The due instant on the wall clock of a zone, "2026-11-23 16:30"; what else it is when there is none. */
function due(start: string, target: Target, calendar = paris, pauses: readonly Pause[] = []): string {
  const found = dueAt(t(start), target, calendar, pauses);
  return found.kind === 'at' ? new Date(found.at).toLocaleString('sv-SE', { timeZone: calendar.timeZone }).slice(0, 16) : found.kind;
}

describe('[41] in service time of the site', () => {
  test('one service day from a Friday afternoon ends on Monday at the same hour', () => {
    expect(due('2026-11-20T16:30+01:00', hours(10))).toBe('2026-11-23 16:30');
    expect(due('2026-11-20T16:30+01:00', hours(1))).toBe('2026-11-20 17:30');
    expect(due('2026-11-21T12:00+01:00', hours(0.5))).toBe('2026-11-23 08:00');
    expect(due('2026-11-20T18:00+01:00', hours(0))).toBe('2026-11-20 18:00');
  });
  test('a site that closes at noon', () => {
    const noon: DayHours = [
      [480, 720],
      [810, 1050],
    ];
    const calendar = site({ week: [noon, noon, [[480, 720]], noon, noon, [], []] });
    expect(due('2026-11-20T11:30+01:00', hours(1), calendar)).toBe('2026-11-20 14:00');
    expect(due('2026-11-20T12:30+01:00', hours(4), calendar)).toBe('2026-11-20 17:30');
    // Wednesday afternoon is closed.
    expect(due('2026-11-25T11:00+01:00', hours(2), calendar)).toBe('2026-11-26 09:00');
    expect(isOpenAt(t('2026-11-20T12:00+01:00'), calendar)).toBe(false);
    expect(isOpenAt(t('2026-11-20T13:30+01:00'), calendar)).toBe(true);
    expect(opensAt(t('2026-11-20T12:10+01:00'), calendar)).toBe(t('2026-11-20T13:30+01:00'));
    expect(opensAt(t('2026-11-20T14:10+01:00'), calendar)).toBe(t('2026-11-20T14:10+01:00'));
  });
  test('a public holiday counts nothing; one on a week-end takes nothing away', () => {
    expect(due('2026-05-13T17:00+02:00', hours(1))).toBe('2026-05-15 08:00');
    // 15 August 2026 is a Saturday, 1 November a Sunday.
    expect(due('2026-08-14T17:00+02:00', hours(1))).toBe('2026-08-17 08:00');
    expect(due('2026-10-30T17:00+01:00', hours(1))).toBe('2026-11-02 08:00');
    expect(due('2026-05-13T17:00+02:00', hours(1), site({ holidays: null }))).toBe('2026-05-14 08:00');
  });
  test('the end of a year, and a leap day', () => {
    expect(due('2025-12-31T16:30+01:00', hours(2))).toBe('2026-01-02 08:30');
    expect(due('2028-02-28T16:30+01:00', hours(2))).toBe('2028-02-29 08:30');
    expect(due('2028-02-29T16:30+01:00', hours(2))).toBe('2028-03-01 08:30');
    expect(due('2027-02-26T16:30+01:00', hours(2))).toBe('2027-03-01 08:30');
  });
  test('Good Friday and 26 December are off in Alsace-Moselle only', () => {
    const strasbourg = site({ holidays: 'alsace-moselle' });
    expect(due('2026-04-02T17:00+02:00', hours(1), strasbourg)).toBe('2026-04-07 08:00');
    expect(due('2026-04-02T17:00+02:00', hours(1))).toBe('2026-04-03 08:00');
    expect(elapsed(t('2025-12-26T00:00+01:00'), t('2025-12-27T00:00+01:00'), strasbourg).ms).toBe(0);
    expect(elapsed(t('2025-12-26T00:00+01:00'), t('2025-12-27T00:00+01:00'), paris).ms).toBe(10 * HOUR);
  });
  test('overseas, on the clock and the holidays of there', () => {
    const reunion = site({ timeZone: 'Indian/Reunion', holidays: 'la-reunion' });
    expect(due('2026-11-20T16:30+04:00', hours(2), reunion)).toBe('2026-11-23 08:30');
    expect(due('2027-12-17T17:00+04:00', hours(1), reunion), '20 December, a Monday').toBe('2027-12-21 08:00');
    const cayenne = site({ timeZone: 'America/Cayenne', holidays: 'guyane' });
    expect(due('2026-06-09T17:00-03:00', hours(1), cayenne)).toBe('2026-06-11 08:00');
    const papeete = site({ timeZone: 'Pacific/Tahiti', holidays: 'polynesie-francaise' });
    // It is already Saturday in Paris.
    expect(due('2026-11-20T14:30-10:00', hours(2), papeete)).toBe('2026-11-20 16:30');
    // Its own holiday is not in the data: the site's closures hold it.
    const own = site({ timeZone: 'Pacific/Tahiti', holidays: 'polynesie-francaise', closures: ['2026-11-20'] });
    expect(due('2026-11-19T17:00-10:00', hours(1), own)).toBe('2026-11-23 08:00');
  });
  test('school holidays by zone, and days that a site closes', () => {
    // 9 February 2026: zone A is off, zone C is not.
    expect(due('2026-02-06T17:00+01:00', hours(1), site({ school: 'A' }))).toBe('2026-02-23 08:00');
    expect(due('2026-02-06T17:00+01:00', hours(1), site({ school: 'C' }))).toBe('2026-02-09 08:00');
    expect(due('2026-02-06T17:00+01:00', hours(1), site({ closures: [['2026-02-09', '2026-02-10']] }))).toBe('2026-02-11 08:00');
  });
});

describe('[41] nights that the clocks change', () => {
  const night = site({
    holidays: null,
    week: every([
      [0, 360],
      [1320, 1440],
    ]),
  });
  test('the short night has seven hours of the eight, the long one nine', () => {
    const ofNight = (from: string, to: string) => elapsed(t(from), t(to), night).ms / HOUR;
    expect(ofNight('2026-03-27T22:00+01:00', '2026-03-28T06:00+01:00')).toBe(8);
    expect(ofNight('2026-03-28T22:00+01:00', '2026-03-29T06:00+02:00')).toBe(7);
    expect(ofNight('2026-10-24T22:00+02:00', '2026-10-25T06:00+01:00')).toBe(9);
    expect(due('2026-03-29T01:30+01:00', hours(1), night)).toBe('2026-03-29 03:30');
    expect(due('2026-10-25T02:30+02:00', hours(1), night)).toBe('2026-10-25 02:30');
  });
  test('an hour that is skipped is none, one that comes twice is two', () => {
    const third = site({ holidays: null, week: every([[120, 180]]) });
    expect(elapsed(t('2026-03-28T12:00Z'), t('2026-03-29T12:00Z'), third).ms).toBe(0);
    expect(elapsed(t('2026-10-24T12:00Z'), t('2026-10-25T12:00Z'), third).ms).toBe(2 * HOUR);
  });
  test('the office hours of the day after are ten, at both ends of summer', () => {
    expect(due('2026-03-27T16:30+01:00', hours(10))).toBe('2026-03-30 16:30');
    expect(due('2026-10-23T16:30+02:00', hours(10))).toBe('2026-10-26 16:30');
  });
  test('Saint-Pierre-et-Miquelon changes on other nights than Paris', () => {
    const calendar = site({ timeZone: 'America/Miquelon', holidays: 'saint-pierre-et-miquelon', week: every([[0, 1440]]) });
    expect(elapsed(t('2026-03-08T00:00-03:00'), t('2026-03-09T00:00-02:00'), calendar).ms).toBe(23 * HOUR);
  });
});

describe('[41] what stops a clock', () => {
  const wait = (from: string, to: string | null): Pause => ({ from: t(from), to: to === null ? null : t(to), why: 'requester' });
  test('a pause moves the end by the service time it covers, not by its length', () => {
    const overNight = wait('2026-11-23T17:00+01:00', '2026-11-24T08:00+01:00');
    expect(due('2026-11-23T16:00+01:00', hours(4), paris)).toBe('2026-11-24 10:00');
    expect(due('2026-11-23T16:00+01:00', hours(4), paris, [overNight])).toBe('2026-11-24 11:00');
  });
  test('a pause that lasts has no end yet, unless the end came before it', () => {
    const open = wait('2026-11-23T17:00+01:00', null);
    expect(dueAt(t('2026-11-23T16:00+01:00'), hours(4), paris, [open])).toEqual({
      kind: 'paused',
      since: t('2026-11-23T17:00+01:00'),
      left: 3 * HOUR,
      missing: [],
    });
    expect(due('2026-11-23T16:00+01:00', hours(1), paris, [open])).toBe('2026-11-23 17:00');
    expect(elapsed(t('2026-11-23T16:00+01:00'), t('2027-11-23T16:00+01:00'), paris, [open]).ms).toBe(HOUR);
  });
  test('by the clock, 24/7, neither night nor holiday stops it; a pause does', () => {
    const always: Target = { minutes: 240, counts: 'always' };
    expect(due('2026-12-24T22:30+01:00', always)).toBe('2026-12-25 02:30');
    expect(due('2026-10-25T00:30+02:00', always)).toBe('2026-10-25 03:30');
    expect(due('2026-12-24T22:30+01:00', always, paris, [wait('2026-12-25T00:00+01:00', '2026-12-25T08:00+01:00')])).toBe('2026-12-25 10:30');
  });
});

describe('what can never be, or is not known, says so', () => {
  test('without service hours nothing is due, with or without a pause; 24/7 is', () => {
    const never = site({ week: every([]) });
    expect(due('2026-11-23T16:00+01:00', hours(4), never)).toBe('never');
    expect(due('2026-11-23T16:00+01:00', hours(4), never, [{ from: 0, to: null, why: 'parts' }])).toBe('never');
    expect(due('2026-11-23T16:00+01:00', hours(4), site({ closures: [['2020-01-01', '9999-12-31']] }))).toBe('never');
    expect(opensAt(t('2026-11-23T16:00+01:00'), never)).toBeNull();
    expect(elapsed(0, t('2026-11-23T16:00+01:00'), never).ms).toBe(0);
    expect(due('2026-11-23T16:00+01:00', { minutes: 60, counts: 'always' }, never)).toBe('2026-11-23 17:00');
  });
  test('past the end of the data the result carries a warning, never a silent "no holiday"', () => {
    const school = site({ school: 'A' });
    const known = { of: 'school', known: ['2020-01-01', '2026-08-31'] };
    expect(dueAt(t('2026-08-31T08:00+02:00'), hours(2), school)).toMatchObject({ kind: 'at', missing: [] });
    expect(dueAt(t('2026-08-31T17:00+02:00'), hours(2), school)).toMatchObject({ kind: 'at', missing: [known] });
    expect(elapsed(t('2026-11-02T08:00+01:00'), t('2026-11-02T09:00+01:00'), school)).toEqual({ ms: HOUR, missing: [known] });
    expect(dueAt(t('2031-12-31T17:00+01:00'), hours(2), paris)).toMatchObject({ missing: [{ of: 'public', known: ['2020-01-01', '2031-12-31'] }] });
    expect(elapsed(t('2019-12-31T17:00+01:00'), t('2020-01-02T09:00+01:00'), paris).missing).toHaveLength(1);
    expect(elapsed(t('2026-01-05T08:00+01:00'), t('2026-01-05T09:00+01:00'), site({ school: 'other' })).missing).toEqual([
      { of: 'school', known: null },
    ]);
  });
  test('the last known day is the site’s own, not that of UTC', () => {
    const noumea = calendarFor(
      { timeZone: 'Pacific/Noumea', week: every([[0, 1440]]), holidays: 'nouvelle-caledonie', school: null, closures: [] },
      '2026-01-01',
      '2026-06-30',
    );
    expect(elapsed(t('2026-06-30T10:00+11:00'), t('2026-06-30T23:59+11:00'), noumea).missing).toEqual([]);
    expect(elapsed(t('2026-06-30T10:00+11:00'), t('2026-07-01T00:01+11:00'), noumea).missing).toHaveLength(1);
  });
  test('a calendar that comes from storage again is computed once, and a wild span of time ends', () => {
    const again = JSON.parse(JSON.stringify(paris)) as ServiceCalendar;
    expect(elapsed(t('2026-11-20T16:30+01:00'), t('2026-11-23T16:30+01:00'), again).ms).toBe(10 * HOUR);
    expect(elapsed(-8.64e15, 8.64e15, 'always').ms).toBeGreaterThan(0);
    expect(elapsed(Number.NaN, 1, paris).ms).toBe(0);
    expect(() => elapsed(0, HOUR, { ...paris, timeZone: 'Mars/Olympus' })).toThrow(RangeError);
  });
});
