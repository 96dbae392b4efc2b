import { expect, test } from 'vitest';
import { Throttle } from './throttle.ts';

const THREE = { limit: 3, windowMs: 1000 };

test('never more than the limit in any window, and what is refused is not counted', () => {
  const throttle = new Throttle();
  const allowed = Array.from({ length: 400 }, (_, i) => i * 10).filter((now) => throttle.allow('a', THREE, now).allowed);
  for (const start of allowed) expect(allowed.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(3);
  expect(allowed).toHaveLength(12);
});

test('says how long to wait', () => {
  const throttle = new Throttle();
  for (const now of [0, 100, 200]) throttle.allow('a', THREE, now);
  expect(throttle.allow('a', THREE, 300)).toEqual({ allowed: false, retryAfter: 700 });
  expect(throttle.allow('a', THREE, 1000)).toEqual({ allowed: true });
  expect(throttle.allow('a', THREE, 1000)).toEqual({ allowed: false, retryAfter: 100 });
  expect(throttle.allow('b', THREE, 300)).toEqual({ allowed: true });
});

test('what weighs more takes more of the share, all of it or nothing', () => {
  const throttle = new Throttle();
  expect(throttle.allow('a', THREE, 0, 2)).toEqual({ allowed: true });
  expect(throttle.allow('a', THREE, 100, 2)).toEqual({ allowed: false, retryAfter: 900 });
  expect(throttle.allow('a', THREE, 100)).toEqual({ allowed: true });
  expect(throttle.allow('a', THREE, 1000, 2)).toEqual({ allowed: true });
  expect(throttle.allow('a', THREE, 1000, 1)).toEqual({ allowed: false, retryAfter: 100 });
});

test('what is given back is free again', () => {
  const throttle = new Throttle();
  for (let i = 0; i < 50; i += 1) {
    expect(throttle.allow('a', THREE, i).allowed).toBe(true);
    throttle.giveBack('a');
  }
  expect(throttle.size).toBe(0);
});

test('made-up keys do not fill the memory, and do not free the busy one', () => {
  const throttle = new Throttle(100);
  for (let i = 0; i < 10_000; i += 1) {
    throttle.allow(`made up ${i}`, THREE, i);
    throttle.allow('busy', { limit: 3, windowMs: 1e9 }, i);
  }
  expect(throttle.size).toBe(100);
  expect(throttle.allow('busy', { limit: 3, windowMs: 1e9 }, 10_000).allowed).toBe(false);
});
