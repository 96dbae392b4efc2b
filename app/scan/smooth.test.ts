import { expect, test } from 'vitest';
import { smooth } from './smooth.ts';

const picture = (greys: readonly number[], width: number) => ({
  data: Uint8ClampedArray.from(greys.flatMap((g) => [g, g, g, 255])),
  width,
  height: greys.length / width,
});
const greysOf = ({ data }: { data: Uint8ClampedArray }) => Array.from(data).filter((_, i) => i % 4 === 0);

test('each point is the mean of its nine, the edge’s own ones counted again; nothing becomes transparent', () => {
  const one = smooth(picture([0, 0, 0, 0, 90, 0, 0, 0, 0], 3));
  expect(greysOf(one)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10]);
  expect(Array.from(one.data).filter((_, i) => i % 4 === 3)).toEqual(Array(9).fill(255));
  expect(greysOf(smooth(picture([200, 200, 200, 200], 2)))).toEqual([200, 200, 200, 200]);
  expect(greysOf(smooth(picture([9, 0, 0, 0], 4)))).toEqual([6, 3, 0, 0]);
});

test('colours are weighed as light', () => {
  const red = { data: Uint8ClampedArray.of(200, 0, 0, 255), width: 1, height: 1 };
  expect(Array.from(smooth(red).data)).toEqual([50, 50, 50, 255]);
});
