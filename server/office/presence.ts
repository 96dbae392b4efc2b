import 'server-only';
import * as z from 'zod/mini';
import { type Role, SUPPORT } from '#domain/actor.ts';
import type { Reach } from '#domain/alerts.ts';
import { isUuid, type PersonId, type SiteId } from '#domain/ids.ts';
import { isDay } from '#domain/oncall.ts';
import { lasts } from '#domain/presence.ts';
import { mayBeAway } from '#domain/register/decide.ts';
import { wallOf } from '#domain/sla/wall.ts';
import { absencesOn, EVERYWHERE, writePresence } from '#server/presence.ts';
import { reachOf } from '#server/push/reach.ts';
import { actorFor } from '#server/session/actor.ts';
import { storeOf } from '#server/sql.ts';
import { no, type Told } from './desk.ts';
import { fieldOf } from './fields.ts';
import { houseZone, mayRun, type PlaceRow, type Post, placesOf } from './post.ts';
import { LISTED } from './sites.ts';

/** Somebody who works for the site that is shown, and whether they are there. */
export interface PresenceRow {
  readonly person: PersonId;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Where they are there or away: a site, or everywhere (null) for whom works for all of them. */
  readonly place: SiteId | null;
  readonly away: { readonly until: string | null; readonly deputy: string | null; readonly deputyIsAway: boolean } | null;
  /** Does a device of theirs work? */
  readonly reach: Reach;
  readonly mayChange: boolean;
  /** Who could stand in. */
  readonly others: readonly { readonly id: PersonId; readonly name: string }[];
}

export interface Presences {
  readonly isAdmin: boolean;
  readonly places: readonly PlaceRow[];
  /** The one that is shown; null: they run none that exists. */
  readonly site: SiteId | null;
  readonly today: string;
  readonly rows: readonly PresenceRow[];
}

/** The people of one of their sites, those who are away first. @param asked its id; anything else: the first by name */
export async function listPresence(post: Post, asked: unknown): Promise<Told<Presences>> {
  const { db, now, isAdmin } = post;
  const places = await placesOf(post, LISTED);
  const wanted = typeof asked === 'string' && asked !== '';
  const place = wanted ? places.find((p) => p.id === asked) : places[0];
  if (place === undefined) return wanted ? no('not-allowed') : { ok: true, value: { isAdmin, places, site: null, today: '', rows: [] } };
  const today = wallOf(now, place.timeZone).day;
  const people = await db.person.findMany({
    where: { disabledAt: null, memberships: { some: { role: { in: [...SUPPORT] }, OR: [{ siteId: place.id }, { siteId: null }] } } },
    orderBy: [{ familyName: 'asc' }, { givenName: 'asc' }, { id: 'asc' }],
    take: LISTED,
    select: { id: true, givenName: true, familyName: true, memberships: { select: { role: true, siteId: true } } },
  });
  const known = people.map(({ id, givenName, familyName, memberships }) => {
    const held = memberships.filter((m) => SUPPORT.has(m.role as Role) && (m.siteId === place.id || m.siteId === null));
    const isHere = held.some((m) => m.siteId === place.id);
    return {
      ...{ person: id as PersonId, name: `${givenName} ${familyName}`, roles: [...new Set(held.map((m) => m.role as Role))] },
      ...{ place: isHere ? place.id : null, isEverywhere: held.some((m) => m.siteId === null) },
    };
  });
  const absences = await absencesOn(storeOf(db).read, [place.id]);
  const awayOf = (person: string) => {
    const away = absences.get(`${person} ${place.id}`) ?? absences.get(`${person} ${EVERYWHERE}`);
    return away !== undefined && lasts(away, today) ? away : null;
  };
  const reaches = await reachOf(
    storeOf(db).read,
    known.map((k) => k.person),
    now,
  );
  const rows = known.map((one): PresenceRow => {
    const away = awayOf(one.person);
    const deputy = known.find((k) => k.person === away?.deputy);
    return {
      ...{ person: one.person, name: one.name, roles: one.roles, place: one.place },
      away: away === null ? null : { until: away.until, deputy: away.deputy, deputyIsAway: deputy !== undefined && awayOf(deputy.person) !== null },
      reach: reaches.get(one.person) ?? 'none',
      mayChange: mayRun(post, one.place),
      others: known
        .filter((k) => k.person !== one.person && (one.place !== null || k.isEverywhere))
        .map(({ person, name }) => ({ id: person, name })),
    };
  });
  const rank = (r: PresenceRow) => (r.away === null ? 1 : 0);
  return { ok: true, value: { isAdmin, places, site: place.id, today, rows: rows.sort((a, b) => rank(a) - rank(b)) } };
}

const id = z.string().check(z.refine((text) => text === '' || isUuid(text)));
const AwayInput = z.object({
  person: z.string().check(z.refine(isUuid)),
  /** Empty: everywhere. */
  site: id,
  /** The last day; empty: until they are back. */
  until: z.string().check(z.regex(/^(\d{4}-\d{2}-\d{2})?$/)),
  /** Empty: nobody. */
  deputy: id,
});

/** Notes that somebody is away, and who stands in. Faults: invalid, not-allowed (the place), not-there (who: person or deputy), day-past. */
export async function setAway(post: Post, input: unknown): Promise<Told<null>> {
  const parsed = AwayInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { person, until, deputy } = parsed.data;
  const site = parsed.data.site === '' ? null : (parsed.data.site as SiteId);
  if (!mayRun(post, site)) return no('not-allowed');
  const place = site === null ? null : await post.db.site.findUnique({ where: { id: site }, select: { timeZone: true } });
  if (site !== null && place === null) return no('not-allowed');
  const today = wallOf(post.now, place?.timeZone ?? (await houseZone(post))).day;
  if (until !== '' && !isDay(until)) return no('invalid', 'until');
  if (until !== '' && until < today) return no('day-past', 'until');
  const actor = await actorFor(post.db, person);
  if (actor === null || !mayBeAway(actor, site)) return no('not-there', 'person');
  const away = { until: until === '' ? null : until, deputy: deputy === '' ? null : (deputy as PersonId) };
  return (await writePresence(post.db, actor, site, away)) ? { ok: true, value: null } : no('not-there', 'deputy');
}

/** They are back. */
export async function setBack(post: Post, input: unknown): Promise<Told<null>> {
  const parsed = z.object({ person: z.string().check(z.refine(isUuid)), site: id }).safeParse(input);
  if (!parsed.success) return no('not-allowed');
  const site = parsed.data.site === '' ? null : (parsed.data.site as SiteId);
  const actor = mayRun(post, site) ? await actorFor(post.db, parsed.data.person) : null;
  if (actor === null || !mayBeAway(actor, site)) return no('not-allowed');
  await writePresence(post.db, actor, site, null);
  return { ok: true, value: null };
}
