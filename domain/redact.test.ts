import { expect, test } from 'vitest';
import { cleaner, redacted, TAKEN_OUT } from './redact.ts';

const ZOE = { givenName: 'Zoé', familyName: 'Le Goff', login: 'zlegoff', email: 'zoe.legoff@ecole.example', phone: '06 12 34 56 78' };

test('on a ticket of theirs every way of naming them goes', () => {
  const clean = cleaner(ZOE, true);
  const named = [
    'Zoé Le Goff',
    'LE GOFF Zoé',
    'Mme Le Goff',
    'zoe le-goff',
    'zlegoff',
    'Zoé',
    'zoe.legoff@ecole.example',
    '0612345678',
    '06.12.34.56.78',
    '+33 6 12 34 56 78',
  ];
  for (const name of named) expect(clean(`Appeler ${name}, au CDI`)).toBe(`Appeler ${TAKEN_OUT}, au CDI`);
  expect(clean('Zoélie a legoffé le goffrier de la salle 0612')).toBe('Zoélie a legoffé le goffrier de la salle 0612');
});

test('elsewhere another one of that name is left alone', () => {
  const clean = cleaner({ ...ZOE, familyName: 'Petit' }, false);
  expect(clean('Un petit bouton, dit Zoé')).toBe('Un petit bouton, dit Zoé');
  expect(clean('Vu avec Zoé Petit et Mme Petit')).toBe(`Vu avec ${TAKEN_OUT} et ${TAKEN_OUT}`);
});

test('signs of a pattern in a name are letters', () => {
  const clean = cleaner({ ...ZOE, familyName: 'A.*(b', login: 'a+', email: null, phone: null }, true);
  expect(clean('xyz')).toBe('xyz');
  expect(clean('chez A.*(b !')).toBe(`chez ${TAKEN_OUT} !`);
});

test('only texts change: codes, ids and dates stay, and what says nothing of them is the same object', () => {
  const clean = cleaner({ ...ZOE, givenName: 'Parts', familyName: 'Phone' }, true);
  const event = { type: 'WorkPaused', reason: 'parts', until: 3, text: 'Parts Phone attend' };
  expect(redacted(event, clean)).toEqual({ ...event, text: `${TAKEN_OUT} attend` });
  const check = { check: 'consent', how: 'phone', by: 'x' };
  expect(redacted(check, clean)).toBe(check);
  expect(redacted({ type: 'OwnershipReleased', reason: 'voir Phone' }, clean)).toEqual({ type: 'OwnershipReleased', reason: `voir ${TAKEN_OUT}` });
  const head = { id: 'a', text: 'rien', override: { priority: 1, reason: 'demande de Parts', by: 'b' }, tasks: [{ id: 't', text: 'revoir Phone' }] };
  expect(redacted(head, clean)).toMatchObject({
    text: 'rien',
    override: { reason: `demande de ${TAKEN_OUT}` },
    tasks: [{ text: `revoir ${TAKEN_OUT}` }],
  });
});
