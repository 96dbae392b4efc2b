import { roomOf } from '#app/_field/said.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { TicketView, View } from '#domain/view.ts';

/** What another ticket shares with this one. */
export type Shared = 'asset' | 'room' | null;

export interface Other {
  readonly ticket: TicketView;
  readonly shares: Shared;
}

const RANK: Readonly<Record<string, number>> = { asset: 0, room: 1 };

/** The open tickets of the same site that this one may be a duplicate of, or have its cause in: same equipment, then same room, then the newest. */
export function othersOf(view: Pick<View, 'tickets' | 'rooms' | 'assets'>, { head }: TicketView): readonly Other[] {
  const room = roomOf(view, head)?.id ?? null;
  const shares = (other: TicketView): Shared => {
    if (head.asset !== null && other.head.asset === head.asset) return 'asset';
    return room !== null && roomOf(view, other.head)?.id === room ? 'room' : null;
  };
  return [...view.tickets.values()]
    .filter((t) => t.id !== head.id && t.head.site === head.site && isOpen(t.head) && t.head.duplicateOf === null)
    .map((ticket) => ({ ticket, shares: shares(ticket) }))
    .sort((a, b) => (RANK[a.shares ?? ''] ?? 2) - (RANK[b.shares ?? ''] ?? 2) || b.ticket.head.openedAt - a.ticket.head.openedAt);
}
