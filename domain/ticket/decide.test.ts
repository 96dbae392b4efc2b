import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '#domain/actor.ts';
import type { AssetId, PersonId, PhotoHash, RoomId, SiteId, TeamId, TicketId } from '#domain/ids.ts';
import { maySee } from '#domain/permission.ts';
import { type Command, type CommandOf, type CommandType, PLAIN_OPEN, upcast } from './commands.ts';
import { decide } from './decide.ts';
import { decideSystem } from './decide-system.ts';
import type { Recorded } from './events.ts';
import { evolve, evolveAll } from './evolve.ts';
import { DROP_REASONS, ESCALATION_REASONS, isOpen, PHOTOS_MAX, type Ticket, WAIT_REASONS } from './ticket.ts';
import type { Context } from './verdict.ts';

const SITE = '00000001-0000-7000-8000-000000000001' as SiteId;
const ELSEWHERE = '00000001-0000-7000-8000-000000000002' as SiteId;
const TICKET = '00000002-0000-7000-8000-000000000001' as TicketId;
const TEAM = '00000003-0000-7000-8000-000000000001' as TeamId;
const ASSET = '00000004-0000-7000-8000-000000000001' as AssetId;
const ROOM = '00000005-0000-7000-8000-000000000001' as RoomId;
const HASH = 'a'.repeat(64) as PhotoHash;

const id = (name: string) => name as PersonId;
const person = (name: string, role: Role, site: SiteId | null = SITE, teams: readonly TeamId[] = []): Actor => ({
  person: id(name),
  memberships: [{ role, site }],
  teams,
});
const mina = person('mina', 'correspondent');
const hugo = person('hugo', 'correspondent');
const far = person('far', 'correspondent', ELSEWHERE);
const thomas = person('thomas', 'technician', null);
const irene = person('irene', 'engineer', null);
const paul = person('paul', 'provider', null, [TEAM]);
const rose = person('rose', 'requester');
const sonia = person('sonia', 'supervisor', null);
const partner = person('partner', 'partner');
const SUPPORT = new Set(['mina', 'hugo', 'thomas', 'irene', 'sonia']);

function context(actor: Actor, at = 1000): Context {
  return {
    ...{ actor, at, asset: null, room: null, other: null, reported: null },
    isSupport: (p) => SUPPORT.has(p),
    teamKind: (t) => (t === TEAM ? 'provider' : null),
  };
}

const open: CommandOf<'open'> = {
  type: 'open',
  ...PLAIN_OPEN,
  ticket: TICKET,
  site: SITE,
  asset: null,
  room: null,
  code: null,
  nature: 'incident',
  channel: 'scan',
  category: 'workstation',
  symptom: 'wont_start',
  text: '',
  impact: 'person',
  urgency: 'normal',
  photos: [],
};
const say = <T extends CommandType>(type: T, more: Omit<CommandOf<T>, 'type' | 'v' | 'ticket'>): Command =>
  upcast({ type, v: 1, ticket: TICKET, ...more }) as Command;
const take = say('take', { expected: null });
const start = say('start', { remote: false });
const resume = say('resume', {});
const join = say('join', {});
const wait = say('wait', { reason: 'parts', until: null, text: '' });
const release = say('release', { reason: 'r' });
const resolve = say('resolve', { text: 'fait', resolution: 'permanent', mode: 'on_site' });
const drop = say('drop', { reason: 'no_answer', text: '' });
const up = say('escalate', { direction: 'up', reason: 'skills', text: '', team: null });
const out = say('escalate', { direction: 'out', reason: 'warranty', text: '', team: TEAM });
const onSite = say('escalate', { direction: 'on_site', reason: 'remote_impossible', text: '', team: null });
const toBoss = say('escalate', { direction: 'hierarchical', reason: 'complaint', text: '', team: null });
const relieve = (from: string) => say('relieve', { from: id(from), reason: 'r' });
const note = (visibility: 'public' | 'internal') => say('note', { text: 'n', visibility, call: null });
const attach = say('attach', { hash: HASH });
const help = (helper: string) => say('ask_help', { helper: id(helper), text: '' });

/** What happens when these are said one after the other; a refusal on the way is a fault of the test. */
function given(...said: readonly (readonly [Actor, Command])[]): Ticket {
  let ticket: Ticket | null = null;
  for (const [actor, command] of said) {
    const decision = decide(ticket, command, context(actor));
    if (!decision.ok) throw new Error(`${actor.person} ${command.type}: ${JSON.stringify(decision.refusal)}`);
    ticket = evolveAll(
      ticket,
      decision.events.map((event) => ({ event, by: actor.person, at: 1000 })),
    );
  }
  if (ticket === null) throw new Error('nothing was opened');
  return ticket;
}

