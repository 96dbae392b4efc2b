import 'server-only';
import * as z from 'zod/mini';
import type { Instant, PersonId } from '#domain/ids.ts';
import { KEY_ROLES } from '#domain/sign-in.ts';
import type { Db } from '#server/db.ts';
import { optionalEmail, optionalText } from '#server/office/fields.ts';
import { rowId } from '#server/push/door.ts';
import { stampColleagues, withVersion } from '#server/register.ts';
import { securityEvent } from '#server/security-log.ts';
import { cookieFor } from '#server/session/cookie.ts';
import { hashPassword, PASSWORD_MAX, type PasswordFault, passwordFault, TooBusy, verifyPassword } from '#server/session/password.ts';
import { shutLinks } from '#server/session/revoke.ts';
import { endSessions, raiseVersion, type SignedInRow, sessionsOf } from '#server/session/sessions.ts';
import { signInSettings } from '#server/session/sign-in-settings.ts';
import { type Limit, type Throttle, throttle } from '#server/throttle.ts';

/** What a person reads of their own account, and may change of it. */
export interface Account {
  readonly login: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: 'fr' | 'en';
  /** A password of Relais; without one they sign in by their organisation's. */
  readonly hasPassword: boolean;
  /** From when on their role demands a passkey; null: it does not. */
  readonly demandedFrom: Instant | null;
  readonly sessions: readonly SignedInRow[];
  readonly passkeys: readonly { readonly id: string; readonly label: string; readonly createdAt: Instant; readonly lastUsed: Instant | null }[];
}

/** Who asks, by which of their sign-ins. */
export interface Self {
  readonly db: Db;
  readonly person: PersonId;
  readonly signedIn: string | null;
  readonly now: Instant;
}

export async function accountOf({ db, person, signedIn, now }: Self): Promise<Account | null> {
  const [settings, found, sessions, keys] = await Promise.all([
    signInSettings(db),
    db.person.findUnique({
      where: { id: person },
      select: { login: true, phone: true, email: true, language: true, passwordHash: true, memberships: true },
    }),
    sessionsOf(db, person, now, { current: signedIn }),
    db.passkey.findMany({ where: { personId: person }, orderBy: { createdAt: 'asc' } }),
  ]);
  if (found === null) return null;
  const { login, phone, email, language, passwordHash, memberships } = found;
  const demandedFrom = memberships.some(({ role }) => KEY_ROLES.includes(role)) ? settings.passkeysFrom : null;
  const passkeys = keys.map(({ id, label, createdAt, lastUsed }) => ({
    ...{ id, label },
    ...{ createdAt: createdAt.getTime(), lastUsed: lastUsed?.getTime() ?? null },
  }));
  return { login, phone, email, language: language === 'en' ? 'en' : 'fr', hasPassword: passwordHash !== null, demandedFrom, sessions, passkeys };
}

export const typedPassword = z.string().check(z.maxLength(PASSWORD_MAX * 4));

export const ProfileInput = z.object({
  phone: optionalText(30),
  email: optionalEmail(),
  language: z.enum(['fr', 'en']),
  /** Asked when the address changes: a link that lets in can be sent there. */
  password: z.optional(typedPassword),
});

/**
 * `wrong`: the password; `stale`: without a password, this sign-in is too old; `throttled`: too many wrong ones; `office`: the office sets the address;
 * `key`: no passkey came of it; `last-key`: the only one, which is demanded; `enough`: there are as many as there may be.
 */
export type Kept = 'kept' | 'wrong' | 'stale' | 'throttled' | 'busy' | 'office' | 'key' | 'enough' | 'last-key' | PasswordFault;

/** What a proof came to. */
type Proof = 'yes' | 'wrong' | 'stale' | 'throttled' | 'busy';

/** A sign-in proves who one is for so long, where there is no password to ask for. */
const FRESH = 10 * 60_000;

/** Wrong passwords of somebody who is signed in already: whoever found an open phone does not guess for long. */
const TRIES: Limit = { limit: 10, windowMs: 15 * 60_000 };

/** Is it their password? Counted before the work, given back after the right one. */
async function proves(self: Self, password: string, counts: Throttle): Promise<'yes' | 'wrong' | 'throttled' | 'busy'> {
  const key = `own-password:${self.person}`;
  if (!counts.allow(key, TRIES, self.now).allowed) return 'throttled';
  try {
    const found = await self.db.person.findUnique({ where: { id: self.person }, select: { passwordHash: true } });
    const fits = await verifyPassword(password, found?.passwordHash ?? null);
    if (fits) counts.giveBack(key);
    return fits ? 'yes' : 'wrong';
  } catch (error) {
    counts.giveBack(key);
    if (error instanceof TooBusy) return 'busy';
    throw error;
  }
}

