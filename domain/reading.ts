import { type Actor, holds } from './actor.ts';
import type { PersonId } from './ids.ts';
import { maySee } from './permission.ts';
import type { Ticket } from './ticket/ticket.ts';

/**
 * Is it written down when this person opens this ticket? What is confidential (a complaint, rights for somebody), but for those whose own it
 * is: reading one's own request is no access to somebody else's matter.
 */
export function isNoted(person: PersonId, ticket: Ticket): boolean {
  return ticket.confidential && !ticket.isTest && ticket.requester !== person && ticket.beneficiary !== person;
}

/** Who may know who opened a confidential ticket: whoever holds it, and those who answer for its site. */
export function mayReadReadings(actor: Actor, ticket: Ticket): boolean {
  if (!ticket.confidential || !maySee(actor, ticket)) return false;
  return ticket.assignee === actor.person || holds(actor, 'supervisor', ticket.site) || holds(actor, 'admin', ticket.site);
}
