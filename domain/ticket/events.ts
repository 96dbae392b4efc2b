import type { AssetId, Instant, NoticeId, PersonId, PhotoHash, TeamId, TicketId } from '#domain/ids.ts';
import type {
  CallWay,
  Check,
  Direction,
  DropReason,
  EscalationReason,
  Impact,
  Level,
  Nature,
  Priority,
  ResolutionMode,
  ResolutionType,
  Task,
  Ticket,
  Urgency,
  Visit,
  WaitReason,
} from './ticket.ts';

/** What happened. Past tense, stored for ever: a new meaning takes a new name. */
export type TicketEvent =
  | { readonly type: 'TicketOpened'; readonly ticket: Ticket }
  | { readonly type: 'OwnershipTaken'; readonly from: PersonId | null }
  | { readonly type: 'OwnershipReleased'; readonly reason: string }
  | { readonly type: 'OwnershipRelieved'; readonly from: PersonId; readonly reason: string }
  | {
      readonly type: 'TicketEscalated';
      readonly direction: Direction;
      readonly reason: EscalationReason;
      readonly text: string;
      readonly team: TeamId | null;
    }
  | { readonly type: 'HelpAsked'; readonly helper: PersonId; readonly text: string }
  /** `because: 'already_taken'`: a take that came second (invariant 54). */
  | { readonly type: 'HelperJoined'; readonly because: 'joined' | 'already_taken'; readonly owner: PersonId | null }
  /** `call` since a later build, where it was noted after one. */
  | { readonly type: 'NoteAdded'; readonly text: string; readonly visibility: 'public' | 'internal'; readonly call?: Call }
  | { readonly type: 'PhotoAttached'; readonly hash: PhotoHash }
  /** `paper` since a later build, where the bytes are a PDF. */
  | { readonly type: 'PhotoStored'; readonly hash: PhotoHash; readonly paper?: true }
  /** `remote` since the second build; an event without it began on site. */
  | { readonly type: 'WorkStarted'; readonly remote?: boolean }
  | { readonly type: 'WorkPaused'; readonly reason: WaitReason; readonly until: Instant | null; readonly text: string }
  | { readonly type: 'WorkResumed' }
  | { readonly type: 'TicketResolved'; readonly text: string; readonly resolution: ResolutionType; readonly mode: ResolutionMode }
  | { readonly type: 'TicketDropped'; readonly reason: DropReason; readonly text: string }
  /** Resolved, and nobody objected for some days: the system closes it. */
  | { readonly type: 'TicketClosed' }
  | { readonly type: 'OwnershipAssigned'; readonly to: PersonId; readonly from: PersonId | null; readonly text: string }
  | { readonly type: 'TeamAssigned'; readonly team: TeamId; readonly from: PersonId | null; readonly text: string }
  | { readonly type: 'TicketQualified'; readonly facts: Qualification }
  | { readonly type: 'CheckRecorded'; readonly check: Check; readonly how: string; readonly photo: PhotoHash | null }
  /** The number that was said is not the beneficiary's. Neither number is kept. */
  | { readonly type: 'CheckFailed'; readonly check: 'identity'; readonly how: string }
  | { readonly type: 'TaskAdded'; readonly task: Task }
  | { readonly type: 'TaskCompleted'; readonly task: string }
  | { readonly type: 'TaskReopened'; readonly task: string }
  | { readonly type: 'VisitPlanned'; readonly visit: Visit; readonly text: string }
  | { readonly type: 'VisitAnswered'; readonly visit: string; readonly accepted: boolean; readonly text: string }
  | { readonly type: 'VisitArrived'; readonly visit: string | null; readonly asset: AssetId | null }
  | { readonly type: 'VisitLeft'; readonly visit: string | null; readonly text: string }
  | { readonly type: 'ResolutionConfirmed' }
  | { readonly type: 'TicketReopened'; readonly text: string }
  | { readonly type: 'TicketRated'; readonly stars: number; readonly text: string }
  | { readonly type: 'ApprovalGiven'; readonly text: string }
  | { readonly type: 'ApprovalRefused'; readonly text: string }
  | { readonly type: 'SameTrouble' }
  /** This one is dropped, `of` is kept. */
  | { readonly type: 'MarkedDuplicate'; readonly of: TicketId; readonly number: string | null }
  /** Told to the one that is kept: whoever reported the other follows this one from now on. */
  | { readonly type: 'DuplicateJoined'; readonly of: TicketId; readonly person: PersonId }
  | { readonly type: 'ProblemLinked'; readonly problem: TicketId | null; readonly number: string | null }
  /** A step of an alert: taken by the push service, shown on the person's device, opened, nobody could be reached, or a mail followed. */
  | { readonly type: 'AlertTraced'; readonly notice: NoticeId; readonly person: PersonId; readonly step: AlertStep }
  /** The house calls for somebody to take it (domain/chain.ts). `late`: it was due while no server ran. */
  | {
      readonly type: 'PeopleCalled';
      readonly circle: Circle;
      readonly kind: ChainKind;
      readonly people: readonly PersonId[];
      readonly late: boolean;
    }
  /** Everybody was called, and nobody has answered. */
  | { readonly type: 'CallsExhausted' }
  /** A share of a delay is used up, in per cent; 100: it is passed. */
  | { readonly type: 'DelayTold'; readonly clock: 'tto' | 'ttr'; readonly percent: number; readonly late: boolean }
  /** Whoever is expected was reminded of the appointment. */
  | { readonly type: 'VisitReminded'; readonly visit: string }
  /** Two accounts were one person: `to` has the parts of `from` in this ticket from now on. What `from` did stays theirs by name. */
  | { readonly type: 'PersonReplaced'; readonly from: PersonId; readonly to: PersonId };

