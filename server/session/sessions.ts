import 'server-only';
import { labelOf } from '#domain/device-label.ts';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { newId } from '#server/ticket-rows.ts';
import type { Claims } from './actor.ts';

/** How somebody proved who they are. */
export const WAYS = ['password', 'passkey', 'oidc', 'cas', 'ldap'] as const;
export type Way = (typeof WAYS)[number];

type Sessions = Pick<Db, 'signedIn'>;
type People = Pick<Db, 'signedIn' | 'person'>;

/** One sign-in of a person, as they or the office see it. */
export interface SignedInRow {
  readonly id: string;
  readonly label: string;
  readonly by: Way;
  readonly since: Instant;
  readonly lastSeen: Instant;
  /** The one that asks. */
  readonly isThis: boolean;
  /** Ended, and asked to forget what it holds; `lastSeen` after `endedAt`: it was heard since, and forgot. */
  readonly wipe: boolean;
  readonly endedAt: Instant | null;
}

/** A session that nobody used for this long is over: its cookie has expired (cookie.ts), days. */
const DAYS = 30;
const LISTED = 50;

export interface NewSession {
  readonly person: string;
  readonly by: Way;
  /** The browser's own word for itself. */
  readonly userAgent: string;
  /** The provider's name of its session. */
  readonly outside?: string | null;
}

/** Writes down a sign-in. @returns its id, for the cookie */
export async function beginSession(db: Sessions, { person, by, userAgent, outside = null }: NewSession, now: Instant): Promise<string> {
  const at = new Date(now);
  const { id } = await db.signedIn.create({
    data: { id: newId(now), personId: person, label: labelOf(userAgent), by, outside, createdAt: at, lastSeen: at },
    select: { id: true },
  });
  return id;
}

/**
 * The sign-ins of a person that last, the last used first; with `wiped`, also those that were ended to be wiped.
 * @param current the row of whoever asks
 */
export async function sessionsOf(
  db: Sessions,
  person: string,
  now: Instant,
  { current = null, wiped = false }: { readonly current?: string | null; readonly wiped?: boolean } = {},
): Promise<SignedInRow[]> {
  const rows = await db.signedIn.findMany({
    where: {
      personId: person,
      lastSeen: { gt: new Date(now - DAYS * 86_400_000) },
      ...(wiped ? { OR: [{ endedAt: null }, { wipe: true }] } : { endedAt: null }),
    },
    orderBy: [{ lastSeen: 'desc' }, { id: 'desc' }],
    take: LISTED,
  });
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    by: row.by as Way,
    since: row.createdAt.getTime(),
    lastSeen: row.lastSeen.getTime(),
    isThis: row.id === current,
    wipe: row.wipe,
    endedAt: row.endedAt?.getTime() ?? null,
  }));
}

interface Which {
  readonly person: string;
  /** One of theirs; left out: all. */
  readonly id?: string;
  /** All but this one. */
  readonly but?: string | null;
  /** The device forgets what it holds at its next contact. */
  readonly wipe?: boolean;
}

/** No cookie of now fits any more, not even one of before there were rows. Whoever stays gets theirs anew. */
export async function raiseVersion(db: Pick<Db, 'person'>, person: string): Promise<void> {
  await db.person.updateMany({ where: { id: person }, data: { sessionVersion: { increment: 1 } } });
}

/** Ends sign-ins: from the next request on they open nothing. One that is over already can still be told to forget. @returns how many */
export async function endSessions(db: People, { person, id, but, wipe = false }: Which, now: Instant): Promise<number> {
  if (id === undefined && but == null) await raiseVersion(db, person);
  const which = { personId: person, ...(id === undefined ? (but == null ? {} : { id: { not: but } }) : { id }) };
  const { count } = await db.signedIn.updateMany({ where: { ...which, endedAt: null }, data: { endedAt: new Date(now), wipe } });
  if (!wipe) return count;
  const more = await db.signedIn.updateMany({ where: { ...which, endedAt: { not: null }, wipe: false }, data: { wipe } });
  return count + more.count;
}

/** Does the provider say that its session is over? Then so is ours. @returns whose they were */
export async function endOutside(db: Sessions, outside: string, now: Instant): Promise<string[]> {
  const rows = await db.signedIn.findMany({ where: { outside, endedAt: null }, select: { personId: true } });
  if (rows.length > 0) await db.signedIn.updateMany({ where: { outside, endedAt: null }, data: { endedAt: new Date(now) } });
  return [...new Set(rows.map((row) => row.personId))];
}

/** Is the device behind this cookie to forget what it holds? Asked only where the session opens nothing any more. */
export async function isWiped(db: Sessions, claims: Claims, now: Instant): Promise<boolean> {
  if (claims.signedIn === null) return false;
  const where = { id: claims.signedIn, personId: claims.person, wipe: true };
  // Heard of after its end: it has been told, and the office reads when.
  return (await db.signedIn.updateMany({ where, data: { lastSeen: new Date(now) } })).count === 1;
}

/** Is this account one with another now (server/office/merge.ts)? The browser keeps its cookie, by which the door can say so. */
export async function isMerged(db: Pick<Db, 'person'>, person: string): Promise<boolean> {
  return (await db.person.count({ where: { id: person, mergedInto: { not: null } } })) === 1;
}

/** The accounts that were made one with this one: their device may hold what they never sent. */
export async function formerOf(db: Pick<Db, 'person'>, person: string): Promise<string[]> {
  return (await db.person.findMany({ where: { mergedInto: person, erasedAt: null }, select: { id: true }, orderBy: { id: 'asc' } })).map(
    ({ id }) => id,
  );
}
