import type { Colleague, ColleaguePresence, SiteDocument } from './documents.ts';

/**
 * Is somebody away today? An absence whose last day is over ends by itself.
 * @param today in the site's calendar, "2026-11-24"
 */
export function awayOf(colleague: Colleague, today: string): ColleaguePresence | null {
  const away = colleague.away ?? null;
  return away !== null && (away.until === null || away.until >= today) ? away : null;
}

/** Those whose hands are on the site: its own correspondents, those who are there first. */
export function handsOf(site: SiteDocument, today: string): Colleague[] {
  const rank = (c: Colleague) => (awayOf(c, today) === null ? 0 : 1);
  return site.colleagues
    .filter((c) => c.memberships.some((m) => m.role === 'correspondent'))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'fr'));
}
