import { isOpen, type Ticket } from '#domain/ticket/ticket.ts';
import { carriedOf } from './carried.ts';
import type { Store } from './port.ts';

/** What stands on the lock screen, as a registration lists it. */
export interface OnScreen {
  readonly data: unknown;
  close(): void;
}

/**
 * Puts away the calls that are answered: somebody has the ticket, or it is over (docs/decisions/0019). What this device does not know, and
 * what says more than "take it", stays.
 */
export function closeAnswered(shown: readonly OnScreen[], ticketOf: (id: string) => Pick<Ticket, 'assignee' | 'status'> | undefined): void {
  for (const one of shown) {
    const { ticket, calls } = carriedOf(one.data);
    const head = ticket === null || !calls ? undefined : ticketOf(ticket);
    if (head !== undefined && (head.assignee !== null || !isOpen(head))) one.close();
  }
}

/** The same, by what this person's store holds. */
export async function closeAnsweredIn(store: Pick<Store, 'read'>, shown: readonly OnScreen[]): Promise<void> {
  const ids = shown.map((one) => carriedOf(one.data)).flatMap(({ ticket, calls }) => (calls && ticket !== null ? [ticket] : []));
  if (ids.length === 0) return;
  const { documents } = await store.read(ids.map((id) => ['ticket', id] as const));
  const heads = new Map(documents.flatMap((d) => (d.kind === 'ticket' ? [[d.id as string, d.head] as const] : [])));
  closeAnswered(shown, (id) => heads.get(id));
}
