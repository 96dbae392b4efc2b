import type { Actor } from './actor.ts';
import type { Instant, PersonId, SiteId } from './ids.ts';
import { hears, isLockedOut, type NoticeKind } from './notice.ts';
import { CALLING_KINDS, type Recorded } from './ticket/events.ts';
import { type DropReason, isOpen, needsSomebody, type Ticket, upcastTicket, type WaitReason } from './ticket/ticket.ts';

/** What a letter tells of. `passed_on` alone is no reason to write (domain.md section 3), but is told along with the others. */
export const STEP_KINDS = [
  'opened',
  'critical',
  'taken',
  'released',
  'passed_on',
  'started',
  'waiting',
  'resolved',
  'closed',
  'dropped',
  'reopened',
  'note',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface LetterStep {
  readonly what: StepKind;
  /** When it was done, in the field. */
  readonly at: Instant;
  /** Whose act; null: the system's. */
  readonly by: PersonId | null;
  /** Of `taken`: who has the ticket now. */
  readonly who: PersonId | null;
  /** What was written; empty for whoever may not read it. */
  readonly text: string;
  readonly reason: WaitReason | DropReason | null;
  readonly until: Instant | null;
  /** Of a duplicate: the number of the ticket that is kept. */
  readonly kept: string | null;
}

/** `affected`: has the same trouble, hears how far it is and reads no word of it. */
export type Party =
  | { readonly of: 'person'; readonly person: PersonId; readonly as: 'party' | 'affected' }
  | { readonly of: 'mailbox'; readonly site: SiteId };

export interface Letter {
  readonly to: Party;
  readonly steps: readonly LetterStep[];
}

/** `resolved` asks for an answer, `note` brings one; `call`: an alert that nobody opened; `returned`: an answer by mail that is not in the ticket. */
export const LETTER_KINDS = ['opened', 'critical', 'status', 'resolved', 'closed', 'note', 'call', 'returned'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** One command's change of one ticket. */
export interface Told {
  readonly before: Ticket | null;
  readonly after: Ticket;
  readonly recorded: readonly Recorded[];
}

const CRITICAL = 1;
/** Steps that say where the ticket stands, so that the last of them is the news. */
const STATES: ReadonlySet<StepKind> = new Set(['taken', 'released', 'started', 'waiting', 'resolved', 'closed', 'dropped', 'reopened']);

/** The step that is the letter's news: where the ticket stands now, else its opening, else the last thing that was said. */
export function newsOf(steps: readonly LetterStep[]): LetterStep | null {
  return steps.findLast((s) => STATES.has(s.what)) ?? steps.find((s) => s.what === 'opened') ?? steps.at(-1) ?? null;
}

export function kindOf(steps: readonly LetterStep[]): LetterKind {
  const news = newsOf(steps)?.what;
  if (news === 'resolved' || news === 'closed') return news;
  if (steps.some((s) => s.what === 'opened')) return 'opened';
  if (steps.some((s) => s.what === 'critical')) return 'critical';
  return news !== undefined && STATES.has(news) ? 'status' : 'note';
}

/** @returns null for what no letter tells */
function stepOf({ event, by, at }: Recorded, before: Ticket | null, after: Ticket): LetterStep | null {
  const step = (what: StepKind, more: Partial<LetterStep> = {}): LetterStep => ({
    ...{ what, at, by, who: null, text: '', reason: null, until: null, kept: null },
    ...more,
  });
  switch (event.type) {
    case 'TicketOpened':
      return step('opened', { text: upcastTicket(event.ticket).text });
    case 'OwnershipTaken':
      return step('taken', { who: by });
    case 'OwnershipAssigned':
      // Given to another while somebody has it already: its state is the same.
      return event.from === null ? step('taken', { who: event.to }) : null;
    case 'OwnershipReleased':
      return step('released');
    case 'TicketEscalated':
      return event.direction === 'hierarchical' ? null : step('passed_on');
    case 'TeamAssigned':
      return step('passed_on');
    case 'TicketQualified':
      return isCritical(after) && !(before !== null && isCritical(before)) ? step('critical') : null;
    case 'WorkStarted':
    case 'WorkResumed':
      return step('started');
    case 'WorkPaused':
      return step('waiting', { text: event.text, reason: event.reason, until: event.until });
    case 'TicketResolved':
      return step('resolved', { text: event.text });
    case 'ResolutionConfirmed':
    case 'TicketClosed':
      return step('closed', { text: after.resolution?.text ?? '' });
    case 'TicketDropped':
      return step('dropped', { text: event.text, reason: event.reason });
    case 'ApprovalRefused':
      return step('dropped', { text: event.text, reason: 'not_approved' });
    case 'MarkedDuplicate':
      return step('dropped', { reason: 'duplicate', kept: event.number });
    case 'TicketReopened':
      return step('reopened', { text: event.text });
    case 'NoteAdded':
      return event.visibility === 'public' ? step('note', { text: event.text }) : null;
    default:
      return null;
  }
}

/** Critical, or the whole network of a site: its IT service hears of it as such. */
export function isCritical(ticket: Ticket): boolean {
  return (ticket.priority === CRITICAL || ticket.symptom === 'site_down') && ticket.duplicateOf === null;
}

/**
 * The letters that follow from one batch of commands about one ticket (domain.md section 3, "Who hears what"): one a party, telling all steps
 * in their order with the time of the act. Whether a person still has an account, an address and sight is asked with `mayWriteTo`.
 * @param told the ticket's changes, in order
 */
export function lettersOf(told: readonly Told[]): Letter[] {
  const last = told.at(-1)?.after;
  if (last === undefined || last.isTest) return [];
  const steps = told.flatMap(({ before, after, recorded }) => recorded.flatMap((r) => stepOf(r, before, after) ?? []));
  const secret = told.some(({ before, after }) => after.confidential || before?.confidential === true);
  const letters: Letter[] = [];

  const first = new Set([last.requester, last.beneficiary]);
  for (const person of first) {
    const wasLockedOut = told.some(({ before, after }) => isLockedOut(person, after) || (before !== null && isLockedOut(person, before)));
    if (wasLockedOut) continue;
    // One's own acts are not told to oneself, but that the server has the ticket is (the number is new).
    const isNews = (s: LetterStep) => s.what === 'opened' || (s.by !== person && s.what !== 'passed_on' && s.what !== 'critical');
    if (!steps.some(isNews)) continue;
    const mine = steps.filter((s) => s.what !== 'critical' && !(s.what === 'note' && s.by === person));
    letters.push({ to: { of: 'person', person, as: 'party' }, steps: secret ? mine.map(wordless) : mine });
  }
  const states = steps.filter((s) => STATES.has(s.what));
  for (const person of last.affected) {
    if (first.has(person) || !states.some((s) => s.by !== person)) continue;
    letters.push({ to: { of: 'person', person, as: 'affected' }, steps: states.map(wordless) });
  }
  const forDesk = steps.filter((s) => s.what !== 'note');
  // A whole school says at once that its network is down: the first one is told to its service, the others join it.
  const isEcho = told[0]?.before === null && last.duplicateOf !== null;
  if (!secret && !isEcho && forDesk.some((s) => s.what !== 'passed_on')) letters.push({ to: { of: 'mailbox', site: last.site }, steps: forDesk });
  return letters;
}

/** As it is told to whoever may not read the ticket's words. */
function wordless(step: LetterStep): LetterStep {
  return { ...step, text: '', kept: null };
}

const FOR_SOMEBODY: ReadonlySet<NoticeKind> = new Set(CALLING_KINDS);
/** What tells others that nobody answers: while that is so. */
const NO_ANSWER: ReadonlySet<NoticeKind> = new Set(['unanswered', 'unseen']);

/** Is an alert of this kind, that nobody opened, still worth a letter: a call while nobody has the ticket, anything else until it is over? */
export function stillCalls(kind: NoticeKind, ticket: Ticket): boolean {
  if (NO_ANSWER.has(kind)) return ticket.calling !== null;
  return FOR_SOMEBODY.has(kind) ? needsSomebody(ticket) : isOpen(ticket);
}

/** May this person be written to about this ticket as it stands: sight, and a mailbox that they can open? */
export function mayWriteTo(actor: Actor, ticket: Ticket): boolean {
  return !isLockedOut(actor.person, ticket) && hears({ of: 'person', person: actor.person }, actor, ticket);
}
