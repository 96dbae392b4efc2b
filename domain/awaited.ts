import type { Actor } from './actor.ts';
import type { PersonId } from './ids.ts';
import { hears } from './notice.ts';
import { may, mayTake } from './permission.ts';
import { isOpen, type Ticket } from './ticket/ticket.ts';
import type { TicketView } from './view.ts';

/** Nobody has it, and this person may take it; a test of somebody's phone waits for nobody. */
export function isToTake(actor: Actor, ticket: Ticket): boolean {
  return ticket.assignee === null && !ticket.isTest && isOpen(ticket) && mayTake(actor, ticket);
}

/** It waits for this person to agree; one's own request waits for somebody else. */
export function isToApprove(actor: Actor, ticket: Ticket): boolean {
  if (ticket.approval?.state !== 'pending' || !isOpen(ticket) || !may(actor, 'approve', ticket)) return false;
  return ticket.requester !== actor.person && ticket.beneficiary !== actor.person;
}

/**
 * Held out to this person and not taken yet: an escalation that calls them (the same people as its push), passed by somebody else.
 * Tickets that merely opened are in the queue; nobody holds them out.
 */
export function isHandedToMe(actor: Actor, { head, timeline }: Pick<TicketView, 'head' | 'timeline'>): boolean {
  if (head.status !== 'escalated' || !isToTake(actor, head) || !hears({ of: 'waited-for' }, actor, head)) return false;
  return passedBy({ timeline }) !== actor.person;
}

/** Who passed the baton last; null when nobody has. */
export function passedBy({ timeline }: Pick<TicketView, 'timeline'>): PersonId | null {
  return timeline.findLast(({ event }) => event.type === 'TicketEscalated' && event.direction !== 'hierarchical')?.by ?? null;
}

/** It waits for this person: handed to them, asked of them, or theirs. What the navigation and the app's icon count, in the page and in the worker. */
export function awaits(actor: Actor, ticket: Pick<TicketView, 'head' | 'timeline'>): boolean {
  const { head } = ticket;
  return isHandedToMe(actor, ticket) || isToApprove(actor, head) || (head.assignee === actor.person && isOpen(head));
}
