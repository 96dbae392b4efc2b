import { expect, test } from 'vitest';
import type { SiteDocument } from '#domain/documents.ts';
import type { SiteId } from '#domain/ids.ts';
import { BLANK, missingIn, siteOf } from './form.ts';

const [lycee, college] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'] as SiteId[] as [SiteId, SiteId];
const shown = (...ids: SiteId[]) => ids.map((id) => ({ id }) as SiteDocument);
const nothing = { asset: null, room: null, code: null };

test('a report is of the only site, of the one chosen among several, and of none that was not chosen', () => {
  expect(siteOf(nothing, BLANK, null, shown(lycee), [lycee])).toBe(lycee);
  expect(siteOf(nothing, { ...BLANK, site: college }, null, shown(lycee, college), [lycee, college])).toBe(college);
  expect(siteOf(nothing, BLANK, null, shown(lycee, college), [lycee, college])).toBeNull();
});

test('[39] after a month without contact, or a clock put forward by one, nothing is shown and a report still has its site', () => {
  const site = siteOf(nothing, BLANK, null, [], [lycee]);
  expect(site).toBe(lycee);
  expect(missingIn({ ...BLANK, text: 'Rien à l’écran' }, site)).toEqual([]);
});
