import 'server-only';
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { isCommon } from './common-passwords.ts';

export const PASSWORD_MIN = 12;
/** Long enough for any phrase; a longer one is not worth the work of hashing it. */
export const PASSWORD_MAX = 200;

export type PasswordFault = 'short' | 'long' | 'common';

/** RFC 7914. N = 2^15 and r = 8 take 32 MB and some 100 ms of one core. */
const COST = { log2N: 15, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

interface Encoded {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** A phone types é as one sign, another system as two: both are the same password (NIST SP 800-63B, 5.1.1.2). */
const normal = (password: string) => password.normalize('NFKC');

/**
 * Is this password fit to be chosen?
 * @param own what the person is called here (login, names, organisation): not a password either
 * @returns null when it is
 */
export function passwordFault(password: string, own: readonly string[] = []): PasswordFault | null {
  const chosen = normal(password);
  const length = [...chosen].length;
  if (length < PASSWORD_MIN) return 'short';
  if (length > PASSWORD_MAX) return 'long';
  return isCommon(chosen, own) ? 'common' : null;
}

/** Hashes are slow on purpose, and each takes one of the four threads that also read files: at most two at once, few waiting. */
const AT_ONCE = 2;
const WAITING = 40;

let running = 0;
const queue: (() => void)[] = [];

/** Too many are signing in at this instant; nothing was checked. */
export class TooBusy extends Error {}

async function turn<T>(work: () => Promise<T>, isFirst: boolean): Promise<T> {
  if (queue.length >= (isFirst ? 2 * WAITING : WAITING)) throw new TooBusy('too many passwords wait to be checked');
  if (running >= AT_ONCE) await new Promise<void>((go) => (isFirst ? queue.unshift(go) : queue.push(go)));
  else running += 1;
  try {
    return await work();
  } finally {
    // The turn is handed over as it is: `running` stays.
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
}

function derive(password: string, { log2N, r, p, salt, key }: Omit<Encoded, 'key'> & { key: { length: number } }, isFirst = false): Promise<Buffer> {
  const N = 2 ** log2N;
  return turn(
    () =>
      new Promise((done, fail) => {
        scrypt(normal(password), salt, key.length, { N, r, p, maxmem: 256 * N * r }, (error, derived) => (error ? fail(error) : done(derived)));
      }),
    isFirst,
  );
}

/**
 * The form that is stored: `scrypt$15$8$1$<salt>$<key>` (log2 N, r, p, then base64url), so that a later cost can stand beside this one.
 * @throws TooBusy
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, { ...COST, salt, key: { length: KEY_BYTES } });
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function decode(stored: string): Encoded | null {
  const found = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (!found) return null;
  const [, log2N = '', r = '', p = '', salt = '', key = ''] = found;
  return { log2N: Number(log2N), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
}

/** Nobody's: what an unknown login is compared with, so that it takes the time of a known one. */
const NOBODY: Encoded = { ...COST, salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(KEY_BYTES) };

/**
 * Does the password fit what is stored? The same work is done when nothing is stored, and the answer is then no.
 * @param isFirst somebody who is known on this device waits before strangers do
 * @throws TooBusy
 */
export async function verifyPassword(password: string, stored: string | null, isFirst = false): Promise<boolean> {
  const known = stored === null ? null : decode(stored);
  const against = known ?? NOBODY;
  const derived = await derive([...password].slice(0, PASSWORD_MAX).join(''), against, isFirst);
  return timingSafeEqual(derived, against.key) && known !== null;
}
