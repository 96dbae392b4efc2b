/** Every state asked every verb: what the tables are drawn from. */
import type { Actor } from '#domain/actor.ts';
import type { PersonId, PhotoHash, SiteId, TeamId, TicketId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import { type Command, type CommandType, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { decideSystem } from '#domain/ticket/decide-system.ts';
import { evolveAll } from '#domain/ticket/evolve.ts';
import { STATUSES, type Status, type Task, type Ticket } from '#domain/ticket/ticket.ts';
import type { Context } from '#domain/ticket/verdict.ts';

export const SITE = '00000001-0000-7000-8000-000000000001' as SiteId;
export const TEAM = '00000003-0000-7000-8000-000000000001' as TeamId;
const TICKET = '00000002-0000-7000-8000-000000000001' as TicketId;
const OTHER = '00000002-0000-7000-8000-000000000002' as TicketId;
const VISIT = '00000006-0000-7000-8000-000000000001';
const PHOTO = 'a'.repeat(64) as PhotoHash;

export const who = (name: string): Actor => ({ person: name as PersonId, memberships: [], teams: [] });
/** Holds every role there and has every tie: what the state alone says. */
export const anybody = (ticket: Ticket | null): Actor => ({
  person: 'anybody' as PersonId,
  memberships: (['requester', 'correspondent', 'technician', 'engineer', 'supervisor', 'approver', 'admin'] as const).map((role) => ({
    role,
    site: SITE,
  })),
  teams: ticket?.handedTo.to === 'team' ? [ticket.handedTo.team] : [],
});

const open: Command = {
  type: 'open',
  ...PLAIN_OPEN,
  ...{ ticket: TICKET, site: SITE, asset: null, room: null, code: null, nature: 'incident', channel: 'scan' },
  ...{ category: 'display', symptom: null, text: 'x', impact: 'person', urgency: 'normal', photos: [] },
};

export function contextFor(actor: Actor, other: Ticket | null): Context {
  return { ...{ actor, at: 0, asset: null, room: null, other, reported: null }, isSupport: () => true, teamKind: () => 'provider' };
}

/** A ticket of level 1 that somebody else reported, with these changes. */
export function sample(change: Partial<Ticket>): Ticket {
  const decision = decide(null, open, contextFor(anybody(null), null));
  const ticket = decision.ok
    ? evolveAll(
        null,
        decision.events.map((event) => ({ event, by: 'anybody' as PersonId, at: 0 })),
      )
    : null;
  if (ticket === null) throw new Error('nothing was opened');
  const else_ = 'other' as PersonId;
  return { ...ticket, requester: else_, beneficiary: else_, recorder: else_, photos: [{ hash: PHOTO, by: else_, at: 0, stored: true }], ...change };
}

const OWNED: ReadonlySet<Status> = new Set(['taken', 'in_progress', 'waiting', 'resolved', 'closed']);

/** One in this state; held, where the state has a holder, by whoever asks, or by another. */
export function inState(status: Status, held: 'mine' | 'theirs', mine: boolean): Ticket {
  const me = 'anybody' as PersonId;
  return sample({
    status,
    ...(OWNED.has(status) ? { assignee: held === 'mine' ? me : ('other' as PersonId), assignedAt: 0 } : {}),
    ...(mine ? { requester: me } : {}),
    ...(status === 'waiting' ? { waitReason: mine ? ('requester' as const) : ('parts' as const) } : {}),
    ...(status === 'closed' ? { closedAt: 0 } : {}),
  });
}

const on = { v: 1, ticket: TICKET } as const;
export const COMMANDS: readonly Command[] = [
  { ...on, type: 'take', expected: null },
  { ...on, type: 'release', reason: 'x' },
  { ...on, type: 'relieve', from: 'other' as PersonId, reason: 'x' },
  { ...on, type: 'escalate', direction: 'up', reason: 'skills', text: '', team: null },
  { ...on, type: 'assign', person: 'third' as PersonId, team: null, text: '' },
  { ...on, type: 'assign', person: null, team: TEAM, text: '' },
  { ...on, type: 'ask_help', helper: 'third' as PersonId, text: '' },
  { ...on, type: 'join' },
  { ...on, type: 'note', v: 2, text: 'x', visibility: 'public', call: null },
  { ...on, type: 'attach', hash: 'b'.repeat(64) as PhotoHash },
  { ...on, type: 'start', v: 2, remote: false },
  { ...on, type: 'wait', reason: 'parts', until: null, text: '' },
  { ...on, type: 'resume' },
  { ...on, type: 'resolve', text: 'x', resolution: 'permanent', mode: 'remote' },
  { ...on, type: 'drop', reason: 'no_answer', text: '' },
  { ...on, type: 'withdraw', text: '' },
  {
    ...{ ...on, type: 'qualify', nature: 'incident', category: 'display', symptom: null, impact: 'group', urgency: 'normal' },
    ...{ asset: null, room: null, reachable: true, priority: null, reason: '' },
  },
  { ...on, type: 'record_check', check: 'consent', how: 'phone' },
  { ...on, type: 'receive_form', photo: PHOTO },
  { ...on, type: 'add_task', task: VISIT, text: 'x', mandatory: false },
  { ...on, type: 'complete_task', task: 'step' },
  { ...on, type: 'reopen_task', task: 'step' },
  { ...on, type: 'plan_visit', visit: VISIT, at: 0, minutes: 30, remote: false, text: '' },
  { ...on, type: 'answer_visit', visit: VISIT, accept: true, text: '' },
  { ...on, type: 'arrive', asset: null },
  { ...on, type: 'leave', text: '' },
  { ...on, type: 'confirm' },
  { ...on, type: 'reopen', text: 'x' },
  { ...on, type: 'rate', stars: 5, text: '' },
  { ...on, type: 'approve', text: '' },
  { ...on, type: 'refuse', text: 'x' },
  { ...on, type: 'me_too' },
  { ...on, type: 'mark_duplicate', of: OTHER },
  { ...on, type: 'link_problem', problem: OTHER },
];

const STEP: Task = { id: 'step', step: null, text: 'x', mandatory: false, after: null, done: null };
const visit = (state: 'proposed' | 'accepted' | 'arrived') =>
  ({ ...{ id: VISIT, at: 0, minutes: 30, remote: false, by: 'other' as PersonId, state }, arrived: null, left: null }) as const;
const pending = { approval: { state: 'pending' as const } };

/** Circumstances that some verbs need. */
const NEEDS: Readonly<Partial<Record<CommandType, Partial<Ticket>>>> = {
  complete_task: { tasks: [STEP] },
  reopen_task: { tasks: [{ ...STEP, done: { by: 'anybody' as PersonId, at: 0 } }] },
  answer_visit: { visit: visit('proposed') },
  arrive: { visit: visit('accepted') },
  leave: { visit: visit('arrived') },
  approve: pending,
  refuse: pending,
  receive_form: pending,
};

export interface Edge {
  /** null: before there is a ticket. */
  readonly from: Status | null;
  readonly to: Status;
  /** null: the house itself, when nobody objected for five service days. */
  readonly verb: CommandType | null;
}

let known: readonly Edge[] | null = null;

/** Every yes of the rules: from which state a verb leads to which, whoever says it. */
export function edges(): readonly Edge[] {
  if (known !== null) return known;
  const found = new Map<string, Edge>();
  const add = (edge: Edge) => found.set(`${edge.from} ${edge.to} ${edge.verb}`, edge);
  add({ from: null, to: 'new', verb: 'open' });
  for (const status of STATUSES)
    for (const held of ['mine', 'theirs'] as const)
      for (const mine of [false, true])
        for (const command of COMMANDS) {
          const ticket: Ticket = { ...inState(status, held, mine), ...NEEDS[command.type] };
          const decision = decide(ticket, command, contextFor(anybody(ticket), { ...ticket, id: OTHER, status: 'new', duplicateOf: null }));
          if (!decision.ok || decision.events.length === 0) continue;
          const after = evolveAll(
            ticket,
            decision.events.map((event) => ({ event, by: 'anybody' as PersonId, at: 0 })),
          );
          if (after !== null) add({ from: status, to: after.status, verb: command.type });
        }
  for (const status of STATUSES) {
    const ticket = inState(status, 'theirs', false);
    const decision = decideSystem(ticket, { type: 'close', ticket: TICKET });
    if (decision.ok && decision.events.length > 0) add({ from: status, to: 'closed', verb: null });
  }
  known = [...found.values()];
  return known;
}

type Rule = Extract<Refusal, { code: 'rule' }>['rule'];
/** The questions that a guarded verb has to pass, in words. */
export const GUARDS = {
  'approval-first': 'La direction a donné son accord ?',
  'consent-first': 'L’usager est d’accord ?',
  'identity-first': 'L’identité est vérifiée ?',
  'form-first': 'Le formulaire signé est reçu ?',
  'tasks-first': 'Les étapes obligatoires sont faites ?',
} as const satisfies Partial<Record<Rule, string>>;
type Guard = keyof typeof GUARDS;

/** Tickets on which one guard stands open, and what asks it. */
const OPEN: readonly Partial<Ticket>[] = [
  pending,
  { ...pending, category: 'request', symptom: 'access_right' },
  { category: 'accounts', symptom: 'forgotten_password' },
  { tasks: [{ ...STEP, mandatory: true }] },
];

/** Which guards can stop a verb, in the order in which the rules ask. */
export function guardedBy(verb: CommandType): readonly Guard[] {
  const found = new Set<Guard>();
  for (const status of STATUSES)
    for (const open of OPEN)
      for (const command of COMMANDS.filter((c) => c.type === verb)) {
        const asked: Command[] = command.type === 'start' ? [command, { ...command, remote: true }] : [command];
        for (const each of asked) {
          const ticket: Ticket = { ...inState(status, 'mine', false), ...NEEDS[verb], ...open };
          const decision = decide(ticket, each, contextFor(anybody(ticket), null));
          const rule = !decision.ok && decision.refusal.code === 'rule' ? decision.refusal.rule : null;
          if (rule !== null && Object.hasOwn(GUARDS, rule)) found.add(rule as Guard);
        }
      }
  return (Object.keys(GUARDS) as Guard[]).filter((g) => found.has(g));
}
