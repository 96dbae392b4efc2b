/** What a person might tap now: any of the fourteen verbs, often one that makes sense on what the screen shows. */
import type { PersonId, PhotoHash, TicketId } from '#domain/ids.ts';
import { may } from '#domain/permission.ts';
import { type Command, type CommandType, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { DROP_REASONS, ESCALATION_REASONS, IMPACTS, type Ticket, URGENCIES, WAIT_REASONS } from '#domain/ticket/ticket.ts';
import { actorOf, contextOf, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { ASSETS, fixedId, PEOPLE, SITES, TEAMS } from './people.ts';

/** What moves a ticket from hand to hand. */
const CORE = [
  'open',
  'take',
  'release',
  'relieve',
  'escalate',
  'ask_help',
  'join',
  'note',
  'attach',
  'start',
  'wait',
  'resume',
  'resolve',
  'drop',
] as const;
/** The rest of its life, less often: what the phones quarrel over is who has it. */
const MORE = [
  ...([
    'withdraw',
    'assign',
    'qualify',
    'record_check',
    'receive_form',
    'add_task',
    'complete_task',
    'reopen_task',
    'plan_visit',
    'answer_visit',
  ] as const),
  ...(['arrive', 'leave', 'confirm', 'reopen', 'rate', 'approve', 'refuse', 'me_too', 'mark_duplicate', 'link_problem'] as const),
] as const;
export const VERBS = [...CORE, ...CORE, ...CORE, ...MORE] as const;

/** A small generator (mulberry32), so that one number of the schedule decides all arguments. */
export function dice(seed: number): (sides: number) => number {
  let a = seed >>> 0;
  return (sides) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

export interface Tapping {
  readonly verb: CommandType;
  readonly seed: number;
  /** Makes texts and ids of this tap its own. */
  readonly mark: number;
  readonly view: View;
  readonly me: Me;
  /** Ids of all tickets ever opened, seen here or not. */
  readonly everywhere: readonly TicketId[];
  readonly hashes: readonly string[];
}

const NOBODY = fixedId<TicketId>(9, 9);

/** The verb of the schedule if it makes sense on some ticket shown, else mostly another one that does. */
export function commandFor(t: Tapping): Command {
  const roll = dice(t.seed);
  let verb = t.verb;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const command = drawn({ ...t, verb }, roll);
    const context = contextOf(t.view, t.view.tickets, t.me, command, 0);
    if (roll(5) === 0 || decide(t.view.tickets.get(command.ticket)?.head ?? null, command, context).ok) return command;
    if (attempt % 2 === 1) verb = VERBS[roll(VERBS.length)] ?? verb;
  }
  return drawn({ ...t, verb: 'open' }, roll);
}

function drawn(t: Tapping, roll: Roll): Command {
  const pick = <T>(list: readonly T[]): T | undefined => list[roll(Math.max(1, list.length))];
  const text = `mot ${t.mark}`;
  const ticket = subject(t, roll, pick);
  const { id } = ticket;
  const head = ticket.head;
  switch (t.verb) {
    case 'open':
      return openFor(t, roll, pick);
    case 'take':
      return { type: 'take', v: 1, ticket: id, expected: head?.assignee ?? null };
    case 'relieve':
      return { type: 'relieve', v: 1, ticket: id, from: roll(6) === 0 ? someone(pick) : (head?.assignee ?? someone(pick)), reason: text };
    case 'release':
      return { type: 'release', v: 1, ticket: id, reason: text };
    case 'escalate': {
      const direction = pick(['up', 'up', 'on_site', 'out', 'out', 'hierarchical'] as const) ?? 'up';
      const reason = roll(8) === 0 ? 'hardware' : (pick(ESCALATION_REASONS[direction]) ?? 'skills');
      return {
        type: 'escalate',
        v: 1,
        ticket: id,
        direction,
        reason,
        text,
        team: direction === 'out' ? (TEAMS[roll(5) === 0 ? 1 : 0] ?? null) : null,
      };
    }
    case 'ask_help':
      return { type: 'ask_help', v: 1, ticket: id, helper: someone(pick), text };
    case 'note':
      return { type: 'note', v: 2, ticket: id, text, visibility: roll(3) === 0 ? 'internal' : 'public', call: null };
    case 'attach':
      return { type: 'attach', v: 1, ticket: id, hash: (pick(t.hashes) ?? '') as PhotoHash };
    case 'wait':
      return { type: 'wait', v: 1, ticket: id, reason: pick(WAIT_REASONS) ?? 'parts', until: null, text };
    case 'resolve':
      return { type: 'resolve', v: 1, ticket: id, text, resolution: 'permanent', mode: 'on_site' };
    case 'drop':
      return { type: 'drop', v: 1, ticket: id, reason: pick(DROP_REASONS) ?? 'no_answer', text };
    case 'start':
      return { type: 'start', v: 2, ticket: id, remote: roll(3) === 0 };
    case 'assign':
      return roll(3) === 0
        ? { type: 'assign', v: 1, ticket: id, person: null, team: pick(TEAMS) ?? null, text }
        : { type: 'assign', v: 1, ticket: id, person: someone(pick), team: null, text };
    case 'qualify': {
      const [category, symptom] = pick(KINDS) ?? ['other', null];
      const given = { impact: pick(IMPACTS) ?? 'person', urgency: pick(URGENCIES) ?? 'low', priority: pick([null, null, 1, 3] as const) ?? null };
      const where = { asset: roll(2) === 0 ? (pick(ASSETS) ?? null) : null, room: null, reachable: roll(4) !== 0 };
      return { type: 'qualify', v: 1, ticket: id, nature: 'incident', category, symptom, ...given, ...where, reason: text };
    }
    case 'record_check':
      return { type: 'record_check', v: 1, ticket: id, check: 'consent', how: 'phone' };
    case 'receive_form':
      return { type: 'receive_form', v: 1, ticket: id, photo: (head?.photos[0]?.hash ?? pick(t.hashes) ?? '') as PhotoHash };
    case 'add_task':
      return { type: 'add_task', v: 1, ticket: id, task: fixedId(7, t.mark), text, mandatory: roll(3) === 0 };
    case 'complete_task':
      return { type: 'complete_task', v: 1, ticket: id, task: pick(head?.tasks ?? [])?.id ?? 'explain_rules' };
    case 'reopen_task':
      return {
        type: 'reopen_task',
        v: 1,
        ticket: id,
        task: (pick((head?.tasks ?? []).filter((task) => task.done !== null)) ?? head?.tasks[0])?.id ?? 'explain_rules',
      };
    case 'plan_visit':
      return { type: 'plan_visit', v: 1, ticket: id, visit: fixedId(7, t.mark), at: 1, minutes: 30, remote: roll(2) === 0, text };
    case 'answer_visit':
      return { type: 'answer_visit', v: 1, ticket: id, visit: head?.visit?.id ?? fixedId(7, 1), accept: roll(2) === 0, text };
    case 'arrive':
      return { type: 'arrive', v: 1, ticket: id, asset: null };
    case 'rate':
      return { type: 'rate', v: 1, ticket: id, stars: 1 + roll(5), text };
    case 'mark_duplicate':
      return { type: 'mark_duplicate', v: 1, ticket: id, of: pick([...t.view.tickets.values()])?.id ?? NOBODY };
    case 'link_problem':
      return { type: 'link_problem', v: 1, ticket: id, problem: roll(4) === 0 ? null : (pick([...t.view.tickets.values()])?.id ?? NOBODY) };
    case 'withdraw':
    case 'reopen':
    case 'approve':
    case 'refuse':
    case 'leave':
      return { type: t.verb, v: 1, ticket: id, text };
    case 'join':
    case 'resume':
    case 'confirm':
    case 'me_too':
      return { type: t.verb, v: 1, ticket: id };
  }
}

type Roll = (sides: number) => number;
type Pick = <T>(list: readonly T[]) => T | undefined;

/** Mostly a ticket on the screen about which this may be said; sometimes any on the screen; now and then any at all. */
function subject(t: Tapping, roll: Roll, pick: Pick): { id: TicketId; head: Ticket | null } {
  const shown = [...t.view.tickets.values()].map((v) => v.head);
  const fitting = shown.filter((head) => may(actorOf(t.me), t.verb, head));
  const of = roll(10);
  // Often the first one: several people must meet on one ticket.
  const head = of < 4 ? (fitting[0] ?? shown[0]) : of < 7 ? (pick(fitting) ?? pick(shown)) : of < 9 ? pick(shown) : undefined;
  return { id: head?.id ?? pick(t.everywhere) ?? NOBODY, head: head ?? null };
}

function someone(pick: Pick): PersonId {
  return pick(PEOPLE)?.id ?? PEOPLE[0].id;
}

const KINDS = [
  ['workstation', 'wont_start'],
  ['network', 'site_down'],
  ['accounts', 'locked_account'],
  ['request', 'access_right'],
  ['request', 'new_equipment'],
  ['other', 'complaint'],
  ['printing', null],
] as const;

function openFor(t: Tapping, roll: Roll, pick: Pick): Command {
  const [category, symptom] = pick(KINDS) ?? ['other', null];
  const hash = roll(3) === 0 ? pick(t.hashes) : undefined;
  return {
    type: 'open',
    ...PLAIN_OPEN,
    access:
      symptom === 'access_right' && roll(5) > 0
        ? { sense: 'open', resource: `mot ${t.mark}`, rights: 'read', from: '2026-11-23', until: null }
        : null,
    // An id that exists already: a collision, or a phone that says it again.
    ticket: roll(12) === 0 ? (pick(t.everywhere) ?? NOBODY) : fixedId<TicketId>(6, t.mark),
    site: SITES[roll(4) === 0 ? 1 : 0] ?? SITES[0],
    asset: roll(2) === 0 ? (pick(ASSETS) ?? null) : null,
    room: null,
    code: null,
    nature: category === 'request' ? 'service_request' : 'incident',
    channel: 'scan',
    category,
    symptom,
    text: roll(10) === 0 ? '' : `panne ${t.mark}`,
    impact: 'person',
    urgency: roll(4) === 0 ? 'blocking' : 'normal',
    photos: hash === undefined ? [] : [hash as PhotoHash],
  };
}
