import type { Actor } from './actor.ts';
import type { Document, TicketDocument } from './documents.ts';
import type { Instant, SiteId } from './ids.ts';
import { isOpen } from './ticket/ticket.ts';

/** What a phone holds (sync.md section 2): how long an ended ticket stays. */
export const ENDED_DAYS = 30;
/** How many past repairs of an asset stay, whatever their age. */
export const LAST_FIXES = 3;
/** Beyond this many sites in the organisation, who serves all of them chooses up to as many (everybody always holds the sites of their roles). */
export const SITES_HELD = 10;

const DAY = 86_400_000;

/** Does this actor choose the sites of their devices? Whose role covers the organisation does; others hold the sites of their roles. */
export function choosesSites(actor: Pick<Actor, 'memberships'>): boolean {
  return actor.memberships.some((m) => m.site === null && m.role !== 'provider' && m.role !== 'partner');
}

/** The sites on which the actor has a role of their own: held whatever else is chosen. */
export function ownSites(actor: Pick<Actor, 'memberships'>): SiteId[] {
  const own = actor.memberships.filter((m) => m.role !== 'provider' && m.role !== 'partner').flatMap((m) => (m.site === null ? [] : [m.site]));
  return [...new Set(own)];
}

/**
 * Sites whose register and tickets a device holds (sync.md section 2): those where the actor has a role; for whose role covers the
 * organisation all of it where it is small, else up to ten that they pinned.
 * @param all the organisation's sites; one more than SITES_HELD of them is enough to know that it is not small
 */
export function sitesHeld(actor: Pick<Actor, 'memberships'>, all: readonly SiteId[], pinned: readonly SiteId[]): SiteId[] {
  const own = ownSites(actor);
  if (!choosesSites(actor)) return own.sort();
  const chosen = all.length <= SITES_HELD ? all : pinned.slice(0, SITES_HELD);
  return [...new Set([...own, ...chosen])].sort();
}

/**
 * The tickets a device lets go of: ended for more than 30 days and not among the last three fixes of their asset.
 * Pure, so that server and phone agree.
 */
export function outOfWindow(documents: Iterable<Document>, now: Instant): TicketDocument[] {
  const old: TicketDocument[] = [];
  const fixes = new Map<string, TicketDocument[]>();
  for (const d of documents) {
    if (d.kind !== 'ticket' || isOpen(d.head) || d.head.endedAt === null) continue;
    if (d.head.asset !== null && d.head.resolution !== null) {
      const of = fixes.get(d.head.asset);
      if (of === undefined) fixes.set(d.head.asset, [d]);
      else of.push(d);
    }
    if (d.head.endedAt < now - ENDED_DAYS * DAY) old.push(d);
  }
  const kept = new Set<string>();
  for (const of of fixes.values()) {
    of.sort((a, b) => (b.head.endedAt ?? 0) - (a.head.endedAt ?? 0));
    for (const d of of.slice(0, LAST_FIXES)) kept.add(d.id);
  }
  return old.filter((d) => !kept.has(d.id));
}