export const ALERT_STEPS = ['accepted', 'shown', 'opened', 'undelivered', 'mailed'] as const;
export type AlertStep = (typeof ALERT_STEPS)[number];
/** Whom a call for a ticket reaches, in this order; `on_call` beside the first of them, and alone outside the hours. */
export const CIRCLES = ['present', 'deputies', 'team', 'supervisors'] as const;
export type Circle = (typeof CIRCLES)[number] | 'on_call' | 'again';
/** Notices that call for somebody to take a ticket. */
export const CALLING_KINDS = ['handover', 'critical', 'reopened'] as const;
export type CallingKind = (typeof CALLING_KINDS)[number];
/** What a call can begin with; `assigned`: somebody was given the ticket, and the alert reached none of their devices. */
export type ChainKind = CallingKind | 'assigned';

/** A call by telephone. `person`: somebody of the ticket; else by `name`, as far as it was said. */
export interface Call {
  readonly way: CallWay;
  readonly person: PersonId | null;
  readonly name: string;
}

/** What a qualification settles, with what follows from it. */
export interface Qualification {
  readonly nature: Nature;
  readonly category: string;
  readonly symptom: string | null;
  readonly confidential: boolean;
  readonly level: Level;
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly priority: Priority;
  readonly raised: Ticket['raised'];
  readonly override: Ticket['override'];
  readonly asset: AssetId | null;
  readonly room: Ticket['room'];
  readonly reachable: boolean;
  /** Steps that the category's procedure brings and that are not among the ticket's yet. */
  readonly steps: readonly Task[];
}

export type EventType = TicketEvent['type'];

/** An event as the timeline keeps it. */
export interface Recorded {
  readonly id: string;
  readonly event: TicketEvent;
  /** null: the system. */
  readonly by: PersonId | null;
  /** When it was done, in the field. */
  readonly at: Instant;
  /** When the server had it; null while it is only on this phone. */
  readonly received: Instant | null;
  /** The command it came from (`saidOf`), told to its author alone: a phone that still holds it does not show it twice (invariant 24). */
  readonly said?: string;
}

/** A command's identity, as one word. */
export function saidOf(origin: string, seq: number): string {
  return `${origin} ${seq}`;
}
