import { expect, test } from 'vitest';
import type { PersonId, SiteId } from './ids.ts';
import { dayAfter, faultOfTurn, mondayOf, type Turn, turnsOf, weekOf } from './oncall.ts';

const at = (text: string) => Date.parse(text);
const turn = (id: string, person: string, from: string, until: string, site: string | null = null): Turn => ({
  ...{ id, person: person as PersonId, site: site as SiteId | null },
  ...{ from: at(from), until: at(until) },
});
const NOW = at('2026-11-23T10:00Z');

test('a turn that ends before it begins, that is over, or lasts for months is a slip', () => {
  const fault = (from: string, until: string) => faultOfTurn(turn('a', 'mina', from, until), [], NOW);
  expect(fault('2026-11-24T18:00Z', '2026-11-24T07:00Z')).toBe('turn-order');
  expect(fault('2026-11-24T18:00Z', '2026-11-24T18:00Z')).toBe('turn-order');
  expect(fault('2026-11-20T18:00Z', '2026-11-21T07:00Z')).toBe('turn-past');
  expect(fault('2026-11-24T18:00Z', '2027-11-25T07:00Z')).toBe('turn-long');
  expect(fault('2026-11-22T18:00Z', '2026-11-24T07:00Z')).toBeNull();
});

test('one person is not on call twice at once for the same place; two people may be, and turns may touch', () => {
  const there = [turn('a', 'mina', '2026-11-24T18:00Z', '2026-11-25T07:00Z', 's')];
  const fault = (t: Turn) => faultOfTurn(t, there, NOW);
  expect(fault(turn('b', 'mina', '2026-11-25T06:00Z', '2026-11-26T07:00Z', 's'))).toBe('turn-twice');
  expect(fault(turn('b', 'mina', '2026-11-25T07:00Z', '2026-11-26T07:00Z', 's'))).toBeNull();
  expect(fault(turn('b', 'hugo', '2026-11-25T06:00Z', '2026-11-26T07:00Z', 's'))).toBeNull();
  expect(fault(turn('b', 'mina', '2026-11-25T06:00Z', '2026-11-26T07:00Z', null))).toBeNull();
  // Changing it is not meeting it.
  expect(fault(turn('a', 'mina', '2026-11-24T19:00Z', '2026-11-25T08:00Z', 's'))).toBeNull();
});

test('a week begins on its Monday, and a night is in two days', () => {
  expect(['2026-11-23', '2026-11-25', '2026-11-29'].map(mondayOf)).toEqual(['2026-11-23', '2026-11-23', '2026-11-23']);
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  const night = turn('a', 'mina', '2026-11-24T16:30Z', '2026-11-25T06:30Z');
  const whole = turn('b', 'hugo', '2026-11-20T16:30Z', '2026-11-24T23:00Z');
  const days = weekOf([night, whole], '2026-11-23', 'Europe/Paris');
  expect(days.map(({ day }) => day)).toHaveLength(7);
  expect(days[0]?.slices).toEqual([{ turn: whole, from: null, until: null }]);
  // Until midnight of Paris, which is not a minute of the next day.
  expect(days[1]?.slices).toEqual([
    { turn: whole, from: null, until: null },
    { turn: night, from: night.from, until: null },
  ]);
  expect(days[2]?.slices).toEqual([{ turn: night, from: null, until: night.until }]);
  expect(days[3]?.slices).toEqual([]);
});

test('the night on which the clocks go back is one day', () => {
  const days = weekOf([turn('a', 'mina', '2026-10-24T22:00Z', '2026-10-25T23:00Z')], '2026-10-19', 'Europe/Paris');
  expect(days.map(({ slices }) => slices.length)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(days[6]?.slices[0]).toMatchObject({ from: null, until: null });
});

test('a phone knows by its own clock whether its person is on call', () => {
  const duty = (from: string, until: string, everywhere = false) => ({ everywhere, from: at(from), until: at(until) });
  const sites = [
    { name: 'A', timeZone: 'Europe/Paris', onCall: [duty('2026-11-23T08:00Z', '2026-11-23T12:00Z'), duty('2026-11-25T08:00Z', '2026-11-25T12:00Z')] },
    { name: 'B', timeZone: 'Europe/Paris', onCall: [duty('2026-11-23T09:00Z', '2026-11-23T20:00Z', true)] },
    { name: 'C', timeZone: 'Europe/Paris' },
  ];
  expect(turnsOf(sites, NOW)).toMatchObject({ current: { site: 'B', until: at('2026-11-23T20:00Z') }, coming: { site: 'A' } });
  expect(turnsOf(sites, at('2026-11-23T20:00Z')).current).toBeNull();
  expect(turnsOf(sites, at('2026-11-25T08:00Z'))).toMatchObject({ current: { site: 'A' }, coming: null });
});
