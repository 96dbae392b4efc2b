import { expect, test } from 'vitest';
import { meaningOf, nextAttempt, parseRetryAfter } from './retry.ts';

test.each([
  [200, 'accepted'],
  [201, 'accepted'],
  [202, 'accepted'],
  [301, 'refused'],
  [400, 'refused'],
  [403, 'refused'],
  [404, 'gone'],
  [408, 'later'],
  [410, 'gone'],
  [413, 'too-big'],
  [429, 'later'],
  [500, 'later'],
  [503, 'later'],
] as const)('[49] %i means %s', (status, meaning) => {
  expect(meaningOf({ kind: 'answered', status, retryAfter: null })).toBe(meaning);
});

test('a service that cannot be reached is tried again, an address that may not be called is not', () => {
  expect(meaningOf({ kind: 'unreachable', why: 'timeout' })).toBe('later');
  expect(meaningOf({ kind: 'unusable', why: 'endpoint' })).toBe('refused');
});

test('waits longer each time, with jitter, and never beyond ten minutes', () => {
  const end = 10 ** 9;
  expect([1, 2, 3, 4].map((n) => nextAttempt(n, null, end, 0, 1))).toEqual([2000, 4000, 8000, 16_000]);
  expect(nextAttempt(1, null, end, 0, 0)).toBe(1000);
  expect(nextAttempt(500, null, end, 0, 1)).toBe(600_000);
});

test('never before Retry-After, and not at all once it would be too late', () => {
  expect(nextAttempt(1, 30_000, 60_000, 0, 1)).toBe(30_000);
  expect(nextAttempt(1, 90_000, 60_000, 0, 1)).toBeNull();
  expect(nextAttempt(9, null, 60_000, 0, 1)).toBeNull();
});

test('reads both forms of Retry-After', () => {
  expect(parseRetryAfter('120', 0)).toBe(120_000);
  expect(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 10_000)).toBe(50_000);
  expect(parseRetryAfter('Thu, 01 Jan 1970 00:00:00 GMT', 10_000)).toBe(0);
  expect(parseRetryAfter('soon', 0)).toBeNull();
  expect(parseRetryAfter('-5', 0)).toBeNull();
  expect(parseRetryAfter(undefined, 0)).toBeNull();
});
