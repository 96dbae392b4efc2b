import { expect, test } from 'vitest';
import { isPlain } from './plain.ts';

const LIMIT = 10_000;

test('what JSON says is plain', () => {
  const request = { protocol: 1, page: null, entries: [{ seq: 1, command: { type: 'open', photos: ['a'], on: true, left: undefined } }] };
  expect(isPlain(request, LIMIT)).toBe(true);
  expect(isPlain(JSON.parse(JSON.stringify(request)), LIMIT)).toBe(true);
  for (const one of [null, undefined, 3, 'text', []]) expect(isPlain(one, LIMIT)).toBe(true);
});

test('what is long, deep, or no JSON is not', () => {
  expect(isPlain('x'.repeat(LIMIT), LIMIT)).toBe(false);
  expect(isPlain(Array(LIMIT).fill(null), LIMIT)).toBe(false);
  expect(isPlain(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 1_000_000)).toBe(false);
  for (const one of [1n, new Date(), new Map(), new Set(), Promise.resolve(), () => 1, Symbol('x'), new Uint8Array(3), new Error('x')])
    expect(isPlain({ one }, LIMIT)).toBe(false);
});

test('what shares its parts is paid for as often as it is met, and what holds itself ends', () => {
  let bomb: object = { x: 'yyyyyyyyyy' };
  for (let i = 0; i < 10; i += 1) bomb = { a: bomb, b: bomb };
  const before = performance.now();
  expect(isPlain(bomb, LIMIT)).toBe(false);
  expect(performance.now() - before).toBeLessThan(200);
  const ring: Record<string, unknown> = {};
  ring['self'] = ring;
  expect(isPlain(ring, LIMIT)).toBe(false);
  const wide: unknown[] = [];
  for (let i = 0; i < 1000; i += 1) wide.push(wide);
  expect(isPlain(wide, LIMIT)).toBe(false);
});
