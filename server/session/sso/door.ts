import 'server-only';
import { randomBytes } from 'node:crypto';
import type { Instant } from '#domain/ids.ts';
import { PROVIDERS, type Provider } from '#domain/sign-in.ts';
import { type Db, db as openDb } from '#server/db.ts';
import { env } from '#server/env.ts';
import { readAtMost, sameOrigin, say } from '#server/http.ts';
import { log } from '#server/log.ts';
import { securityEvent } from '#server/security-log.ts';
import { addressOf } from '#server/session/address.ts';
import { cookieFor } from '#server/session/cookie.ts';
import { endStep, keepStep, spendStep, stepOf } from '#server/session/pending.ts';
import { beginSession, endOutside, endSessions } from '#server/session/sessions.ts';
import { signInSettings } from '#server/session/sign-in-settings.ts';
import { type Throttle, throttle } from '#server/throttle.ts';
import { admit } from './admit.ts';
import { casEnd, casLoggedOut, casLogin } from './cas.ts';
import { loggedOut, oidcEnd, oidcStart } from './oidc.ts';
import { isSet, type Outside } from './providers.ts';

/** A portal may ask for much before it sends somebody back, seconds. */
const START_SECONDS = 20 * 60;
/** From the portal's answer to the page that takes it up. */
const END_SECONDS = 5 * 60;
const MAX_BODY = 64 * 1024;
const TRIES = { limit: 60, windowMs: 60_000 };

/** What the door stands on; tests give their own. */
export interface SsoGround {
  readonly db: Db;
  readonly now: () => Instant;
  readonly counts: Throttle;
}

function away(location: string, ...cookies: readonly string[]): Response {
  const response = new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

/** Back at our own door; `next` is judged there, by what may be gone to (app/signin/next.ts). */
function toTheDoor(how: 'came' | 'refused' | 'failed', next: string, ...cookies: readonly string[]): Response {
  return away(`${env().publicUrl}/signin?sso=${how}&next=${encodeURIComponent(next)}`, ...cookies);
}

const isProvider = (name: string | undefined): name is Provider => (PROVIDERS as readonly string[]).includes(name ?? '');

/** An own path; what it leads to is judged again by the page. */
const ownPath = (asked: string | null) => (asked?.startsWith('/') && !asked.startsWith('//') && asked.length < 2000 ? asked : '/');

async function start(provider: Provider, url: URL): Promise<Response> {
  const next = ownPath(url.searchParams.get('next'));
  try {
    const kept = { provider, next };
    if (provider === 'oidc') {
      const begun = await oidcStart();
      return away(begun.url, await keepStep('sso-start', { ...kept, ...begun.kept }, START_SECONDS));
    }
    const state = randomBytes(24).toString('base64url');
    return away(casLogin(state), await keepStep('sso-start', { ...kept, state }, START_SECONDS));
  } catch (error) {
    log('error', 'the portal does not answer', { provider, error });
    return toTheDoor('failed', next);
  }
}

async function callback(provider: Provider, request: Request, url: URL, { db, now, counts }: SsoGround): Promise<Response> {
  const kept = await stepOf(request, 'sso-start');
  // Not begun in this browser, or too long ago: whoever sent it here does not choose who is signed in.
  if (kept === null || kept['provider'] !== provider || !spendStep(kept, now(), counts)) return toTheDoor('failed', '/', endStep('sso-start'));
  const next = String(kept['next'] ?? '/');
  let outside: Outside;
  try {
    const { searchParams } = url;
    if (provider === 'oidc') outside = await oidcEnd(url.search, kept);
    else if (searchParams.get('state') !== kept['state']) throw new Error('another browser’s');
    else outside = await casEnd(searchParams.get('ticket') ?? '', String(kept['state']));
  } catch (error) {
    log('warn', 'a portal’s answer was refused', { provider, error });
    return toTheDoor('failed', next, endStep('sso-start'));
  }
  const admitted = await admit(
    db,
    outside,
    now(),
    addressOf((name) => request.headers.get(name)),
  );
  if (admitted.kind === 'unknown') return toTheDoor('refused', next, endStep('sso-start'));
  const { person, sessionVersion } = admitted;
  const paper = await keepStep('sso-end', { person, sessionVersion, by: provider, outside: outside.session }, END_SECONDS);
  return toTheDoor('came', next, endStep('sso-start'), paper);
}

/** The page takes the session up, once it has said on the device that nobody is signed in (invariant 33). */
async function finish(request: Request, { db, now, counts }: SsoGround): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  const kept = await stepOf(request, 'sso-end');
  if (kept === null || !spendStep(kept, now(), counts)) return say({ status: 401, body: { error: 'signed-out' } });
  const { person, sessionVersion, by, outside } = kept as { person: string; sessionVersion: number; by: Provider; outside: string | null };
  const userAgent = request.headers.get('user-agent') ?? '';
  const signedIn = await beginSession(db, { person, by, userAgent, outside }, now());
  const answer = say({ status: 200, body: { ok: true } });
  answer.headers.append('set-cookie', endStep('sso-end'));
  answer.headers.append('set-cookie', await cookieFor({ person, sessionVersion, signedIn }));
  await securityEvent(db, { kind: 'signed-in', person, address: addressOf((name) => request.headers.get(name)), data: { by } }, now());
  return answer;
}

