import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { simulate } from './check.ts';
import { MUTANTS } from './mutants.ts';
import { Start } from './start.ts';

let start: Start;
beforeAll(async () => {
  // Poison and alarms are part of the play.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  start = await Start.make();
});
afterAll(() => {
  start.remove();
  vi.restoreAllMocks();
});

test('[1-27, 35, 39, 51-54] the shipped sync holds', { timeout: 120_000 }, async () => {
  const { story } = await simulate(start, { runs: 40, seed: 2026 });
  expect(story).toBeNull();
});

/** Each of them is caught within 250 runs of one of these seeds, most within 40, found by `npm run simulate -- --mutants`: a seed is cheaper than luck. */
const SEEDS = [42, 44];

test.each(Object.entries(MUTANTS))('a planted fault is caught: %s', { timeout: 240_000 }, async (_name, parts) => {
  let found: string | null = null;
  for (const seed of SEEDS) found ??= (await simulate(start, { runs: 250, seed, shrink: false }, parts)).breach;
  expect(found ?? '', 'the invariant it breaks').toMatch(/^\[/);
});
