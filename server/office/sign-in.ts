import 'server-only';
import * as z from 'zod/mini';
import { SignInSettings, signInOf } from '#domain/sign-in.ts';
import { securityEvent } from '#server/security-log.ts';
import { signInSettings } from '#server/session/sso/admit.ts';
import { isSet } from '#server/session/sso/providers.ts';
import { type Desk, no, type Told } from './desk.ts';
import { fieldOf } from './fields.ts';

/** How people sign in here, as the office reads it. */
export interface SignInPage {
  readonly settings: SignInSettings;
  /** Which portals the settings of the installation name. */
  readonly set: { readonly oidc: boolean; readonly cas: boolean };
}

export async function readSignIn({ db }: Desk): Promise<Told<SignInPage>> {
  return { ok: true, value: { settings: await signInSettings(db), set: { oidc: isSet('oidc'), cas: isSet('cas') } } };
}

/** Which buttons stand at the door, and which claims give which roles. Faults: invalid. */
export async function setSignIn({ db, session, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = z.omit(SignInSettings, { passkeysFrom: true }).safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const before = await signInSettings(db);
  const signIn = signInOf({ ...parsed.data, passkeysFrom: before.passkeysFrom });
  await db.organisation.update({ where: { id: 'org' }, data: { signIn: signIn as object }, select: { id: true } });
  await securityEvent(db, { kind: 'roles-changed', person: session.actor.person, data: { signIn: true, rules: signIn.rules.length } }, now);
  return { ok: true, value: null };
}
