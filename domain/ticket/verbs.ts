import type { Actor } from '#domain/actor.ts';
import type { PersonId, TeamId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Command, CommandType } from './commands.ts';
import { decide } from './decide.ts';
import { type Direction, ESCALATION_REASONS, isOpen, type Ticket } from './ticket.ts';

/** A verb on a screen; `escalate` is one verb with four directions, each a choice of its own. */
export type Verb = Exclude<CommandType, 'open' | 'escalate'> | Direction;

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
      return { ...plain, type: 'note', text: '.', visibility: 'public' };
    case 'attach':
      return { ...plain, type: 'attach', hash: '0'.repeat(64) as never };
    case 'wait':
      return { ...plain, type: 'wait', reason: 'parts', until: null, text: '' };
    case 'resolve':
      return { ...plain, type: 'resolve', text: '.', resolution: 'permanent', mode: 'on_site' };
    case 'drop':
      return { ...plain, type: 'drop', reason: 'no_longer_needed', text: '' };
    case 'join':
    case 'start':
    case 'resume':
      return { ...plain, type: verb };
  }
}

/** Asked of the one place where a rule says yes or no, so that a screen never offers what would be refused. */
function offer(verb: Verb, ticket: Ticket, actor: Actor): Offer | null {
  const command = example(verb, ticket);
  if (command === null) return null;
  const decision = decide(ticket, command, { actor, at: 0, asset: null, room: null, isSupport: () => true, isTeam: () => true });
  // A yes that changes nothing (already helping, already mine) is no button.
  if (decision.ok) return decision.events.length > 0 ? { verb, refusal: null } : null;
  return decision.refusal.code === 'rule' ? { verb, refusal: decision.refusal } : null;
}

/** The sheet's three groups, in the order of a hand's reach (ux.md section 5). */
export const SHEET = {
  pass: ['up', 'on_site', 'out', 'hierarchical', 'release'],
  keep: ['take', 'join', 'relieve', 'ask_help', 'start', 'wait', 'resume', 'note', 'attach'],
  end: ['resolve', 'drop'],
} as const satisfies Record<string, readonly Verb[]>;

export type SheetGroup = keyof typeof SHEET;

/** What this person can do with this ticket now, by group. Verbs that would be refused are left out, unless a rule is worth telling. */
export function verbsOf(ticket: Ticket, actor: Actor): Readonly<Record<SheetGroup, readonly Offer[]>> {
  const of = (verbs: readonly Verb[]) => verbs.flatMap((verb) => offer(verb, ticket, actor) ?? []);
  return { pass: of(SHEET.pass), keep: of(SHEET.keep), end: of(SHEET.end) };
}

/** The one verb at the thumb: the next thing that this person can do in this state. A note is always possible. */
export function primaryVerb(ticket: Ticket, actor: Actor): Verb {
  const next: readonly Verb[] = ticket.assignee === actor.person ? (OWNED[ticket.status] ?? []) : isOpen(ticket) ? ['take', 'join'] : [];
  return next.find((verb) => offer(verb, ticket, actor)?.refusal === null) ?? 'note';
}

const OWNED: Partial<Record<Ticket['status'], readonly Verb[]>> = { taken: ['start'], in_progress: ['resolve'], waiting: ['resume'] };
