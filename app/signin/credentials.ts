import type { PersonId } from '#domain/ids.ts';
import { readDevice, signIn, signInBegins, writeDevice } from '#sync/device.ts';

/** A half-open connection answers never; after this many milliseconds it counts as none. */
const PATIENCE = 15_000;

/** `seconds` until the next try. `portal`: something else than our server answered. `store`: this browser keeps nothing. `no-key`: no passkey answered. */
export type Entered =
  | { readonly kind: 'in' | 'wrong' | 'busy' | 'server' | 'offline' | 'portal' | 'store' | 'no-key' }
  /** The directory knows them, and nobody here does; or it does not answer; or it wants the password changed there first. */
  | { readonly kind: 'refused' | 'directory' | 'expired' }
  | { readonly kind: 'throttled'; readonly seconds: number }
  /** The password was right, and a passkey has to be made before anything else: what the browser needs for it. */
  | { readonly kind: 'must'; readonly options: unknown };

type Said = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** One question to our own server. Anything that is not JSON of ours is a captive portal, and counts as no network (invariant 31). */
async function put(path: string, init: RequestInit): Promise<Said | 'offline' | 'portal'> {
  try {
    const response = await fetch(path, { ...init, redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.headers.get('content-type')?.startsWith('application/json'))
      return response.status >= 500 ? { status: response.status, body: {} } : 'portal';
    return { status: response.status, body: (await response.json()) as Said['body'] };
  } catch {
    return 'offline';
  }
}

const ask = (path: string, form?: Record<string, string>) => put(path, form ? { method: 'POST', body: new URLSearchParams(form) } : {});
const tell = (path: string, body: unknown) =>
  put(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** The token without which a form is not listened to; it comes with a cookie of its own. */
async function token(): Promise<string | Entered> {
  const said = await ask('/api/auth/csrf');
  if (typeof said === 'string') return { kind: said };
  const { csrfToken } = said.body;
  return said.status === 200 && typeof csrfToken === 'string' ? csrfToken : { kind: 'server' };
}

function refused({ status, body }: Said): Entered {
  const error = body['error'];
  if (status === 401) return { kind: error === 'refused' || error === 'expired' ? error : 'wrong' };
  if (error === 'directory') return { kind: 'directory' };
  if (status === 429) return { kind: 'throttled', seconds: Number(body['seconds']) || 60 };
  return { kind: status === 503 ? 'busy' : 'server' };
}

/** The cookie is there: whose is it? The device remembers them, for when there is no network. */
async function remember(): Promise<Entered> {
  const said = await ask('/api/me');
  if (typeof said === 'string') return { kind: said };
  const { person, name, language } = said.body;
  if (said.status !== 200 || typeof person !== 'string' || typeof name !== 'string') return { kind: 'server' };
  await signIn({ id: person as PersonId, name, language: language === 'en' ? 'en' : 'fr' });
  return { kind: 'in' };
}

/**
 * Signs in with a login and a password. Between the credentials and the answer nobody is signed in on this device, so that no other tab
 * sends somebody else's outbox with the new cookie; when the server said no, whoever was here before still is.
 */
export async function enter(login: string, password: string): Promise<Entered> {
  const csrfToken = await token();
  if (typeof csrfToken !== 'string') return csrfToken;
  try {
    const { person } = await readDevice();
    await signInBegins();
    const said = await ask('/api/auth/callback/credentials', { csrfToken, login, password });
    // The answer was lost, and perhaps not the cookie: nobody stays signed in here until somebody proves it.
    if (typeof said === 'string') return { kind: said };
    if (said.status === 200) return await remember();
    const { error, options } = said.body;
    const entered: Entered = error === 'second' ? await byKey('second', options) : error === 'must' ? { kind: 'must', options } : refused(said);
    if (entered.kind !== 'in') await writeDevice({ person });
    return entered;
  } catch {
    return { kind: 'store' };
  }
}

/** Signs in with a passkey alone: its authenticator knows whose it is. */
export async function enterByKey(): Promise<Entered> {
  const said = await tell('/api/passkey/begin', {});
  if (typeof said === 'string') return { kind: said };
  if (said.status !== 200) return refused(said);
  try {
    const { person } = await readDevice();
    await signInBegins();
    const entered = await byKey('passkey', said.body);
    if (entered.kind !== 'in') await writeDevice({ person });
    return entered;
  } catch {
    return { kind: 'store' };
  }
}

/** Has the browser ask for a passkey, and takes up the session that it opens. `no-key`: none, or it was put away. */
async function byKey(step: 'passkey' | 'second', options: unknown): Promise<Entered> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const response = await startAuthentication({ optionsJSON: options as Parameters<typeof startAuthentication>[0]['optionsJSON'] }).catch(() => null);
  if (response === null) return { kind: 'no-key' };
  const said = await tell('/api/passkey/end', { step, response });
  if (typeof said === 'string') return { kind: said };
  return said.status === 200 ? await remember() : said.status === 401 ? { kind: 'no-key' } : refused(said);
}

/** Makes the passkey that is demanded, and takes up the session that opens then. `no-key`: none was made; the password is asked again. */
export async function enterByNewKey(label: string, options: unknown): Promise<Entered> {
  try {
    const { startRegistration } = await import('@simplewebauthn/browser');
    const optionsJSON = options as Parameters<typeof startRegistration>[0]['optionsJSON'];
    const response = await startRegistration({ optionsJSON }).catch(() => null);
    if (response === null) return { kind: 'no-key' };
    const { person } = await readDevice();
    await signInBegins();
    const said = await tell('/api/passkey/make', { label, response });
    if (typeof said === 'string') return { kind: said };
    if (said.status === 200) return await remember();
    await writeDevice({ person });
    return said.status === 401 ? { kind: 'no-key' } : refused(said);
  } catch {
    return { kind: 'store' };
  }
}

/** Somebody came back from their portal: the session is taken up, as `enter` does, and the device remembers whose it is. */
export async function arrive(): Promise<Entered> {
  try {
    const { person } = await readDevice();
    await signInBegins();
    const said = await ask('/api/sso/finish', {});
    if (typeof said === 'string') return { kind: said };
    if (said.status === 200) return await remember();
    await writeDevice({ person });
    return said.status === 401 ? { kind: 'server' } : refused(said);
  } catch {
    return { kind: 'store' };
  }
}

/**
 * Ends the session of this browser on the server; what the device keeps is the caller's.
 * @returns false when the server could not be told: the cookie is still there
 */
export async function leave(): Promise<boolean> {
  const csrfToken = await token();
  if (typeof csrfToken !== 'string') return false;
  const said = await ask('/api/auth/signout', { csrfToken });
  return typeof said !== 'string' && said.status === 200;
}
