import { expect, test } from 'vitest';
import { parseUai } from './uai.ts';

// Real establishments: lycée Louis-le-Grand, lycée Henri-IV, lycée du Parc.
test.each(['0750655E', '0750654D', '0690026D'])('%s is a code of the register', (code) => {
  expect(parseUai(code)).toBe(code);
  expect(parseUai(` ${code.slice(0, 3)} ${code.slice(3).toLowerCase()} `)).toBe(code);
});

test('a wrong letter, a wrong figure and two figures swapped are caught', () => {
  for (const wrong of ['0750655F', '0750656E', '0756055E', '750655E', '07506555', '0750655', '']) expect(parseUai(wrong)).toBeNull();
});
