import { expect, test } from 'vitest';
import type { Actor, Role } from './actor.ts';
import type { AssetId, PersonId, RoomId, SiteId, TeamId, TicketId } from './ids.ts';
import { calls, HEARD, hears } from './notice.ts';
import { type Command, type CommandType, PLAIN_OPEN } from './ticket/commands.ts';
import { decide } from './ticket/decide.ts';
import type { Recorded } from './ticket/events.ts';
import { evolveAll } from './ticket/evolve.ts';
import type { Ticket } from './ticket/ticket.ts';

const site = 'site' as SiteId;
const ticket = 'ticket' as TicketId;
const who = (id: string, role: Role): Actor => ({
  person: id as PersonId,
  memberships: [{ role, site: role === 'technician' ? null : site }],
  teams: [],
});
const karim = who('karim', 'correspondent');
const mina = who('mina', 'correspondent');
const sofia = who('sofia', 'technician');
const claire = who('claire', 'requester');

/** Plays commands and tells what the last one's events call for. */
function play(...acts: readonly (readonly [Actor, Command])[]): { after: Ticket; called: ReturnType<typeof calls> } {
  let now: Ticket | null = null;
  let called: ReturnType<typeof calls> = [];
  for (const [actor, command] of acts) {
    const before: Ticket | null = now;
    const decision = decide(before, command, {
      ...{ actor, at: 0, asset: null, room: { id: ROOM, site, vip: false }, reported: null },
      other: now === null ? null : { ...(now as Ticket), id: OTHER },
      isSupport: () => true,
      belongs: () => true,
      teamKind: () => 'provider',
    });
    if (!decision.ok) throw new Error(`${command.type}: ${decision.refusal.code}`);
    const recorded = decision.events.map((event, i): Recorded => ({ id: String(i), event, by: actor.person, at: 0, received: 0 }));
    now = evolveAll(before, recorded);
    if (now === null) throw new Error('no ticket');
    called = calls(before, now, recorded);
  }
  return { after: now as unknown as Ticket, called };
}

const v = 1 as const;
const OTHER = 'other' as TicketId;
const VISIT = 'visit';
const ROOM = 'room' as RoomId;
const open = (more: Partial<Extract<Command, { type: 'open' }>> = {}): readonly [Actor, Command] => [
  claire,
  {
    type: 'open',
    ...PLAIN_OPEN,
    ticket,
    site,
    asset: null as AssetId | null,
    room: null,
    code: null,
    nature: 'incident',
    channel: 'portal',
    category: 'display',
    symptom: 'no_image',
    text: '',
    impact: 'person',
    urgency: 'normal',
    photos: [],
    ...more,
  },
];
const take = (actor: Actor): readonly [Actor, Command] => [actor, { type: 'take', v, ticket, expected: null }];
const start: readonly [Actor, Command] = [karim, { type: 'start', v: 2, ticket, remote: false }];

const resolved: readonly [Actor, Command] = [karim, { type: 'resolve', v, ticket, text: 'Câble', resolution: 'permanent', mode: 'on_site' }];
const planned: readonly [Actor, Command] = [karim, { type: 'plan_visit', v, ticket, visit: VISIT, at: 0, minutes: 30, remote: false, text: '' }];
const arrived: readonly [Actor, Command] = [karim, { type: 'arrive', v, ticket, asset: null }];
const added: readonly [Actor, Command] = [karim, { type: 'add_task', v, ticket, task: 'task', text: 'Commander', mandatory: false }];
const qualified: Command = {
  ...{ type: 'qualify', v, ticket, nature: 'incident', category: 'display', symptom: 'no_image', impact: 'group', urgency: 'normal' },
  ...{ asset: null, room: null, reachable: true, priority: null, reason: '' },
} as Command;
const head = who('head', 'approver');
const paul = who('paul', 'requester');
const access: readonly (readonly [Actor, Command])[] = [
  open({
    ...{ category: 'request', symptom: 'access_right', photos: ['a'.repeat(64) as never] },
    access: { sense: 'open', resource: 'Dossier Compta', rights: 'read', from: '2026-11-23', until: null },
  }),
  [sofia, { type: 'assign', v, ticket, person: sofia.person, team: null, text: '' }],
];