/** What is answered to the last of these: the codes of a refusal, or the names of the events. */
function answer(ticket: Ticket | null, actor: Actor, command: Command): string {
  const decision = decide(ticket, command, context(actor));
  if (decision.ok) return decision.events.map((e) => e.type).join(' ') || 'nothing more';
  return decision.refusal.code === 'rule' ? `rule ${decision.refusal.rule}` : decision.refusal.code;
}

const fresh = given([mina, open]);
const full = given(
  [mina, open],
  ...Array.from({ length: PHOTOS_MAX }, (_, i) => [mina, say('attach', { hash: String(i).padStart(64, '0') as PhotoHash })] as const),
);
const level2 = given([mina, { ...open, category: 'accounts', symptom: 'locked_account' }]);
const minas = given([mina, open], [mina, take]);
const handedOut = given([mina, open], [irene, out]);
const ended = given([mina, open], [mina, take], [mina, resolve]);
const complaint = given([rose, { ...open, category: 'other', symptom: 'complaint' }]);

describe('given a ticket, when somebody says a verb', () => {
  test.each<readonly [string, Ticket | null, Actor, Command, string]>([
    ['open: a requester of the site', null, rose, open, 'TicketOpened'],
    ['open: nobody of another site', null, far, open, 'not-allowed'],
    ['open: no provider, no partner', null, paul, open, 'not-allowed'],
    ['open: not twice', fresh, hugo, open, 'already-exists'],
    ['open: something must be said', null, rose, { ...open, symptom: null }, 'rule empty-report'],
    ['take: level 1, correspondent', fresh, mina, take, 'OwnershipTaken'],
    ['take: level 1 at a distance, while it can be reached', fresh, thomas, take, 'OwnershipTaken'],
    ['take: level 2 is not for a correspondent', level2, mina, take, 'not-allowed'],
    ['take: level 2, technician', level2, thomas, take, 'OwnershipTaken'],
    ['take: anything, engineer', level2, irene, take, 'OwnershipTaken'],
    ['take: a requester takes nothing', complaint, rose, take, 'not-allowed'],
    ['take: what one may not see does not exist', fresh, far, take, 'unknown'],
    ['take: the team it was given to', handedOut, paul, take, 'OwnershipTaken'],
    ['take: not from the team, by level', handedOut, mina, take, 'not-allowed'],
    ['take: twice by the same', minas, mina, take, 'nothing more'],
    ['take: second, and helps [54]', minas, hugo, take, 'HelperJoined'],
    ['relieve: from the one named', minas, hugo, relieve('mina'), 'OwnershipRelieved'],
    ['relieve: not from somebody else than named', minas, hugo, relieve('thomas'), 'not-owner'],
    ['relieve: nobody has it', fresh, hugo, relieve('mina'), 'wrong-status'],
    ['relieve: not from oneself', minas, mina, relieve('mina'), 'already-owner'],
    ['release: the owner', minas, mina, release, 'OwnershipReleased'],
    ['release: a supervisor', minas, sonia, release, 'OwnershipReleased'],
    ['release: nobody else', minas, hugo, release, 'not-owner'],
    ['release: nobody has it', fresh, sonia, release, 'wrong-status'],
    ['escalate up: who may take it', fresh, mina, up, 'TicketEscalated'],
    ['escalate up: not above the top', given([irene, { ...open, category: 'servers', symptom: 'disk_full' }]), irene, up, 'rule top-level'],
    ['escalate: a reason of another direction', fresh, mina, { ...up, reason: 'warranty' } as Command, 'rule reason-of-direction'],
    ['escalate out: no team', fresh, mina, { ...out, team: null } as Command, 'rule team-missing'],
    ['escalate to hands on site: a technician', level2, thomas, onSite, 'TicketEscalated'],
    ['escalate to hands on site: not by those hands', fresh, mina, onSite, 'not-allowed'],
    ['escalate to hands on site: once', given([mina, open], [irene, onSite]), irene, onSite, 'rule already-on-site'],
    ['escalate: a provider gives back by releasing', given([mina, open], [irene, out], [paul, take]), paul, up, 'not-allowed'],
    ['ask_help: a peer', minas, mina, help('hugo'), 'HelpAsked'],
    ['ask_help: not of a requester', minas, mina, help('rose'), 'rule helper-not-support'],
    ['ask_help: not of oneself', minas, mina, help('mina'), 'already-on-it'],
    ['ask_help: the owner only', minas, hugo, help('thomas'), 'not-owner'],
    ['join: a peer', minas, hugo, join, 'HelperJoined'],
    ['join: twice is once', given([mina, open], [hugo, join]), hugo, join, 'nothing more'],
    ['join: not the owner', minas, mina, join, 'already-owner'],
    ['note: public', fresh, hugo, note('public'), 'NoteAdded'],
    ['note: a requester writes nothing internal', complaint, rose, note('internal'), 'not-allowed'],
    ['note: after the end too', ended, hugo, note('internal'), 'NoteAdded'],
    ['attach: once', fresh, hugo, attach, 'PhotoAttached'],
    ['attach: twice is once', given([mina, open], [hugo, attach]), mina, attach, 'nothing more'],
    ['start: the owner', minas, mina, start, 'WorkStarted'],
    ['start: not before it is taken', fresh, mina, start, 'not-owner'],
    ['start: not twice', given([mina, open], [mina, take], [mina, start]), mina, start, 'wrong-status'],
    ['wait: the owner', minas, mina, wait, 'WorkPaused'],
    ['wait: not while waiting', given([mina, open], [mina, take], [mina, wait]), mina, wait, 'wrong-status'],
    ['resume: from waiting', given([mina, open], [mina, take], [mina, wait]), mina, resume, 'WorkResumed'],
    ['resume: not before', minas, mina, resume, 'wrong-status'],
    ['resolve: the owner', minas, mina, resolve, 'TicketResolved'],
    ['resolve: a helper', given([mina, open], [mina, take], [hugo, join]), hugo, resolve, 'TicketResolved'],
    ['resolve: nobody else', minas, thomas, resolve, 'not-owner'],
    ['resolve: not before it is taken', given([mina, open], [hugo, join]), hugo, resolve, 'wrong-status'],
    ['drop: support', fresh, hugo, drop, 'TicketDropped'],
    ['drop: no requester', complaint, rose, drop, 'not-allowed'],
    ['drop: a request needs level 3', given([mina, { ...open, nature: 'service_request' }]), mina, drop, 'rule request-drop'],
    ['drop: a request, engineer', given([mina, { ...open, nature: 'service_request' }]), irene, drop, 'TicketDropped'],
    ['attach: up to what everybody’s phone should hold', full, mina, attach, 'rule photos-full'],
    ['attach: one it holds already', full, mina, say('attach', { hash: full.photos[0]?.hash as PhotoHash }), 'nothing more'],
    ['a complaint is not for correspondents', complaint, mina, note('public'), 'unknown'],
    ['a partner sees no ticket', fresh, partner, note('public'), 'unknown'],
    ['nothing more after the end', ended, irene, take, 'closed'],
  ])('%s', (_case, ticket, actor, command, expected) => {
    expect(answer(ticket, actor, command)).toBe(expected);
  });

  test('take, and whoever comes second: the owner stays, the second helps', () => {
    expect(given([mina, open], [mina, take], [hugo, take])).toMatchObject({ status: 'taken', assignee: 'mina', helpers: ['hugo'] });
  });

  test('relieve: the one relieved helps on', () => {
    expect(given([mina, open], [mina, take], [hugo, join], [hugo, relieve('mina')])).toMatchObject({ assignee: 'hugo', helpers: ['mina'] });
  });

  test('release: back to its level, and to "escalated" only above its category', () => {
    expect(given([mina, open], [mina, take], [mina, release])).toMatchObject({ status: 'new', assignee: null, handedTo: { to: 'level' } });
    expect(given([mina, open], [mina, up], [thomas, take], [thomas, release])).toMatchObject({ status: 'escalated', level: 2, assignee: null });
  });

  test('escalate: up a level and off the owner; on site and back; a hierarchical one moves nothing', () => {
    expect(given([mina, open], [mina, take], [mina, up])).toMatchObject({ status: 'escalated', level: 2, assignee: null, observers: ['mina'] });
    const there = given([rose, { ...open, category: 'accounts', symptom: null, text: 'x' }], [thomas, onSite]);
    expect(there).toMatchObject({ level: 2, handedTo: { to: 'on_site' }, reachable: false });
    expect(answer(there, hugo, take)).toBe('OwnershipTaken');
    expect(given([mina, open], [mina, take], [mina, toBoss])).toMatchObject({ status: 'taken', assignee: 'mina', level: 1 });
  });

  test('open: an asset of the site brings its room; a foreign one stays a code', () => {
    const at = (site: SiteId): Context => ({ ...context(mina), asset: { id: ASSET, site, room: ROOM, critical: true } });
    const opened = (site: SiteId) => {
      const decision = decide(null, { ...open, asset: ASSET, code: '7K3MQ9PX' as never }, at(site));
      return decision.ok && decision.events[0]?.type === 'TicketOpened' ? decision.events[0].ticket : null;
    };
    expect(opened(SITE)).toMatchObject({ asset: ASSET, room: ROOM, code: null, priority: 3 });
    expect(opened(ELSEWHERE)).toMatchObject({ asset: null, room: null, code: '7K3MQ9PX', priority: 4 });
  });

  test('the house closes what is resolved, and nothing else', () => {
    expect(decideSystem(ended, { type: 'close', ticket: TICKET })).toMatchObject({ ok: true, events: [{ type: 'TicketClosed' }] });
    expect(decideSystem(fresh, { type: 'close', ticket: TICKET })).toEqual({ ok: true, events: [] });
    expect(decideSystem(null, { type: 'photo_stored', ticket: TICKET, hash: HASH })).toMatchObject({ ok: false });
  });
});

