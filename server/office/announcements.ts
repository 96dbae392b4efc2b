import 'server-only';
import * as z from 'zod/mini';
import { ANNOUNCEMENT_MAX, faultOfAnnouncement } from '#domain/announcement.ts';
import type { Announcement } from '#domain/documents.ts';
import { type Instant, isUuid, type SiteId } from '#domain/ids.ts';
import { instantOf, wallOf } from '#domain/sla/wall.ts';
import type { Db, Tx } from '#server/db.ts';
import { stampSite, stampSites, withVersion } from '#server/register.ts';
import { newId } from '#server/ticket-rows.ts';
import { no, type Told } from './desk.ts';
import { fieldOf, text } from './fields.ts';
import { houseZone, mayRun, type PlaceRow, type Post, placesOf } from './post.ts';
import { LISTED } from './sites.ts';

/** The past ones that are listed, the latest. */
const PAST = 30;

export interface AnnouncementRow extends Announcement {
  /** null: all sites. */
  readonly siteName: string | null;
  readonly timeZone: string;
  readonly by: string;
  readonly mayEnd: boolean;
}

export interface Announcements {
  readonly isAdmin: boolean;
  readonly mayAll: boolean;
  readonly places: readonly PlaceRow[];
  readonly house: string;
  readonly now: Instant;
  /** On the wall of the house, "2026-11-24". */
  readonly today: string;
  readonly rows: readonly AnnouncementRow[];
}

/** Those of their places and of all sites: what is said now, what is to come, and the last ones that are over. */
export async function listAnnouncements(post: Post): Promise<Told<Announcements>> {
  const { db, now, runs, isAdmin } = post;
  const [places, house] = [await placesOf(post, LISTED), await houseZone(post)];
  const theirs = runs === 'all' ? {} : { OR: [{ siteId: null }, { siteId: { in: [...runs] } }] };
  const ordered = { orderBy: { from: 'desc' as const } };
  const live = await db.announcement.findMany({ where: { until: { gt: new Date(now) }, ...theirs }, ...ordered, take: LISTED });
  const past = await db.announcement.findMany({ where: { until: { lte: new Date(now) }, ...theirs }, ...ordered, take: PAST });
  const authors = await db.person.findMany({
    where: { id: { in: [...live, ...past].map((r) => r.createdBy) } },
    select: { id: true, givenName: true, familyName: true },
  });
  const names = new Map(authors.map((p) => [p.id, `${p.givenName} ${p.familyName}`]));
  const rows = [...live, ...past].map((row): AnnouncementRow => {
    const place = places.find((p) => p.id === row.siteId);
    return {
      ...{ id: row.id, text: row.text, tone: row.tone === 'trouble' ? 'trouble' : 'info' },
      ...{ from: row.from.getTime(), until: row.until.getTime() },
      ...{ siteName: place?.name ?? null, timeZone: place?.timeZone ?? house },
      by: names.get(row.createdBy) ?? '',
      mayEnd: mayRun(post, row.siteId) && row.until.getTime() > now,
    };
  });
  return { ok: true, value: { isAdmin, mayAll: mayRun(post, null), places, house, now, today: wallOf(now, house).day, rows } };
}

const typed = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/));
const Input = z.object({
  text: text(ANNOUNCEMENT_MAX),
  /** Empty: all sites. */
  site: z.string().check(z.refine((id) => id === '' || isUuid(id))),
  tone: z.enum(['info', 'trouble']),
  /** Empty: now. */
  from: z.union([z.literal(''), typed]),
  until: typed,
});

/** Writes one; the phones of its sites hold it from their next contact on. Faults: invalid, not-allowed (the place), notice-*. */
export async function publish(post: Post, input: unknown): Promise<Told<null>> {
  const parsed = Input.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { text: words, tone, from, until } = parsed.data;
  const site = parsed.data.site === '' ? null : (parsed.data.site as SiteId);
  if (!mayRun(post, site)) return no('not-allowed', 'site');
  const zone = site === null ? await houseZone(post) : (await post.db.site.findUnique({ where: { id: site } }))?.timeZone;
  if (zone === undefined) return no('not-allowed', 'site');
  const at = (wall: string) => instantOf(wall.slice(0, 10), wall.slice(11, 16), zone);
  const begins = from === '' ? post.now : at(from);
  if (begins === null) return no('invalid', 'from');
  const ends = at(until);
  if (ends === null) return no('invalid', 'until');
  const row = { id: newId(post.now), siteId: site, text: words, tone, from: new Date(begins), until: new Date(ends) };
  return post.db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const others = await tx.announcement.count({ where: { siteId: site, until: { gt: new Date(post.now) } } });
    const fault = faultOfAnnouncement({ from: begins, until: ends }, others, post.now);
    if (fault !== null) return no(fault, fault === 'notice-many' ? 'text' : 'until');
    await tx.announcement.create({ data: { ...row, createdBy: post.session.actor.person, createdAt: new Date(post.now) } });
    await stamp(tx, site, version);
    return { ok: true, value: null };
  });
}

/** Ends one now: phones stop showing it at their next contact. */
export async function endAnnouncement(post: Post, id: unknown): Promise<Told<null>> {
  if (typeof id !== 'string' || !isUuid(id) || (await endable(post.db, post, id)) === undefined) return no('not-allowed');
  return post.db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const row = await endable(tx, post, id);
    if (row === undefined) return no('not-allowed');
    const ends = new Date(post.now);
    // One that has not begun was never said: its end is its beginning, and it stays in the list of past ones.
    await tx.announcement.update({ where: { id }, data: { until: ends, ...(row.from > ends ? { from: ends } : {}) } });
    await stamp(tx, row.siteId, version);
    return { ok: true, value: null };
  });
}

/** One that is theirs and not over; undefined: there is none. */
async function endable(tx: Db | Tx, post: Post, id: string) {
  const row = await tx.announcement.findUnique({ where: { id } });
  return row !== null && mayRun(post, row.siteId) && row.until.getTime() > post.now ? row : undefined;
}

async function stamp(tx: Tx, site: string | null, version: number): Promise<void> {
  if (site === null) await stampSites(tx, version);
  else await stampSite(tx, site, version);
}
