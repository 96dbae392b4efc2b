import 'server-only';
import { type Actor, SUPPORT } from '#domain/actor.ts';
import type { ColleaguePresence } from '#domain/documents.ts';
import type { Instant, PersonId, SiteId } from '#domain/ids.ts';
import { lasts } from '#domain/presence.ts';
import { localDay } from '#domain/words/time.ts';
import type { Db } from './db.ts';
import { stampColleagues, withVersion } from './register.ts';
import { actorFor } from './session/actor.ts';
import { among, type Sql } from './sql.ts';

/** In place of a site's id, for who works for all of them: one is not away from one and there at another. */
export const EVERYWHERE = '';

/**
 * Notes an absence, or its end. The sites' documents are stamped: colleagues hold them, offline too.
 * @returns false when the deputy does not work there
 */
export async function writePresence(db: Db, { person }: Actor, site: SiteId | null, away: ColleaguePresence | null): Promise<boolean> {
  const deputy = away?.deputy ?? null;
  const other = deputy === null ? null : await actorFor(db, deputy);
  if (deputy !== null && (deputy === person || other === null || !worksAt(other, site))) return false;
  const key = { personId: person, siteId: site ?? EVERYWHERE };
  await db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    await tx.presence.deleteMany({ where: key });
    if (away !== null) await tx.presence.create({ data: { ...key, until: away.until, deputyId: deputy } });
    await stampColleagues(tx, person, version);
  });
  return true;
}

function worksAt({ memberships }: Pick<Actor, 'memberships'>, site: SiteId | null): boolean {
  return memberships.some((m) => SUPPORT.has(m.role) && (m.site === null || m.site === site));
}

/** Who is away from these sites or everywhere, by "person site" (`EVERYWHERE`: "person "). */
export async function absencesOn(read: Sql, sites: readonly string[]): Promise<Map<string, ColleaguePresence>> {
  const ids = among([...sites, EVERYWHERE]);
  const rows = await read.all<{ personId: string; siteId: string; until: string | null; deputyId: string | null }>(
    `SELECT "personId", "siteId", until, "deputyId" FROM "Presence" WHERE "siteId" IN ${ids.marks} ORDER BY "siteId"`,
    ids.values,
  );
  return new Map(rows.map((r) => [`${r.personId} ${r.siteId}`, { until: r.until, deputy: r.deputyId as PersonId | null }]));
}

/** Who is away from a site at an instant, by its calendar. */
export async function awayAt(sql: Sql, site: SiteId, at: Instant): Promise<Map<PersonId, ColleaguePresence>> {
  const [row] = await sql.all<{ timeZone: string }>('SELECT "timeZone" FROM "Site" WHERE id = ?', [site]);
  if (row === undefined) return new Map();
  const today = localDay(at, row.timeZone);
  const absences = await absencesOn(sql, [site]);
  return new Map([...absences].filter(([, away]) => lasts(away, today)).map(([key, away]) => [key.slice(0, key.indexOf(' ')) as PersonId, away]));
}
