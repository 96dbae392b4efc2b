import { expect, test } from 'vitest';
import type { Actor } from '#domain/actor.ts';
import type { PersonId, SiteId, TicketId } from '#domain/ids.ts';
import { publicPart } from '#domain/permission.ts';
import { type Command, PLAIN_OPEN } from './commands.ts';
import { decide } from './decide.ts';
import type { TicketEvent } from './events.ts';
import { evolveAll } from './evolve.ts';
import type { Ticket } from './ticket.ts';

const site = '00000001-0000-7000-8000-000000000001' as SiteId;
const ticket = '00000002-0000-7000-8000-000000000001' as TicketId;
const correspondent = (name: string): Actor => ({ person: name as PersonId, memberships: [{ role: 'correspondent', site }], teams: [] });
const mina = correspondent('mina');
const hugo = correspondent('hugo');
const v = 1 as const;
const open: Command = {
  type: 'open',
  ...PLAIN_OPEN,
  ...{ ticket, site, asset: null, room: null, code: null, nature: 'incident', channel: 'portal', category: 'display', symptom: null },
  ...{ text: 'Rien', impact: 'person', urgency: 'normal', photos: [] },
};
const add: Command = { type: 'add_task', v, ticket, task: 'lamp', text: 'Changer la lampe', mandatory: true };
const done: Command = { type: 'complete_task', v, ticket, task: 'lamp' };
const undo: Command = { type: 'reopen_task', v, ticket, task: 'lamp' };
const take: Command = { type: 'take', v, ticket, expected: null };
const resolve: Command = { type: 'resolve', v, ticket, text: 'Lampe', resolution: 'permanent', mode: 'on_site' };

const say = (at: Ticket | null, actor: Actor, command: Command) =>
  decide(at, command, {
    ...{ actor, at: 1000, asset: null, room: null, other: null, reported: null },
    ...{ isSupport: () => true, teamKind: () => null },
  });

function play(...acts: readonly (readonly [Actor, Command])[]): Ticket {
  let now: Ticket | null = null;
  for (const [actor, command] of acts) {
    const decision = say(now, actor, command);
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.refusal)}`);
    now = evolveAll(
      now,
      decision.events.map((event: TicketEvent) => ({ event, by: actor.person, at: 1000 })),
    );
  }
  if (now === null) throw new Error('nothing was opened');
  return now;
}

const held = [[mina, open] as const, [mina, take] as const, [hugo, { type: 'join', v, ticket }] as const, [mina, add] as const];

test('a step ticked by mistake is to do again, and stands in the way of the resolution again', () => {
  const ticked = play(...held, [mina, done]);
  expect(say(ticked, mina, resolve)).toMatchObject({ ok: true });
  const undone = play(...held, [mina, done], [mina, undo]);
  expect(undone.tasks).toMatchObject([{ id: 'lamp', done: null }]);
  expect(say(undone, mina, resolve)).toEqual({ ok: false, refusal: { code: 'rule', rule: 'tasks-first' } });
  // Said twice it changes nothing; and it can be done again.
  expect(say(undone, mina, undo)).toEqual({ ok: true, events: [] });
  expect(play(...held, [mina, done], [mina, undo], [mina, done]).tasks[0]?.done?.by).toBe(mina.person);
});

test('what another did stays done; who has nothing to do with it, or comes too late, is told so', () => {
  const ticked = play(...held, [mina, done]);
  expect(say(ticked, hugo, undo)).toEqual({ ok: false, refusal: { code: 'rule', rule: 'task-of-another' } });
  expect(say(ticked, correspondent('nora'), undo)).toEqual({ ok: false, refusal: { code: 'not-owner', owner: mina.person } });
  expect(say(ticked, mina, { ...undo, task: 'other' })).toEqual({ ok: false, refusal: { code: 'unknown' } });
  const resolved = play(...held, [mina, done], [mina, resolve]);
  expect(say(resolved, mina, undo)).toMatchObject({ ok: false, refusal: { code: 'closed', status: 'resolved' } });
});

test('the steps of the work are not told to those who wait for it', () => {
  expect(publicPart({ type: 'TaskReopened', task: 'lamp' })).toBeNull();
});
