import 'server-only';
import type { AnnouncementFault } from '#domain/announcement.ts';
import type { Instant } from '#domain/ids.ts';
import type { TurnFault } from '#domain/oncall.ts';
import type { RegisterFault } from '#domain/register/table.ts';
import { type Db, db } from '#server/db.ts';
import { LastAdministrator } from '#server/rights-rows.ts';
import type { Session } from '#server/session/actor.ts';
import { whoAsks } from '#server/session/session.ts';
import { type Limit, type Throttle, throttle } from '#server/throttle.ts';

/** Of stickers on paper. */
type LabelFault = 'first' | 'address' | 'shift' | 'picture' | 'count' | 'printers-enough' | 'batches-enough';

/** Why the office says no. What one may not touch and what does not exist are the same `not-allowed`. */
export type Fault =
  | 'signed-out'
  | 'not-allowed'
  | 'too-many'
  | 'busy'
  | 'invalid'
  | 'uai'
  | 'uai-taken'
  | 'login-taken'
  | 'scope'
  | 'self'
  | 'time-zone'
  | 'hours'
  | 'resources'
  | 'days'
  | 'length'
  | 'order'
  | 'matrix'
  | TurnFault
  | AnnouncementFault
  | 'not-there'
  | 'day-past'
  | 'email'
  | 'last-admin'
  | 'team'
  | 'no-mail'
  | 'gone'
  | 'no-address'
  | 'enough'
  | LabelFault
  | RegisterFault
  | 'confirm'
  | 'own-key'
  | 'import-schools'
  | 'import-over';

/** `field`: the one to put the reader on; `other`: the id of what stands in the way, where this reader may see it. */
export type Told<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault; readonly field?: string; readonly other?: string };

export function no(fault: Fault, field?: string): { ok: false; fault: Fault; field?: string } {
  return field === undefined ? { ok: false, fault } : { ok: false, fault, field };
}

/** An administrator at work. Only `deskOf` makes one. */
export interface Desk {
  readonly db: Db;
  readonly session: Session;
  readonly now: Instant;
}

/** More than a person clicks; a script that has stolen a session is slowed down. */
export const ACTS: Limit = { limit: 60, windowMs: 60_000 };

/** Who may sit here: an administrator of the organisation, with the roles of now. */
export function deskOf(given: { db: Db; session: Session | null; now: Instant }, counts: Throttle = throttle()): Desk | { ok: false; fault: Fault } {
  const { session } = given;
  if (session === null) return no('signed-out');
  if (!session.actor.memberships.some(({ role, site }) => role === 'admin' && site === null)) return no('not-allowed');
  if (!counts.allow(`office:${session.actor.person}`, ACTS, given.now).allowed) return no('too-many');
  return { ...given, session };
}

/** The way of every act of the office: who asks, may they, then the work. */
export async function atDesk<T>(work: (desk: Desk) => Promise<Told<T>>): Promise<Told<T>> {
  const desk = deskOf({ db: await db(), session: await whoAsks(), now: Date.now() });
  return 'ok' in desk ? desk : work(desk);
}

/** Does the work, unless nobody would be left to open the office. */
export async function keepingAdministrators<T>(work: () => Promise<Told<T>>): Promise<Told<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LastAdministrator) return no('last-admin');
    throw error;
  }
}

/** Prisma's code for a value that must be unique and is there already. */
export function isTaken(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'P2002';
}
