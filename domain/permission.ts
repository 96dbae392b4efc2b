import { type Actor, holds, isSupport, type Role } from './actor.ts';
import { checkFor } from './catalogue.ts';
import type { SiteId } from './ids.ts';
import type { CommandType } from './ticket/commands.ts';
import type { TicketEvent } from './ticket/events.ts';
import { isCritical, peopleOf, type Ticket } from './ticket/ticket.ts';

/** Who may read a ticket (domain.md section 1). What one may not see and what does not exist get the same answer. */
export function maySee(actor: Actor, ticket: Ticket): boolean {
  if (isWithTeamOf(actor, ticket)) return true;
  return actor.memberships.some((m) => {
    if (m.site !== null && m.site !== ticket.site) return false;
    switch (m.role) {
      case 'technician':
      case 'engineer':
      case 'supervisor':
      case 'admin':
        return true;
      case 'correspondent':
        return !ticket.confidential || peopleOf(ticket).includes(actor.person);
      case 'requester':
        return peopleOf(ticket).includes(actor.person);
      case 'approver':
        return ticket.approval !== null || peopleOf(ticket).includes(actor.person);
      // A provider: the tickets of the team, as above, and nothing else.
      default:
        return false;
    }
  });
}

/** Handed to a team of this actor: theirs to read and to take, whatever the team's kind. */
export function isWithTeamOf(actor: Actor, ticket: Ticket): boolean {
  return ticket.handedTo.to === 'team' && actor.teams.includes(ticket.handedTo.team);
}

/** Can the people of its site know that it is reported? It says where, or that much is wrong; nothing of a confidential ticket, of somebody's account or of a test. */
export function isReportable(ticket: Ticket): boolean {
  // Whose account it is would be told by the room alone.
  if (ticket.confidential || ticket.isTest || checkFor(ticket.category, ticket.symptom) === 'identity') return false;
  return ticket.asset !== null || ticket.room !== null || ticket.symptom === 'site_down' || isCritical(ticket);
}

/** A requester of the site learns that an asset, a room, the whole network or something critical is reported, and how far it is. */
export function maySeeReported(actor: Actor, ticket: Ticket): boolean {
  if (!isReportable(ticket)) return false;
  return holds(actor, 'requester', ticket.site) || holds(actor, 'approver', ticket.site);
}

/** Who reported it, or for whom. */
function isFor(actor: Actor, ticket: Ticket): boolean {
  return ticket.requester === actor.person || ticket.beneficiary === actor.person;
}

const DISPATCHERS: readonly Role[] = ['technician', 'engineer', 'supervisor', 'admin'];
const OPENERS: readonly Role[] = ['requester', 'approver', 'correspondent', 'technician', 'engineer', 'supervisor', 'admin'];

/**
 * The level rule of domain.md section 2: N1 takes level 1 of own sites and whatever was handed to hands on site there;
 * N2 levels 1 and 2, level 1 only while it can be controlled remotely; N3 all; a provider what its team was given.
 * Says nothing of the status: `decide` does.
 */
export function mayTake(actor: Actor, ticket: Ticket): boolean {
  if (!maySee(actor, ticket)) return false;
  if (isWithTeamOf(actor, ticket)) return true;
  if (holds(actor, 'engineer', ticket.site)) return true;
  if (ticket.handedTo.to === 'team') return false;
  if (holds(actor, 'technician', ticket.site) && ticket.level <= 2 && (ticket.level === 2 || ticket.reachable)) return true;
  return holds(actor, 'correspondent', ticket.site) && (ticket.level === 1 || ticket.handedTo.to === 'on_site');
}

/**
 * The permission table: may this actor say this verb about this ticket, status and ownership at the moment aside
 * (`decide` looks at those)? The phone greys buttons with it, the server judges with it, with the roles of then (invariant 35).
 */
export function may(actor: Actor, verb: CommandType, ticket: Ticket): boolean {
  const { site } = ticket;
  if (verb === 'open') return OPENERS.some((role) => holds(actor, role, site));
  // It is not read: its state is known from "reported".
  if (verb === 'me_too') return holds(actor, 'requester', site);
  if (!maySee(actor, ticket)) return false;
  const owns = ticket.assignee === actor.person;
  const supervises = holds(actor, 'supervisor', site);
  switch (verb) {
    case 'take':
      return mayTake(actor, ticket);
    case 'relieve':
      return mayTake(actor, ticket) || holds(actor, 'correspondent', site) || supervises;
    case 'release':
      return owns || supervises;
    case 'escalate':
      return isSupport(actor, site) && (owns || mayTake(actor, ticket) || supervises);
    case 'ask_help':
    case 'start':
    case 'wait':
    case 'resume':
    case 'record_check':
    case 'receive_form':
    case 'plan_visit':
    case 'arrive':
    case 'leave':
      return owns;
    case 'withdraw':
      return isFor(actor, ticket);
    case 'assign':
      return DISPATCHERS.some((role) => holds(actor, role, site));
    case 'qualify':
    case 'mark_duplicate':
    case 'link_problem':
      return isSupport(actor, site);
    case 'add_task':
    case 'complete_task':
    case 'reopen_task':
      return owns || ticket.helpers.includes(actor.person);
    case 'answer_visit':
      return isFor(actor, ticket) || ticket.recorder === actor.person;
    case 'confirm':
    case 'reopen':
      return isFor(actor, ticket) || supervises;
    case 'rate':
      return isFor(actor, ticket);
    case 'approve':
    case 'refuse':
      return holds(actor, 'approver', site);

    case 'join':
      return isSupport(actor, site) || mayTake(actor, ticket);
    case 'note':
    case 'attach':
      return true;
    case 'resolve':
      return owns || ticket.helpers.includes(actor.person);
    case 'drop':
      return ticket.nature === 'service_request' ? holds(actor, 'engineer', site) || supervises : isSupport(actor, site);
  }
}

/**
 * The sites whose service this actor runs: who is on call there, who is away, what everybody is told. A supervisor's own, all of them for an
 * administrator; empty: none.
 */
export function runsSites({ memberships }: Pick<Actor, 'memberships'>): 'all' | readonly SiteId[] {
  const runs = memberships.filter((m) => m.role === 'supervisor' || (m.role === 'admin' && m.site === null));
  if (runs.some((m) => m.site === null)) return 'all';
  return [...new Set(runs.flatMap((m) => (m.site === null ? [] : [m.site])))];
}

/** Internal notes are among those who work on it. */
export function mayReadInternal(actor: Actor, ticket: Ticket): boolean {
  return isSupport(actor, ticket.site) || isWithTeamOf(actor, ticket);
}

/**
 * What those who may not read internal words are told of an event: what was done and by whom, not what colleagues wrote to each other
 * about it. null: nothing at all.
 */
export function publicPart(event: TicketEvent): TicketEvent | null {
  switch (event.type) {
    case 'AlertTraced':
    case 'PeopleCalled':
    case 'CallsExhausted':
    case 'DelayTold':
      return null;
    case 'NoteAdded':
      return event.visibility === 'internal' ? null : event;
    case 'TicketEscalated':
    case 'HelpAsked':
    case 'OwnershipAssigned':
    case 'TeamAssigned':
    case 'VisitLeft':
      return { ...event, text: '' };
    case 'TaskAdded':
    case 'TaskCompleted':
    case 'TaskReopened':
    case 'CheckFailed':
    case 'ProblemLinked':
    case 'DuplicateJoined':
      return null;
    case 'OwnershipReleased':
    case 'OwnershipRelieved':
      return { ...event, reason: '' };
    default:
      return event;
  }
}
