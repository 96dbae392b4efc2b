import type { Instant, NoticeId, PersonId, PhotoHash, TeamId } from '#domain/ids.ts';
import type { Direction, DropReason, EscalationReason, ResolutionMode, ResolutionType, Ticket, WaitReason } from './ticket.ts';

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
  | { readonly type: 'NoteAdded'; readonly text: string; readonly visibility: 'public' | 'internal' }
  | { readonly type: 'PhotoAttached'; readonly hash: PhotoHash }
  | { readonly type: 'PhotoStored'; readonly hash: PhotoHash }
  | { readonly type: 'WorkStarted' }
  | { readonly type: 'WorkPaused'; readonly reason: WaitReason; readonly until: Instant | null; readonly text: string }
  | { readonly type: 'WorkResumed' }
  | { readonly type: 'TicketResolved'; readonly text: string; readonly resolution: ResolutionType; readonly mode: ResolutionMode }
  | { readonly type: 'TicketDropped'; readonly reason: DropReason; readonly text: string }
  /** Resolved, and nobody objected for some days: the system closes it. */
  | { readonly type: 'TicketClosed' }
  /** A step of an alert, told by the person's device: shown on the screen, opened, or nobody could be reached. */
  | { readonly type: 'AlertTraced'; readonly notice: NoticeId; readonly person: PersonId; readonly step: 'shown' | 'opened' | 'undelivered' };

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
