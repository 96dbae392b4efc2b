import 'server-only';
import { decode, encode } from 'next-auth/jwt';
import { env } from '#server/env.ts';
import { StartFailure } from '#server/start-failure.ts';
import type { Claims } from './actor.ts';

/** Seconds that a session lasts after the last visit: 30 days, so that a phone in a drawer over the holidays still opens. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

export function isSecure(): boolean {
  return env().publicUrl.startsWith('https:');
}

/** `__Host-`: only this host, only over https, and nothing of another subdomain can plant it (RFC 6265bis, 4.1.3.2). */
export function sessionCookie(): string {
  return isSecure() ? '__Host-relais.session' : 'relais.session';
}

/** The key that the cookies are encrypted with; the start gives it (server/keys.ts). */
export function sessionSecret(): string {
  const secret = process.env['NEXTAUTH_SECRET'];
  if (secret) return secret;
  throw new StartFailure(
    'Le réglage NEXTAUTH_SECRET manque : démarrez par « npm start ».',
    'The setting NEXTAUTH_SECRET is missing: start with "npm start".',
  );
}

/**
 * What a token carries beside its dates: who, which version of their sessions, and the row of this sign-in (of newer cookies). No name, no
 * role: those are read at each request.
 */
export function claimsIn(token: Readonly<Record<string, unknown>>): Claims | null {
  const { sub, v, s, exp, for: purpose } = token;
  // A paper for one step of signing in (pending.ts) is no session.
  if (typeof sub !== 'string' || typeof v !== 'number' || typeof exp !== 'number' || purpose !== undefined) return null;
  return { person: sub, sessionVersion: v, signedIn: typeof s === 'string' ? s : null, expiresAt: exp * 1000 };
}

/** Opens the session cookie; null when there is none, it is not ours, or its time is over. */
export async function claimsOf(cookie: string | undefined): Promise<Claims | null> {
  if (!cookie) return null;
  try {
    const token = await decode({ token: cookie, secret: sessionSecret() });
    return token === null ? null : claimsIn(token);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    return null;
  }
}

/** The line that gives a browser its session, as next-auth writes its own. */
export async function cookieFor(claims: { readonly person: string; readonly sessionVersion: number; readonly signedIn: string }): Promise<string> {
  const { person, sessionVersion, signedIn } = claims;
  const value = await encode({ token: { sub: person, v: sessionVersion, s: signedIn }, secret: sessionSecret(), maxAge: SESSION_SECONDS });
  return setCookie(sessionCookie(), value, SESSION_SECONDS);
}

/** @param seconds 0 takes it away */
export function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure() ? '; Secure' : ''}`;
}
