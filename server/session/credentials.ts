import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { securityEvent } from '#server/security-log.ts';
import { type Limit, type Throttle, throttle } from '#server/throttle.ts';
import { widerOf } from './address.ts';
import { PASSWORD_MAX, TooBusy, verifyPassword } from './password.ts';

const QUARTER = 15 * 60_000;
/**
 * Wrong passwords only: an honest sign-in is not counted, so that a school behind one address is not locked out by its own number. Of one
 * account from one address, or from a device that it is known on; of one address on all accounts; of one account from all addresses, and then
 * slowly, so that no stranger shuts an account to its owner (docs/decisions/0028).
 */
const TRIES: Limit = { limit: 10, windowMs: QUARTER };
const FROM: Limit = { limit: 40, windowMs: QUARTER };
/** Of a whole IPv6 network of 48 bits, which may be a town’s schools behind one line, or one stranger with 65 536 addresses. */
const FROM_WIDE: Limit = { limit: 200, windowMs: QUARTER };
const TO: Limit = { limit: 20, windowMs: QUARTER };
const SLOWLY: Limit = { limit: 1, windowMs: 60_000 };

/** Nothing is said of which of the two was wrong, nor whether the login exists or is disabled. */
export type SignIn =
  /** `outside`: by the directory, its name of the session. */
  | { readonly kind: 'known'; readonly person: string; readonly sessionVersion: number; readonly outside?: string }
  | { readonly kind: 'wrong' }
  /** `retryAfter` in milliseconds. */
  | { readonly kind: 'throttled'; readonly retryAfter: number }
  | { readonly kind: 'busy' }
  /** The directory knows them, and nobody here does. */
  | { readonly kind: 'unknown' }
  /** The directory's password is right, and has to be changed there first. */
  | { readonly kind: 'expired' }
  /** The password is not ours, and the directory, which may know it, does not answer. */
  | { readonly kind: 'unreachable' };

/** Who else may know a login and a password (sso/by-directory.ts). */
export type AskElsewhere = (given: Credentials) => Promise<SignIn>;

export interface Credentials {
  readonly login: string;
  readonly password: string;
  /** Of the client (address.ts); null when it is not known. */
  readonly address: string | null;
  /** What this browser is known by for this login (known-device.ts); null or left out: it is not. */
  readonly device?: string | null;
}

/** Logins are compared without case; the stored ones have this form. */
export function normalLogin(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

async function check(db: Db, given: Credentials, elsewhere: AskElsewhere | undefined): Promise<SignIn> {
  const { login, password, address, device = null } = given;
  const person = await db.person.findUnique({
    where: { login },
    select: { id: true, passwordHash: true, sessionVersion: true, disabledAt: true },
  });
  const fits = await verifyPassword(password, person?.passwordHash ?? null, device !== null);
  if (!fits && elsewhere !== undefined) {
    const there = await elsewhere(given);
    if (there.kind !== 'wrong') return there;
  }
  if (person === null || !fits || person.disabledAt !== null) {
    // Nobody waits for it: an account that exists must not take longer than one that does not.
    void securityEvent(db, { kind: fits ? 'signin-disabled' : 'signin-failed', person: person?.id ?? null, address });
    return { kind: 'wrong' };
  }
  return { kind: 'known', person: person.id, sessionVersion: person.sessionVersion };
}

/** By which this try is counted: each list must let it through, by the first of it that does. */
function countersOf({ login, address, device = null }: Credentials): readonly (readonly [key: string, limit: Limit])[][] {
  if (device !== null) return [[[`signin:known:${device}:${login}`, TRIES]]];
  const wide = widerOf(address);
  return [
    [[`signin:pair:${address}:${login}`, TRIES]],
    ...(address === null ? [] : [[[`signin:from:${address}`, FROM] as const]]),
    ...(wide === null ? [] : [[[`signin:from:${wide}`, FROM_WIDE] as const]]),
    [
      [`signin:to:${login}`, TO],
      [`signin:slowly:${login}`, SLOWLY],
    ],
  ];
}

/**
 * Checks a login and a password. Tries are counted before the work and given back after an honest one, so that a thousand at the same instant
 * are not a way around.
 * @param counts where tries are counted; tests give their own
 * @param elsewhere asked where the password is not ours, within the same counts
 */
export async function signIn(db: Db, given: Credentials, now: Instant, counts: Throttle = throttle(), elsewhere?: AskElsewhere): Promise<SignIn> {
  const login = normalLogin(given.login);
  // Control characters are in no login, and PostgreSQL refuses to be asked for some.
  if (login === '' || login.length > PASSWORD_MAX || /\p{Cc}/u.test(login) || given.password === '') return { kind: 'wrong' };
  const counted: string[] = [];
  const giveBack = () => {
    for (const key of counted) counts.giveBack(key);
  };
  for (const ways of countersOf({ ...given, login })) {
    let retryAfter = 0;
    const way = ways.find(([key, limit]) => {
      const verdict = counts.allow(key, limit, now);
      if (!verdict.allowed) retryAfter = verdict.retryAfter;
      return verdict.allowed;
    });
    if (way === undefined) {
      giveBack();
      void securityEvent(db, { kind: 'signin-throttled', address: given.address });
      return { kind: 'throttled', retryAfter };
    }
    counted.push(way[0]);
  }
  try {
    const found = await check(db, { ...given, login }, elsewhere);
    // While the directory does not answer, a wrong password of ours is as wrong: uncounted, it could be guessed at without end.
    if (found.kind === 'known') giveBack();
    return found;
  } catch (error) {
    giveBack();
    if (error instanceof TooBusy) return { kind: 'busy' };
    throw error;
  }
}
