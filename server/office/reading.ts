import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { SiteId } from '#domain/ids.ts';
import { runsSites } from '#domain/permission.ts';
import { db } from '#server/db.ts';
import { keepsAny } from '#server/office/register/keeper.ts';
import { whoAsks } from '#server/session/session.ts';
import { throttle } from '#server/throttle.ts';
import { ACTS, type Desk, type Fault, no, type Told } from './desk.ts';

/** Somebody who reads something of some sites, or of all. Only `readingOf` makes one. */
export interface Reading extends Desk {
  readonly scope: 'all' | readonly SiteId[];
  /** Which other pages of the office are theirs. */
  readonly pages: 'admin' | 'running' | 'keeping' | 'reading';
}

export type ScopeOf = (actor: Actor) => 'all' | readonly SiteId[];

/** @param scopeOf whose work it is to read this, and where; nowhere: they may not */
export function readingOf(
  given: Omit<Desk, 'session'> & { session: Desk['session'] | null },
  scopeOf: ScopeOf,
): Reading | { ok: false; fault: Fault } {
  const { session, now } = given;
  if (session === null) return no('signed-out');
  const { actor } = session;
  const scope = scopeOf(actor);
  if (scope !== 'all' && scope.length === 0) return no('not-allowed');
  if (!throttle().allow(`office:${actor.person}`, ACTS, now).allowed) return no('too-many');
  const isAdmin = actor.memberships.some(({ role, site }) => role === 'admin' && site === null);
  return { ...given, session, scope, pages: isAdmin ? 'admin' : runsSites(actor).length > 0 ? 'running' : keepsAny(actor) ? 'keeping' : 'reading' };
}

/** The way of every question: who asks, what may they read, then the answer. */
export async function atReading<T>(scopeOf: ScopeOf, work: (reading: Reading) => Promise<Told<T>>): Promise<Told<T>> {
  const reading = readingOf({ db: await db(), session: await whoAsks(), now: Date.now() }, scopeOf);
  return 'ok' in reading ? reading : work(reading);
}

/**
 * The sites that a question is about. @param site empty: all that one reads
 * @returns null where it is not theirs or not there; 'all' without any condition
 */
export async function sitesAsked({ db: open, scope }: Pick<Reading, 'db' | 'scope'>, site: string): Promise<'all' | readonly string[] | null> {
  if (site === '') return scope;
  if (scope !== 'all') return scope.some((s) => s === site) ? [site] : null;
  return (await open.site.findUnique({ where: { id: site }, select: { id: true } })) === null ? null : [site];
}
