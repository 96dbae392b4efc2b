import * as z from 'zod/mini';
import { type Membership, ROLES } from './actor.ts';
import type { SiteId } from './ids.ts';
import { fitsScope, GIVEN_ROLES, type GivenRole } from './membership.ts';

/** Where people's accounts may come from, beside Relais itself. */
export const PROVIDERS = ['oidc', 'cas'] as const;
export type Provider = (typeof PROVIDERS)[number];
/** A directory has no portal: its logins and passwords are typed at our own door. */
export type Elsewhere = Provider | 'ldap';

const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

/** "Whoever's `claim` holds `value` is `role`", on the whole organisation or on the sites whose UAI codes `sites` holds. */
const Rule = z.object({
  claim: word(120),
  /** `*`: any value. */
  value: word(300),
  role: z.enum(ROLES),
  /** The claim that holds UAI codes; null: the whole organisation. */
  sites: z.nullable(word(120)),
});
export type ClaimRule = z.infer<typeof Rule>;

const MOST_RULES = 60;

/** `Organisation.signIn`: how people sign in beside the password. */
export const SignInSettings = z.object({
  /** What stands on each provider's button; absent: no button. */
  buttons: z.object({ oidc: z.optional(word(60)), cas: z.optional(word(60)) }),
  rules: z.array(Rule).check(z.maxLength(MOST_RULES)),
  /** An unknown subject whose address is that of one account is that account. */
  byEmail: z.boolean(),
  /** An unknown subject to whom the rules give a role gets an account. */
  create: z.boolean(),
  /** Administrators and supervisors sign in with a passkey, from this instant on; null: as they like. */
  passkeysFrom: z.nullable(z.int().check(z.nonnegative(), z.maximum(8.64e15))),
});
export type SignInSettings = z.infer<typeof SignInSettings>;

export const NO_SIGN_IN: SignInSettings = { buttons: {}, rules: [], byEmail: false, create: false, passkeysFrom: null };

/** What is kept, or nothing of it where it cannot be read. */
export function signInOf(stored: unknown): SignInSettings {
  const parsed = SignInSettings.safeParse(stored);
  return parsed.success ? parsed.data : NO_SIGN_IN;
}

/** What a provider says of somebody: each claim as a list of words. */
export type Claims = Readonly<Record<string, readonly string[]>>;

/** Nested claims are named with dots: Keycloak's `realm_access.roles`. Numbers and truths are words. */
export function claimsFrom(said: unknown, prefix = '', depth = 3): Record<string, string[]> {
  const claims: Record<string, string[]> = {};
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return claims;
  for (const [name, value] of Object.entries(said)) {
    const key = prefix + name;
    const words = [value].flat().filter((one) => ['string', 'number', 'boolean'].includes(typeof one));
    if (words.length > 0) claims[key] = words.map(String);
    else if (depth > 1) Object.assign(claims, claimsFrom(value, `${key}.`, depth - 1));
  }
  return claims;
}

const isGiven = (role: string): role is GivenRole => (GIVEN_ROLES as readonly string[]).includes(role);

/** UAI codes among these words: alone, or in an ENT's long form (`ENTStructureUAI=0450062Y`, `0450062Y$...`). */
export function uaisIn(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((text) => text.toUpperCase().match(/\b\d{7}[A-Z]\b/g) ?? []))];
}

/**
 * The roles that the rules give for these claims. @param siteOf the site of a UAI code, where there is one
 */
export function rolesFrom(rules: readonly ClaimRule[], claims: Claims, siteOf: (uai: string) => SiteId | undefined): Membership[] {
  const given = new Map<string, Membership>();
  for (const { claim, value, role, sites } of rules) {
    const held = claims[claim] ?? [];
    if (!isGiven(role) || held.length === 0 || (value !== '*' && !held.includes(value))) continue;
    const places = sites === null ? [null] : uaisIn(claims[sites] ?? []).flatMap((uai) => siteOf(uai) ?? []);
    for (const site of places) if (fitsScope(role, site === null ? 'organisation' : 'site')) given.set(`${role} ${site}`, { role, site });
  }
  return [...given.values()];
}

/** Whoever may do much is asked for their passkey after the password, once they have one; and to make one, where the office demands it. */
export const KEY_ROLES: readonly string[] = ['admin', 'supervisor'];

/** Does the office demand a passkey of somebody with these roles by now? */
export function demandsKey({ passkeysFrom }: SignInSettings, roles: readonly string[], now: number): boolean {
  return passkeysFrom !== null && passkeysFrom <= now && roles.some((role) => KEY_ROLES.includes(role));
}
