import 'server-only';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Instant } from '#domain/ids.ts';
import { KEY_ROLES } from '#domain/sign-in.ts';
import type { Db } from '#server/db.ts';
import { env } from '#server/env.ts';
import { jsonOf } from '#server/sql.ts';

/** A person's passkeys at most: phones, computers, keys on a ring. */
export const MOST_PASSKEYS = 10;

/** The domain that passkeys are of: whoever moves Relais to another one has them enrolled anew. */
const rpID = () => new URL(env().publicUrl).hostname;

type Transports = NonNullable<RegistrationResponseJSON['response']['transports']>;

const transportsOf = (stored: unknown): Transports => (stored === null ? [] : jsonOf<Transports>(stored));

/** What a browser needs to make a passkey; the challenge is to be kept until it comes back. */
export async function enrolOptions(db: Db, person: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const found = await db.person.findUniqueOrThrow({ where: { id: person }, include: { passkeys: { select: { id: true, transports: true } } } });
  return generateRegistrationOptions({
    rpName: 'Relais',
    rpID: rpID(),
    userName: found.login,
    userDisplayName: `${found.givenName} ${found.familyName}`,
    userID: new Uint8Array(Buffer.from(person)),
    attestationType: 'none',
    excludeCredentials: found.passkeys.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
  });
}

interface Enrolled {
  readonly person: string;
  readonly challenge: string;
  readonly label: string;
  readonly response: unknown;
}

/** Keeps a passkey that answers the challenge. @returns false when it does not, or is known already */
export async function enrol(db: Db, { person, challenge, label, response }: Enrolled, now: Instant): Promise<boolean> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: env().publicUrl,
      expectedRPID: rpID(),
      requireUserVerification: false,
    });
    if (!verified || registrationInfo === undefined) return false;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    const data = { id, personId: person, publicKey: new Uint8Array(publicKey), counter, transports, label, createdAt: new Date(now) };
    await db.passkey.create({ data, select: { id: true } });
    return true;
  } catch {
    return false;
  }
}

/** Any passkey of this installation that its authenticator remembers: the person is known by it. */
export function anyKeyOptions(): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({ rpID: rpID(), userVerification: 'required' });
}

/** The second step after a password, for those who may do much and have a passkey; null: the password is enough. */
export async function secondOptions(db: Db, person: string): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  const keys = await db.passkey.findMany({
    where: { personId: person, person: { memberships: { some: { role: { in: [...KEY_ROLES] } } } } },
    select: { id: true, transports: true },
  });
  if (keys.length === 0) return null;
  const allowCredentials = keys.map(({ id, transports }) => ({ id, transports: transportsOf(transports) }));
  return generateAuthenticationOptions({ rpID: rpID(), userVerification: 'preferred', allowCredentials });
}

interface Answered {
  readonly challenge: string;
  readonly response: unknown;
  /** The second step of this person; null: whoever's passkey it is, who then proves more than to have it. */
  readonly of: string | null;
}

/** Whose passkey answered the challenge; null: nobody's, another's, or one whose account is shut. */
export async function personOfKey(
  db: Db,
  { challenge, response, of }: Answered,
  now: Instant,
): Promise<{ person: string; sessionVersion: number } | null> {
  const { id } = (response ?? {}) as { id?: unknown };
  if (typeof id !== 'string' || id.length > 2000) return null;
  const key = await db.passkey.findUnique({ where: { id }, include: { person: { select: { sessionVersion: true, disabledAt: true } } } });
  if (key === null || key.person.disabledAt !== null || (of !== null && key.personId !== of)) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: env().publicUrl,
      expectedRPID: rpID(),
      requireUserVerification: of === null,
      credential: { id, publicKey: new Uint8Array(key.publicKey), counter: key.counter, transports: transportsOf(key.transports) },
    });
    if (!verified) return null;
    const { newCounter: counter } = authenticationInfo;
    await db.passkey.update({ where: { id }, data: { counter, lastUsed: new Date(now) }, select: { id: true } });
    return { person: key.personId, sessionVersion: key.person.sessionVersion };
  } catch {
    return null;
  }
}
