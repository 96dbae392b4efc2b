import 'server-only';
import * as z from 'zod/mini';
import { SUPPORT } from '#domain/actor.ts';
import { type Instant, isUuid, type PersonId, type SiteId } from '#domain/ids.ts';
import { dayAfter, faultOfTurn, mondayOf, type Slice, type Turn, weekOf } from '#domain/oncall.ts';
import { instantOf, wallOf } from '#domain/sla/wall.ts';
import type { Db, Tx } from '#server/db.ts';
import { stampColleagues, withVersion } from '#server/register.ts';
import { actorFor } from '#server/session/actor.ts';
import { newId } from '#server/ticket-rows.ts';
import { no, type Told } from './desk.ts';
import { fieldOf } from './fields.ts';
import { houseZone, mayRun, type PlaceRow, type Post, placesOf } from './post.ts';
import { LISTED } from './sites.ts';

/** The turns that a device is told, and a week shows: more than people plan. */
const TURNS = 500;

export interface TurnRow extends Turn {
  readonly name: string;
  /** null: all sites. */
  readonly siteName: string | null;
  /** Where its times are typed: "2026-11-24T17:30". */
  readonly timeZone: string;
  readonly fromWall: string;
  readonly untilWall: string;
  readonly state: 'past' | 'now' | 'coming';
  readonly mayChange: boolean;
}

export interface Roster {
  readonly isAdmin: boolean;
  /** Turns for all sites are theirs to set. */
  readonly mayAll: boolean;
  readonly places: readonly PlaceRow[];
  /** Whose week it is; null: of all. */
  readonly site: SiteId | null;
  /** By whose clock it is told; the organisation's where it is of all sites. */
  readonly timeZone: string;
  readonly house: string;
  readonly monday: string;
  readonly today: string;
  readonly days: readonly { readonly day: string; readonly slices: readonly Slice<TurnRow>[] }[];
  readonly people: readonly { readonly id: PersonId; readonly name: string; readonly sites: 'all' | readonly SiteId[] }[];
}

const Asked = z.object({
  site: z.string().check(z.refine((id) => id === '' || isUuid(id))),
  /** Any day of the week; empty: this week. */
  week: z.string().check(z.regex(/^(\d{4}-\d{2}-\d{2})?$/)),
});

/** The week of a site's roster with the one for all sites, or of every roster that is theirs to see. */
export async function listOnCall(post: Post, input: unknown): Promise<Told<Roster>> {
  const parsed = Asked.safeParse(input);
  if (!parsed.success || Number.isNaN(Date.parse(parsed.data.week || '2026-01-01'))) return no('invalid', 'week');
  const { db, now, isAdmin } = post;
  const site = parsed.data.site === '' ? null : (parsed.data.site as SiteId);
  const [places, house] = [await placesOf(post, LISTED), await houseZone(post)];
  const shown = places.find((p) => p.id === site);
  if (site !== null && shown === undefined) return no('not-allowed');
  const timeZone = shown?.timeZone ?? house;
  const today = wallOf(now, timeZone).day;
  const monday = mondayOf(parsed.data.week || today);
  const own = site !== null ? [{ siteId: site }] : post.runs === 'all' ? [{ siteId: { not: null } }] : [{ siteId: { in: [...post.runs] } }];
  const rows = await db.onCall.findMany({
    where: {
      OR: [{ siteId: null }, ...own],
      until: { gt: new Date(instantOf(monday, '00:00', timeZone) ?? now) },
      from: { lt: new Date(instantOf(dayAfter(monday, 7), '00:00', timeZone) ?? now) },
    },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
    take: TURNS,
  });
  const people = await db.person.findMany({
    where: { id: { in: rows.map((r) => r.personId) } },
    select: { id: true, givenName: true, familyName: true, disabledAt: true },
  });
  const names = new Map(people.map((p) => [p.id, `${p.givenName} ${p.familyName}`]));
  const turns = rows.map((row): TurnRow => {
    const turn = turnOf(row);
    const place = places.find((p) => p.id === turn.site);
    const zone = place?.timeZone ?? house;
    return {
      ...turn,
      name: names.get(turn.person) ?? '',
      siteName: place?.name ?? null,
      timeZone: zone,
      fromWall: typedOf(turn.from, zone),
      untilWall: typedOf(turn.until, zone),
      state: turn.until <= now ? 'past' : turn.from <= now ? 'now' : 'coming',
      mayChange: mayRun(post, turn.site),
    };
  });
  const days = weekOf(turns, monday, timeZone);
  const more = { site, timeZone, house, monday, today, days };
  return { ok: true, value: { isAdmin, mayAll: mayRun(post, null), places, people: await candidates(post), ...more } };
}

const typed = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/));
const TurnInput = z.object({
  /** Empty: a new one. */
  id: z.string().check(z.refine((id) => id === '' || isUuid(id))),
  person: z.string().check(z.refine(isUuid)),
  /** Empty: all sites. */
  site: z.string().check(z.refine((id) => id === '' || isUuid(id))),
  from: typed,
  until: typed,
});

