import 'server-only';
import type { AuthOptions } from 'next-auth';
import ByPassword from 'next-auth/providers/credentials';
import type { Instant } from '#domain/ids.ts';
import { type Db, db as openDb } from '#server/db.ts';
import { env } from '#server/env.ts';
import { BUSY, readAtMost, say } from '#server/http.ts';
import { log } from '#server/log.ts';
import { type Throttle, throttle } from '#server/throttle.ts';
import { sessionOf } from './actor.ts';
import { addressOf } from './address.ts';
import { claimsIn, isSecure, SESSION_SECONDS, sessionCookie, sessionSecret } from './cookie.ts';
import { type Credentials, normalLogin, type SignIn, signIn } from './credentials.ts';
import { callable, cookiesOf, throughNextAuth } from './exchange.ts';
import { deviceCookie, knownDevice, rememberDevice } from './known-device.ts';
import { STEP_SECONDS } from './passkey-door.ts';
import { enrolOptions, secondOptions } from './passkeys.ts';
import { keepStep } from './pending.ts';
import { beginSession, endSessions, isMerged, isWiped } from './sessions.ts';
import { lacksKey } from './sign-in-settings.ts';
import { byDirectory } from './sso/by-directory.ts';
import { isSet } from './sso/providers.ts';

/** A login, a password and a token are a few hundred bytes. */
const MAX_BODY = 8192;

/** The only doors of next-auth that are open here; it has others (pages of its own, a log that anybody may write). */
const OPEN: ReadonlySet<string> = new Set(['GET csrf', 'GET session', 'POST callback/credentials', 'POST signout']);

/** What next-auth is given to stand on; tests give their own. */
export interface Ground {
  readonly db: Db;
  readonly now: () => Instant;
  readonly counts: Throttle;
}

class SessionEnded extends Error {}

/** What came of it, beside next-auth's answer. */
interface Came {
  outcome?: SignIn;
  /** The cookie by which this browser is known for the login from now on. */
  device?: string;
  /** The password was right, and a passkey is asked as well. */
  second?: { readonly options: unknown; readonly cookie: string };
  /** The password was right, and a passkey is demanded of who has none: it is made before anything else. */
  must?: { readonly options: unknown; readonly cookie: string };
  /** The device was lost, and keeps its cookie until it has been told by what it sends (sync-door.ts); or the account is one with another, as the door says. */
  isToKeep?: boolean;
}

function optionsFor(request: Request, { db, now, counts }: Ground, came: Came): AuthOptions {
  const secure = isSecure();
  const userAgent = request.headers.get('user-agent') ?? '';
  // Without it next-auth takes the installation for http://localhost:3000.
  process.env['NEXTAUTH_URL'] ??= env().publicUrl;
  const provider = callable(ByPassword)({
    credentials: { login: {}, password: {} },
    authorize: async (given) => {
      const address = addressOf((name) => request.headers.get(name));
      const login = normalLogin(given?.login ?? '');
      const known = cookiesOf(request.headers.get('cookie'))[deviceCookie()];
      const typed = { login, password: given?.password ?? '', address, device: knownDevice(known, login) };
      const elsewhere = isSet('ldap') ? (asked: Credentials) => byDirectory(db, asked, now()) : undefined;
      const outcome = await signIn(db, typed, now(), counts, elsewhere);
      came.outcome = outcome;
      if (outcome.kind !== 'known') return null;
      came.device = rememberDevice(known, login);
      const { person, sessionVersion, outside = null } = outcome;
      const options = await secondOptions(db, person);
      if (options !== null) {
        came.second = { options, cookie: await keepStep('second', { person, sessionVersion, outside, challenge: options.challenge }, STEP_SECONDS) };
        return null;
      }
      if (await lacksKey(db, person, now())) {
        const made = await enrolOptions(db, person);
        came.must = { options: made, cookie: await keepStep('must', { person, sessionVersion, outside, challenge: made.challenge }, STEP_SECONDS) };
        return null;
      }
      return {
        id: person,
        sessionVersion,
        signedIn: await beginSession(db, { person, by: outside === null ? 'password' : 'ldap', userAgent, outside }, now()),
      };
    },
  });
  return {
    secret: sessionSecret(),
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    cookies: { sessionToken: { name: sessionCookie(), options: { httpOnly: true, sameSite: 'lax', path: '/', secure } } },
    pages: { signIn: '/signin', error: '/signin' },
    providers: [provider],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) {
          const { id, sessionVersion, signedIn } = user as { id: string; sessionVersion?: number; signedIn?: string };
          return { sub: id, v: sessionVersion, s: signedIn };
        }
        const claims = claimsIn(token);
        // Thrown, so that next-auth clears the cookie in place of renewing a session that was revoked.
        if (claims === null || (await sessionOf(db, claims, now())) === null) {
          if (claims !== null) came.isToKeep = (await isWiped(db, claims, now())) || (await isMerged(db, claims.person));
          throw new SessionEnded();
        }
        const { person, sessionVersion } = claims;
        // A cookie of before there were rows gets its own.
        const signedIn = claims.signedIn ?? (await beginSession(db, { person, by: 'password', userAgent }, now()));
        return { sub: person, v: sessionVersion, s: signedIn };
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ baseUrl }) => baseUrl,
    },
    events: {
      // Whoever copied the cookie before has nothing of it.
      signOut: async ({ token }) => {
        const claims = claimsIn(token ?? {});
        if (claims?.signedIn != null) await endSessions(db, { person: claims.person, id: claims.signedIn }, now());
      },
    },
    logger: {
      error: (code) => {
        if (code !== 'JWT_SESSION_ERROR' && code !== 'SIGNOUT_ERROR') log('error', 'next-auth', { code });
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/** The fields of the form; null when it is too long or not a form. */
async function formOf(request: Request): Promise<Record<string, string> | null> {
  if (request.method !== 'POST') return {};
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')) return null;
  const bytes = await readAtMost(request, MAX_BODY);
  return bytes && { ...Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes))), json: 'true' };
}

