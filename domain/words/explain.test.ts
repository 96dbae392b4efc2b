import { expect, test } from 'vitest';
import type { Refusal } from '#domain/refusal.ts';
import { RegisterCommandSchema, type RegisterVerb } from '#domain/register/commands.ts';
import { explain, explainAct, shortOf } from './explain.ts';
import { words } from './index.ts';

const fr = words('fr');
const seen = (text: string) => text.replaceAll('\u00a0', ' ');
const said = (refusal: Refusal, known = {}) => {
  const { what, can } = explain(fr, refusal, known);
  return `${seen(what)} ${seen(can)}`;
};

const EVERY: readonly Refusal[] = [
  { code: 'unknown' },
  { code: 'not-allowed', verb: 'take' },
  { code: 'closed', status: 'dropped', by: null, at: null },
  { code: 'already-exists' },
  { code: 'not-owner', owner: null },
  { code: 'wrong-status', status: 'waiting' },
  { code: 'already-owner' },
  { code: 'already-on-it' },
  { code: 'rule', rule: 'top-level' },
  { code: 'invalid' },
  { code: 'internal', reference: '7F2C' },
];

test('every refusal says what happened and what one can do, with nothing known beside it', () => {
  expect(EVERY.map((r) => r.code).sort()).toEqual(Object.keys(fr.refusals.short).sort());
  for (const refusal of EVERY) {
    for (const language of ['fr', 'en'] as const) {
      const { what, can } = explain(words(language), refusal);
      expect(what).toMatch(/\.$/);
      expect(can.length).toBeGreaterThan(10);
    }
  }
});

const VERBS = RegisterCommandSchema.def.options.map((o) => o.shape.type.def.values[0] as RegisterVerb);

test('what is refused of equipment, rooms and stickers never speaks of a ticket', () => {
  const rules = Object.keys(fr.refusals.rule) as (keyof typeof fr.refusals.rule)[];
  const refusals = [...EVERY, ...rules.map((rule): Refusal => ({ code: 'rule', rule })), { code: 'later' } as unknown as Refusal];
  const wrong: string[] = [];
  for (const language of ['fr', 'en'] as const) {
    const w = words(language);
    for (const verb of VERBS) {
      for (const refusal of refusals) {
        for (const site of [null, 'Pasteur']) {
          const { what, can } = explainAct(w, verb, refusal, site);
          expect(what).toMatch(/\.$/);
          expect(can.length).toBeGreaterThan(10);
          const all = `${what} ${can} ${shortOf(w, verb, refusal) ?? ''}`;
          if (/ticket|undefined|null|en note|as a note/i.test(all)) wrong.push(`${language} ${verb} ${refusal.code}: ${all}`);
        }
      }
    }
  }
  expect(VERBS.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
  expect(explainAct(fr, 'bind_sticker', { code: 'rule', rule: 'sticker-taken' }).what).toContain('déjà collée sur autre chose');
  expect(shortOf(fr, 'move_asset', { code: 'unknown' })).toBe('accès retiré, ou plus au registre');
});

test('every rule has its sentence and its way out', () => {
  for (const rule of Object.keys(fr.refusals.rule) as (keyof typeof fr.refusals.rule)[]) {
    expect(said({ code: 'rule', rule })).toContain(seen(fr.refusals.rule[rule]));
  }
  expect(said({ code: 'rule', rule: 'team-missing' })).toBe(
    'Refusé par une règle : il faut choisir l’équipe qui reçoit le ticket. Choisissez une équipe, puis réessayez.',
  );
});

test('what the screen knows enters the sentence', () => {
  expect(said({ code: 'closed', status: 'closed', by: 'p', at: 1 }, { who: 'Mina Diallo', date: '4 nov.' })).toContain(
    'Fermé le 4 nov. par Mina Diallo.',
  );
  expect(said({ code: 'not-owner', owner: 'p' }, { who: 'Mina Diallo' })).toContain('Mina Diallo a ce ticket');
  expect(said({ code: 'not-allowed', verb: 'take' }, { site: 'Lycée Jean-Zay' })).toContain('« prendre » à Lycée Jean-Zay');
  expect(said({ code: 'internal', reference: '7F2C' })).toContain('Réf. 7F2C');
});

test('a verb or a status of a newer server does not break the sentence', () => {
  expect(said({ code: 'not-allowed', verb: 'teleport' })).toContain('faire cela');
  expect(said({ code: 'wrong-status', status: 'melted' })).toContain('Le ticket a changé entre-temps.');
});
