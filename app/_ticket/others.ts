import { roomOf } from '#app/_field/said.ts';
import { isOpen, type Ticket } from '#domain/ticket/ticket.ts';
import type { TicketView, View } from '#domain/view.ts';

/** What another ticket shares with this one. */
export type Shared = 'asset' | 'room' | null;

export interface Other {
  readonly ticket: TicketView;
  readonly shares: Shared;
}

const RANK: Readonly<Record<string, number>> = { asset: 0, room: 1 };

/** An open ticket on the same equipment that this one may repeat; the newest of several. */
export function repeatedBy(view: Pick<View, 'tickets'>, { head }: TicketView): TicketView | undefined {
  if (head.asset === null || !isOpen(head)) return undefined;
  let newest: TicketView | undefined;
  for (const t of view.tickets.values()) {
    if (t.head.asset !== head.asset || !isOther(t, head)) continue;
    if (newest === undefined || t.head.openedAt > newest.head.openedAt) newest = t;
  }
  return newest;
}

function isOther({ head }: TicketView, of: Ticket): boolean {
  return head.id !== of.id && head.site === of.site && isOpen(head) && head.duplicateOf === null;
}

/** The open tickets of the same site that this one may be a duplicate of, or have its cause in: same equipment, then same room, then the newest. */
export function othersOf(view: Pick<View, 'tickets' | 'rooms' | 'assets'>, { head }: TicketView): readonly Other[] {
  const room = roomOf(view, head)?.id ?? null;
  const shares = (other: TicketView): Shared => {
    if (head.asset !== null && other.head.asset === head.asset) return 'asset';
    return room !== null && roomOf(view, other.head)?.id === room ? 'room' : null;
  };
  return [...view.tickets.values()]
    .filter((t) => isOther(t, head))
    .map((ticket) => ({ ticket, shares: shares(ticket) }))
    .sort((a, b) => (RANK[a.shares ?? ''] ?? 2) - (RANK[b.shares ?? ''] ?? 2) || b.ticket.head.openedAt - a.ticket.head.openedAt);
}
