import { describe, expect, test } from 'vitest';
import { foldLabel, searchTextOf, spansOf, termsOf } from './search-text.ts';

const projector = { serial: 'X4YZ-0012/3', inventory: 'INV 2021.045', name: 'CDI-VP-01', maker: 'Epson', model: 'EB-X49', orderNumber: null };

/** As the database does it. */
const answers = (asset: Parameters<typeof searchTextOf>[0], typed: string) => {
  const text = searchTextOf(asset) ?? '';
  return termsOf(typed).every((term) => text.includes(term));
};

describe('an asset is found by any piece of what stands on it', () => {
  test.each([
    'X4YZ',
    'yz0012',
    '0012/3',
    'inv2021045',
    'INV-2021',
    '2021 045',
    'epson',
    'EB X49',
    'ebx49',
    'eb-x49 epson',
    'cdi vp 01',
    'cdi-vp',
    'epson eb-x49 cdi',
  ])('%s', (typed) => expect(answers(projector, typed)).toBe(true));

  test.each(['X5YZ', '45CDI', '3inv', 'epson 2022', 'imprimante'])('not by %s', (typed) => expect(answers(projector, typed)).toBe(false));

  test('accents and ligatures make no difference', () => {
    expect(foldLabel('Modèle Cœur-d’Évreux n° 3')).toBe('modelecoeurdevreuxn3');
    expect(answers({ name: 'Salle des élèves' }, 'ELEVES')).toBe(true);
    expect(answers({ name: 'Salle des eleves' }, 'élève')).toBe(true);
  });

  test('nothing on it is nothing kept; the same number twice is kept once', () => {
    expect(searchTextOf({ serial: ' - ', model: null })).toBeNull();
    expect(searchTextOf({ serial: 'AB-12', inventory: 'ab12' })).toBe('ab12');
  });

  test('what was typed holds nothing that LIKE reads otherwise', () => {
    expect(termsOf("50% of_a 'b' \\ --")).toEqual(['50', 'ofa', 'b']);
    expect(termsOf(' ')).toEqual([]);
    expect(termsOf('a b c d e f g h i j')).toHaveLength(8);
    expect(termsOf('x'.repeat(5000))[0]).toHaveLength(120);
  });
});

describe('where it stands is shown in the text as people read it', () => {
  test.each([
    ['INV-12', ['v1'], [[2, 5]]],
    ['Modèle Évreux', ['evr'], [[7, 10]]],
    ['cœur', ['oe'], [[1, 2]]],
    [
      'EB-X49',
      ['eb', 'x49'],
      [
        [0, 2],
        [3, 6],
      ],
    ],
    ['ABCD', ['abc', 'bcd'], [[0, 4]]],
    ['ABCD', ['x'], []],
  ] as const)('%s', (text, terms, spans) => expect(spansOf(text, terms)).toEqual(spans));
});
