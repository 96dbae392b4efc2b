import 'server-only';
import type { Instant, SiteId } from '#domain/ids.ts';
import type { NoticeKind } from '#domain/notice.ts';
import { crossesQuiet, quietUntil } from '#domain/quiet.ts';
import { insertRows } from '#server/insert.ts';
import { among, type Sql } from '#server/sql.ts';
import { type Settings, settingsOf } from '#server/sweep/settings.ts';
import { newId } from '#server/ticket-rows.ts';
import type { Fresh } from './plan.ts';

const HOUR = 3_600_000;
/** What waited for the morning is worth saying for half a day, ms. */
const GATHERED_LIFE = 4 * HOUR;

/** The site of the ticket; null where it is of none, or from before notices named it. */
function siteOf(data: unknown): SiteId | null {
  const { site } = (data ?? {}) as { site?: unknown };
  return typeof site === 'string' ? (site as SiteId) : null;
}

/**
 * Quiet hours, for every push there is (domain.md section 3): what is of a site that is closed waits until it opens, and lives as much longer.
 * @param onCall who may be woken for what is critical
 * @returns those that may leave now
 */
export async function holdBack(tx: Sql, fresh: readonly Fresh[], onCall: ReadonlySet<string>, now: Instant): Promise<Fresh[]> {
  const settings = new Map<SiteId, Settings | null>();
  const leaving: Fresh[] = [];
  for (const notice of fresh) {
    const site = siteOf(notice.data);
    const opens = site === null ? null : await opensFor(site);
    if (opens === null || crossesQuiet(notice.kind as NoticeKind, onCall.has(notice.personId))) leaving.push(notice);
    else
      await tx.run(`UPDATE "Notice" SET "heldUntil" = ?, "expiresAt" = ? WHERE id = ? AND state = 'queued'`, [
        new Date(opens),
        new Date(opens + HOUR),
        notice.id,
      ]);
  }
  return leaving;

  async function opensFor(site: SiteId): Promise<Instant | null> {
    if (!settings.has(site)) settings.set(site, await settingsOf(tx, site, now).catch(() => null));
    const known = settings.get(site) ?? null;
    return known === null ? null : quietUntil(now, known.calendar, known.delays);
  }
}

/**
 * Of those that waited for the same morning, each person hears one: several become one that says how many, and opens the list.
 * @returns those that are still to be planned one by one
 */
export async function gather(tx: Sql, fresh: readonly Fresh[], now: Instant): Promise<Fresh[]> {
  const people = [...new Set(fresh.filter((n) => n.heldUntil !== null).map((n) => n.personId))];
  if (people.length === 0) return [...fresh];
  const asked = among(people);
  const held = await tx.all<{ id: string; personId: string }>(
    `SELECT n.id, n."personId" FROM "Notice" n WHERE n.state = 'queued' AND n."heldUntil" <= ? AND n."personId" IN ${asked.marks}
      AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."noticeId" = n.id)`,
    [new Date(now), ...asked.values],
  );
  const gone = new Set<string>();
  for (const person of people) {
    const ids = held.filter((n) => n.personId === person).map((n) => n.id);
    if (ids.length < 2) continue;
    const { marks, values } = among(ids);
    await tx.run(`UPDATE "Notice" SET state = 'gathered' WHERE id IN ${marks}`, values);
    for (const id of ids) gone.add(id);
    await insertRows(tx, 'Notice', [
      {
        ...{ id: newId(now), personId: person, kind: 'gathered' satisfies NoticeKind },
        data: { number: null, category: null, place: null, count: ids.length },
        ...{ createdAt: new Date(now), expiresAt: new Date(now + GATHERED_LIFE) },
      },
    ]);
  }
  return fresh.filter((n) => !gone.has(n.id));
}
