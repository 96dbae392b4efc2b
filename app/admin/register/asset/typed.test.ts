import { expect, test } from 'vitest';
import type { AssetId, SiteId } from '#domain/ids.ts';
import { type Asset, BARE_ASSET } from '#domain/register/thing.ts';
import { centsOf, changesOf, typedOf } from './typed.ts';

const asset: Asset = { ...BARE_ASSET, id: 'a' as AssetId, site: 's' as SiteId, serial: 'CZC1', cost: 124_990, charter: false, critical: true };

test('what nobody touched is not said', () => {
  expect(changesOf(asset, typedOf(asset, 'fr'), 'fr')).toEqual({ from: {}, to: {} });
});

test('what was changed is said with what was seen of it', () => {
  const typed = { ...typedOf(asset, 'fr'), serial: ' CZC2 ', name: 'CDI-1', charter: '', critical: '', cost: '' };
  expect(changesOf(asset, typed, 'fr')).toEqual({
    from: { serial: 'CZC1', name: null, charter: false, critical: true, cost: 124_990 },
    to: { serial: 'CZC2', name: 'CDI-1', charter: null, critical: false, cost: null },
  });
});

test('a price as people write it', () => {
  expect(typedOf(asset, 'fr').cost).toBe('1249,90');
  expect(['1 249,90 €', '1249.9', '0,05', ''].map(centsOf)).toEqual([124_990, 124_990, 5, null]);
  expect(['douze', '1,2,3', '-5', '999999999'].map(centsOf)).toEqual([undefined, undefined, undefined, undefined]);
  expect(changesOf(asset, { ...typedOf(asset, 'fr'), cost: 'douze' }, 'fr')).toBe('cost');
});