/** The same, of whoever has a password; those who sign in by their organisation have proved it there, a moment ago. */
export async function provesSelf(self: Self, password: string | undefined, counts: Throttle = throttle()): Promise<Proof> {
  const found = await self.db.person.findUnique({ where: { id: self.person }, select: { passwordHash: true } });
  return found?.passwordHash == null ? provesFresh(self) : proves(self, password ?? '', counts);
}

async function provesFresh({ db, person, signedIn, now }: Self): Promise<'yes' | 'stale'> {
  if (signedIn === null) return 'stale';
  const since = new Date(now - FRESH);
  return (await db.signedIn.count({ where: { id: signedIn, personId: person, endedAt: null, createdAt: { gt: since } } })) === 1 ? 'yes' : 'stale';
}

/** Changes one's own telephone, address and language. */
export async function changeProfile(self: Self, input: z.infer<typeof ProfileInput>, counts: Throttle = throttle()): Promise<Kept> {
  const { db, person, now } = self;
  const { password, email, ...rest } = input;
  const before = await db.person.findUniqueOrThrow({ where: { id: person }, select: { email: true } });
  const isNewAddress = email !== before.email;
  if (isNewAddress) {
    // Where an address opens an account (admit.ts), nobody says which one is theirs.
    if (email !== null && (await signInSettings(db)).byEmail) return 'office';
    const proof = await provesSelf(self, password, counts);
    if (proof !== 'yes') return proof;
  }
  await db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    await tx.person.update({
      where: { id: person },
      data: { ...rest, ...(isNewAddress ? { email, emailRefusedAt: null } : {}) },
      select: { id: true },
    });
    if (isNewAddress) await shutLinks(tx, person, now);
    await stampColleagues(tx, person, version);
  });
  return 'kept';
}

export const PasswordInput = z.object({ old: typedPassword, chosen: typedPassword });

/** A password that one chooses oneself: the old one is asked, and every other sign-in ends. */
export async function changePassword(self: Self, { old, chosen }: z.infer<typeof PasswordInput>, counts: Throttle = throttle()): Promise<Kept> {
  const { db, person, now } = self;
  const proof = await proves(self, old, counts);
  if (proof !== 'yes') return proof;
  const found = await db.person.findUniqueOrThrow({ where: { id: person }, select: { login: true, givenName: true, familyName: true } });
  const fault = passwordFault(chosen, [found.login, found.givenName, found.familyName]);
  if (fault !== null) return fault;
  try {
    const passwordHash = await hashPassword(chosen);
    await db.$transaction(async (tx) => {
      await tx.person.update({ where: { id: person }, data: { passwordHash }, select: { id: true } });
      await shutLinks(tx, person, now);
    });
  } catch (error) {
    if (error instanceof TooBusy) return 'busy';
    throw error;
  }
  const ended = await endOthers(self);
  await securityEvent(db, { kind: 'password-changed', person, data: { ended } }, now);
  return 'kept';
}

/** All of one's sign-ins but the one that asks, and whatever other cookie there is; the asker needs theirs anew. */
async function endOthers({ db, person, signedIn, now }: Self): Promise<number> {
  if (signedIn !== null) await raiseVersion(db, person);
  return endSessions(db, { person, but: signedIn }, now);
}

/** The line that keeps the asker signed in after all the others were ended; null: a cookie of before there were rows, which ends with them. */
export async function cookieAnew({ db, person, signedIn }: Pick<Self, 'db' | 'person' | 'signedIn'>): Promise<string | null> {
  if (signedIn === null) return null;
  const { sessionVersion } = await db.person.findUniqueOrThrow({ where: { id: person }, select: { sessionVersion: true } });
  return cookieFor({ person, sessionVersion, signedIn });
}

/** One of one's sign-ins, or all the others; `lost`: that device forgets what it holds. */
export const EndInput = z.union([z.object({ session: rowId, lost: z.optional(z.boolean()) }), z.object({ others: z.literal(true) })]);

/** @returns how many ended; what is somebody else's, or no longer there, is none */
export async function endOwn(self: Self, input: z.infer<typeof EndInput>): Promise<number> {
  const { db, person, now } = self;
  const wipe = 'session' in input && input.lost === true;
  const ended = 'session' in input ? await endSessions(db, { person, id: input.session, wipe }, now) : await endOthers(self);
  if (ended > 0) await securityEvent(db, { kind: wipe ? 'device-wiped' : 'sessions-revoked', person, data: { ended, by: person } }, now);
  return ended;
}
