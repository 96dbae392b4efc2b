import { categoryLabel, roomOf, teamName, titleOf } from '#app/_field/said.ts';
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
  /** Given to this provider's or proximity team. */
  readonly team: string | null;
  /** Only what is beyond its delay. */
  readonly late: boolean;
}

export const PRESSING: Sort = { column: 'due', down: false };
export const EVERYTHING: Facets = { status: null, category: null, priority: null, team: null, late: false };

export function isFaceted({ status, category, priority, team, late }: Facets): boolean {
  return status !== null || category !== null || priority !== null || team !== null || late;
}

/** @param isLate asked last, and only where it matters: it counts service time */
export function narrowed(rows: readonly TicketView[], facets: Facets, isLate: (ticket: TicketView) => boolean): readonly TicketView[] {
  const { status, category, priority, team, late } = facets;
  if (!isFaceted(facets)) return rows;
  return rows.filter(
    (t) =>
      (status === null || t.head.status === status) &&
      (category === null || t.head.category === category) &&
      (priority === null || t.head.priority === priority) &&
      (team === null || (t.head.handedTo.to === 'team' && t.head.handedTo.team === team)) &&
      (!late || isLate(t)),
  );
}

/** The teams to which some of these are given, by name. */
export function teamsOf(rows: Iterable<TicketView>, view: Pick<View, 'sites'>): readonly (readonly [string, string])[] {
  const given = new Set([...rows].flatMap(({ head }) => (head.handedTo.to === 'team' ? [head.handedTo.team as string] : [])));
  return [...given].map((team) => [team, teamName(view, team) ?? team] as const).sort((a, b) => byLetters.compare(a[1], b[1]));
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
