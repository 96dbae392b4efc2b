import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { PersonId, SiteId } from '#domain/ids.ts';
import { choosesSites, ownSites, SITES_HELD } from '#domain/window.ts';
import type { Db } from './db.ts';
import { storeOf } from './sql.ts';

/** One site that a person could hold on their devices. */
export interface SiteLine {
  readonly id: SiteId;
  readonly name: string;
  readonly city: string;
  readonly uai: string;
  /** `own`: held by a role on it, whatever is chosen. `all`: the organisation is small enough to be held whole. */
  readonly held: 'own' | 'all' | 'pinned' | 'no';
}

/** The sites that this person chose, in one order. */
export async function pinnedBy(db: Db, person: PersonId): Promise<SiteId[]> {
  const text = `SELECT "siteId" FROM "PinnedSite" WHERE "personId" = ? ORDER BY "siteId" LIMIT ${SITES_HELD}`;
  return (await storeOf(db).read.all<{ siteId: SiteId }>(text, [person])).map((r) => r.siteId);
}

/** All sites that this person may hold, by name; only those of their roles where they do not choose. */
export async function sitesToHold(db: Db, actor: Actor): Promise<SiteLine[]> {
  const own = new Set(ownSites(actor));
  const chooses = choosesSites(actor);
  const rows = await db.site.findMany({
    where: chooses ? {} : { id: { in: [...own] } },
    select: { id: true, name: true, city: true, uai: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const isSmall = chooses && rows.length <= SITES_HELD;
  const pinned = new Set(chooses && !isSmall ? await pinnedBy(db, actor.person) : []);
  return rows.map(({ id, ...said }): SiteLine => {
    const site = id as SiteId;
    return { id: site, ...said, held: own.has(site) ? 'own' : isSmall ? 'all' : pinned.has(site) ? 'pinned' : 'no' };
  });
}

/**
 * The whole choice at once, so that saying it twice is saying it once. The person's devices follow with their next request: other held
 * sites are another epoch (server/epoch.ts), and a reset takes in what came and lets go of what left (invariant 19).
 * @returns why not: `not-allowed` who holds by role alone, `too-many` beyond ten, `unknown` for a site that is not there
 */
export async function pinSites(db: Db, actor: Actor, sites: readonly SiteId[]): Promise<'done' | 'not-allowed' | 'too-many' | 'unknown'> {
  if (!choosesSites(actor)) return 'not-allowed';
  const wanted = [...new Set(sites)].sort();
  if (wanted.length > SITES_HELD) return 'too-many';
  const personId = actor.person;
  return await db.$transaction(async (tx) => {
    if ((await tx.site.count({ where: { id: { in: wanted } } })) < wanted.length) return 'unknown';
    // The writer's lock of both databases: two choices of one person at once are one after the other, not both together.
    await tx.person.update({ where: { id: personId }, data: { id: personId }, select: { id: true } });
    await tx.pinnedSite.deleteMany({ where: { personId } });
    await tx.pinnedSite.createMany({ data: wanted.map((siteId) => ({ personId, siteId })) });
    return 'done';
  });
}
