import type { Announcement, SiteDocument } from './documents.ts';
import type { Instant } from './ids.ts';

const YEAR = 366 * 86_400_000;
/** Characters: a phone's first screen shows it whole. */
export const ANNOUNCEMENT_MAX = 280;
/** Those of one place that are not over: more would be read by nobody. */
export const ANNOUNCEMENTS_MAX = 10;

export type AnnouncementFault = 'notice-order' | 'notice-long' | 'notice-past' | 'notice-many';

/** @param others how many of that place are not over */
export function faultOfAnnouncement({ from, until }: Pick<Announcement, 'from' | 'until'>, others: number, now: Instant): AnnouncementFault | null {
  if (until <= from) return 'notice-order';
  if (until <= now) return 'notice-past';
  if (until - from > YEAR) return 'notice-long';
  return others >= ANNOUNCEMENTS_MAX ? 'notice-many' : null;
}

/** What is said at this moment on these sites: each once, troubles first, then the latest. */
export function saidNow(sites: readonly Pick<SiteDocument, 'announcements'>[], now: Instant): Announcement[] {
  const all = new Map(sites.flatMap((s) => (s.announcements ?? []).map((a) => [a.id, a] as const)));
  const rank = (a: Announcement) => (a.tone === 'trouble' ? 0 : 1);
  return [...all.values()].filter((a) => a.from <= now && a.until > now).sort((a, b) => rank(a) - rank(b) || b.from - a.from);
}
