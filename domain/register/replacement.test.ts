import { expect, test } from 'vitest';
import { type Ageing, replacementReasons, yearsBetween } from './replacement.ts';

const TODAY = '2026-11-24';
const laptop: Ageing = { type: 'laptop', state: 'in_service', purchasedOn: '2021-11-24', warrantyUntil: '2024-11-23' };

test('three tickets in 90 days are a reason, two are not', () => {
  const fresh = { ...laptop, purchasedOn: '2025-09-01', warrantyUntil: '2028-08-31' };
  expect(replacementReasons(fresh, 3, TODAY)).toEqual([{ kind: 'recurring', tickets: 3 }]);
  expect(replacementReasons(fresh, 2, TODAY)).toEqual([]);
});

test('old and out of warranty is a reason; old under warranty, or young without one, is not', () => {
  expect(replacementReasons(laptop, 0, TODAY)).toEqual([{ kind: 'old', years: 5, warrantyUntil: '2024-11-23' }]);
  expect(replacementReasons({ ...laptop, purchasedOn: '2021-11-25' }, 0, TODAY)).toEqual([]);
  expect(replacementReasons({ ...laptop, warrantyUntil: TODAY }, 0, TODAY)).toEqual([]);
  expect(replacementReasons({ ...laptop, warrantyUntil: null }, 0, TODAY)).toEqual([{ kind: 'old', years: 5, warrantyUntil: null }]);
  expect(replacementReasons({ ...laptop, purchasedOn: null }, 0, TODAY)).toEqual([]);
});

test('a switch lives longer than a tablet; what is gone needs no replacement hint', () => {
  expect(replacementReasons({ ...laptop, type: 'switch' }, 0, TODAY)).toEqual([]);
  expect(replacementReasons({ ...laptop, type: 'tablet', purchasedOn: '2022-11-01' }, 0, TODAY)).toHaveLength(1);
  for (const state of ['retired', 'lost'] as const) expect(replacementReasons({ ...laptop, state }, 9, TODAY)).toEqual([]);
});

test('both reasons stand side by side', () => {
  expect(replacementReasons(laptop, 4, TODAY).map(({ kind }) => kind)).toEqual(['recurring', 'old']);
});

test('a year is whole on its day', () => {
  expect(yearsBetween('2020-02-29', '2021-02-28')).toBe(0);
  expect(yearsBetween('2020-02-29', '2021-03-01')).toBe(1);
});
