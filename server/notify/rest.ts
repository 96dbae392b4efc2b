import 'server-only';
import type { Instant, SiteId } from '#domain/ids.ts';
import { hears, type NoticeKind } from '#domain/notice.ts';
import { crossesQuiet, quietUntil } from '#domain/quiet.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { actorsWhere } from '#server/actors.ts';
import { insertRows } from '#server/insert.ts';
import { onCallFor } from '#server/oncall.ts';
import { settingsOf } from '#server/settings.ts';
import { among, instantOf, jsonOf, type Sql } from '#server/sql.ts';
import { newId } from '#server/ticket-rows.ts';
import type { Fresh } from './plan.ts';

/** What waited for the morning is worth saying for half a day, ms. */
const GATHERED_LIFE = 4 * 3_600_000;

/** The site of the ticket; null where it is of none, or from before notices named it. */
export function siteOf(data: unknown): SiteId | null {
  const { site } = (data ?? {}) as { site?: unknown };
  return typeof site === 'string' ? (site as SiteId) : null;
}

/** Until when this one rests; null: it may ring now. Hours that cannot be read hold nothing back, and stop nobody else's alerts. */
async function restsUntil(sql: Sql, site: SiteId, now: Instant): Promise<Instant | null> {
  return settingsOf(sql, site, now).then(
    ({ calendar, delays }) => quietUntil(now, calendar, delays),
    () => null,
  );
}

/**
 * A message that is tried again may have come into quiet hours since it was planned: it waits as the others do, and where it does not live
 * that long its mail says it.
 * @returns when to try again; null: now
 */
export async function retryAfterRest(sql: Sql, notice: Pick<Fresh, 'kind' | 'personId' | 'data'>, now: Instant): Promise<Instant | null> {
  const site = siteOf(notice.data);
  const opens = site === null ? null : await restsUntil(sql, site, now);
  if (site === null || opens === null) return null;
  const isOnCall = notice.kind === 'critical' && (await onCallFor(sql, site, now)).some((p) => p === notice.personId);
  return crossesQuiet(notice.kind as NoticeKind, isOnCall) ? null : opens;
}

/**
 * Quiet hours, for every push there is (domain.md section 3): what is of a site that is closed waits until it opens, and lives as much longer.
 * @param onCall the notices that may wake somebody: of what is critical, to whoever is on call for its site
 * @returns those that may leave now
 */
export async function holdBack(tx: Sql, fresh: readonly Fresh[], onCall: ReadonlySet<string>, now: Instant): Promise<Fresh[]> {
  const opening = new Map<SiteId, Instant | null>();
  const leaving: Fresh[] = [];
  for (const notice of fresh) {
    const site = siteOf(notice.data);
    const opens = site === null ? null : await opensFor(site);
    if (opens === null || crossesQuiet(notice.kind as NoticeKind, onCall.has(notice.id))) leaving.push(notice);
    else {
      const expires = new Date(instantOf(notice.expiresAt) + opens - now);
      await tx.run(`UPDATE "Notice" SET "heldUntil" = ?, "expiresAt" = ? WHERE id = ? AND state = 'queued'`, [new Date(opens), expires, notice.id]);
    }
  }
  return leaving;

  async function opensFor(site: SiteId): Promise<Instant | null> {
    if (!opening.has(site)) {
      opening.set(site, await restsUntil(tx, site, now));
    }
    return opening.get(site) ?? null;
  }
}

interface Held {
  readonly id: string;
  readonly personId: string;
  readonly kind: string;
  readonly ticketId: string | null;
}

/** A night is long: whoever may not see the ticket any more by the morning is not told of it. */
async function unheard(tx: Sql, held: readonly Held[]): Promise<Held[]> {
  const tickets = among([...new Set(held.map((n) => n.ticketId))]);
  const rows = await tx.all<{ id: string; head: unknown }>(`SELECT id, head FROM "Ticket" WHERE id IN ${tickets.marks}`, tickets.values);
  const heads = new Map(rows.map((r) => [r.id, upcastTicket(jsonOf<Ticket>(r.head))]));
  const people = among([...new Set(held.map((n) => n.personId))]);
  const actors = new Map(
    (await actorsWhere(tx, `p."disabledAt" IS NULL AND p.id IN ${people.marks}`, people.values)).map((a) => [a.person as string, a]),
  );
  return held.filter(({ personId, ticketId }) => {
    const [actor, ticket] = [actors.get(personId), ticketId === null ? undefined : heads.get(ticketId)];
    return actor === undefined || (ticket !== undefined && !hears({ of: 'person', person: actor.person }, actor, ticket));
  });
}

/**
 * Of those that waited for the same morning, each person hears one: several tickets become one alert that says how many, and opens the list.
 * @param isWanted does a device of theirs want to hear of it? What none wants is not counted
 * @returns those that are still to be planned one by one
 */
export async function gather(
  tx: Sql,
  fresh: readonly Fresh[],
  now: Instant,
  isWanted: (notice: Pick<Fresh, 'personId' | 'kind'>) => boolean,
): Promise<Fresh[]> {
  const people = [...new Set(fresh.filter((n) => n.heldUntil !== null).map((n) => n.personId))];
  if (people.length === 0) return [...fresh];
  const asked = among(people);
  const held = await tx.all<Held>(
    `SELECT n.id, n."personId", n.kind, n."ticketId" FROM "Notice" n WHERE n.state = 'queued' AND n."heldUntil" <= ? AND n."personId" IN ${asked.marks}
      AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."noticeId" = n.id)`,
    [new Date(now), ...asked.values],
  );
  const gone = new Set<string>();
  for (const { id } of await unheard(tx, held)) {
    gone.add(id);
    await tx.run(`UPDATE "Notice" SET state = 'settled', "mailAt" = NULL WHERE id = ? AND state = 'queued'`, [id]);
  }
  for (const person of people) {
    const theirs = held.filter((n) => n.personId === person && !gone.has(n.id) && isWanted(n));
    if (new Set(theirs.map((n) => n.ticketId)).size < 2) continue;
    // Another server may gather the same, and somebody may take one of them meanwhile: counted is what this one changed.
    const taken = new Set<string | null>();
    for (const { id, ticketId } of theirs) {
      gone.add(id);
      if ((await tx.run(`UPDATE "Notice" SET state = 'gathered' WHERE id = ? AND state = 'queued'`, [id])) > 0) taken.add(ticketId);
    }
    const count = taken.size;
    if (count === 0) continue;
    await insertRows(tx, 'Notice', [
      {
        ...{ id: newId(now), personId: person, kind: 'gathered' satisfies NoticeKind },
        data: { number: null, category: null, place: null, count },
        ...{ createdAt: new Date(now), expiresAt: new Date(now + GATHERED_LIFE) },
      },
    ]);
  }
  return fresh.filter((n) => !gone.has(n.id));
}
