import type { Field } from '#app/_field/field.tsx';
import { passedBy } from '#domain/awaited.ts';
import type { PersonId } from '#domain/ids.ts';
import type { TicketView } from '#domain/view.ts';

export interface Reach {
  readonly name: string;
  /** As the directory has it; spaces are no part of an address. */
  readonly phone: string;
}

/** Whom to call about a ticket: who has it, who passed it on, who reported it, else the school itself; never oneself. */
export function reachOf({ view, me }: Pick<Field, 'view' | 'me'>, ticket: TicketView): Reach | null {
  const { head } = ticket;
  const site = view.sites.get(head.site);
  const order: (PersonId | null)[] = [head.assignee, passedBy(ticket), head.requester];
  for (const person of order) {
    if (person === null || person === me.person) continue;
    const colleague = site?.colleagues.find((c) => c.id === person);
    if (colleague?.phone) return { name: colleague.name, phone: colleague.phone.replace(/\s/g, '') };
  }
  return site?.phone ? { name: site.name, phone: site.phone.replace(/\s/g, '') } : null;
}
