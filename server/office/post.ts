import 'server-only';
import type { SiteId } from '#domain/ids.ts';
import { runsSites } from '#domain/permission.ts';
import { db } from '#server/db.ts';
import { whoAsks } from '#server/session/session.ts';
import { type Throttle, throttle } from '#server/throttle.ts';
import { ACTS, type Desk, type Fault, no, type Told } from './desk.ts';

/** Somebody who runs the service of some sites, or of all: a supervisor or an administrator. Only `postOf` makes one. */
export interface Post extends Desk {
  readonly runs: 'all' | readonly SiteId[];
  /** The rest of the office is theirs too. */
  readonly isAdmin: boolean;
}

/** Who may sit here, with the roles of now. */
export function postOf(
  given: Omit<Desk, 'session'> & { session: Desk['session'] | null },
  counts: Throttle = throttle(),
): Post | { ok: false; fault: Fault } {
  const { session } = given;
  if (session === null) return no('signed-out');
  const runs = runsSites(session.actor);
  if (runs !== 'all' && runs.length === 0) return no('not-allowed');
  if (!counts.allow(`office:${session.actor.person}`, ACTS, given.now).allowed) return no('too-many');
  const isAdmin = session.actor.memberships.some(({ role, site }) => role === 'admin' && site === null);
  return { ...given, session, runs, isAdmin };
}

/** The way of every act of theirs: who asks, may they, then the work. */
export async function atPost<T>(work: (post: Post) => Promise<Told<T>>): Promise<Told<T>> {
  const post = postOf({ db: await db(), session: await whoAsks(), now: Date.now() });
  return 'ok' in post ? post : work(post);
}

/** Is that place theirs? @param site null: all sites */
export function mayRun({ runs }: Pick<Post, 'runs'>, site: string | null): boolean {
  return runs === 'all' || (site !== null && runs.some((one) => one === site));
}

/** A place of theirs as their screens offer it. */
export interface PlaceRow {
  readonly id: SiteId;
  readonly name: string;
  readonly timeZone: string;
}

/** The sites that they run, by name; as many as the office lists. */
export async function placesOf({ db: open, runs }: Pick<Post, 'db' | 'runs'>, most: number): Promise<PlaceRow[]> {
  const rows = await open.site.findMany({
    where: runs === 'all' ? {} : { id: { in: [...runs] } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: most,
    select: { id: true, name: true, timeZone: true },
  });
  return rows.map((row) => ({ ...row, id: row.id as SiteId }));
}

/** By whose clock all sites are told. */
export async function houseZone({ db }: Pick<Post, 'db'>): Promise<string> {
  return (await db.organisation.findUniqueOrThrow({ where: { id: 'org' }, select: { timeZone: true } })).timeZone;
}
