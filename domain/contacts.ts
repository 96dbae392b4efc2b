import { type Role, SUPPORT } from './actor.ts';
import type { Colleague, SiteDocument } from './documents.ts';
import type { PersonId } from './ids.ts';
import { handsOf } from './presence.ts';

/** Whom to call about a site: its own people, those who are there first. */
export interface SiteContacts {
  /** Its correspondents, then whoever else works for this site alone. */
  readonly people: readonly Colleague[];
  readonly desk: string | null;
  readonly phone: string | null;
}

const REFERENTS: readonly Role[] = ['technician', 'engineer', 'supervisor'];
const byName = (a: Colleague, b: Colleague) => a.name.localeCompare(b.name, 'fr');

/** What this phone knows of a site; nobody calls themselves. @param today in the site's calendar */
export function contactsOf(site: SiteDocument, me: PersonId, today: string): SiteContacts {
  const hands = handsOf(site, today);
  const others = site.colleagues.filter((c) => !hands.includes(c) && c.memberships.some((m) => m.site === site.id && SUPPORT.has(m.role)));
  const people = [...hands, ...others.sort(byName)].filter((c) => c.id !== me);
  return { people, desk: site.desk ?? null, phone: site.phone };
}

/**
 * Who is called by name for what they know, wherever it is: who works for all sites, those who know that category first, then those with
 * another field of theirs. Each once.
 */
export function referentsOf(sites: readonly SiteDocument[], me: PersonId, category?: string): Colleague[] {
  const all = new Map(sites.flatMap((s) => s.colleagues.map((c) => [c.id, c] as const)));
  const knows = ({ skills = [] }: Colleague) => {
    if (category !== undefined && skills.includes(category)) return 0;
    return skills.length > 0 ? 1 : 2;
  };
  return [...all.values()]
    .filter((c) => c.id !== me && c.phone !== null && c.memberships.some((m) => m.site === null && REFERENTS.includes(m.role)))
    .sort((a, b) => knows(a) - knows(b) || byName(a, b));
}
