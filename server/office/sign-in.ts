import 'server-only';
import { KEY_ROLES, SignInSettings, signInOf } from '#domain/sign-in.ts';
import { securityEvent } from '#server/security-log.ts';
import { signInSettings } from '#server/session/sign-in-settings.ts';
import { directoryState } from '#server/session/sso/ldap.ts';
import { isSet } from '#server/session/sso/providers.ts';
import { type Desk, no, type Told } from './desk.ts';
import { fieldOf } from './fields.ts';

/** Names on the page at most. */
const LISTED = 100;

/** How people sign in here, as the office reads it. */
export interface SignInPage {
  readonly settings: SignInSettings;
  /** Which portals the settings of the installation name. */
  readonly set: { readonly oidc: boolean; readonly cas: boolean };
  /** Does the directory answer, and know the service account? null: none is set. */
  readonly directory: 'ok' | 'unreachable' | 'refused' | null;
  /** Administrators and supervisors who have no passkey yet. */
  readonly keyless: readonly { readonly id: string; readonly name: string }[];
}

export async function readSignIn({ db }: Desk): Promise<Told<SignInPage>> {
  const keyless = await db.person.findMany({
    where: { disabledAt: null, erasedAt: null, passkeys: { none: {} }, memberships: { some: { role: { in: [...KEY_ROLES] } } } },
    orderBy: [{ familyName: 'asc' }, { id: 'asc' }],
    take: LISTED,
    select: { id: true, givenName: true, familyName: true },
  });
  return {
    ok: true,
    value: {
      settings: await signInSettings(db),
      set: { oidc: isSet('oidc'), cas: isSet('cas') },
      directory: isSet('ldap') ? await directoryState() : null,
      keyless: keyless.map(({ id, givenName, familyName }) => ({ id, name: `${givenName} ${familyName}` })),
    },
  };
}

/** Which buttons stand at the door, and which claims give which roles. Faults: invalid, own-key. */
export async function setSignIn({ db, session, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = SignInSettings.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const signIn = signInOf(parsed.data);
  const before = await signInSettings(db);
  const by = session.actor.person;
  // Whoever demands it of others has theirs: nobody shuts the door behind themselves.
  const isNew = signIn.passkeysFrom !== null && signIn.passkeysFrom !== before.passkeysFrom;
  if (isNew && (await db.passkey.count({ where: { personId: by } })) === 0) return no('own-key', 'passkeysFrom');
  await db.organisation.update({ where: { id: 'org' }, data: { signIn: signIn as object }, select: { id: true } });
  await securityEvent(
    db,
    { kind: 'roles-changed', person: by, data: { signIn: true, rules: signIn.rules.length, passkeysFrom: signIn.passkeysFrom } },
    now,
  );
  return { ok: true, value: null };
}
