import { SUPPORT } from './actor.ts';
import type { Colleague, ColleaguePresence, SiteDocument } from './documents.ts';
import type { PersonId } from './ids.ts';

/**
 * Is somebody away today? An absence whose last day is over ends by itself.
 * @param today in the site's calendar, "2026-11-24"
 */
export function awayOf(colleague: Colleague, today: string): ColleaguePresence | null {
  const away = colleague.away ?? null;
  return away !== null && lasts(away, today) ? away : null;
}

/** Is that absence not over? @param today in the site's calendar, "2026-11-24" */
export function lasts(away: ColleaguePresence, today: string): boolean {
  return away.until === null || away.until >= today;
}

/**
 * Who stands in for these people who are away: the deputy of each; where that one is away too, theirs, and no further.
 * @param away everybody who is away there now
 */
export function deputiesOf(people: readonly PersonId[], away: ReadonlyMap<PersonId, ColleaguePresence>): PersonId[] {
  const found = people.flatMap((person) => {
    const first = away.get(person)?.deputy ?? null;
    if (first === null) return [];
    const then = away.has(first) ? (away.get(first)?.deputy ?? null) : first;
    return then === null || away.has(then) ? [] : [then];
  });
  return [...new Set(found)];
}

/** Those whose hands are on the site: its own correspondents, those who are there first. */
export function handsOf(site: SiteDocument, today: string): Colleague[] {
  const rank = (c: Colleague) => (awayOf(c, today) === null ? 0 : 1);
  return site.colleagues
    .filter((c) => c.memberships.some((m) => m.role === 'correspondent'))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'fr'));
}

/** Who could stand in for somebody: the hands of the site for one of them, who works for all sites for who does. */
export function standIns(site: SiteDocument, person: PersonId, everywhere: boolean): Colleague[] {
  const fits = (c: Colleague) =>
    everywhere
      ? c.memberships.some((m) => m.site === null && SUPPORT.has(m.role))
      : c.memberships.some((m) => m.site === site.id && SUPPORT.has(m.role));
  return site.colleagues.filter((c) => c.id !== person && fits(c)).sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}
