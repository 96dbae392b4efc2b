import { expect, test } from 'vitest';
import type { Colleague, SiteDocument } from './documents.ts';
import type { PersonId } from './ids.ts';
import { awayOf, deputiesOf, handsOf } from './presence.ts';

const who = (name: string, role: 'correspondent' | 'technician', away?: Colleague['away']): Colleague =>
  ({ id: name, name, phone: null, memberships: [{ role, site: 'a' }], ...(away === undefined ? {} : { away }) }) as never;

test('an absence lasts to the end of its last day, or until one says to be back', () => {
  const mina = who('Mina', 'correspondent', { until: '2026-11-24', deputy: null });
  expect(awayOf(mina, '2026-11-24')).not.toBeNull();
  expect(awayOf(mina, '2026-11-25')).toBeNull();
  expect(awayOf(who('Karim', 'correspondent', { until: null, deputy: null }), '2030-01-01')).not.toBeNull();
  expect(awayOf(who('Hugo', 'correspondent'), '2026-11-24')).toBeNull();
});

test('hands on site are its correspondents, those who are there first', () => {
  const colleagues = [who('Anna', 'correspondent', { until: null, deputy: null }), who('Zoé', 'correspondent'), who('Sofia', 'technician')];
  expect(handsOf({ colleagues } as unknown as SiteDocument, '2026-11-24').map((c) => c.name)).toEqual(['Zoé', 'Anna']);
});

test('a deputy who is away hands on to theirs, once; two who stand in for each other are nobody', () => {
  const absences = (list: Record<string, string | null>) =>
    new Map(Object.entries(list).map(([person, deputy]) => [person as PersonId, { until: null, deputy: deputy as PersonId | null }]));
  const of = (people: string[], list: Record<string, string | null>) => deputiesOf(people as PersonId[], absences(list));
  expect(of(['mina'], { mina: 'hugo' })).toEqual(['hugo']);
  expect(of(['mina'], { mina: 'hugo', hugo: 'zoe' })).toEqual(['zoe']);
  expect(of(['mina'], { mina: 'hugo', hugo: 'zoe', zoe: 'anna' })).toEqual([]);
  expect(of(['mina', 'hugo'], { mina: 'hugo', hugo: 'mina' })).toEqual([]);
  expect(of(['mina', 'hugo'], { mina: 'zoe', hugo: 'zoe' })).toEqual(['zoe']);
  expect(of(['mina'], { mina: null })).toEqual([]);
});
