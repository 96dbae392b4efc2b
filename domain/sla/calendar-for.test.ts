import { existsSync, readFileSync } from 'node:fs';
import Holidays from 'date-holidays';
import { expect, test } from 'vitest';
import { type Day, type DaySpan, DEFAULT_WEEK, ends, faultOf, type ServiceCalendar } from './calendar.ts';
import { calendarFor, HOLIDAY_ZONES, type HolidayZone, LACKS_OWN_DAYS, SCHOOL_ZONES, type SchoolZone } from './calendar-for.ts';
import { PUBLIC_KNOWN } from './days/public.ts';
import { SCHOOL_KNOWN } from './days/school.ts';

const SOURCES = '../shared/data/calendars';
const YEARS = Array.from({ length: 26 }, (_, i) => 2006 + i);

const hours = (more: { holidays?: HolidayZone | null; school?: SchoolZone | null }) => ({
  timeZone: 'Europe/Paris',
  week: DEFAULT_WEEK,
  holidays: null,
  school: null,
  closures: [],
  ...more,
});
const everyPublicDay = (holidays: HolidayZone) => calendarFor(hours({ holidays }), '1900-01-01', '2100-01-01').publicHolidays?.off ?? [];

/** Where date-holidays looks, and how it differs from the data, month and day or its own word for a moving day. */
const ELSEWHERE: Readonly<Record<HolidayZone, { at: readonly string[]; ours?: readonly string[]; theirs?: readonly string[] }>> = {
  'alsace-moselle': { at: ['FR', '57'] },
  // By custom; an employer may work.
  guadeloupe: { at: ['GP'], theirs: ['Vendredi saint'] },
  martinique: { at: ['MQ'], theirs: ['Vendredi saint'] },
  guyane: { at: ['GF'] },
  'la-reunion': { at: ['RE'] },
  mayotte: { at: ['YT'] },
  metropole: { at: ['FR'] },
  // The territory's own law, which the data does not hold: LACKS_OWN_DAYS.
  'nouvelle-caledonie': { at: ['NC'], theirs: ['Fête de la Citoyenneté'] },
  'polynesie-francaise': { at: ['PF'], theirs: ['Vendredi saint', 'Arrivée de l’Évangile', 'Matari’i', 'Fête de l’Autonomie'] },
  'saint-barthelemy': { at: ['BL'] },
  // The abolition: 27 May there, 28 May in the data of the State.
  'saint-martin': { at: ['MF'], ours: ['05-28'], theirs: ['Abolition de l’esclavage'] },
  'saint-pierre-et-miquelon': { at: ['PM'] },
  'wallis-et-futuna': { at: ['WF'], theirs: ['Fête de Saint Pierre-Chanel', 'Saint Pierre et Paul', 'Fête du Territoire'] },
};

test.each(HOLIDAY_ZONES)('the public holidays of %s are those of date-holidays, 2006 to 2031', (zone) => {
  const { at, ours = [], theirs = [] } = ELSEWHERE[zone];
  const [country = '', state = ''] = at;
  const asked = new Holidays(country, state, '', { languages: 'fr' });
  const found = YEARS.flatMap((year) => asked.getHolidays(year)).filter((day) => day.type === 'public');
  const others = [...new Set(found.filter(({ name }) => !theirs.includes(name)).map(({ date }) => date.slice(0, 10)))].sort();
  const left = found.filter(({ name }) => theirs.includes(name));
  expect(new Set(left.map(({ name }) => name)), 'each exception is one').toEqual(new Set(theirs));
  // A day that an exception and another holiday both fall on is left out of both lists.
  const apart = new Set(left.map(({ date }) => date.slice(0, 10)));
  const compared = (days: readonly DaySpan[]) => days.map(String).filter((day) => !apart.has(day) && !ours.includes(day.slice(5)));
  expect(compared(everyPublicDay(zone))).toEqual(compared(others));
});

test('the territories whose own holidays are lacking are named', () => {
  const lacking = HOLIDAY_ZONES.filter((zone) => (ELSEWHERE[zone].theirs ?? []).some((name) => !/Vendredi saint|Abolition/.test(name)));
  expect(lacking.sort()).toEqual([...LACKS_OWN_DAYS].sort());
});

const rows = (path: string) =>
  readFileSync(`${SOURCES}/${path}`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));

