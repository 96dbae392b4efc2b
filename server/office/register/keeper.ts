import 'server-only';
import { type Actor, type Role, SUPPORT } from '#domain/actor.ts';
import type { SiteId } from '#domain/ids.ts';
import { runsSites } from '#domain/permission.ts';
import { db } from '#server/db.ts';
import { type Desk, type Fault, no, type Told } from '#server/office/desk.ts';
import { whoAsks } from '#server/session/session.ts';
import { type Limit, type Throttle, throttle } from '#server/throttle.ts';

export type Scope = 'all' | readonly SiteId[];

/** Somebody of the support, at the register: what they may read of it, and where they may change it. Only `keeperOf` makes one. */
export interface Keeper extends Desk {
  readonly reads: Scope;
  /** Every field of an asset, its rooms, many at once: not for the hands on site, who say on their phone what they did. */
  readonly keeps: Scope;
  readonly isAdmin: boolean;
  readonly runs: boolean;
}

const KEEPERS: ReadonlySet<Role> = new Set(['technician', 'engineer', 'supervisor', 'admin']);

/** A table is scrolled and looked through: more than a form is sent. */
const LOOKS: Limit = { limit: 240, windowMs: 60_000 };

function scopeOf({ memberships }: Actor, roles: ReadonlySet<Role>): Scope {
  const held = memberships.filter(({ role }) => roles.has(role));
  if (held.some(({ site }) => site === null)) return 'all';
  return [...new Set(held.flatMap(({ site }) => (site === null ? [] : [site])))];
}

export function holdsAny(scope: Scope): boolean {
  return scope === 'all' || scope.length > 0;
}

/** Does this person keep the register anywhere, imports included? */
export function keepsAny(actor: Actor): boolean {
  return holdsAny(scopeOf(actor, KEEPERS));
}

export function isIn(scope: Scope, site: string): boolean {
  return scope === 'all' || scope.some((one) => one === site);
}

/** Who may sit here, with the roles of now. */
export function keeperOf(
  given: Omit<Desk, 'session'> & { session: Desk['session'] | null },
  counts: Throttle = throttle(),
): Keeper | { ok: false; fault: Fault } {
  const { session } = given;
  if (session === null) return no('signed-out');
  const reads = scopeOf(session.actor, SUPPORT);
  if (!holdsAny(reads)) return no('not-allowed');
  if (!counts.allow(`register:${session.actor.person}`, LOOKS, given.now).allowed) return no('too-many');
  const runs = runsSites(session.actor);
  return {
    ...given,
    session,
    reads,
    keeps: scopeOf(session.actor, KEEPERS),
    isAdmin: session.actor.memberships.some(({ role, site }) => role === 'admin' && site === null),
    runs: holdsAny(runs),
  };
}

/** The way of every act on the register: who asks, may they, then the work. */
export async function atRegister<T>(work: (keeper: Keeper) => Promise<Told<T>>): Promise<Told<T>> {
  const keeper = keeperOf({ db: await db(), session: await whoAsks(), now: Date.now() });
  return 'ok' in keeper ? keeper : work(keeper);
}
