import { expect, test } from 'vitest';
import { isAgentNumber, isFamilyNameIn, normalNumber, sameName } from './identity.ts';

test('a number is the same however it is typed', () => {
  expect(normalNumber(' 12 34-567 a ')).toBe('1234567A');
  expect(normalNumber('１２３４')).toBe('1234');
  expect(isAgentNumber('12-3')).toBe(false);
  expect(isAgentNumber('12-34')).toBe(true);
  expect(isAgentNumber('1'.repeat(31))).toBe(false);
});

test('a name is the same with or without its accents, case and dashes', () => {
  expect(sameName('Le Goff', 'LE-GOFF')).toBe(true);
  expect(sameName('Élie', 'elie')).toBe(true);
  expect(sameName('Roy', 'Royer')).toBe(false);
  expect(sameName('', '')).toBe(false);
});

test('a family name is looked for by whole words', () => {
  expect(isFamilyNameIn('Roy', 'Mme Claire Roy, vie scolaire')).toBe(true);
  expect(isFamilyNameIn('Roy', 'Mme Royer')).toBe(false);
  expect(isFamilyNameIn('', 'Mme Roy')).toBe(false);
});
