import { expect, test } from 'vitest';
import { ASSET_TYPES, SYMPTOMS } from '#domain/catalogue.ts';
import { ICONS } from './icons.ts';
import { assetIcon, symptomIcon } from './looks.ts';
import { plateShape } from './Plate.tsx';
import { fold } from './Track.tsx';

test('numbers of rooms are figures on the plate, names are words', () => {
  expect(['203', 'B203', 'S14', 'b2'].map(plateShape)).toEqual(['figures', 'figures', 'figures', 'figures']);
  expect(['CDI', 'Vie sco.', 'Labo 2'].map(plateShape)).toEqual(['word', 'word', 'word']);
  expect(plateShape('Salle polyvalente')).toBe('word long');
});

test('up to four holders are shown, the first and the last always', () => {
  expect(fold([1, 2, 3, 4])).toEqual({ shown: [1, 2, 3, 4], hidden: 0 });
  expect(fold([1, 2, 3, 4, 5])).toEqual({ shown: [1, null, 4, 5], hidden: 2 });
  expect(fold([1, 2, 3, 4, 5, 6])).toEqual({ shown: [1, null, 5, 6], hidden: 3 });
});

test('every symptom and type has an icon, an unknown one too', () => {
  for (const name of [...SYMPTOMS.map(symptomIcon), ...ASSET_TYPES.map(assetIcon), symptomIcon('toString'), assetIcon('drone')]) {
    expect(ICONS[name]).toMatch(/^M[\d.]/);
  }
});
