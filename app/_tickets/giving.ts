import type { Actor } from '#domain/actor.ts';
import type { Colleague } from '#domain/documents.ts';
import type { PersonId } from '#domain/ids.ts';
import { may } from '#domain/permission.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { TicketView, View } from '#domain/view.ts';

/** May this person give tickets to others at all? Who may not is shown no boxes. */
export function gives(actor: Actor): boolean {
  return actor.memberships.some((m) => m.role === 'technician' || m.role === 'engineer' || m.role === 'supervisor' || m.role === 'admin');
}

/** Who works in support on at least one of these tickets' sites, by name. */
export function takers(view: Pick<View, 'sites'>, tickets: readonly TicketView[]): readonly Colleague[] {
  const people = new Map<string, Colleague>();
  for (const { head } of tickets) for (const c of view.sites.get(head.site)?.colleagues ?? []) people.set(c.id, people.get(c.id) ?? c);
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Those that can be given to this person: open, of their sites, and not theirs already. */
export function givable(view: Pick<View, 'sites'>, actor: Actor, tickets: readonly TicketView[], to: PersonId): readonly TicketView[] {
  return tickets.filter(
    ({ head }) =>
      isOpen(head) && head.assignee !== to && may(actor, 'assign', head) && (view.sites.get(head.site)?.colleagues.some((c) => c.id === to) ?? false),
  );
}