/** The provider says that somebody is no longer signed in there: nor are they here, on the devices that came by it. */
async function over(provider: Provider, request: Request, { db, now }: SsoGround): Promise<Response> {
  const bytes = await readAtMost(request, MAX_BODY);
  if (bytes === null) return say({ status: 413, body: { error: 'too-long' } });
  const form = new URLSearchParams(new TextDecoder().decode(bytes));
  if (provider === 'cas') {
    const session = await casLoggedOut(form);
    const people = session === null ? [] : await endOutside(db, session, now());
    for (const person of people) await securityEvent(db, { kind: 'provider-sign-out', person, data: { by: provider } }, now());
    return say({ status: session === null ? 400 : 200, body: {} });
  }
  try {
    const { session, subject } = await loggedOut(form.get('logout_token') ?? '', now());
    const people = new Set(session === null ? [] : await endOutside(db, session, now()));
    if (session === null && subject !== null) {
      const account = await db.externalAccount.findUnique({ where: { provider_subject: { provider, subject } } });
      if (account !== null && (await endSessions(db, { person: account.personId }, now())) > 0) people.add(account.personId);
    }
    for (const person of people) await securityEvent(db, { kind: 'provider-sign-out', person, data: { by: provider } }, now());
    return say({ status: 200, body: {} });
  } catch {
    return say({ status: 400, body: { error: 'invalid_request' } });
  }
}

/**
 * Everything under /api/sso/. `GET <provider>/start?next=` → the portal. `GET <provider>/callback` → our door, with a paper that the page turns
 * into a session by `POST finish`. `POST oidc/logout` and `POST cas/callback`: the portal says that a session is over. The rest: 404.
 */
export async function handleSso(request: Request, ground?: SsoGround): Promise<Response> {
  const here = ground ?? { db: await openDb(), now: Date.now, counts: throttle() };
  const url = new URL(request.url);
  const [name, step] = url.pathname.split('/').slice(3);
  const from = addressOf((header) => request.headers.get(header));
  if (!here.counts.allow(`sso:${from}`, TRIES, here.now()).allowed) {
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '60' } });
  }
  if (request.method === 'POST' && name === 'finish' && step === undefined) return finish(request, here);
  if (isProvider(name) && isSet(name)) {
    if (request.method === 'POST' && step === (name === 'oidc' ? 'logout' : 'callback')) return over(name, request, here);
    const { buttons } = await signInSettings(here.db);
    if (request.method === 'GET' && buttons[name] !== undefined) {
      if (step === 'start') return start(name, url);
      if (step === 'callback') return callback(name, request, url, here);
    }
  }
  return say({ status: 404, body: { error: 'unknown' } });
}