const actors: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(mina, hugo, thomas, irene, paul, rose, sonia) },
  {
    weight: 1,
    arbitrary: fc.record({
      person: fc.constantFrom('a', 'b', 'mina').map(id),
      memberships: fc.array(fc.record({ role: fc.constantFrom(...ROLES), site: fc.constantFrom(SITE, ELSEWHERE, null) }), { maxLength: 3 }),
      teams: fc.constantFrom([], [TEAM]),
    }),
  },
);
const people = fc.constantFrom('mina', 'hugo', 'thomas', 'irene', 'paul', 'rose', 'sonia', 'a', 'b');
const reasons = fc.constantFrom(...Object.values(ESCALATION_REASONS).flat());
const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom<Command>(take, take, start, resume, join, release, resolve, drop, attach, out, onSite, up, toBoss),
  people.map(relieve),
  people.map(help),
  fc.constantFrom('public' as const, 'internal' as const).map(note),
  fc.constantFrom(...WAIT_REASONS).map((reason) => say('wait', { reason, until: 5000, text: '' })),
  fc.constantFrom(...DROP_REASONS).map((reason) => say('drop', { reason, text: '' })),
  fc
    .tuple(fc.constantFrom('up' as const, 'out' as const, 'on_site' as const, 'hierarchical' as const), reasons, fc.constantFrom(TEAM, null))
    .map(([direction, reason, team]) => say('escalate', { direction, reason, text: '', team })),
  fc.constantFrom(open.category, 'servers', 'request', 'other', 'of a later version').map((category): Command => ({ ...open, category, text: 'x' })),
);
const openings: fc.Arbitrary<CommandOf<'open'>> = fc
  .tuple(
    fc.constantFrom(
      ['workstation', 'wont_start'],
      ['accounts', 'locked_account'],
      ['servers', 'disk_full'],
      ['request', 'access_right'],
      ['other', 'complaint'],
    ),
    fc.constantFrom('incident' as const, 'service_request' as const),
  )
  .map(([[category = '', symptom = null], nature]) => ({ ...open, category, symptom, nature }));

