import { isUnanswered } from '#domain/ticket/ticket.ts';
import type { TicketView, View } from '#domain/view.ts';
import { type Delays, delaysHere } from './coming.ts';

/** What nobody answered comes before anything else. */
export function redFirst(a: TicketView, b: TicketView): number {
  return Number(isUnanswered(b.head)) - Number(isUnanswered(a.head));
}

/**
 * The most pressing first: what nobody answered and what is critical, then whatever runs out first; what stands still comes last. Until the delays' code is here,
 * by priority and age, and a list that is on the screen is not turned over when it arrives: only with the next change.
 * @param otherwise the order by priority and age, which also stands between two that run out together
 * @returns the same array, sorted
 */
export function pressingFirst(
  tickets: TicketView[],
  { sites }: Partial<Pick<View, 'sites'>>,
  otherwise: (a: TicketView, b: TicketView) => number,
  delays: Delays | null = delaysHere(),
): TicketView[] {
  if (delays === null || sites === undefined) return tickets.sort(otherwise);
  // Once for each, not once for each comparison.
  const due = new Map(tickets.map((t) => [t, delays.dueOf(t, sites.get(t.head.site))]));
  const of = (t: TicketView) => due.get(t) ?? Number.POSITIVE_INFINITY;
  return tickets.sort((a, b) => {
    const red = redFirst(a, b);
    if (red !== 0) return red;
    const critical = Number(b.head.priority === 1) - Number(a.head.priority === 1);
    if (critical !== 0) return critical;
    const [one, two] = [of(a), of(b)];
    return one === two ? otherwise(a, b) : one - two;
  });
}
