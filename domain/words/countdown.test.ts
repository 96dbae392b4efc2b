import { expect, test } from 'vitest';
import type { SlaFigure } from '#domain/sla/figure.ts';
import { countdown, warnings } from './countdown.ts';
import { words } from './index.ts';

const MINUTE = 60_000;
const figure = (more: Partial<SlaFigure>): SlaFigure => ({
  ...{ clock: 'ttr', state: 'on_time', target: { minutes: 600, counts: 'service' }, dayMs: 600 * MINUTE, start: 0, basis: 'receipt', spent: 0 },
  ...{ left: 0, due: null, pausedBy: null, reached: 0, missing: [] },
  ...more,
});
const said = (more: Partial<SlaFigure>, language: 'fr' | 'en' = 'fr') => countdown(words(language), figure(more), language).replaceAll('\u00a0', '_');
const always = { target: { minutes: 240, counts: 'always' }, dayMs: 1440 * MINUTE } as const;

test('a countdown in words', () => {
  expect(said({ left: 120 * MINUTE })).toBe('encore 2_h de service');
  expect(said({ state: 'late', left: -40 * MINUTE })).toBe('en retard de 40_min de service');
  expect(said({ state: 'paused', pausedBy: 'third_party' })).toBe('délai arrêté_: attend le prestataire');
  expect(said({ state: 'at_risk', left: 150 * MINUTE })).toBe('encore 2_h_30 de service');
  expect(said({ state: 'late', left: -40 * MINUTE, pausedBy: 'requester' })).toBe(
    'en retard de 40_min de service, délai arrêté_: attend une réponse',
  );
  expect(said({ state: 'missed', left: -90 * MINUTE })).toBe('délai dépassé de 1_h_30 de service');
  expect(said({ state: 'held' })).toBe('délai tenu');
  expect(said({ state: 'never' })).toBe('aucune heure de service_: pas de délai');
  expect(said({ state: 'not_started' })).toBe('le délai commence quand le serveur le reçoit');
});

test('a day is a service day, or 24 hours for a delay by the clock', () => {
  expect(said({ left: 24 * 60 * MINUTE })).toBe('encore 2_j 4_h de service');
  expect(said({ left: 24 * 60 * MINUTE, ...always })).toBe('encore 1_j');
  expect(said({ left: -5 * MINUTE, state: 'late', ...always })).toBe('en retard de 5_min');
});

test('whole minutes, and never none', () => {
  expect(said({ left: 119 * MINUTE + 1 })).toBe('encore 2_h de service');
  expect(said({ left: 1 })).toBe('encore 1_min de service');
  expect(said({ left: 0, state: 'late' })).toBe('en retard de 1_min de service');
});

test('in English', () => {
  expect(said({ left: 120 * MINUTE }, 'en')).toBe('2_h of service left');
  expect(said({ state: 'late', left: -40 * MINUTE }, 'en')).toBe('late by 40_min of service');
  expect(said({ state: 'paused', pausedBy: 'third_party' }, 'en')).toBe('clock stopped: waiting for the provider');
});

test('what is not known is said with its dates', () => {
  const missing = [
    { of: 'school', known: ['2026-01-01', '2026-08-31'] },
    { of: 'public', known: null },
  ] as const;
  expect(warnings(words('fr'), missing, 'fr').map((text) => text.replaceAll('\u00a0', '_'))).toEqual([
    'Vacances scolaires connues du 1er janvier 2026 au 31 août 2026_: délai à vérifier.',
    'Jours fériés inconnus_: délai à vérifier.',
  ]);
  expect(warnings(words('en'), missing, 'en')[0]).toBe('School holidays known from 1 January 2026 to 31 August 2026: check the time limit.');
  expect(warnings(words('fr'), [], 'fr')).toEqual([]);
});
