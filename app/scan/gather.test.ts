import { expect, test } from 'vitest';
import { ZXING_WASM_VERSION } from 'zxing-wasm/reader';
import { createGather } from './gather.ts';
import { isInView, place } from './place.ts';
import type { Sighting } from './sighting.ts';
import { WASM_PATH, ZXING_VERSION } from './wasm.ts';

const see = (text: string, format = 'QRCode'): Sighting => ({ text, format, corners: null });
const texts = (sightings: Sighting[]) => sightings.map((sighting) => sighting.text);

test('two stickers found in two frames are reported together, and once', () => {
  const gather = createGather();
  expect(gather.feed([see('A')], 0)).toEqual([]);
  expect(texts(gather.feed([see('B')], 100))).toEqual(['A', 'B']);
  expect(gather.feed([see('A'), see('B')], 200)).toEqual([]);
});

test('one look is enough for a QR: the next frame reports it even if it shows nothing', () => {
  const gather = createGather();
  gather.feed([see('A')], 0);
  expect(texts(gather.feed([], 100))).toEqual(['A']);
});

test('a code is reported again only after it has left the view', () => {
  const gather = createGather();
  for (let at = 0; at <= 3000; at += 100) expect(gather.feed([see('A')], at)).toHaveLength(at === 100 ? 1 : 0);
  gather.feed([], 4600);
  gather.feed([see('A')], 4700);
  expect(texts(gather.feed([see('A')], 4800))).toEqual(['A']);
});

test('what was reported before a pause is not reported at its end', () => {
  const gather = createGather();
  gather.feed([see('A')], 0);
  gather.feed([see('A')], 100);
  gather.resume(60_000);
  expect(gather.feed([see('A')], 60_100)).toEqual([]);
  expect(gather.feed([see('A')], 60_200)).toEqual([]);
});

test('a line code must be read twice', () => {
  const gather = createGather();
  gather.feed([see('123', 'Code39')], 0);
  expect(gather.feed([], 100)).toEqual([]);
  expect(texts(gather.feed([see('123', 'Code39')], 200))).toEqual(['123']);
});

test('a code in the middle of a wide picture is in the middle of a narrow view, and wider there', () => {
  const corners = [
    { x: 0.4, y: 0.4 },
    { x: 0.6, y: 0.4 },
    { x: 0.6, y: 0.6 },
    { x: 0.4, y: 0.6 },
  ] as const;
  const box = place(corners, { width: 1920, height: 1080 }, { width: 390, height: 844 });
  expect(box.left + box.width / 2).toBeCloseTo(50);
  expect(isInView(box)).toBe(true);
  expect(isInView({ ...box, left: 110 })).toBe(false);
  expect(box.top).toBeCloseTo(40);
  expect(box.width).toBeCloseTo((0.2 * 1920 * (844 / 1080) * 100) / 390);
});

test('the wasm that is served is the one that the package was built with', () => {
  expect(ZXING_WASM_VERSION).toBe(ZXING_VERSION);
  expect(WASM_PATH).toContain(ZXING_VERSION);
});
