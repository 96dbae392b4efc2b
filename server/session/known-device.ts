import 'server-only';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isSecure, sessionSecret } from './cookie.ts';

/** People of one phone who are remembered as having signed in on it. */
const MOST = 8;
const LIFE_SECONDS = 400 * 24 * 60 * 60;

/** `__Host-` as the session's own: no other subdomain can plant it. */
export function deviceCookie(): string {
  return isSecure() ? '__Host-relais.device' : 'relais.device';
}

const markOf = (nonce: string, login: string) =>
  createHmac('sha256', sessionSecret()).update(`device ${nonce} ${login}`).digest('base64url').slice(0, 22);

function read(cookie: string | undefined): { nonce: string; marks: readonly string[] } | null {
  const [nonce = '', ...marks] = (cookie ?? '').split('.');
  return /^[\w-]{22}$/.test(nonce) && marks.length <= MOST && marks.every((mark) => /^[\w-]{22}$/.test(mark)) ? { nonce, marks } : null;
}

/**
 * Has somebody signed in with this login in this browser before? Whoever guesses at an account from elsewhere does not slow its owner down
 * there (docs/decisions/0028).
 * @returns a name of the device to count by; null when it is not known for this login
 */
export function knownDevice(cookie: string | undefined, login: string): string | null {
  const found = read(cookie);
  if (found === null) return null;
  const wanted = Buffer.from(markOf(found.nonce, login));
  return found.marks.some((mark) => timingSafeEqual(Buffer.from(mark), wanted)) ? found.nonce : null;
}

/** The Set-Cookie line by which this browser is known for this login from now on, beside those that it is known for already. No login can be read in it. */
export function rememberDevice(cookie: string | undefined, login: string): string {
  const before = read(cookie);
  const nonce = before?.nonce ?? randomBytes(16).toString('base64url').slice(0, 22);
  const mark = markOf(nonce, login);
  const marks = [mark, ...(before?.marks ?? []).filter((one) => one !== mark)].slice(0, MOST);
  const attributes = `Path=/; Max-Age=${LIFE_SECONDS}; HttpOnly; SameSite=Lax${isSecure() ? '; Secure' : ''}`;
  return `${deviceCookie()}=${[nonce, ...marks].join('.')}; ${attributes}`;
}
