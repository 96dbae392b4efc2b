import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCode, parseCode, stickerUrl } from '#domain/sticker.ts';
import { damagedCodes, stickerRates } from '#scripts/bench/stickers.ts';
import { readSticker } from './decode.ts';
import { dice, photograph, pointsPerModule, type Shot } from './render.ts';

const text = stickerUrl('https://relais.example', makeCode(Uint8Array.of(1, 2, 3, 4, 5, 6, 7)));
const SHOT: Shot = { text, mm: 25, cm: 25, tilt: 12, lean: -8, turned: 40, blur: 0.6, shake: 0, glare: 0, torn: 0, light: 1, seed: 7 };

test('no code, damaged at random, names another thing of the register', { timeout: 30_000 }, () => {
  const told = damagedCodes(60_000);
  expect(told.wrong).toBe(0);
  expect(told.refused).toBeGreaterThan(50_000);
});

test('one sign changed or two neighbours swapped: no code at all', () => {
  const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 7, maxLength: 7 }),
      fc.integer({ min: 0, max: 7 }),
      fc.constantFrom(...signs),
      fc.integer({ min: 0, max: 6 }),
      (bytes, at, sign, swapped) => {
        const code = makeCode(bytes);
        const changed = code.slice(0, at) + sign + code.slice(at + 1);
        const turned = code.slice(0, swapped) + code[swapped + 1] + code[swapped] + code.slice(swapped + 2);
        for (const typed of [changed, turned]) expect(parseCode(typed)).toBe(typed === code ? code : null);
      },
    ),
    { numRuns: 1000, seed: 2026 },
  );
});

test('the same seed makes the same photograph; its size is a phone’s', () => {
  const [a, b] = [photograph(SHOT), photograph({ ...SHOT })];
  expect([a.width, a.height, a.data.length]).toEqual([1920, 1080, 1920 * 1080 * 4]);
  expect(Buffer.compare(Buffer.from(a.data.buffer), Buffer.from(b.data.buffer))).toBe(0);
  expect(dice(3)()).toBe(dice(3)());
  expect(pointsPerModule({ text, mm: 40, cm: 20 })).toBeCloseTo(2 * pointsPerModule({ text, mm: 40, cm: 40 }));
});

test('what is torn, dark or leaning is read; an eye torn off is not, and nothing wrong is', { timeout: 60_000 }, async () => {
  for (const more of [{}, { torn: 0.15 }, { tilt: 40 }, { light: 0.4 }, { shake: 2 }] as Partial<Shot>[])
    expect([more, await readSticker({ ...SHOT, ...more })]).toEqual([more, { read: expect.any(Number), wrong: [] }]);
  expect(await readSticker({ ...SHOT, torn: 0.15, eye: true })).toEqual({ read: null, wrong: [] });
  expect(await readSticker({ ...SHOT, mm: 10, cm: 40 })).toEqual({ read: null, wrong: [] });
});

test('own stickers within the limits, a few of each trouble', { timeout: 120_000 }, async () => {
  const { troubles } = await stickerRates(1, 11, []);
  expect(troubles.map(({ name, read, wrong }) => [name, read, wrong])).toEqual(troubles.map(({ name }) => [name, 1, 0]));
});
