import { categoryOf } from '#domain/catalogue.ts';
import type { Colleague } from '#domain/documents.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Words } from '#domain/words/fr/index.ts';

/** Does this colleague know the ticket's category well? */
export function knows({ skills }: Colleague, { category }: Pick<Ticket, 'category'>): boolean {
  return skills?.includes(category) ?? false;
}

/** Those who know it first, each else where they were. */
export function byKnowledge(people: readonly Colleague[], ticket: Pick<Ticket, 'category'>): Colleague[] {
  return [...people].sort((a, b) => Number(knows(b, ticket)) - Number(knows(a, ticket)));
}

/** Under a colleague's name: the role, and that they know the category. */
export function hintOf(w: Words, colleague: Colleague, ticket: Pick<Ticket, 'category'>): string | undefined {
  const role = colleague.memberships[0] === undefined ? undefined : w.status.role[colleague.memberships[0].role];
  const known = knows(colleague, ticket) ? w.forms.assign.knows({ category: w.catalogue.category[categoryOf(ticket.category).code] }) : undefined;
  return [role, known].filter((part) => part !== undefined).join(' · ') || undefined;
}
