import 'server-only';
import type { Claims, Elsewhere } from '#domain/sign-in.ts';
import { env } from '#server/env.ts';

/** Somebody whom a provider vouches for. */
export interface Outside {
  readonly provider: Elsewhere;
  /** Who they are there, for ever; never an address or a name that may be given to somebody else. */
  readonly subject: string;
  readonly claims: Claims;
  readonly login: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** Only one that the provider has checked. */
  readonly email: string | null;
  /** The provider's name of its session, so that its end is the end of ours. */
  readonly session: string | null;
}

/** Which providers the settings of this installation name (their addresses and secrets come from nowhere else). */
export function isSet(provider: Elsewhere): boolean {
  const { oidc, cas, ldap } = env();
  return { oidc, cas, ldap }[provider] !== undefined;
}

/** The first word of the first of these claims that is there. */
export function first(claims: Claims, ...names: readonly string[]): string | null {
  for (const name of names) {
    const found = claims[name]?.[0]?.normalize('NFC').trim();
    if (found) return found.slice(0, 200);
  }
  return null;
}

/** Provider and its session, as the row of the sign-in keeps them. */
export const outsideOf = (provider: Elsewhere, session: string) => `${provider}:${session}`.slice(0, 300);
