import { expect, test } from 'vitest';
import type { Role } from './actor.ts';
import { contactsOf, referentsOf } from './contacts.ts';
import type { Colleague, SiteDocument } from './documents.ts';
import type { PersonId } from './ids.ts';

const who = (id: string, role: Role, site: string | null, more: Partial<Colleague> = {}): Colleague =>
  ({ id, name: id, phone: '01', memberships: [{ role, site }], ...more }) as unknown as Colleague;
const site = (id: string, colleagues: readonly Colleague[]) => ({ id, phone: '02', desk: '03', colleagues }) as unknown as SiteDocument;
const yann = who('Yann', 'engineer', null, { skills: ['network'] });
const sofia = who('Sofia', 'technician', null);
const A = site('a', [
  sofia,
  who('Tina', 'technician', 'a'),
  who('Mina', 'correspondent', 'a', { away: { until: null, deputy: 'Karim' as PersonId } }),
  who('Karim', 'correspondent', 'a'),
  yann,
  who('Alex', 'admin', null),
]);

test('of a site: its correspondents, those who are there first, then its other people; nobody calls themselves', () => {
  const names = (me: string) => contactsOf(A, me as PersonId, '2026-11-24').people.map((c) => c.name);
  expect(names('Rose')).toEqual(['Karim', 'Mina', 'Tina']);
  expect(names('Karim')).toEqual(['Mina', 'Tina']);
  expect(contactsOf(A, 'Rose' as PersonId, '2026-11-24')).toMatchObject({ desk: '03', phone: '02' });
  expect(contactsOf({ ...A, desk: undefined } as never, 'Rose' as PersonId, '2026-11-24').desk).toBeNull();
});

test('referents work for all sites and are named once, with their field first; an account without a number is none', () => {
  const B = site('b', [yann, sofia, who('Bruno', 'supervisor', null, { phone: null })]);
  expect(referentsOf([A, B], 'Rose' as PersonId).map((c) => c.name)).toEqual(['Yann', 'Sofia']);
  const Eva = who('Éva', 'technician', null, { skills: ['printing'] });
  const about = (category?: string) => referentsOf([A, site('c', [Eva])], 'Rose' as PersonId, category).map((c) => c.name);
  expect([about(), about('network'), about('printing')]).toEqual([
    ['Éva', 'Yann', 'Sofia'],
    ['Yann', 'Éva', 'Sofia'],
    ['Éva', 'Yann', 'Sofia'],
  ]);
  expect(referentsOf([A, B], 'Yann' as PersonId).map((c) => c.name)).toEqual(['Sofia']);
});
