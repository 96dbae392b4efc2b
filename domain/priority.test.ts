import { expect, test } from 'vitest';
import { DEFAULT_MATRIX, type Matrix, priorityOf, ratingOf, slipIn } from './priority.ts';

const STRICT: Matrix = { ...DEFAULT_MATRIX, group: { low: 3, normal: 2, high: 2, blocking: 1 } };

test('what an organisation has set counts, raised by one as the default is, and the whole network stays P1', () => {
  expect(priorityOf('group', 'normal', false)).toBe(3);
  expect(priorityOf('group', 'normal', false, STRICT)).toBe(2);
  const facts = { impact: 'group', urgency: 'normal', symptom: null } as const;
  expect(ratingOf(facts, { isCritical: true, isVip: false }, STRICT)).toEqual({ priority: 1, raised: 'critical' });
  expect(ratingOf({ ...facts, symptom: 'site_down' }, { isCritical: false, isVip: false }, STRICT)).toEqual({ priority: 1, raised: null });
});

test('graver is never less of a priority, along neither side', () => {
  expect(slipIn(DEFAULT_MATRIX)).toBeNull();
  expect(slipIn(STRICT)).toBeNull();
  expect(slipIn({ ...DEFAULT_MATRIX, site: { low: 3, normal: 4, high: 2, blocking: 1 } })).toEqual({ impact: 'site', urgency: 'normal' });
  expect(slipIn({ ...DEFAULT_MATRIX, many_sites: { low: 4, normal: 2, high: 1, blocking: 1 } })).toEqual({ impact: 'many_sites', urgency: 'low' });
});
