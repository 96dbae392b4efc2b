import 'server-only';
// biome-ignore lint/style/noRestrictedImports: the cookie of the request is Next's to give, and this is the one place where the room asks for it
import { cookies, headers } from 'next/headers';
import { db } from '#server/db.ts';
import type { Said } from '#server/http.ts';
import { type Claims, type Session, sessionOf } from './actor.ts';
import { addressOf } from './address.ts';
import { claimsOf, sessionCookie } from './cookie.ts';
import { isWiped } from './sessions.ts';

/**
 * Who is asking, for server components, actions and route handlers: the cookie says who, the database says with which rights now.
 * @returns null when nobody is signed in, the session is over or revoked, or the account is shut
 */
export async function whoAsks(): Promise<Session | null> {
  const claims = await claimsAsked();
  return claims === null ? null : sessionOf(await db(), claims, Date.now());
}

/** What the cookie of the request says: for what goes on after the answer has begun, and asks again whether the session does too. */
export async function claimsAsked(): Promise<Claims | null> {
  return claimsOf((await cookies()).get(sessionCookie())?.value);
}

/** Is the browser that asks to forget what it holds (sessions.ts)? Only where `whoAsks` said null. */
export async function isToForget(): Promise<boolean> {
  const claims = await claimsAsked();
  return claims !== null && isWiped(await db(), claims, Date.now());
}

/** What whoever is signed out is told, in place of an answer. */
export async function signedOut(): Promise<Said> {
  return { status: 401, body: { error: 'signed-out', ...((await isToForget()) ? { forget: true } : {}) } };
}

/** Where the request comes from, for what has no request at hand (address.ts). */
export async function addressAsked(): Promise<string | null> {
  const asked = await headers();
  return addressOf((name) => asked.get(name));
}
