import { expect, test } from 'vitest';
import type { Actor, Role } from '#domain/actor.ts';
import type { PersonId, SiteId, TicketId } from '#domain/ids.ts';
import { type Command, type CommandOf, PLAIN_OPEN, parseCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { Ticket } from './ticket.ts';

const site = '00000001-0000-7000-8000-000000000001' as SiteId;
const ticket = '00000002-0000-7000-8000-000000000001' as TicketId;
const kept = '00000002-0000-7000-8000-000000000002' as TicketId;
const person = (name: string, role: Role): Actor => ({ person: name as PersonId, memberships: [{ role, site }], teams: [] });
const mina = person('mina', 'correspondent');
const claire = person('claire', 'requester');

const say = (at: Ticket | null, actor: Actor, command: Command, other: Ticket | null = null) =>
  decide(at, command, {
    ...{ actor, at: 1000, asset: null, room: null, other, reported: null },
    ...{ isSupport: () => true, belongs: () => true, teamKind: () => null },
  });

function opened(beneficiary: CommandOf<'open'>['beneficiary'] = null): Ticket {
  const decision = say(null, claire, {
    type: 'open',
    ...PLAIN_OPEN,
    ...{ ticket, site, asset: null, room: null, code: null, nature: 'incident', channel: 'portal', category: 'display', symptom: null },
    ...{ text: 'Rien', impact: 'person', urgency: 'normal', photos: [], beneficiary },
  });
  const [event] = decision.ok ? decision.events : [];
  const made = event === undefined ? null : evolve(null, { event, by: claire.person, at: 1000 });
  if (made === null) throw new Error('nothing was opened');
  return made;
}

type Call = NonNullable<CommandOf<'note'>['call']>;
const called = (call: Call, text = 'Elle rappelle demain.'): CommandOf<'note'> => ({
  type: 'note',
  v: 2,
  ticket,
  text,
  visibility: 'internal',
  call,
});
const told = (of: Ticket, call: Call) => {
  const decision = say(of, mina, called(call));
  const [event] = decision.ok ? decision.events : [];
  return event?.type === 'NoteAdded' ? event.call : undefined;
};

test('a call is noted with the person it was with, as the ticket has them', () => {
  expect(told(opened(), { way: 'in', with: 'requester', name: '' })).toEqual({ way: 'in', person: claire.person, name: '' });
  const forPaul = opened({ person: 'paul' as PersonId, name: '' });
  expect(told(forPaul, { way: 'out', with: 'beneficiary', name: 'x' })).toEqual({ way: 'out', person: 'paul', name: '' });
  // Somebody without an account is known by name.
  const forAna = opened({ person: null, name: 'Ana Faure' });
  expect(told(forAna, { way: 'out', with: 'beneficiary', name: '' })).toEqual({ way: 'out', person: null, name: 'Ana Faure' });
  expect(told(opened(), { way: 'in', with: 'other', name: 'La loge' })).toEqual({ way: 'in', person: null, name: 'La loge' });
});

test('on a duplicate it goes to the ticket that is kept, and still names its own requester', () => {
  const twin: Ticket = { ...opened(), status: 'dropped', duplicateOf: kept };
  const other: Ticket = { ...opened(), id: kept, requester: 'hugo' as PersonId };
  const decision = say(twin, mina, called({ way: 'in', with: 'requester', name: '' }), other);
  expect(decision).toMatchObject({ ok: true, elsewhere: { ticket: kept, events: [{ call: { person: claire.person } }] } });
});

test('only those who work on it note calls; a plain note has none', () => {
  expect(say(opened(), claire, { ...called({ way: 'in', with: 'requester', name: '' }), visibility: 'public' })).toMatchObject({ ok: false });
  const plain = say(opened(), claire, { type: 'note', v: 2, ticket, text: 'Alors', visibility: 'public', call: null });
  expect(plain).toEqual({ ok: true, events: [{ type: 'NoteAdded', text: 'Alors', visibility: 'public' }] });
});

test('nobody has to write that nobody answered; of any other call something is said, and never a password', () => {
  expect(parseCommand(called({ way: 'unanswered', with: 'requester', name: '' }, ''))).not.toBeNull();
  expect(parseCommand(called({ way: 'out', with: 'requester', name: '' }, ' '))).toBeNull();
  expect(say(opened(), mina, called({ way: 'in', with: 'other', name: 'mot de passe : Soleil42' }))).toEqual({
    ok: false,
    refusal: { code: 'rule', rule: 'password-told' },
  });
});

test('a note that waited on a phone since an earlier build is a note', () => {
  expect(parseCommand({ type: 'note', v: 1, ticket, text: 'Vu', visibility: 'public' })).toMatchObject({ v: 2, call: null });
});
