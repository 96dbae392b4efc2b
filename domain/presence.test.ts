import { expect, test } from 'vitest';
import type { Colleague, SiteDocument } from './documents.ts';
import { awayOf, handsOf } from './presence.ts';

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
