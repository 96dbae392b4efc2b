import 'server-only';
import { env } from '#server/env.ts';
import { type Element, readXml } from '#server/sheets/xml.ts';
import { first, type Outside, outsideOf } from './providers.ts';

/** An answer with an ENT's attributes is a few kB. */
const MAX_ANSWER = 256 * 1024;
const PATIENCE = 10_000;

/** The service of one sign-in: `state` binds it to the browser that began it. */
function serviceOf(state: string): string {
  return `${env().publicUrl}/api/sso/cas/callback?state=${state}`;
}

function address(path: string, asked: Readonly<Record<string, string>>): string {
  const { cas } = env();
  if (cas === undefined) throw new Error('no CAS is set');
  return `${cas}${path}?${new URLSearchParams(asked)}`;
}

export const casLogin = (state: string): string => address('/login', { service: serviceOf(state) });

const under = (element: Element | undefined, name: string) => element?.children.find((child) => child.name === name);

/** The text of an answer, at most so much of it. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) return Buffer.concat(chunks).toString();
    size += next.value.byteLength;
    if (size > MAX_ANSWER) throw new Error('too long an answer');
    chunks.push(next.value);
  }
}

/**
 * Who came back with a ticket: asked of the CAS server of the settings, once, for the service that this browser began (CAS protocol 3.0, 2.5).
 * @throws when the server does not vouch for it
 */
export async function casEnd(ticket: string, state: string): Promise<Outside> {
  if (!/^ST-[\w.-]{1,250}$/.test(ticket)) throw new Error('not a ticket');
  const url = address('/p3/serviceValidate', { service: serviceOf(state), ticket });
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE), headers: { accept: 'application/xml' } });
  const answer = await readXml(await textOf(response));
  const success = answer.name === 'serviceResponse' ? under(answer, 'authenticationSuccess') : undefined;
  const user = under(success, 'user')?.text.trim();
  if (success === undefined || !user) throw new Error('not vouched for');
  const claims: Record<string, string[]> = { user: [user] };
  for (const { name, text } of under(success, 'attributes')?.children ?? []) {
    const held = claims[name] ?? [];
    claims[name] = [...held, text.trim()];
  }
  return {
    provider: 'cas',
    subject: user,
    claims,
    login: user,
    givenName: first(claims, 'givenName', 'prenom', 'firstname', 'ENTPersonAlias'),
    familyName: first(claims, 'sn', 'nom', 'lastname', 'displayName', 'cn'),
    // Many portals let people write their own address there: only the installation knows whether this one has checked it.
    email: env().casMailChecked ? first(claims, 'mail', 'email', 'emailAddress') : null,
    session: outsideOf('cas', ticket),
  };
}

/** The session that the CAS server says is over (CAS protocol 3.0, 2.3.3): our own name of it. null: it is not such a word. */
export async function casLoggedOut(form: URLSearchParams): Promise<string | null> {
  const said = form.get('logoutRequest');
  if (said === null || said.length > 8192) return null;
  try {
    const request = await readXml(said);
    const ticket = request.name === 'LogoutRequest' ? under(request, 'SessionIndex')?.text.trim() : undefined;
    return ticket && /^ST-[\w.-]{1,250}$/.test(ticket) ? outsideOf('cas', ticket) : null;
  } catch {
    return null;
  }
}
