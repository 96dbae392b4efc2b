import 'server-only';
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import * as oidc from 'openid-client-6';
import { claimsFrom } from '#domain/sign-in.ts';
import { env } from '#server/env.ts';
import { first, type Outside, outsideOf } from './providers.ts';

/** How long what the issuer says of itself is believed, ms. */
const FRESH = 10 * 60_000;
/** Its answers are waited for so long, seconds. */
const PATIENCE = 10;

const shared = globalThis as { relaisOidc?: { at: number; config: Promise<oidc.Configuration> } };

/** The issuer of the settings, as it describes itself. Its address comes from the environment alone. */
async function configuration(): Promise<oidc.Configuration> {
  const settings = env().oidc;
  if (settings === undefined) throw new Error('no issuer is set');
  const known = shared.relaisOidc;
  if (known !== undefined && Date.now() - known.at < FRESH) return known.config;
  const { issuer, clientId, clientSecret } = settings;
  // Only a machine of its own may be spoken to in clear: the settings refuse the rest.
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  const config = oidc.discovery(issuer, clientId, clientSecret, undefined, { execute, timeout: PATIENCE });
  shared.relaisOidc = { at: Date.now(), config };
  config.catch(() => {
    delete shared.relaisOidc;
  });
  return config;
}

export const callbackUrl = () => `${env().publicUrl}/api/sso/oidc/callback`;

/** Where the browser goes to sign in, and what must come back with it. */
export async function oidcStart(): Promise<{ readonly url: string; readonly kept: Readonly<Record<string, string>> }> {
  const config = await configuration();
  const kept = { verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callbackUrl(),
    scope: env().oidc?.scope ?? 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
    state: kept.state,
    nonce: kept.nonce,
  });
  return { url: url.href, kept };
}

/**
 * Who came back with a code. Code, state, nonce, issuer, audience and signature are checked by openid-client.
 * @param search of the callback's address
 * @throws when anything does not fit
 */
export async function oidcEnd(search: string, kept: Readonly<Record<string, unknown>>): Promise<Outside> {
  const config = await configuration();
  // The address as the provider knows it, whatever proxies made of it.
  const tokens = await oidc.authorizationCodeGrant(config, new URL(callbackUrl() + search), {
    pkceCodeVerifier: String(kept['verifier']),
    expectedState: String(kept['state']),
    expectedNonce: String(kept['nonce']),
    idTokenExpected: true,
  });
  const said = tokens.claims();
  if (said === undefined) throw new Error('no identity came');
  const more = config.serverMetadata().userinfo_endpoint === undefined ? {} : await oidc.fetchUserInfo(config, tokens.access_token, said.sub);
  const claims = claimsFrom({ ...more, ...said });
  const isChecked = claims['email_verified']?.[0] === 'true';
  return {
    provider: 'oidc',
    subject: said.sub,
    claims,
    login: first(claims, 'preferred_username', 'email'),
    givenName: first(claims, 'given_name'),
    familyName: first(claims, 'family_name', 'name'),
    email: isChecked ? first(claims, 'email') : null,
    session: outsideOf('oidc', first(claims, 'sid') ?? said.sub),
  };
}

const BACKCHANNEL = 'http://schemas.openid.net/event/backchannel-logout';
const HASHES: Readonly<Record<string, { hash: string; pss?: true; ec?: true }>> = {
  RS256: { hash: 'sha256' },
  PS256: { hash: 'sha256', pss: true },
  ES256: { hash: 'sha256', ec: true },
};
/** A logout token is of now, seconds. */
const AGE = 5 * 60;

const partOf = (text: string | undefined): Record<string, unknown> => JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as never;

type Key = JsonWebKey & { readonly kid?: string; readonly use?: string };
const kept = globalThis as { relaisOidcKeys?: { readonly from: string; readonly at: number; readonly keys: Promise<readonly Key[]> } };
/** An issuer may have changed its keys since; it is asked again at most so often, ms. */
const ASKED_AGAIN = 60_000;

async function keysFrom(address: string): Promise<readonly Key[]> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE * 1000) });
  return ((await answer.json()) as { keys: readonly Key[] }).keys;
}

/** The issuer's key of that name; its keys are believed as long as what it says of itself. */
async function keyOf(from: string, kid: unknown): Promise<Key> {
  const fits = (one: Key) => (kid === undefined || one.kid === kid) && one.use !== 'enc';
  const known = kept.relaisOidcKeys;
  const age = known?.from === from ? Date.now() - known.at : Number.POSITIVE_INFINITY;
  const held = known !== undefined && age < FRESH ? (await known.keys).find(fits) : undefined;
  if (held !== undefined) return held;
  if (age < ASKED_AGAIN) throw new Error('an unknown key');
  const keys = keysFrom(from);
  kept.relaisOidcKeys = { from, at: Date.now(), keys };
  // Not answered: not kept.
  keys.catch(() => {
    delete kept.relaisOidcKeys;
  });
  const key = (await keys).find(fits);
  if (key === undefined) throw new Error('an unknown key');
  return key;
}

/**
 * The session, and the subject, that the issuer says are over (OpenID Connect Back-Channel Logout 1.0, 2.6): its signature, ours as the audience,
 * the event, no nonce, and recent.
 * @throws when it is not the issuer's word
 */
export async function loggedOut(
  token: string,
  now: number,
): Promise<{ readonly session: string | null; readonly subject: string | null; readonly id: string }> {
  const config = await configuration();
  const { issuer, jwks_uri: keysAt } = config.serverMetadata();
  const [head, body, signature] = token.split('.');
  const header = partOf(head);
  const said = partOf(body);
  const { iss, aud, iat, events, nonce, sid, sub, jti } = said;
  // Before anybody is asked for keys: whoever sends anything here must not make the server call out.
  const isOurs = iss === issuer && [aud].flat().includes(config.clientMetadata().client_id);
  const isNow = typeof iat === 'number' && Math.abs(now / 1000 - iat) < AGE;
  const isLogout = typeof events === 'object' && events !== null && BACKCHANNEL in events && nonce === undefined;
  if (!isOurs || !isNow || !isLogout || typeof jti !== 'string') throw new Error('not a logout of ours');
  if (typeof sid !== 'string' && typeof sub !== 'string') throw new Error('nobody is named');
  const how = HASHES[String(header['alg'])];
  if (how === undefined || keysAt === undefined) throw new Error('not signed as expected');
  const key = await keyOf(keysAt, header['kid']);
  const given = {
    key: createPublicKey({ key, format: 'jwk' }),
    ...(how.pss ? { padding: 6, saltLength: 32 } : {}),
    ...(how.ec ? { dsaEncoding: 'ieee-p1363' as const } : {}),
  };
  if (!verify(how.hash, Buffer.from(`${head}.${body}`), given, Buffer.from(signature ?? '', 'base64url'))) throw new Error('not their signature');
  return { session: typeof sid === 'string' ? outsideOf('oidc', sid) : null, subject: typeof sub === 'string' ? sub : null, id: jti };
}