/** Fails with the first rule of a ticket's body that does not hold. */
function sound(ticket: Ticket): void {
  const held = ['taken', 'in_progress', 'waiting', 'resolved', 'closed'].includes(ticket.status);
  const free = ['new', 'escalated'].includes(ticket.status);
  if (held) expect(ticket.assignee, ticket.status).not.toBeNull();
  if (free) expect(ticket.assignee, ticket.status).toBeNull();
  expect(ticket.assignee === null, 'since when, as long as somebody has it').toBe(ticket.assignedAt === null);
  expect(ticket.helpers, 'nobody helps oneself').not.toContain(ticket.assignee);
  expect(new Set(ticket.helpers).size, 'each helper once').toBe(ticket.helpers.length);
  expect(ticket.waitReason !== null, 'a reason while waiting').toBe(ticket.status === 'waiting');
  expect(ticket.endedAt === null, 'an end when it has ended').toBe(isOpen(ticket));
  expect(ticket.drop !== null).toBe(ticket.status === 'dropped');
  expect(ticket.resolution !== null).toBe(ticket.status === 'resolved' || ticket.status === 'closed');
  expect(ticket.level).toBeGreaterThanOrEqual(ticket.categoryLevel);
}

describe('whatever is said, by whomever, in whatever order', () => {
  test('the answer is a decision, the ticket stays sound, ends once and keeps one owner; the events fold to it again', () => {
    fc.assert(
      fc.property(openings, fc.array(fc.tuple(actors, commands), { maxLength: 40 }), (opening, said) => {
        let ticket: Ticket | null = null;
        const story: Recorded[] = [];
        for (const [i, [actor, command]] of [[irene, opening] as const, ...said].entries()) {
          const before: Ticket | null = ticket;
          const decision = decide(before, command, context(actor, 1000 + i));
          if (!decision.ok) {
            if (before !== null && command.type !== 'open' && !maySee(actor, before)) expect(decision.refusal).toEqual({ code: 'unknown' });
            continue;
          }
          for (const event of decision.events) {
            if (event.type === 'OwnershipTaken') expect(ticket?.assignee, 'nobody is stolen from').toBeNull();
            if (event.type === 'OwnershipRelieved') expect(ticket?.assignee, 'relieved from the one named').toBe(event.from);
            const recorded: Recorded = { id: `${i}`, event, by: actor.person, at: 1000 + i, received: null };
            story.push(recorded);
            ticket = evolve(ticket, recorded);
          }
          if (ticket === null) throw new Error('events made no ticket');
          sound(ticket);
          if (before !== null && !isOpen(before)) expect({ ...ticket, photos: [] }, 'what has ended stays').toEqual({ ...before, photos: [] });
        }
        expect(evolveAll(null, story)).toEqual(ticket);
      }),
      { numRuns: 2000 },
    );
  });

  test('a ticket nobody opened answers every verb but open with "unknown"', () => {
    fc.assert(
      fc.property(actors, commands, (actor, command) => {
        const decision = decide(null, command, context(actor));
        if (command.type !== 'open') expect(decision).toEqual({ ok: false, refusal: { code: 'unknown' } });
      }),
    );
  });
});

