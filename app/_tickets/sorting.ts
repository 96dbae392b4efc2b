import { categoryLabel, roomOf, titleOf } from '#app/_field/said.ts';
import { type Priority, STATUSES, type Status } from '#domain/ticket/ticket.ts';
import { nameOf, type TicketView, type View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';

/** Columns by which the queue can be sorted; `due` is its own order, the most pressing first. */
export const COLUMNS = ['where', 'number', 'subject', 'priority', 'due', 'state', 'who'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Sort {
  readonly column: Column;
  readonly down: boolean;
}

/** What a desk leaves of a list; null: all. */
export interface Facets {
  readonly status: Status | null;
  readonly category: string | null;
  readonly priority: Priority | null;
}

export const PRESSING: Sort = { column: 'due', down: false };
export const EVERYTHING: Facets = { status: null, category: null, priority: null };

export function isFaceted(facets: Facets): boolean {
  return facets.status !== null || facets.category !== null || facets.priority !== null;
}

export function narrowed(rows: readonly TicketView[], { status, category, priority }: Facets): readonly TicketView[] {
  if (status === null && category === null && priority === null) return rows;
  return rows.filter(
    ({ head }) =>
      (status === null || head.status === status) &&
      (category === null || head.category === category) &&
      (priority === null || head.priority === priority),
  );
}

/** What a column shows of a ticket, as it is ordered; what there is nothing of comes last. */
function shownIn(column: Column, ticket: TicketView, view: View, w: Words): string | number | null {
  const { head } = ticket;
  switch (column) {
    case 'number':
      return head.number;
    case 'subject':
      return titleOf(view, w, head);
    case 'where': {
      const room = roomOf(view, head);
      return room === null ? null : `${view.sites.get(head.site)?.name ?? ''} ${room.building ?? ''} ${room.name}`;
    }
    case 'priority':
      return head.priority;
    case 'state':
      return STATUSES.indexOf(head.status);
    case 'who':
      return head.assignee === null ? null : nameOf(view, ticket, head.assignee);
    default:
      return null;
  }
}

const byLetters = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' });

/** The rows by one column; equals keep their places, the most pressing first. */
export function sortedBy(rows: readonly TicketView[], { column, down }: Sort, view: View, w: Words): readonly TicketView[] {
  if (column === 'due') return down ? [...rows].reverse() : rows;
  const values = new Map(rows.map((t) => [t, shownIn(column, t, view, w)]));
  return [...rows].sort((a, b) => {
    const [x, y] = [values.get(a) ?? null, values.get(b) ?? null];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : byLetters.compare(String(x), String(y));
    return down ? -order : order;
  });
}

/** The categories that these rows have, by their labels. */
export function categoriesOf(rows: Iterable<TicketView>, w: Words): readonly (readonly [string, string])[] {
  const codes = new Set([...rows].map((t) => t.head.category));
  return [...codes].map((code) => [code, categoryLabel(w, code)] as const).sort((a, b) => byLetters.compare(a[1], b[1]));
}