/** Sets a turn, new or changed, in the hours of its site. Faults: invalid, not-allowed (the place, the turn), not-there, turn-*. */
export async function setTurn(post: Post, input: unknown): Promise<Told<null>> {
  const parsed = TurnInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { id, person, from, until } = parsed.data;
  const site = parsed.data.site === '' ? null : (parsed.data.site as SiteId);
  if (!mayRun(post, site)) return no('not-allowed', 'site');
  const zone = site === null ? await houseZone(post) : (await post.db.site.findUnique({ where: { id: site } }))?.timeZone;
  if (zone === undefined) return no('not-allowed', 'site');
  const [begins, ends] = [from, until].map((text) => instantOf(text.slice(0, 10), text.slice(11, 16), zone));
  if (begins == null) return no('invalid', 'from');
  if (ends == null) return no('invalid', 'until');
  const actor = await actorFor(post.db, person);
  const works = actor?.memberships.some((m) => SUPPORT.has(m.role) && (m.site === null || m.site === site)) ?? false;
  if (!works) return no('not-there', 'person');
  // Asked again under the lock; here so that what is not theirs raises no version.
  if (id !== '' && (await changeable(post.db, post, id)) === undefined) return no('not-allowed');
  const turn: Turn = { id: id || newId(post.now), person: person as PersonId, site, from: begins, until: ends };
  return post.db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const before = id === '' ? null : await changeable(tx, post, id);
    if (before === undefined) return no('not-allowed');
    const others = await tx.onCall.findMany({ where: { personId: person, siteId: site, until: { gt: new Date(begins) } }, take: TURNS });
    const fault = faultOfTurn(turn, others.map(turnOf), post.now);
    if (fault !== null) return no(fault, fault === 'turn-twice' ? 'person' : 'until');
    const row = { personId: person, siteId: site, from: new Date(begins), until: new Date(ends) };
    await tx.onCall.upsert({ where: { id: turn.id }, create: { id: turn.id, ...row }, update: row });
    for (const one of new Set([person, ...(before === null ? [] : [before.person])])) await stampColleagues(tx, one, version);
    return { ok: true, value: null };
  });
}

/** Ends a turn now; one that has not begun is gone. */
export async function endTurn(post: Post, id: unknown): Promise<Told<null>> {
  if (typeof id !== 'string' || !isUuid(id) || (await changeable(post.db, post, id)) === undefined) return no('not-allowed');
  return post.db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const turn = await changeable(tx, post, id);
    if (turn === undefined) return no('not-allowed');
    if (turn.from >= post.now) await tx.onCall.delete({ where: { id } });
    else await tx.onCall.update({ where: { id }, data: { until: new Date(post.now) } });
    await stampColleagues(tx, turn.person, version);
    return { ok: true, value: null };
  });
}

/** A turn that is theirs and not over; undefined: there is none. */
async function changeable(tx: Db | Tx, post: Post, id: string): Promise<Turn | undefined> {
  const row = await tx.onCall.findUnique({ where: { id } });
  if (row === null || !mayRun(post, row.siteId) || row.until.getTime() <= post.now) return undefined;
  return turnOf(row);
}

function turnOf(row: { id: string; personId: string; siteId: string | null; from: Date; until: Date }): Turn {
  return { id: row.id, person: row.personId as PersonId, site: row.siteId as SiteId | null, from: row.from.getTime(), until: row.until.getTime() };
}

function typedOf(at: Instant, timeZone: string): string {
  const { day, time } = wallOf(at, timeZone);
  return `${day}T${time}`;
}

/** Who can be on call: support people of their sites, or of all. */
async function candidates(post: Post): Promise<Roster['people']> {
  const { db, runs } = post;
  const there = runs === 'all' ? {} : { OR: [{ siteId: null }, { siteId: { in: [...runs] } }] };
  const rows = await db.person.findMany({
    where: { disabledAt: null, memberships: { some: { role: { in: [...SUPPORT] }, ...there } } },
    orderBy: [{ familyName: 'asc' }, { givenName: 'asc' }, { id: 'asc' }],
    take: LISTED,
    select: { id: true, givenName: true, familyName: true, memberships: { select: { role: true, siteId: true } } },
  });
  return rows.map(({ id, givenName, familyName, memberships }) => {
    // Where else they work is not told to whoever runs other sites.
    const held = memberships
      .filter((m) => (SUPPORT as ReadonlySet<string>).has(m.role) && (m.siteId === null || mayRun(post, m.siteId)))
      .map((m) => m.siteId as SiteId | null);
    return { id: id as PersonId, name: `${givenName} ${familyName}`, sites: held.includes(null) ? 'all' : held.filter((s) => s !== null) };
  });
}
