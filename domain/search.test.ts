import { expect, test } from 'vitest';
import { after, holdsWord, nearWords, wordsAsked, wordsIn } from './search.ts';

test('accents, case, elisions, plurals and empty words do not count', () => {
  expect(wordsIn("L’imprimante de l'Élève est branchée, « BŒUF »")).toEqual(['imprimant', 'elev', 'branch', 'boeuf']);
  expect(wordsAsked('les IMPRIMANTES')).toEqual(['imprimant']);
  expect(wordsAsked('réseaux')).toEqual(wordsAsked('reseau'));
});

test('a number or a code is found whole, without its dashes, and by its parts', () => {
  expect(wordsIn('2026-00123')).toEqual(['202600123', '2026', '00123']);
  expect(wordsAsked('2026-00123')).toEqual(['202600123']);
  expect(wordsAsked('P-3F9A2C')).toEqual(['p3f9a2c']);
  expect(wordsAsked('EB-X49')).toEqual(['ebx49']);
});

test('a range of words that begin alike', () => {
  expect(after('impr')).toBe('imps');
  expect(after('b9')).toBe('ba');
  expect(after('az')).toBe('b');
  expect(after('zz')).toBeNull();
});

test('one slip of the finger', () => {
  for (const slip of ['imprimnt', 'imprimmant', 'impirmant', 'inprimant']) expect(nearWords(slip), slip).toContain('imprimant');
  expect(nearWords('b203')).toEqual([]);
  expect(nearWords('pc')).toEqual([]);
});

test('a word is found by its beginning, a long one also inside', () => {
  expect(holdsWord(' videoprojecteur salle', 'video')).toBe(true);
  expect(holdsWord(' videoprojecteur salle', 'projecteur')).toBe(true);
  expect(holdsWord(' videoprojecteur salle', 'pro')).toBe(false);
});