describe('what a ticket takes from what it names', () => {
  const opened = (actor: Actor, more: Partial<CommandOf<'open'>>, knows: Partial<Context> = {}): Ticket => {
    const decision = decide(null, { ...open, ...more }, { ...context(actor), ...knows });
    const [event] = decision.ok ? decision.events : [];
    if (event?.type !== 'TicketOpened') throw new Error(JSON.stringify(decision));
    return event.ticket;
  };

  test('a VIP room raises the priority of its own site’s tickets only', () => {
    const room = { id: ROOM, site: SITE, vip: true };
    expect(opened(mina, { room: ROOM }, { room })).toMatchObject({ priority: 3, raised: 'vip', room: ROOM });
    expect(opened(mina, { room: ROOM }, { room: { ...room, site: ELSEWHERE } })).toMatchObject({ priority: 4, raised: null, room: null });
  });

  test('a VIP’s own trouble is raised, not what they report for somebody else', () => {
    const vip = { ...rose, vip: true };
    expect(opened(vip, {}).priority).toBe(3);
    expect(opened(vip, { beneficiary: { person: null, name: 'M. Duval' } }).priority).toBe(4);
  });

  test('for somebody who has no role there it stays for whoever says it: nobody learns a name by an id', () => {
    const beneficiary = { person: id('far'), name: '' };
    expect(opened(rose, { beneficiary })).toMatchObject({ beneficiary: 'rose', beneficiaryName: '' });
    expect(opened(rose, { beneficiary }, { belongs: (p) => p === 'far' })).toMatchObject({ beneficiary: 'far' });
  });
});

test('nobody is shown a confidential ticket by being its duplicate', () => {
  const complaint = {
    ...given([mina, { ...open, category: 'other', symptom: 'complaint' }]),
    id: '00000002-0000-7000-8000-000000000009' as TicketId,
  };
  const mark = say('mark_duplicate', { of: complaint.id });
  expect(decide(fresh, mark, { ...context(thomas), other: complaint })).toMatchObject({ ok: false, refusal: { rule: 'other-missing' } });
  expect(decide(fresh, mark, { ...context(thomas), other: { ...complaint, confidential: false } }).ok).toBe(true);
});

test('an access form waits for its approval whatever the ticket is called meanwhile', () => {
  const access = { sense: 'open', resource: 'Paie', rights: 'read', from: '2026-11-24', until: null } as const;
  const asked = given([rose, { ...open, category: 'request', symptom: 'access_right', access }], [irene, take]);
  const called = { nature: 'service_request', category: 'request', symptom: 'loan', impact: 'person', urgency: 'normal' } as const;
  const qualify = say('qualify', { ...called, asset: null, room: null, reachable: true, priority: null, reason: '' });
  const decision = decide(asked, qualify, context(irene));
  const renamed = decision.ok
    ? evolveAll(
        asked,
        decision.events.map((event) => ({ event, by: irene.person, at: 1000 })),
      )
    : null;
  expect(renamed?.approval).toEqual({ state: 'pending' });
  expect(answer(renamed, irene, resolve)).toBe('rule approval-first');
});
