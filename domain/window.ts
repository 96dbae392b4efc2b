import type { Actor } from './actor.ts';
import type { Document, TicketDocument } from './documents.ts';
import type { Instant, SiteId } from './ids.ts';
import { isOpen } from './ticket/ticket.ts';

/** What a phone holds (sync.md section 2): how long an ended ticket stays. */
export const ENDED_DAYS = 30;
/** How many past repairs of an asset stay, whatever their age. */
export const LAST_FIXES = 3;
/** Beyond this many sites in scope, a person chooses (correspondents always hold theirs). */
export const SITES_HELD = 10;

const DAY = 86_400_000;

/** Sites whose register and tickets a device holds: those where the actor is correspondent, requester or approver, and, when the scope is small, all of it. */
export function sitesHeld(actor: Actor, all: readonly SiteId[]): SiteId[] {
  const own = new Set<SiteId>();
  let everywhere = false;
  for (const m of actor.memberships) {
    if (m.role === 'provider' || m.role === 'partner') continue;
    if (m.site !== null) own.add(m.site);
    else everywhere = true;
  }
  const held = everywhere && all.length <= SITES_HELD ? all : all.filter((s) => own.has(s));
  return [...held];
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
