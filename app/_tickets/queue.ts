import { pressingFirst, redFirst } from '#app/_delay/pressing.ts';
import type { Actor } from '#domain/actor.ts';
import { awaits, isToTake } from '#domain/awaited.ts';
import type { SiteId } from '#domain/ids.ts';
import { isOpen, type Ticket } from '#domain/ticket/ticket.ts';
import type { TicketView, View } from '#domain/view.ts';

/** Lists of tickets, as `words.tickets.filter` names them. */
export const FILTERS = ['toTake', 'mine', 'open', 'done'] as const;
export type Filter = (typeof FILTERS)[number];

/** By what the ticket itself says: whoever called everybody in vain, the priority, then who was handed to whom, then the one that waits longest. */
export function byUrgency(a: TicketView, b: TicketView): number {
  return (
    redFirst(a, b) || a.head.priority - b.head.priority || rank(a.head) - rank(b.head) || a.head.openedAt - b.head.openedAt || (a.id < b.id ? -1 : 1)
  );
}
const rank = ({ status }: Ticket) => (status === 'escalated' ? 0 : 1);

function byEnd(a: TicketView, b: TicketView): number {
  return (b.head.endedAt ?? 0) - (a.head.endedAt ?? 0);
}

const MATCHES: Readonly<Record<Filter, (actor: Actor, ticket: Ticket) => boolean>> = {
  toTake: isToTake,
  mine: (actor, ticket) => isOpen(ticket) && (ticket.assignee === actor.person || ticket.helpers.includes(actor.person)),
  open: (_, ticket) => isOpen(ticket),
  done: (_, ticket) => !isOpen(ticket),
};

/** The tickets of a filter, on one site or on all (null), sorted. */
export function select(view: Pick<View, 'tickets'> & Partial<Pick<View, 'sites'>>, actor: Actor, filter: Filter, site: SiteId | null): TicketView[] {
  const found: TicketView[] = [];
  for (const t of view.tickets.values()) {
    if ((site === null || t.head.site === site) && MATCHES[filter](actor, t.head)) found.push(t);
  }
  return filter === 'done' ? found.sort(byEnd) : pressingFirst(found, view, byUrgency);
}

/** What waits for this person anywhere: handed to them, or asked back. The number on the navigation and on the app's icon. */
export function waitingForMe({ tickets }: Pick<View, 'tickets'>, actor: Actor): readonly TicketView[] {
  // Asked at each drawing of the navigation: one pass over the tickets for each change of them.
  if (waiting?.tickets === tickets && waiting.actor === actor) return waiting.found;
  const found = [...tickets.values()].filter((t) => awaits(actor, t)).sort(byUrgency);
  waiting = { tickets, actor, found };
  return found;
}
let waiting: { readonly tickets: View['tickets']; readonly actor: Actor; readonly found: readonly TicketView[] } | null = null;

/** Letters and figures without accents or case: "Prêt" is "pret". */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[’']/g, ' ');
}

/**
 * Does a ticket answer a search? Every word must be somewhere in what describes it; dashes and spaces in codes and numbers do not count.
 * @param haystack what describes the ticket, in the order of a reader
 */
export function answers(haystack: readonly (string | null)[], search: string): boolean {
  return isIn(indexOf(haystack), wordsOf(search));
}

/** What a search looks at; made once for each thing that is looked for often. */
export interface Index {
  readonly said: string;
  /** Without dashes and spaces. */
  readonly joined: string;
}

export function indexOf(haystack: readonly (string | null)[]): Index {
  const said = fold(haystack.filter((h) => h !== null).join(' '));
  return { said, joined: said.replace(/[\s-]/g, '') };
}

export function wordsOf(search: string): string[] {
  return fold(search).split(/\s+/);
}

export function isIn({ said, joined }: Index, asked: readonly string[]): boolean {
  return asked.every((word) => said.includes(word) || joined.includes(word.replace(/-/g, '')));
}
