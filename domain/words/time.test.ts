import { expect, test } from 'vitest';
import { ago, bytes, calendarDay, clock, date, fieldTime, longDay, span, when } from './time.ts';

const PARIS = 'Europe/Paris';
const REUNION = 'Indian/Reunion';
const TAHITI = 'Pacific/Tahiti';
/** Friday 20 November 2026, 10:00 in Paris. */
const now = Date.UTC(2026, 10, 20, 9, 0);
const at = (h: number, m: number, day = 20) => Date.UTC(2026, 10, day, h - 1, m);
/** No-break spaces shown as "_", so that a missing one is seen. */
const seen = (text: string) => text.replaceAll('\u00a0', '_');

test('a time of day has no-break spaces and no leading zero', () => {
  expect(seen(clock(at(9, 5), PARIS, 'fr'))).toBe('9_h_05');
  expect(seen(clock(at(0, 0), PARIS, 'fr'))).toBe('0_h_00');
  expect(clock(at(17, 30), PARIS, 'en')).toBe('17:30');
});

test('an instant is told in the zone of the site, overseas too', () => {
  expect(seen(clock(now, REUNION, 'fr'))).toBe('13_h_00');
  expect(seen(clock(now, TAHITI, 'fr'))).toBe('23_h_00');
  expect(seen(when(now, now + 3_600_000, TAHITI, 'fr'))).toBe('hier à 23_h_00');
});

test('the clock follows summer time', () => {
  expect(seen(clock(Date.UTC(2026, 6, 1, 8, 0), PARIS, 'fr'))).toBe('10_h_00');
  expect(seen(clock(Date.UTC(2026, 0, 1, 8, 0), PARIS, 'fr'))).toBe('9_h_00');
});

test('today has no date, near days have a word, the week has its day, the rest a date', () => {
  expect(seen(when(at(9, 42), now, PARIS, 'fr'))).toBe('9_h_42');
  expect(seen(when(at(17, 20, 19), now, PARIS, 'fr'))).toBe('hier à 17_h_20');
  expect(seen(when(at(8, 30, 21), now, PARIS, 'fr'))).toBe('demain à 8_h_30');
  expect(seen(when(at(11, 10, 23), now, PARIS, 'fr'))).toBe('lundi 11_h_10');
  expect(seen(when(at(9, 0, 4), now, PARIS, 'fr'))).toBe('4_nov.');
  expect(seen(when(Date.UTC(2025, 2, 12), now, PARIS, 'fr'))).toBe('12_mars_2025');
  expect(when(at(11, 10, 23), now, PARIS, 'en')).toBe('Monday 11:10');
});

test('the first of a month is "1er"', () => {
  expect(seen(date(at(12, 0, 1), now, PARIS, 'fr'))).toBe('1er_nov.');
  expect(seen(date(at(12, 0, 1), now, PARIS, 'en'))).toBe('1_Nov');
  expect(calendarDay('2027-09-01', 'fr')).toBe('1er septembre 2027');
});

test('a day of the register does not move with the zone', () => {
  expect(calendarDay('2027-08-31', 'fr')).toBe('31 août 2027');
  expect(calendarDay('2027-08-31', 'en')).toBe('31 August 2027');
  expect(calendarDay('soon', 'fr')).toBe('soon');
});

test('how long ago', () => {
  expect(ago(now - 5_000, now, 'fr')).toBe('à l’instant');
  expect(ago(now + 90_000, now, 'fr')).toBe('à l’instant');
  expect(seen(ago(now - 5 * 60_000, now, 'fr'))).toBe('il y a 5_min');
  expect(seen(ago(now - 3.5 * 3_600_000, now, 'fr'))).toBe('il y a 3_h');
  expect(seen(ago(now - 4 * 86_400_000, now, 'fr'))).toBe('il y a 4_j');
  expect(seen(ago(now - 4 * 86_400_000, now, 'en'))).toBe('4_d ago');
});

test('a length of time has two units at most', () => {
  expect(seen(span(40_000, 'fr'))).toBe('40_s');
  expect(seen(span(14 * 60_000, 'fr'))).toBe('14_min');
  expect(seen(span(7 * 3_600_000 + 20 * 60_000, 'fr'))).toBe('7_h_20');
  expect(seen(span(4 * 3_600_000, 'fr'))).toBe('4_h');
  expect(seen(span(52 * 3_600_000, 'fr'))).toBe('2_j 4_h');
  expect(seen(span(24 * 3_600_000, 'fr', 10 * 3_600_000))).toBe('2_j 4_h');
  expect(seen(span(-40 * 60_000, 'fr'))).toBe('40_min');
});

test('the receipt is told only when it came more than two minutes after the act', () => {
  expect(seen(fieldTime(at(9, 42), at(9, 44), now, PARIS, 'fr'))).toBe('9_h_42');
  expect(seen(fieldTime(at(9, 42), null, now, PARIS, 'fr'))).toBe('9_h_42');
  expect(seen(fieldTime(at(9, 42), at(10, 1), now, PARIS, 'fr'))).toBe('9_h_42 sur place, reçu à 10_h_01');
  expect(seen(fieldTime(at(17, 42, 18), at(8, 1, 19), now, PARIS, 'fr'))).toBe('mercredi 17_h_42 sur place, reçu hier à 8_h_01');
  expect(seen(fieldTime(at(17, 42, 19), at(8, 1, 20), now, PARIS, 'fr'))).toBe('hier à 17_h_42 sur place, reçu à 8_h_01');
  expect(fieldTime(at(9, 42), at(10, 1), now, PARIS, 'en')).toBe('9:42 on site, received at 10:01');
});

test('the long day and sizes', () => {
  expect(longDay(now, PARIS, 'fr')).toBe('vendredi 20 novembre');
  expect(longDay(now, PARIS, 'en')).toBe('Friday 20 November');
  expect(seen(bytes(412_000, 'fr'))).toBe('412_Ko');
  expect(seen(bytes(1_240_000, 'fr'))).toBe('1,2_Mo');
});
