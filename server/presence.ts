import 'server-only';
import * as z from 'zod/mini';
import { type Actor, isSupport } from '#domain/actor.ts';
import type { ColleaguePresence } from '#domain/documents.ts';
import type { PersonId, SiteId } from '#domain/ids.ts';
import type { Db } from './db.ts';
import { rowId } from './push/door.ts';
import { stampColleagues, withVersion } from './register.ts';
import { actorFor } from './session/actor.ts';
import { among, type Sql } from './sql.ts';

export const PresenceInput = z.object({
  site: rowId,
  isHere: z.boolean(),
  /** Last day away; null: until they say that they are back. */
  until: z.nullable(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
  deputy: z.nullable(rowId),
});

/**
 * A correspondent says whether they are on a site of theirs. The site's document is stamped: colleagues hold it, offline too.
 * @returns false where it is not theirs to say, or the deputy does not work there
 */
export async function setPresence(db: Db, actor: Actor, { site, isHere, until, deputy }: z.infer<typeof PresenceInput>): Promise<boolean> {
  if (!actor.memberships.some((m) => m.role === 'correspondent' && m.site === site)) return false;
  const other = deputy === null || isHere ? null : await actorFor(db, deputy);
  if (deputy !== null && !isHere && (deputy === actor.person || other === null || !isSupport(other, site as SiteId))) return false;
  const key = { personId: actor.person, siteId: site };
  await db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    await tx.presence.deleteMany({ where: key });
    if (!isHere) await tx.presence.create({ data: { ...key, until, deputyId: deputy } });
    await stampColleagues(tx, actor.person, version);
  });
  return true;
}

/** Who is away from these sites, by "person site". */
export async function absencesOn(read: Sql, sites: readonly string[]): Promise<Map<string, ColleaguePresence>> {
  const ids = among(sites);
  const rows = await read.all<{ personId: string; siteId: string; until: string | null; deputyId: string | null }>(
    `SELECT "personId", "siteId", until, "deputyId" FROM "Presence" WHERE "siteId" IN ${ids.marks}`,
    ids.values,
  );
  return new Map(rows.map((r) => [`${r.personId} ${r.siteId}`, { until: r.until, deputy: r.deputyId as PersonId | null }]));
}
