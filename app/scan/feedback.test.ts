/** Whoever walks a room hears what the camera saw without looking: four answers, four sounds, and the bad one first of all at once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Verdict } from './feedback.ts';

interface Sounded {
  readonly wave: string;
  readonly hertz: number;
  readonly start: number;
  readonly stop: number;
}
let sounded: Sounded[] = [];

class Tone {
  type = '';
  frequency = { value: 0 };
  #start = 0;
  connect<T>(to: T): T {
    return to;
  }
  start(at: number): void {
    this.#start = at;
  }
  stop(at: number): void {
    sounded.push({ wave: this.type, hertz: this.frequency.value, start: this.#start, stop: at });
  }
}

class Sound {
  state = 'running';
  currentTime = 12;
  destination = {};
  createOscillator = () => new Tone();
  createGain = () => ({ gain: { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} }, connect: <T>(to: T): T => to });
}

beforeEach(() => {
  sounded = [];
  vi.resetModules();
  vi.stubGlobal('AudioContext', Sound);
  vi.stubGlobal('navigator', {});
});
afterEach(() => vi.unstubAllGlobals());

const VERDICTS: readonly Verdict[] = ['success', 'seen', 'elsewhere', 'error'];

test('each answer has its own sound, which begins at once; the one of an error is rough and comes twice', async () => {
  const { armSound, giveFeedback } = await import('./feedback.ts');
  giveFeedback('error');
  expect(sounded).toEqual([]); // before the first tap browsers allow none
  armSound();
  const heard = VERDICTS.map((verdict) => {
    sounded = [];
    giveFeedback(verdict);
    return sounded;
  });
  expect(new Set(heard.map((tones) => JSON.stringify(tones))).size).toBe(VERDICTS.length);
  for (const tones of heard) {
    expect(tones[0]?.start).toBe(12);
    expect(Math.max(...tones.map((t) => t.stop))).toBeLessThan(12.5);
  }
  const error = heard[VERDICTS.indexOf('error')] ?? [];
  expect(error.map((t) => t.wave)).toEqual(['square', 'square']);
  // Lower by more than an octave than anything else: told apart by whoever hears badly, and without knowing the others.
  const lowest = Math.min(...heard.filter((tones) => tones !== error).flatMap((tones) => tones.map((t) => t.hertz)));
  expect(Math.max(...error.map((t) => t.hertz)) * 2).toBeLessThan(lowest);
});

test('muted there is no sound; the phone still shakes, each answer of trouble in its own way', async () => {
  const vibrate = vi.fn();
  vi.stubGlobal('navigator', { vibrate, userActivation: { hasBeenActive: true } });
  const { armSound, giveFeedback } = await import('./feedback.ts');
  armSound();
  for (const verdict of VERDICTS) giveFeedback(verdict, { muted: true });
  expect(sounded).toEqual([]);
  expect(new Set(vibrate.mock.calls.map(([pattern]) => JSON.stringify(pattern))).size).toBe(3);
});
