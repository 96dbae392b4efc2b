import { expect, test } from 'vitest';
import type { Actor, Role } from '#domain/actor.ts';
import type { PersonId, SiteId, TicketId } from '#domain/ids.ts';
import { type Ticket, upcastTicket } from './ticket.ts';
import { besideOf, primaryOf, type Verb, verbsOf } from './verbs.ts';

const site = 's' as SiteId;
const person = (n: string) => n as PersonId;
const actor = (name: string, role: Role): Actor => ({ person: person(name), memberships: [{ role, site }], teams: [] });
const karim = actor('karim', 'correspondent');
const sofia = actor('sofia', 'technician');
const claire = actor('claire', 'requester');

const fresh = upcastTicket({
  id: '01930000-0000-7000-8000-000000000001' as TicketId,
  number: null,
  site,
  asset: null,
  room: null,
  code: null,
  nature: 'incident',
  channel: 'scan',
  category: 'display',
  symptom: 'no_image',
  text: '',
  confidential: false,
  level: 1,
  categoryLevel: 1,
  status: 'new',
  handedTo: { to: 'level' },
  waitReason: null,
  waitUntil: null,
  requester: person('claire'),
  beneficiary: person('claire'),
  recorder: person('claire'),
  assignee: null,
  assignedAt: null,
  helpers: [],
  observers: [],
  impact: 'group',
  urgency: 'high',
  priority: 2,
  reachable: true,
  openedAt: 0,
  ownedAt: null,
  endedAt: null,
  resolution: null,
  drop: null,
  photos: [],
} as unknown as Ticket);
const heldBy = (name: string, status: Ticket['status'] = 'taken'): Ticket => ({ ...fresh, status, assignee: person(name), assignedAt: 1 });
const offered = (ticket: Ticket, who: Actor): Verb[] =>
  Object.values(verbsOf(ticket, who, 1000)).flatMap((group) => group.flatMap(({ verb, refusal }) => (refusal === null ? [verb] : [])));

const primaryVerb = (ticket: Ticket, who: Actor, at = 1000): Verb => primaryOf(ticket, who, at).verb;

test('the primary verb is the next thing that this person can do', () => {
  expect(primaryVerb(fresh, karim)).toBe('take');
  expect(primaryVerb({ ...fresh, status: 'escalated' }, sofia)).toBe('take');
  expect(primaryVerb(heldBy('karim'), karim)).toBe('start');
  expect(primaryVerb(heldBy('karim', 'in_progress'), karim)).toBe('resolve');
  expect(primaryVerb(heldBy('karim', 'waiting'), karim)).toBe('resume');
  expect(primaryVerb(heldBy('mina'), karim)).toBe('join');
  expect(primaryVerb({ ...heldBy('mina'), helpers: [person('karim')] }, karim)).toBe('note');
  expect(primaryVerb(fresh, claire)).toBe('note');
});

test('an ended ticket keeps notes and photos only', () => {
  expect(primaryVerb(heldBy('karim', 'resolved'), karim)).toBe('note');
  expect(offered(heldBy('karim', 'resolved'), karim)).toEqual(['note', 'attach']);
});

test('the owner passes, keeps or ends it', () => {
  const verbs = offered(heldBy('karim', 'in_progress'), karim);
  expect(verbs).toEqual([
    ...['up', 'out', 'hierarchical', 'release', 'ask_help', 'wait', 'plan_visit', 'qualify', 'add_task', 'note', 'attach', 'link_problem'],
    ...['resolve', 'mark_duplicate', 'drop'],
  ]);
});

test('a requester writes, shows, withdraws; and has the last word once it is resolved', () => {
  expect(offered(fresh, claire)).toEqual(['note', 'attach', 'withdraw']);
  const done = { ...heldBy('karim', 'resolved'), endedAt: 2 };
  expect(offered(done, claire)).toEqual(['note', 'attach', 'confirm', 'reopen', 'rate']);
  expect(primaryVerb(done, claire)).toBe('confirm');
});

test('what stands in the way of the end comes before it', () => {
  const locked = {
    ...heldBy('sofia', 'in_progress'),
    category: 'accounts',
    symptom: 'forgotten_password',
    level: 2 as const,
    handedTo: { to: 'level' } as const,
  };
  expect(primaryVerb(locked, sofia)).toBe('identity');
  expect(verbsOf(locked, sofia, 1000).end.find(({ verb }) => verb === 'resolve')?.refusal).toEqual({ code: 'rule', rule: 'identity-first' });
  const checks = [{ check: 'identity', by: person('sofia'), at: 1, how: 'Oubli', photo: null } as const];
  expect(primaryVerb({ ...locked, checks }, sofia)).toBe('resolve');
});

