import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DayHours } from './calendar.ts';
import { parseDays, parseHours, parseLength, typedDays, typedHours, typedLength } from './typed.ts';

test('hours as people type them', () => {
  const noon: DayHours = [
    [480, 720],
    [810, 1050],
  ];
  for (const typed of ['8:00-12:00, 13:30-17:30', '8h-12h, 13h30-17h30', ' 08 h 00 – 12 h 00 ; 13.30 – 17.30 ', '8h à 12h et 13h30 à 17h30'])
    expect(parseHours(typed), typed).toEqual(noon);
  expect(parseHours('7-24')).toEqual([[420, 1440]]);
  for (const typed of ['', '  ', 'fermé', 'Fermée', 'closed', '-']) expect(parseHours(typed), typed).toEqual([]);
  for (const typed of ['8h', '12h-8h', '8h-12h, 11h-14h', '8h-12h, 12h-14h', '8h-25h', '8:75-9', 'matin', '8h-12h,', '8h-8h'])
    expect(parseHours(typed), typed).toBeNull();
});

test('what is shown can be typed again', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 6 });
  fc.assert(
    fc.property(cuts, (drawn) => {
      const at = [...drawn].sort((a, b) => a - b);
      const hours = Array.from({ length: Math.floor(at.length / 2) }, (_, i) => [at[2 * i], at[2 * i + 1]] as [number, number]);
      expect(parseHours(typedHours(hours))).toEqual(hours);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (minutes) => {
      expect(parseLength(typedLength(minutes, 600), 600)).toBe(minutes);
    }),
  );
  const days = ['2026-12-24', ['2026-12-26', '2027-01-02']] as const;
  expect(parseDays(typedDays(days))).toEqual(days);
});

test('days off as people type them', () => {
  expect(parseDays('24/12/2026\n\ndu 26/12/2026 au 2/1/2027')).toEqual(['2026-12-24', ['2026-12-26', '2027-01-02']]);
  expect(parseDays('2026-12-24 – 2026-12-24; 2027-05-07')).toEqual(['2026-12-24', '2027-05-07']);
  expect(parseDays(' ')).toEqual([]);
  for (const typed of ['30/02/2026', '24/12', 'Noël', '02/01/2027 - 26/12/2026', '2026-13-01']) expect(parseDays(typed), typed).toBeNull();
});

test('lengths: a day is a day of service', () => {
  expect(['15 min', '4 h', '4 h 30', '4h05', '3 j', '1 j 2 h', '90m'].map((t) => parseLength(t, 600))).toEqual([15, 240, 270, 245, 1800, 720, 90]);
  for (const typed of ['', '0', '30', '4 h 75', 'vite', '400 j', '-1 h']) expect(parseLength(typed, 1440), typed).toBeNull();
});