/** `outcome` undefined: the form's token was not the cookie's, so nothing was checked. */
function answerSignIn(outcome: SignIn | undefined, { headers }: Response): Response {
  switch (outcome?.kind) {
    case 'known':
    case undefined: {
      const answer = say(outcome ? { status: 200, body: { ok: true } } : { status: 403, body: { error: 'stale' } });
      for (const cookie of headers.getSetCookie()) answer.headers.append('set-cookie', cookie);
      return answer;
    }
    case 'unknown':
      return say({ status: 401, body: { error: 'refused' } });
    case 'expired':
      return say({ status: 401, body: { error: 'expired' } });
    case 'unreachable':
      return say({ status: 503, body: { error: 'directory' }, headers: { 'retry-after': '30' } });
    case 'wrong':
      return say({ status: 401, body: { error: 'wrong' } });
    case 'throttled': {
      const seconds = Math.ceil(outcome.retryAfter / 1000);
      return say({ status: 429, body: { error: 'throttled', seconds }, headers: { 'retry-after': String(seconds) } });
    }
    case 'busy':
      return say(BUSY);
  }
}

/**
 * Everything under /api/auth/. `GET csrf` → {csrfToken}. `POST callback/credentials` (form: csrfToken, login, password) → 200 {ok} and the cookie,
 * 401 {error: wrong}, 401 {error: second, options} where a passkey is asked as well, 401 {error: must, options} where one has to be made first (passkey-door.ts), 401 {error: refused} for whom the directory knows and nobody here does, 401 {error: expired} where a directory wants its password changed first, 503 {error: directory} when it does not answer, 429 {error: throttled, seconds}, 503 {error: busy}, 403 {error: stale}: ask for a new token. `GET session` → {expires}
 * and the cookie anew, {} when signed out. `POST signout` (form: csrfToken) → {url}. The rest: 404.
 */
export async function handleAuth(request: Request, ground?: Ground): Promise<Response> {
  const action = new URL(request.url).pathname.split('/').slice(3);
  if (!OPEN.has(`${request.method} ${action.join('/')}`)) return say({ status: 404, body: { error: 'unknown' } });
  const form = await formOf(request);
  if (form === null) return say({ status: 413, body: { error: 'too-long' } });
  const came: Came = {};
  const options = optionsFor(request, ground ?? { db: await openDb(), now: Date.now, counts: throttle() }, came);
  const response = await throughNextAuth(request, action, form, options);
  if (came.isToKeep) return say({ status: 200, body: {} });
  for (const error of ['second', 'must'] as const) {
    const step = came[error];
    if (step === undefined) continue;
    const answer = say({ status: 401, body: { error, options: step.options } });
    answer.headers.append('set-cookie', step.cookie);
    return answer;
  }
  if (action[0] !== 'callback') return response;
  const answer = answerSignIn(came.outcome, response);
  if (came.device !== undefined) answer.headers.append('set-cookie', came.device);
  return answer;
}
