import 'server-only';
import { isSupport } from '#domain/actor.ts';
import type { Instant, PersonId, SiteId } from '#domain/ids.ts';
import { actorsWhere } from './actors.ts';
import { among, type Sql } from './sql.ts';

/**
 * Who answers now for a site outside its hours: those of its own roster, else those of the roster for all sites; empty: nobody. In the order
 * in which they began. Only open accounts of people who work in support there: whoever lost the role since would be called for a ticket that
 * is not theirs to read.
 */
export async function onCallFor(sql: Sql, site: SiteId, at: Instant): Promise<PersonId[]> {
  const now = new Date(at);
  const turns = await sql.all<{ personId: PersonId; siteId: string | null }>(
    `SELECT "personId", "siteId" FROM "OnCall" WHERE "from" <= ? AND until > ? AND ("siteId" = ? OR "siteId" IS NULL) ORDER BY "from", id`,
    [now, now, site],
  );
  if (turns.length === 0) return [];
  const people = among([...new Set(turns.map((t) => t.personId))]);
  const actors = await actorsWhere(sql, `p."disabledAt" IS NULL AND p.id IN ${people.marks}`, people.values);
  const able = new Set(actors.filter((a) => isSupport(a, site)).map((a) => a.person));
  const of = (own: boolean) => turns.filter((t) => (t.siteId !== null) === own && able.has(t.personId)).map((t) => t.personId);
  const own = of(true);
  return [...new Set(own.length > 0 ? own : of(false))];
}
