import { expect, test } from 'vitest';
import {
  ASSET_TYPES,
  CATALOGUE,
  CATEGORY_CODES,
  categoryForAssetType,
  categoryOf,
  isConfidential,
  levelOf,
  SYMPTOMS,
  symptomsFor,
} from './catalogue.ts';

test('every category is there once, with 3 to 6 symptoms', () => {
  expect(CATALOGUE.map((c) => c.code)).toEqual([...CATEGORY_CODES]);
  for (const c of CATALOGUE) {
    expect(c.symptoms.length, c.code).toBeGreaterThanOrEqual(3);
    expect(c.symptoms.length, c.code).toBeLessThanOrEqual(6);
  }
});

test('every type of equipment presets one category, and every symptom can be tapped somewhere', () => {
  for (const type of ASSET_TYPES) expect(CATALOGUE.filter((c) => c.assetTypes.includes(type)).length, type).toBe(1);
  const tapped = new Set(CATALOGUE.flatMap((c) => c.symptoms));
  expect([...SYMPTOMS].filter((s) => !tapped.has(s))).toEqual([]);
});

test('each type has three symptoms at least, each once, the likeliest first', () => {
  for (const type of [...ASSET_TYPES, 'teapot']) {
    const symptoms = symptomsFor(type);
    expect(symptoms.length).toBeGreaterThanOrEqual(3);
    expect(new Set(symptoms).size).toBe(symptoms.length);
  }
  expect(symptomsFor('board')[0]).toBe('stylus');
  expect(symptomsFor('projector').slice(0, 3)).toEqual(['no_image', 'wont_turn_on', 'no_sound']);
});

test('the default level follows domain.md: hardware 1, software and accounts 2, servers and rights 3', () => {
  expect(levelOf('display', 'no_image')).toBe(1);
  expect(levelOf('software', null)).toBe(2);
  expect(levelOf('accounts', 'forgotten_password')).toBe(2);
  expect(levelOf('accounts', 'access_denied')).toBe(3);
  expect(levelOf('servers', 'disk_full')).toBe(3);
  expect(levelOf('network', 'no_network')).toBe(1);
  expect(levelOf('network', 'site_down')).toBe(3);
  expect(levelOf('tablets', 'toString')).toBe(1);
});

test('complaints and access requests are confidential, a broken screen is not', () => {
  expect(isConfidential('other', 'complaint')).toBe(true);
  expect(isConfidential('request', 'access_right')).toBe(true);
  expect(isConfidential('request', 'loan')).toBe(false);
  expect(isConfidential('display', 'no_image')).toBe(false);
});

test('what a newer server named is treated as "other"', () => {
  expect(categoryOf('drones').code).toBe('other');
  expect(categoryForAssetType('drone').code).toBe('other');
});
