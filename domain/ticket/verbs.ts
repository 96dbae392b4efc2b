import type { Actor } from '#domain/actor.ts';
import { checkFor } from '#domain/catalogue.ts';
import type { Instant, PersonId, PhotoHash, TeamId, TicketId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Command, CommandType } from './commands.ts';
import { decide } from './decide.ts';
import { type Direction, ESCALATION_REASONS, isOpen, type Ticket } from './ticket.ts';

/** Said where the thing itself is shown: a task, an appointment, a reported fault. */
type InPlace = 'me_too' | 'complete_task' | 'reopen_task' | 'answer_visit' | 'record_check';

/**
 * A verb on a screen; `escalate` is one verb with four directions, each a choice of its own. `remote`: the user's consent and the start of a
 * remote session in one; `identity`: compared by the server, so not a command of this phone.
 */
export type Verb = Exclude<CommandType, 'open' | 'escalate' | InPlace> | Direction | 'remote' | 'identity';

/** How a verb stands for one person at one moment: to press, or shown because its refusal teaches something. */
export interface Offer {
  readonly verb: Verb;
  readonly refusal: Refusal | null;
}

const DIRECTIONS: ReadonlySet<string> = new Set(Object.keys(ESCALATION_REASONS));

export function isDirection(verb: Verb): verb is Direction {
  return DIRECTIONS.has(verb);
}

// Stand-ins for what a form will ask: the rules look at them, the answer does not depend on them.
const SOMEBODY = '00000000-0000-7000-8000-000000000000' as PersonId;
const SOME_TEAM = '00000000-0000-7000-8000-000000000001' as TeamId;
const SOME_PHOTO = '0'.repeat(64) as PhotoHash;
const SOME_OTHER = '00000000-0000-7000-8000-000000000002' as TicketId;

/** The command that a filled form of this verb would send; null where the verb has no sense on this ticket. */
function example(verb: Verb, ticket: Ticket): Command | null {
  const { id, assignee } = ticket;
  if (isDirection(verb)) {
    const [reason] = ESCALATION_REASONS[verb];
    return { type: 'escalate', v: 1, ticket: id, direction: verb, reason, text: '', team: verb === 'out' ? SOME_TEAM : null };
  }
  const plain = { v: 1, ticket: id } as const;
  switch (verb) {
    case 'take':
      // Somebody has it: one joins or relieves, one does not take.
      return assignee === null ? { ...plain, type: 'take', expected: null } : null;
    case 'relieve':
      return assignee === null ? null : { ...plain, type: 'relieve', from: assignee, reason: '.' };
    case 'release':
      return { ...plain, type: 'release', reason: '.' };
    case 'ask_help':
      return { ...plain, type: 'ask_help', helper: SOMEBODY, text: '' };
    case 'note':
      return { ...plain, type: 'note', v: 2, text: '.', visibility: 'public', call: null };
    case 'attach':
      return { ...plain, type: 'attach', hash: '0'.repeat(64) as never };
    case 'wait':
      return { ...plain, type: 'wait', reason: 'parts', until: null, text: '' };
    case 'resolve':
      return { ...plain, type: 'resolve', text: '.', resolution: 'permanent', mode: 'on_site' };
    case 'drop':
      return { ...plain, type: 'drop', reason: 'no_longer_needed', text: '' };
    case 'start':
      return { ...plain, type: 'start', v: 2, remote: false };
    case 'remote':
      // The form records the consent first: without the rule that asks for it, it is a start like any other.
      return { ...plain, type: 'start', v: 2, remote: false };
    case 'identity':
      return checkFor(ticket.category, ticket.symptom) === 'identity' && !ticket.checks.some((k) => k.check === 'identity')
        ? { ...plain, type: 'record_check', check: 'consent', how: 'phone' }
        : null;
    case 'assign':
      return { ...plain, type: 'assign', person: SOMEBODY, team: null, text: '' };
    case 'qualify': {
      const { nature, category, symptom, impact, urgency, asset, room, reachable } = ticket;
      return { ...plain, type: 'qualify', nature, category, symptom, impact, urgency, asset, room, reachable, priority: null, reason: '' };
    }
    case 'receive_form':
      return ticket.approval?.state === 'pending' && checkFor(ticket.category, ticket.symptom) === 'form'
        ? { ...plain, type: 'receive_form', photo: SOME_PHOTO }
        : null;
    case 'add_task':
      return { ...plain, type: 'add_task', task: SOMEBODY, text: '.', mandatory: false };
    case 'plan_visit':
      return { ...plain, type: 'plan_visit', visit: SOMEBODY, at: 0, minutes: 30, remote: false, text: '' };
    case 'arrive':
      return ticket.visit === null ? null : { ...plain, type: 'arrive', asset: null };
    case 'leave':
      return ticket.visit?.state === 'arrived' ? { ...plain, type: 'leave', text: '' } : null;
    case 'rate':
      return ticket.rating === null ? { ...plain, type: 'rate', stars: 5, text: '' } : null;
    case 'mark_duplicate':
      return { ...plain, type: 'mark_duplicate', of: SOME_OTHER };
    case 'link_problem':
      return { ...plain, type: 'link_problem', problem: SOME_OTHER };
    case 'reopen':
      return { ...plain, type: 'reopen', text: '.' };
    case 'refuse':
      return { ...plain, type: 'refuse', text: '.' };
    case 'withdraw':
    case 'approve':
      return { ...plain, type: verb, text: '' };
    case 'join':
    case 'resume':
    case 'confirm':
      return { ...plain, type: verb };
  }
}