/** For each verb, a way to it. */
const WAYS: Record<CommandType, readonly (readonly [Actor, Command])[]> = {
  open: [open({ impact: 'site', urgency: 'blocking' })],
  take: [open(), take(karim)],
  release: [open(), take(karim), [karim, { type: 'release', v, ticket, reason: 'absent' }]],
  relieve: [open(), take(karim), [mina, { type: 'relieve', v, ticket, from: karim.person, reason: 'absent' }]],
  escalate: [open(), take(karim), [karim, { type: 'escalate', v, ticket, direction: 'up', reason: 'skills', text: '', team: null }]],
  ask_help: [open(), take(karim), [karim, { type: 'ask_help', v, ticket, helper: mina.person, text: '' }]],
  join: [open(), take(karim), [mina, { type: 'join', v, ticket }]],
  note: [open(), take(karim), [claire, { type: 'note', v: 2, ticket, text: 'Alors ?', visibility: 'public', call: null }]],
  attach: [open(), take(karim), [karim, { type: 'attach', v, ticket, hash: 'a'.repeat(64) as never }]],
  start: [open(), take(karim), start],
  wait: [open(), take(karim), [karim, { type: 'wait', v, ticket, reason: 'parts', until: null, text: '' }]],
  resume: [open(), take(karim), [karim, { type: 'wait', v, ticket, reason: 'parts', until: null, text: '' }], [karim, { type: 'resume', v, ticket }]],
  resolve: [open(), take(karim), start, [karim, { type: 'resolve', v, ticket, text: 'Câble', resolution: 'permanent', mode: 'on_site' }]],
  drop: [open(), take(karim), [karim, { type: 'drop', v, ticket, reason: 'out_of_scope', text: '' }]],
  withdraw: [open(), take(karim), [claire, { type: 'withdraw', v, ticket, text: '' }]],
  assign: [open(), [sofia, { type: 'assign', v, ticket, person: karim.person, team: null, text: '' }]],
  qualify: [open(), take(karim), [karim, qualified]],
  record_check: [open(), take(karim), [karim, { type: 'record_check', v, ticket, check: 'consent', how: 'phone' }]],
  receive_form: [...access, [sofia, { type: 'receive_form', v, ticket, photo: 'a'.repeat(64) as never }]],
  add_task: [open(), take(karim), added],
  complete_task: [open(), take(karim), added, [karim, { type: 'complete_task', v, ticket, task: 'task' }]],
  reopen_task: [
    ...[open(), take(karim), added],
    [karim, { type: 'complete_task', v, ticket, task: 'task' }],
    [karim, { type: 'reopen_task', v, ticket, task: 'task' }],
  ],
  plan_visit: [open(), take(karim), planned],
  answer_visit: [open(), take(karim), planned, [claire, { type: 'answer_visit', v, ticket, visit: VISIT, accept: true, text: '' }]],
  arrive: [open(), take(karim), planned, arrived],
  leave: [open(), take(karim), planned, arrived, [karim, { type: 'leave', v, ticket, text: '' }]],
  confirm: [open(), take(karim), start, resolved, [claire, { type: 'confirm', v, ticket }]],
  reopen: [open(), take(karim), start, resolved, [claire, { type: 'reopen', v, ticket, text: 'Encore noir.' }]],
  rate: [open(), take(karim), start, resolved, [claire, { type: 'rate', v, ticket, stars: 5, text: '' }]],
  approve: [...access, [head, { type: 'approve', v, ticket, text: '' }]],
  refuse: [...access, [head, { type: 'refuse', v, ticket, text: 'Non.' }]],
  me_too: [open({ room: ROOM }), [paul, { type: 'me_too', v, ticket }]],
  mark_duplicate: [open(), take(karim), [karim, { type: 'mark_duplicate', v, ticket, of: OTHER }]],
  link_problem: [open(), take(karim), [karim, { type: 'link_problem', v, ticket, problem: OTHER }]],
};

test.each(Object.entries(WAYS))('%s calls whom the table says', (verb, way) => {
  expect(play(...way).called.length > 0).toBe(HEARD[verb as CommandType] === 'push');
});

test('an ordinary opening wakes nobody, a critical one the people of the level', () => {
  expect(play(open()).called).toEqual([]);
  expect(play(open({ impact: 'site', urgency: 'blocking' })).called).toEqual([{ kind: 'critical', to: { of: 'waited-for' } }]);
});

test('a hand-over is heard by those it waits for, and by nobody else', () => {
  const { after } = play(...WAYS.escalate);
  expect([karim, sofia, claire].map((a) => hears({ of: 'waited-for' }, a, after))).toEqual([false, true, false]);
  const back = play(...WAYS.escalate, take(sofia), [
    sofia,
    { type: 'escalate', v, ticket, direction: 'on_site', reason: 'remote_impossible', text: '', team: null },
  ]);
  expect([karim, mina, sofia].map((a) => hears({ of: 'waited-for' }, a, back.after))).toEqual([true, true, false]);
  const out = play(open(), take(karim), [
    karim,
    { type: 'escalate', v, ticket, direction: 'out', reason: 'warranty', text: '', team: 'team' as TeamId },
  ]);
  expect([karim, sofia, { ...who('luc', 'provider'), teams: ['team' as TeamId] }].map((a) => hears({ of: 'waited-for' }, a, out.after))).toEqual([
    false,
    false,
    true,
  ]);
});

test('[54] a take that came second tells both: the owner, and the one who came second', () => {
  expect(play(open(), take(karim), take(mina)).called).toEqual([
    { kind: 'helper_joined', to: { of: 'person', person: 'karim' } },
    { kind: 'already_taken', to: { of: 'person', person: 'mina' } },
  ]);
});

test('one’s own acts are never told to oneself', () => {
  expect(play(open(), take(karim), [karim, { type: 'note', v: 2, ticket, text: 'Vu', visibility: 'internal', call: null }]).called).toEqual([]);
});

test('whoever is locked out is told nothing while they are, the colleague who reported it is', () => {
  const locked = open({ category: 'accounts', symptom: 'forgotten_password', beneficiary: { person: paul.person, name: '' } });
  const visit: readonly [Actor, Command] = [sofia, { type: 'plan_visit', v, ticket, visit: VISIT, at: 1, minutes: 30, remote: true, text: '' }];
  const { after, called } = play(locked, take(sofia), visit);
  const heard = (of: Ticket) => called.flatMap(({ to }) => [claire, paul].filter((a) => hears(to, a, of)).map((a) => a.person));
  expect(called).toHaveLength(2);
  expect(heard(after)).toEqual(['claire']);
  // Of any other trouble both are told.
  expect(heard({ ...after, symptom: 'mailbox_full' })).toEqual(['claire', 'paul']);
});
