import { type Actor, holds } from './actor.ts';
import { checkFor } from './catalogue.ts';
import type { PersonId } from './ids.ts';
import { maySee, maySeeReported } from './permission.ts';
import type { CommandType } from './ticket/commands.ts';
import type { Recorded } from './ticket/events.ts';
import { isOpen, type Ticket } from './ticket/ticket.ts';

export const NOTICE_KINDS = [
  'handover',
  'critical',
  'hierarchical',
  'already_taken',
  'helper_joined',
  'relieved',
  'help_asked',
  'note',
  'requester_taken',
  'requester_resolved',
  'assigned',
  'visit',
  'visit_answered',
  'approval_asked',
  'approved',
  'refused',
  'withdrawn',
  'reopened',
  'delay',
  'overdue',
  'reminder',
  'resumed',
  'unanswered',
  'unseen',
  'gathered',
  'test',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Who is to hear: one person, or those whom the ticket now waits for. */
export type Audience =
  | { readonly of: 'person'; readonly person: PersonId }
  /** Those who may take it: called one circle after the other until somebody has (domain/chain.ts). */
  | { readonly of: 'waited-for' }
  /** The same people, told once. */
  | { readonly of: 'level' }
  | { readonly of: 'supervisors' }
  | { readonly of: 'approvers' };

export interface Call {
  readonly kind: NoticeKind;
  readonly to: Audience;
}

/**
 * Who hears of each verb by push (domain.md section 3). A verb that pushes nobody says so: its people see the row change in the app.
 * Exhaustive on purpose: a verb exists only with its notice.
 */
export const HEARD: Readonly<Record<CommandType, 'push' | 'in-app'>> = {
  open: 'push',
  take: 'push',
  release: 'push',
  relieve: 'push',
  escalate: 'push',
  ask_help: 'push',
  join: 'push',
  note: 'push',
  attach: 'in-app',
  start: 'in-app',
  wait: 'in-app',
  resume: 'in-app',
  resolve: 'push',
  drop: 'in-app',
  withdraw: 'push',
  assign: 'push',
  qualify: 'in-app',
  record_check: 'in-app',
  receive_form: 'in-app',
  add_task: 'in-app',
  complete_task: 'in-app',
  reopen_task: 'in-app',
  plan_visit: 'push',
  answer_visit: 'push',
  arrive: 'in-app',
  leave: 'in-app',
  confirm: 'in-app',
  reopen: 'push',
  rate: 'in-app',
  approve: 'push',
  refuse: 'push',
  me_too: 'in-app',
  mark_duplicate: 'in-app',
  link_problem: 'in-app',
};

/** Priority at which opening already calls the people of the level: domain.md's "critical". */
const CRITICAL = 1;

/**
 * The calls that one command's events ask for. One's own acts are never told to oneself, but for a take that came second:
 * its author may have closed the app long before the answer came.
 */
export function calls(before: Ticket | null, after: Ticket, events: readonly Recorded[]): Call[] {
  const out: Call[] = [];
  const tell = (kind: NoticeKind, person: PersonId | null, by: PersonId | null) => {
    if (person !== null && person !== by) out.push({ kind, to: { of: 'person', person } });
  };
  for (const { event, by } of events) {
    switch (event.type) {
      case 'TicketOpened':
        // A duplicate calls nobody: the one that is kept has.
        if (after.isTest || after.duplicateOf !== null) break;
        if (after.priority === CRITICAL) out.push({ kind: 'critical', to: { of: 'waited-for' } });
        if (after.approval?.state === 'pending') out.push({ kind: 'approval_asked', to: { of: 'approvers' } });
        break;
      case 'OwnershipAssigned':
        tell('assigned', event.to, by);
        tell('relieved', event.from, by);
        break;
      case 'TeamAssigned':
        out.push({ kind: 'handover', to: { of: 'waited-for' } });
        tell('relieved', event.from, by);
        break;
      case 'TicketQualified':
        if (after.priority === CRITICAL && before?.priority !== CRITICAL && !after.isTest) out.push({ kind: 'critical', to: { of: 'waited-for' } });
        break;
      case 'VisitPlanned':
        tell('visit', after.requester, by);
        if (after.beneficiary !== after.requester) tell('visit', after.beneficiary, by);
        break;
      case 'VisitAnswered':
        tell('visit_answered', after.visit?.by ?? null, by);
        break;
      case 'ApprovalGiven':
      case 'ApprovalRefused': {
        const kind = event.type === 'ApprovalGiven' ? 'approved' : 'refused';
        tell(kind, after.assignee, by);
        tell(kind, after.requester, by);
        break;
      }
      case 'TicketDropped':
        if (by === after.requester || by === after.beneficiary) tell('withdrawn', before?.assignee ?? null, by);
        break;
      case 'TicketReopened':
        out.push({ kind: 'reopened', to: { of: 'waited-for' } });
        tell('reopened', before?.assignee ?? null, by);
        break;
      case 'OwnershipTaken':
        for (const person of [after.requester, ...after.affected]) tell('requester_taken', person, by);
        break;
      case 'OwnershipRelieved':
        tell('relieved', event.from, by);
        break;
      case 'OwnershipReleased':
        out.push({ kind: 'handover', to: { of: 'waited-for' } });
        break;
      case 'TicketEscalated':
        out.push(
          event.direction === 'hierarchical' ? { kind: 'hierarchical', to: { of: 'supervisors' } } : { kind: 'handover', to: { of: 'waited-for' } },
        );
        break;
      case 'HelpAsked':
        tell('help_asked', event.helper, by);
        break;
      case 'HelperJoined':
        tell('helper_joined', event.owner, by);
        if (event.because === 'already_taken') tell('already_taken', by, null);
        break;
      case 'NoteAdded':
        tell('note', after.assignee, by);
        if (event.visibility === 'public' && after.requester !== after.assignee) tell('note', after.requester, by);
        break;
      case 'PeopleCalled':
        for (const person of event.people) tell(event.kind === 'assigned' && person !== after.assignee ? 'unseen' : event.kind, person, by);
        break;
      case 'CallsExhausted':
        out.push({ kind: 'unanswered', to: { of: 'supervisors' } });
        break;
      case 'DelayTold':
        if (after.isTest) break;
        if (after.assignee !== null) tell(event.percent >= 100 ? 'overdue' : 'delay', after.assignee, by);
        if (event.percent >= 100) out.push({ kind: 'overdue', to: { of: 'supervisors' } });
        else if (after.assignee === null) out.push({ kind: 'delay', to: { of: 'level' } });
        break;
      case 'VisitReminded':
        for (const person of new Set([after.visit?.by ?? null, after.assignee, after.requester, after.beneficiary])) tell('reminder', person, by);
        break;
      case 'WorkResumed':
        // By the house itself: the day that it waited for has come.
        if (by === null) tell('resumed', after.assignee, by);
        break;
      case 'TicketResolved':
        for (const person of [after.requester, ...after.affected]) tell('requester_resolved', person, by);
        break;
      default:
    }
  }
  return out;
}

/**
 * Whom a colleague reported as locked out is called on the telephone: nothing is sent to an account or a mailbox that they cannot open, and
 * that somebody else may be trying to (domain.md section 6).
 */
export function isLockedOut(person: PersonId, ticket: Ticket): boolean {
  return person === ticket.beneficiary && person !== ticket.requester && checkFor(ticket.category, ticket.symptom) === 'identity' && isOpen(ticket);
}

/**
 * Is this person among those the call is for? `waited-for`: correspondents for level 1 and hands on site, technicians for 2, engineers for 3,
 * the team. Nobody hears of a ticket that they may not see: a confidential one calls technicians where correspondents would be called.
 */
export function hears(to: Audience, actor: Actor, ticket: Ticket): boolean {
  // Who has the same trouble hears how far it is, without reading the ticket.
  if (to.of === 'person' && actor.person === to.person && ticket.affected.includes(to.person) && maySeeReported(actor, ticket)) return true;
  if (!maySee(actor, ticket)) return false;
  switch (to.of) {
    case 'person':
      return actor.person === to.person && !isLockedOut(actor.person, ticket);
    case 'supervisors':
      return holds(actor, 'supervisor', ticket.site);
    case 'approvers':
      return holds(actor, 'approver', ticket.site) && actor.person !== ticket.requester && actor.person !== ticket.beneficiary;
    case 'waited-for':
    case 'level': {
      const { handedTo } = ticket;
      if (handedTo.to === 'team') return actor.teams.includes(handedTo.team);
      if (handedTo.to === 'on_site' || ticket.level === 1) return holds(actor, ticket.confidential ? 'technician' : 'correspondent', ticket.site);
      return holds(actor, ticket.level === 2 ? 'technician' : 'engineer', ticket.site);
    }
  }
}
