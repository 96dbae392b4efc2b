import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Announcement, DutyTurn, SiteDocument } from '#domain/documents.ts';
import type { Instant, SiteId } from '#domain/ids.ts';
import { among, instantOf, type Sql } from './sql.ts';

/** What a site's document tells of one kind at most: a phone holds it all. */
const TOLD = 50;

interface NewsRow {
  readonly id: string;
  readonly siteId: string | null;
  readonly from: string | Date;
  readonly until: string | Date;
}

/** Somebody of the site, not merely of a ticket there. */
function belongs({ memberships }: Actor, site: SiteId): boolean {
  return memberships.some((m) => m.role !== 'provider' && m.role !== 'partner' && (m.site === null || m.site === site));
}

/**
 * What is told on these sites for a while: announcements, and the reader's own turns on call. With their start and end, which the phone judges
 * by its corrected clock: nothing has to be sent when they begin or end. What is over at `now` is left out.
 */
export async function newsOn(
  read: Sql,
  actor: Actor,
  sites: readonly SiteId[],
  now: Instant,
): Promise<Map<SiteId, Pick<SiteDocument, 'announcements' | 'onCall'>>> {
  const own = sites.filter((site) => belongs(actor, site));
  if (own.length === 0) return new Map();
  const ids = among(own);
  const over = new Date(now);
  const here = `until > ? AND ("siteId" IN ${ids.marks} OR "siteId" IS NULL)`;
  const said = await read.all<NewsRow & { text: string; tone: string }>(
    `SELECT id, "siteId", text, tone, "from", until FROM "Announcement" WHERE ${here} ORDER BY "from", id`,
    [over, ...ids.values],
  );
  const turns = await read.all<NewsRow>(
    `SELECT id, "siteId", "from", until FROM "OnCall" WHERE "personId" = ? AND ${here} ORDER BY "from", id LIMIT ${TOLD * 4}`,
    [actor.person, over, ...ids.values],
  );
  const at = <R extends NewsRow>(rows: readonly R[], site: SiteId) => rows.filter((r) => r.siteId === null || r.siteId === site).slice(0, TOLD);
  return new Map(
    own.map((site) => {
      const announcements = at(said, site).map(
        (r): Announcement => ({
          ...{ id: r.id, text: r.text, tone: r.tone === 'trouble' ? 'trouble' : 'info' },
          ...{ from: instantOf(r.from), until: instantOf(r.until) },
        }),
      );
      const onCall = at(turns, site).map((r): DutyTurn => ({ everywhere: r.siteId === null, from: instantOf(r.from), until: instantOf(r.until) }));
      return [site, { ...(announcements.length > 0 ? { announcements } : {}), ...(onCall.length > 0 ? { onCall } : {}) }];
    }),
  );
}
