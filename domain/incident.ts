import type { ReportedDocument } from './documents.ts';
import type { Instant, PersonId, SiteId, TicketId } from './ids.ts';
import { isCritical, isOpen, peopleOf, type Ticket } from './ticket/ticket.ts';

/** So many of one category, begun within so long, ms, are one outage of the site. */
const SEVERAL = 3;
const WITHIN = 2 * 3_600_000;

/** A trouble of a site as a phone knows it: from a ticket that its person reads, or from one that is only reported to them. */
export interface Trouble {
  readonly id: TicketId;
  readonly site: SiteId;
  readonly asset: string | null;
  readonly category: string | null;
  /** null: not told by an earlier server. */
  readonly since: Instant | null;
  readonly critical: boolean;
  /** The whole site is without network. */
  readonly down: boolean;
  readonly isTaken: boolean;
  /** It can be opened here. */
  readonly isRead: boolean;
  /** This person is on it, or follows it. */
  readonly isMine: boolean;
}

/** What is wrong with a whole site, or with much of it. */
export interface Outage {
  /** The one to follow in place of a new ticket. */
  readonly lead: Trouble;
  readonly since: Instant | null;
  /** How many tickets say so. */
  readonly count: number;
  /** Many small ones of one category, not one that is critical. */
  readonly isSeveral: boolean;
}

/** What these tickets and reports say of troubles that are not over; nothing of tests, nor of what is confidential. */
export function troublesOf(heads: Iterable<Ticket>, reported: Iterable<ReportedDocument>, me: PersonId): Trouble[] {
  const found: Trouble[] = [];
  for (const t of heads) {
    if (!isOpen(t) || t.nature !== 'incident' || t.isTest || t.confidential) continue;
    found.push({
      ...{ id: t.id, site: t.site, asset: t.asset, category: t.category, since: t.openedAt },
      ...{ critical: isCritical(t), down: t.symptom === 'site_down', isTaken: t.assignee !== null, isRead: true },
      isMine: t.affected.includes(me) || peopleOf(t).includes(me),
    });
  }
  for (const r of reported) {
    if (!isOpen(r)) continue;
    found.push({
      ...{ id: r.id, site: r.site, asset: r.asset, category: r.fault?.category ?? null, since: r.fault?.since ?? null },
      ...{ critical: r.fault?.critical ?? false, down: r.siteDown ?? false, isTaken: r.status !== 'new' && r.status !== 'escalated' },
      ...{ isRead: false, isMine: r.joined ?? false },
    });
  }
  return found;
}

/**
 * The outages of one site: each critical trouble, the whole network first, then the categories of which several tickets came within two
 * hours of each other. The oldest of those is the one to follow; for as long as so many are open, whenever they came.
 */
export function outagesOf(troubles: readonly Trouble[], site: SiteId): Outage[] {
  const here = troubles.filter((t) => t.site === site).sort((a, b) => (a.since ?? 0) - (b.since ?? 0));
  const grave = here.filter((t) => t.critical || t.down);
  const single = grave.map((lead): Outage => ({ lead, since: lead.since, count: 1, isSeveral: false }));
  const said = new Set(grave.map((t) => t.category));
  const categories = [...new Set(here.map((t) => t.category))].filter((c) => c !== null && !said.has(c));
  const several = categories.flatMap((category): Outage[] => {
    const same = here.filter((t) => t.category === category && t.since !== null);
    const first = same.findIndex((t, i) => (same[i + SEVERAL - 1]?.since ?? Number.POSITIVE_INFINITY) - (t.since ?? 0) <= WITHIN);
    const lead = same[first];
    return lead === undefined ? [] : [{ lead, since: lead.since, count: same.length - first, isSeveral: true }];
  });
  return [...single.sort((a, b) => Number(b.lead.down) - Number(a.lead.down)), ...several];
}
