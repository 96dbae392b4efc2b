import { expect, test } from 'vitest';
import { RESOURCES_MAX, readResources, resourceNamed, typedResources } from './resource.ts';

const TEXT = 'Partage Paie ; Intendance ; sensible\n\nDossier Élèves;Vie scolaire\nImprimantes';

test('a list is read as it is typed, and typed again as it was read', () => {
  const list = readResources(TEXT) ?? [];
  expect(list).toEqual([
    { name: 'Dossier Élèves', owner: 'Vie scolaire', sensitive: false },
    { name: 'Imprimantes', owner: '', sensitive: false },
    { name: 'Partage Paie', owner: 'Intendance', sensitive: true },
  ]);
  expect(readResources(typedResources(list, 'sensible'))).toEqual(list);
  expect(readResources('')).toEqual([]);
  // Said twice: as said last.
  expect(readResources('Paie\nPAIE ; Intendance')).toEqual([{ name: 'PAIE', owner: 'Intendance', sensitive: false }]);
});

test('what is no line of it is refused, never guessed', () => {
  for (const text of [' ; Intendance', 'Paie ; Intendance ; oui', 'Paie ; a ; sensible ; b', 'x'.repeat(121), 'Paie\u0007'])
    expect(readResources(text), text).toBeNull();
  expect(readResources(Array.from({ length: RESOURCES_MAX + 1 }, (_, i) => `r${i}`).join('\n'))).toBeNull();
});

test('a resource is known by its name, whatever the accents and capitals', () => {
  const list = readResources(TEXT) ?? [];
  expect(resourceNamed(list, ' dossier  eleves ')?.owner).toBe('Vie scolaire');
  expect(resourceNamed(list, 'Autre chose')).toBeNull();
  expect(resourceNamed(list, '')).toBeNull();
  expect(resourceNamed(undefined, 'Paie')).toBeNull();
});
