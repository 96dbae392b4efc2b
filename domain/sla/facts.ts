import type { Instant } from '#domain/ids.ts';
import type { EventType, Recorded } from '#domain/ticket/events.ts';
import { evolve } from '#domain/ticket/evolve.ts';
import { isOpen, type Priority, type Ticket } from '#domain/ticket/ticket.ts';
import type { Pause, PauseReason } from './pauses.ts';

/** Which of its two times (invariant 40) the start of a ticket's clocks is: the act's in the field, or the server's receipt. */
export type Basis = 'act' | 'receipt';

/** All that the clocks need of a ticket. Instants are field times as the server settled them (`fieldTime`), never before the start. */
export interface SlaFacts {
  /** null: opened on somebody's phone, and the service cannot know yet. */
  readonly start: Instant | null;
  readonly basis: Basis;
  /** First take. */
  readonly owned: Instant | null;
  /** Resolved, closed or dropped; null while it is open, and again when it is reopened. */
  readonly ended: Instant | null;
  /** The present one: a change recomputes the targets from the start. */
  readonly priority: Priority;
  /** Every wait, whatever its reason, and the time between resolved and reopened. */
  readonly pauses: readonly Pause[];
}

/** Events that touch no clock, most of a timeline: a list of thousands of tickets does not fold them (`facts.test.ts` folds both ways). */
export const SILENT: ReadonlySet<EventType> = new Set([
  ...(['NoteAdded', 'PhotoAttached', 'PhotoStored', 'AlertTraced', 'HelpAsked', 'HelperJoined', 'CheckRecorded', 'CheckFailed'] as const),
  ...([
    'TaskAdded',
    'TaskCompleted',
    'TaskReopened',
    'VisitPlanned',
    'VisitAnswered',
    'VisitArrived',
    'VisitLeft',
    'TicketRated',
    'ApprovalGiven',
  ] as const),
  ...(['SameTrouble', 'DuplicateJoined', 'ProblemLinked', 'PeopleCalled', 'CallsExhausted', 'DelayTold', 'VisitReminded', 'PersonReplaced'] as const),
]);

/**
 * The facts of a ticket from its timeline, in its order. The clocks start when the service could know (domain.md section 4): at the server's
 * receipt, or at the act when support itself opened it.
 * @param bySupport did one of SUPPORT on the site open it?
 * @returns null for a timeline without its opening
 */
export function factsOf(timeline: readonly Recorded[], bySupport: boolean): SlaFacts | null {
  const opening = timeline.find(({ event }) => event.type === 'TicketOpened');
  if (!opening) return null;
  const start = bySupport ? opening.at : opening.received;
  /** The act's time within what can be: not before the start, not after receipt. */
  const timeOf = ({ at, received }: Recorded) => Math.max(start ?? at, Math.min(at, received ?? at));

  let ticket: Ticket | null = null;
  let owned: Instant | null = null;
  let ended: Instant | null = null;
  let still: { from: Instant; why: PauseReason } | null = null;
  const pauses: Pause[] = [];
  for (const record of timeline) {
    if (SILENT.has(record.event.type)) continue;
    const before = ticket;
    ticket = evolve(ticket, record);
    if (!ticket) continue;
    const at = timeOf(record);
    if (ticket.ownedAt !== null) owned ??= at;
    const why = standsStill(ticket);
    if (still && still.why !== why) {
      pauses.push({ from: still.from, to: at, why: still.why });
      still = null;
    }
    if (why !== null) still ??= { from: at, why };
    if (isOpen(ticket)) ended = null;
    else if (!before || isOpen(before)) ended = at;
  }
  if (!ticket) return null;
  // An ended ticket has no open pause: its end says it.
  if (still && ended === null) pauses.push({ from: still.from, to: null, why: still.why });
  return { start, basis: bySupport ? 'act' : 'receipt', owned, ended, priority: ticket.priority, pauses };
}

function standsStill(ticket: Ticket): PauseReason | null {
  if (ticket.status === 'waiting') return ticket.waitReason;
  return isOpen(ticket) ? null : 'resolved';
}
