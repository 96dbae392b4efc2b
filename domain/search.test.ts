import fc from 'fast-check';
import { expect, test } from 'vitest';
import { after, farBeginnings, holdsWord, nearWords, slipsBetween, wordsAsked, wordsIn } from './search.ts';

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

test('two slips of the finger, in a long word', () => {
  for (const slip of ['imrpimnat', 'imprmat', 'inpriment', 'mpimant', 'iimprimannt'])
    expect([slip, slipsBetween(slip, 'imprimant', 2)]).toEqual([slip, 2]);
  expect(slipsBetween('imprimant', 'imprimant', 2)).toBe(0);
  expect(slipsBetween('impirmant', 'imprimant', 2)).toBe(1);
  expect(slipsBetween('inpmirant', 'imprimant', 2)).toBeNull();
  expect(slipsBetween('imprim', 'imprimant', 2)).toBeNull();
});

test('where a word may begin that was typed with two slips', () => {
  expect(farBeginnings('imrpimnat')).toEqual(['i', 'mi', 'mr']);
  expect(farBeginnings('ordinat')).toEqual([]);
  expect(farBeginnings('serie0441')).toEqual([]);
});

test('as far apart one way as the other, and near words are one slip away', () => {
  const word = fc.stringMatching(/^[a-e]{4,9}$/);
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(slipsBetween(a, b, 2)).toBe(slipsBetween(b, a, 2));
      expect(slipsBetween(a, b, 1) === 1).toBe(nearWords(a).includes(b));
    }),
  );
});
