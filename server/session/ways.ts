import 'server-only';
import type { Provider } from '#domain/sign-in.ts';
import { canMail } from '#server/account/letter.ts';
import { db } from '#server/db.ts';
import { claimsAsked } from './session.ts';
import { formerOf, isMerged } from './sessions.ts';
import { signInSettings } from './sign-in-settings.ts';
import { isSet } from './sso/providers.ts';

/** What the sign-in page offers beside a login and a password. */
export interface Ways {
  /** A way back in can be mailed. */
  readonly recovery: boolean;
  /** Portals, with the words of their buttons. */
  readonly portals: readonly { readonly id: Provider; readonly label: string }[];
  /** A directory judges passwords that are not ours. */
  readonly directory: boolean;
  /** The account that was signed in in this browser is one with another now, and opens nothing any more. */
  readonly merged: boolean;
}

export async function waysIn(): Promise<Ways> {
  const { buttons } = await signInSettings(await db());
  const claims = await claimsAsked();
  const merged = claims !== null && (await isMerged(await db(), claims.person));
  const portals = (['oidc', 'cas'] as const).flatMap((id) => (isSet(id) && buttons[id] !== undefined ? [{ id, label: buttons[id] }] : []));
  return { recovery: canMail(), portals, directory: isSet('ldap'), merged };
}

/** Accounts that are one with this one now: what waits of them on a device is this person's to read. */
export async function formerAccounts(person: string): Promise<string[]> {
  return formerOf(await db(), person);
}
