import { expect, test } from 'vitest';
import type { TicketId } from '#domain/ids.ts';
import { parseCommand } from '#domain/ticket/commands.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { SHEET } from '#domain/ticket/verbs.ts';
import { words } from '#domain/words/index.ts';
import { BLANK, commandOf, type FormVerb, isOwnForm, isTap, missingOf, reasonsOf } from './forms.ts';

const w = words('fr');
const ticket = { id: '01930000-0000-7000-8000-000000000001' as TicketId, assignee: '01930000-0000-7000-8000-000000000002' } as Ticket;
const someone = '01930000-0000-7000-8000-000000000003';

test('every verb of the sheet, filled, is a command that the wire accepts', () => {
  for (const verb of Object.values(SHEET).flat()) {
    if (isOwnForm(verb)) continue;
    const reason = isTap(verb) ? '' : (reasonsOf(verb, w)[0]?.value ?? '');
    const told = { ...BLANK, text: ' Câble changé ', reason, team: someone, helper: someone, until: '2026-11-24', stars: 4 };
    if (!isTap(verb)) expect(missingOf(verb, told, w), verb).toEqual({});
    expect(parseCommand(commandOf(verb, ticket, told, { dayStart: () => 1_795_000_000_000, mint: () => someone })), verb).not.toBeNull();
  }
});

test('what is missing is said under its field', () => {
  const missing = (verb: FormVerb, told = BLANK) => missingOf(verb, told, w);
  expect(missing('note')).toEqual({ text: 'Écrivez quelque chose.' });
  expect(missing('note', { ...BLANK, text: '  ' })).toEqual({ text: 'Écrivez quelque chose.' });
  expect(missing('resolve')).toEqual({ text: 'Dites ce que vous avez fait.' });
  expect(missing('up')).toEqual({ reason: 'Choisissez une réponse.' });
  expect(missing('out')).toEqual({ reason: 'Choisissez une réponse.', team: 'Choisissez une équipe.' });
  expect(missing('ask_help')).toEqual({ helper: 'Choisissez quelqu’un.' });
  expect(missing('release', { ...BLANK, text: 'x'.repeat(501) })).toEqual({ text: 'Trop long : 500 caractères au plus.' });
});

test('a password stops in the form, where it can be taken out', () => {
  const told = { ...BLANK, text: 'Mot de passe : Soleil42', reason: 'parts', stars: 5 };
  for (const verb of ['note', 'resolve', 'wait', 'withdraw', 'reopen', 'rate', 'add_task', 'leave'] as const) {
    expect(missingOf(verb, told, w), verb).toEqual({ text: 'On dirait un mot de passe. Enlevez-le\u00a0: il serait lu par d’autres.' });
  }
});

test('an opinion is not chosen beforehand, and a duplicate names its ticket elsewhere', () => {
  expect(missingOf('rate', BLANK, w)).toEqual({ stars: 'Choisissez une réponse.' });
  expect(missingOf('rate', { ...BLANK, stars: 3 }, w)).toEqual({});
  expect(missingOf('add_task', BLANK, w)).toEqual({ text: 'Écrivez quelque chose.' });
  expect(reasonsOf('drop', w).map(({ value }) => value)).not.toContain('duplicate');
});

test('a reason of another direction, kept in a draft, is asked again', () => {
  expect(missingOf('on_site', { ...BLANK, reason: 'skills' }, w)).toEqual({ reason: 'Choisissez une réponse.' });
});

test('a call is a note with one tap more, and nobody has to write that nobody answered', () => {
  const how = { dayStart: () => 0, mint: () => someone };
  const call = { ...BLANK, call: 'unanswered', callWith: 'other', callName: ' La loge ' } as const;
  expect(missingOf('note', call, w)).toEqual({});
  expect(missingOf('note', { ...call, call: 'in' }, w)).toEqual({ text: 'Écrivez quelque chose.' });
  expect(parseCommand(commandOf('note', ticket, call, how))).toMatchObject({ text: '', call: { way: 'unanswered', with: 'other', name: 'La loge' } });
  expect(commandOf('note', ticket, { ...call, call: '' }, how)).toMatchObject({ call: null });
  expect(commandOf('note', ticket, { ...call, callWith: 'requester' }, how)).toMatchObject({ call: { name: '' } });
});
