import { expect, test } from 'vitest';
import { numberIn } from './callback.ts';

test('a number is found as people write it, beside the hour', () => {
  expect(numberIn('06 39 98 01 41, après 14 h')).toBe('0639980141');
  expect(numberIn('+33 (0)6.39.98.01.41')).toBe('+330639980141');
  expect(numberIn('poste 4012')).toBeNull();
  expect(numberIn('en salle des profs, après 14 h 30')).toBeNull();
  expect(numberIn('')).toBeNull();
});