/** Asked of the one place where a rule says yes or no, so that a screen never offers what would be refused. */
function offer(verb: Verb, ticket: Ticket, actor: Actor, at: Instant): Offer | null {
  const command = example(verb, ticket);
  if (command === null) return null;
  // The form itself takes the photo.
  const photo = { hash: SOME_PHOTO, by: actor.person, at, stored: false };
  const asked = verb === 'receive_form' ? { ...ticket, photos: [photo] } : ticket;
  const decision = decide(asked, command, {
    ...{ actor, at, asset: null, room: null, reported: null },
    other: { ...ticket, id: SOME_OTHER, status: 'new', duplicateOf: null },
    isSupport: () => true,
    teamKind: () => 'provider',
  });
  // A yes that changes nothing (already helping, already mine) is no button.
  if (decision.ok) return decision.events.length > 0 ? { verb, refusal: null } : null;
  return decision.refusal.code === 'rule' ? { verb, refusal: decision.refusal } : null;
}

/** The sheet's three groups, in the order of a hand's reach (ux.md section 5). */
export const SHEET = {
  pass: ['up', 'on_site', 'out', 'hierarchical', 'assign', 'release'],
  keep: [
    ...(['take', 'join', 'relieve', 'ask_help', 'start', 'remote', 'wait', 'resume', 'plan_visit', 'arrive', 'leave'] as const),
    ...(['identity', 'receive_form', 'approve', 'qualify', 'add_task', 'note', 'attach', 'link_problem'] as const),
  ],
  end: ['resolve', 'confirm', 'reopen', 'rate', 'refuse', 'withdraw', 'mark_duplicate', 'drop'],
} as const satisfies Record<string, readonly Verb[]>;

export type SheetGroup = keyof typeof SHEET;

/** What this person can do with this ticket now, by group. Verbs that would be refused are left out, unless a rule is worth telling. */
export function verbsOf(ticket: Ticket, actor: Actor, at: Instant): Readonly<Record<SheetGroup, readonly Offer[]>> {
  const of = (verbs: readonly Verb[]) => verbs.flatMap((verb) => offer(verb, ticket, actor, at) ?? []);
  return { pass: of(SHEET.pass), keep: of(SHEET.keep), end: of(SHEET.end) };
}

/**
 * The one verb at the thumb: the next thing that this person can do in this state. A note is always possible. For the owner it may be one that
 * a rule forbids as yet: pressing it tells what comes before.
 */
export function primaryOf(ticket: Ticket, actor: Actor, at: Instant): Offer {
  const mine = ticket.requester === actor.person || ticket.beneficiary === actor.person;
  const owns = isOpen(ticket) && ticket.assignee === actor.person;
  const next: readonly Verb[] = isOpen(ticket) ? (owns ? ownedNext(ticket) : ['approve', 'take', 'join']) : mine ? ['confirm', 'rate', 'reopen'] : [];
  const offers = next.flatMap((verb) => offer(verb, ticket, actor, at) ?? []);
  return offers.find((o) => o.refusal === null) ?? (owns ? offers[0] : undefined) ?? { verb: 'note', refusal: null };
}

/** What stands beside it, where a note would not be the other answer to the same question. */
export function besideOf(primary: Verb, ticket: Ticket, actor: Actor, at: Instant): Verb | null {
  const other = ({ confirm: 'reopen', rate: 'reopen', approve: 'refuse' } as const satisfies Partial<Record<Verb, Verb>>)[primary as 'confirm'];
  if (other === undefined) return primary === 'note' ? null : 'note';
  return offer(other, ticket, actor, at)?.refusal === null ? other : 'note';
}

/** What stands in the way of the next step comes before it. */
function ownedNext(ticket: Ticket): readonly Verb[] {
  if (ticket.visit?.state === 'arrived' && ticket.status === 'in_progress') return ['identity', 'resolve'];
  if (ticket.status === 'waiting' && ticket.waitReason === 'appointment' && ticket.visit !== null) return ['arrive', 'resume'];
  return ticket.status === 'in_progress' ? ['identity', 'resolve'] : (OWNED[ticket.status] ?? []);
}

const OWNED: Partial<Record<Ticket['status'], readonly Verb[]>> = { taken: ['start'], in_progress: ['resolve'], waiting: ['resume'] };