test('the public holidays are the source’s, zone by zone', () => {
  if (!existsSync(SOURCES)) return console.log('skipped: no reference data');
  for (const zone of HOLIDAY_ZONES) {
    const source = rows(`etalab-jours-feries/csv/jours_feries_${zone}.csv`).map(([day]) => day);
    expect(everyPublicDay(zone), zone).toEqual([...new Set(source)].sort());
  }
});

test('the school holidays are the source’s, day by day, and end where it does', () => {
  if (!existsSync(SOURCES)) return console.log('skipped: no reference data');
  for (const [zone, column] of [['A', 1] as const, ['B', 2] as const, ['C', 3] as const]) {
    const off = calendarFor(hours({ school: zone }), '1900-01-01', '2100-01-01').schoolHolidays?.off ?? [];
    const covers = (day: Day) => off.some((span) => ends(span)[0] <= day && day <= ends(span)[1]);
    const source = rows('vacances-scolaires/data.csv');
    expect(source.filter((row) => (row[column] === 'True') !== covers(row[0] ?? '')).map(([day]) => day)).toEqual([]);
  }
});

test('what is known ends with the data, and with what was asked', () => {
  expect(PUBLIC_KNOWN).toEqual(['2006-01-01', '2031-12-31']);
  expect(SCHOOL_KNOWN).toEqual(['1990-09-01', '2026-08-31']);
  const both = calendarFor(hours({ holidays: 'metropole', school: 'B' }), '2026-01-01', '2027-12-31');
  expect(both.publicHolidays?.known).toEqual(['2026-01-01', '2027-12-31']);
  expect(both.publicHolidays?.off).toHaveLength(22);
  expect(both.schoolHolidays?.known).toEqual(['2026-01-01', '2026-08-31']);
  // The break that began in December reaches into what was asked.
  expect(both.schoolHolidays?.off[0]).toEqual(['2025-12-20', '2026-01-04']);
  expect(calendarFor(hours({ holidays: 'metropole' }), '2040-01-01', '2041-12-31').publicHolidays).toEqual({ known: null, off: [] });
  expect(calendarFor(hours({ school: 'other' }), '2026-01-01', '2026-12-31').schoolHolidays).toEqual({ known: null, off: [] });
  expect(calendarFor(hours({}), '2026-01-01', '2026-12-31')).toMatchObject({ publicHolidays: null, schoolHolidays: null });
  expect(SCHOOL_ZONES).toContain('other');
});

test('a calendar is small, plain JSON', () => {
  const two = calendarFor(hours({ holidays: 'alsace-moselle', school: 'C' }), '2025-01-01', '2026-12-31');
  expect(JSON.parse(JSON.stringify(two))).toEqual(two);
  expect(JSON.stringify(two).length).toBeLessThan(1200);
});

test('a calendar that cannot be used says why', () => {
  const good = calendarFor(hours({ holidays: 'metropole', school: 'A' }), '2026-01-01', '2027-12-31');
  const week = (monday: readonly (readonly [number, number])[]) => [monday, [], [], [], [], [], []] as const;
  const closed = (...closures: DaySpan[]): ServiceCalendar => ({ ...good, closures });
  expect(faultOf(good)).toBeNull();
  expect(faultOf({ ...good, timeZone: 'Europe/Lutece' })).toBe('time-zone');
  expect(faultOf({ ...good, week: week([]) })).toBeNull();
  expect(faultOf({ ...good, week: week([[0, 1440]]) })).toBeNull();
  for (const monday of [
    [[540, 540]],
    [[600, 540]],
    [[540, 1441]],
    [[-1, 60]],
    [
      [540, 720],
      [700, 800],
    ],
    [
      [540, 720],
      [720, 800],
    ],
    [[540.5, 600]],
  ] as const) {
    expect(faultOf({ ...good, week: week(monday) }), JSON.stringify(monday)).toBe('hours');
  }
  expect(faultOf(closed('2028-02-29', ['2026-12-24', '2027-01-02']))).toBeNull();
  for (const day of ['2026-02-29', '2026-13-01', '26-01-01', 'demain']) expect(faultOf(closed(day)), day).toBe('days');
  expect(faultOf(closed(['2026-12-24', '2026-12-23']))).toBe('days');
});