test('an approver is asked first, never about an own request', () => {
  const helene = actor('helene', 'approver');
  const asked = {
    ...fresh,
    nature: 'service_request' as const,
    category: 'request',
    symptom: 'new_equipment',
    approval: { state: 'pending' } as const,
  };
  expect(primaryVerb(asked, helene)).toBe('approve');
  expect(offered(asked, helene)).toContain('refuse');
  const own = { ...asked, requester: person('helene') };
  expect(verbsOf(own, helene, 1000).keep.find(({ verb }) => verb === 'approve')?.refusal).toEqual({ code: 'rule', rule: 'own-request' });
});

test('the requester says whether it works, then what they think; 15 days later it is too late to reopen', () => {
  const solved: Ticket = { ...heldBy('karim', 'resolved'), endedAt: 1 };
  expect(primaryVerb(solved, claire)).toBe('confirm');
  expect(besideOf('confirm', solved, claire, 1000)).toBe('reopen');
  const closed: Ticket = { ...solved, status: 'closed', closedAt: 2 };
  expect(primaryVerb(closed, claire)).toBe('rate');
  const rated: Ticket = { ...closed, rating: { stars: 4, text: '' } };
  expect(primaryVerb(rated, claire)).toBe('reopen');
  const late = 2 + 16 * 86_400_000;
  expect(primaryVerb(rated, claire, late)).toBe('note');
  expect(besideOf('rate', closed, claire, late)).toBe('note');
  expect(verbsOf(rated, claire, late).end.find(({ verb }) => verb === 'reopen')?.refusal).toEqual({ code: 'rule', rule: 'reopen-late' });
});

test('what stands in the owner’s way is told by the verb itself', () => {
  const step = { id: 'apply_right', step: 'apply_right', text: '', mandatory: true, after: null, done: null };
  const blocked: Ticket = { ...heldBy('karim', 'in_progress'), tasks: [step] };
  expect(primaryOf(blocked, karim, 1000)).toEqual({ verb: 'resolve', refusal: { code: 'rule', rule: 'tasks-first' } });
  const pending: Ticket = { ...heldBy('karim'), approval: { state: 'pending' } };
  expect(primaryOf(pending, karim, 1000)).toEqual({ verb: 'start', refusal: { code: 'rule', rule: 'approval-first' } });
});

test('the one who approves does so at the thumb, with the refusal beside', () => {
  const head = actor('anne', 'approver');
  const pending: Ticket = { ...fresh, approval: { state: 'pending' } };
  expect(primaryVerb(pending, head)).toBe('approve');
  expect(besideOf('approve', pending, head, 1000)).toBe('refuse');
  expect(primaryVerb({ ...pending, requester: person('anne') }, head)).toBe('note');
});

test('what a colleague holds is joined or relieved, never taken', () => {
  const verbs = offered(heldBy('mina'), karim);
  expect(verbs).toContain('join');
  expect(verbs).toContain('relieve');
  expect(verbs).not.toContain('take');
});

test('a rule that teaches is shown with its reason', () => {
  const top = { ...heldBy('sofia'), level: 3 as const };
  const engineer = actor('sofia', 'engineer');
  expect(verbsOf(top, engineer, 1000).pass.find(({ verb }) => verb === 'up')?.refusal).toEqual({ code: 'rule', rule: 'top-level' });
  const sent: Ticket = { ...fresh, status: 'escalated', handedTo: { to: 'on_site' } };
  expect(verbsOf(sent, sofia, 1000).pass.find(({ verb }) => verb === 'on_site')?.refusal).toEqual({ code: 'rule', rule: 'already-on-site' });
});

test('the signed form is received before its photo is on the ticket', () => {
  const yann = actor('yann', 'engineer');
  const asked: Ticket = {
    ...heldBy('yann'),
    nature: 'service_request',
    category: 'request',
    symptom: 'access_right',
    approval: { state: 'pending' },
  };
  expect(offered(asked, yann)).toContain('receive_form');
  expect(offered({ ...asked, approval: { state: 'approved', by: null, at: 1 } }, yann)).not.toContain('receive_form');
});
