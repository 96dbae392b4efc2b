import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant } from '#domain/ids.ts';
import type { Db, Tx } from '#server/db.ts';
import { env } from '#server/env.ts';
import { securityEvent } from '#server/security-log.ts';
import { hashPassword, PASSWORD_MAX, type PasswordFault, passwordFault, TooBusy } from '#server/session/password.ts';
import { revokeSessions } from '#server/session/revoke.ts';

/**
 * What a link is for. `invitation`: a first password. `recovery`: another one; a passkey is asked as before. `anew`: another one, and the passkeys
 * are forgotten with it; only an administrator gives that one.
 */
export const LINK_PURPOSES = ['invitation', 'recovery', 'anew'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** How long each works, ms. */
const LIFE: Readonly<Record<LinkPurpose, number>> = { invitation: 7 * 86_400_000, recovery: 30 * 60_000, anew: 30 * 60_000 };

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export interface MadeLink {
  readonly url: string;
  readonly expiresAt: Instant;
}

/**
 * Makes a link for somebody; those made before for the same work no more, but for one that nobody signed in has asked for (`by` null): a stranger
 * must not spend the link that its owner is about to open. The token is in the answer and nowhere else.
 */
export async function makeLink(
  tx: Pick<Tx, 'oneTimeLink'>,
  { person, purpose, by }: { readonly person: string; readonly purpose: LinkPurpose; readonly by: string | null },
  now: Instant,
): Promise<MadeLink> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = now + LIFE[purpose];
  if (by !== null) await tx.oneTimeLink.updateMany({ where: { personId: person, purpose, usedAt: null }, data: { usedAt: new Date(now) } });
  await tx.oneTimeLink.create({
    data: { tokenHash: hashOf(token), purpose, personId: person, createdBy: by, createdAt: new Date(now), expiresAt: new Date(expiresAt) },
    select: { tokenHash: true },
  });
  // After the hash: what stands there is sent to no server, and is in no log.
  return { url: `${env().publicUrl}/welcome/account#token=${token}`, expiresAt };
}

const Token = z.string().check(z.regex(/^[\w-]{43}$/));

/** Whom a link lets in, to be read before a password is chosen. */
export interface OpenedLink {
  readonly purpose: LinkPurpose;
  readonly login: string;
  readonly name: string;
}

async function found(db: Pick<Db, 'oneTimeLink' | 'person'>, token: string, now: Instant) {
  const link = await db.oneTimeLink.findFirst({
    where: { tokenHash: hashOf(token), purpose: { in: [...LINK_PURPOSES] }, usedAt: null, expiresAt: { gt: new Date(now) } },
  });
  if (link?.personId == null) return null;
  const person = await db.person.findFirst({
    where: { id: link.personId, disabledAt: null, erasedAt: null },
    select: { id: true, login: true, givenName: true, familyName: true },
  });
  return person === null ? null : { link, person, purpose: link.purpose as LinkPurpose };
}

/** null: unknown, used, too old, or the account is shut. */
export async function openLink(db: Db, token: unknown, now: Instant): Promise<OpenedLink | null> {
  const parsed = Token.safeParse(token);
  const known = parsed.success ? await found(db, parsed.data, now) : null;
  if (known === null) return null;
  const { login, givenName, familyName } = known.person;
  return { purpose: known.purpose, login, name: `${givenName} ${familyName}` };
}

export type UsedLink =
  | { readonly ok: true; readonly login: string; readonly person: string; readonly purpose: LinkPurpose }
  | { readonly ok: false; readonly fault: 'link' | 'busy' | PasswordFault };

const UseInput = z.object({ token: Token, password: z.string().check(z.maxLength(PASSWORD_MAX * 4)) });

class LinkIsDead extends Error {}

/** Chooses a password by a link, which is then used up; every session and alert of before ends. */
export async function spendLink(db: Db, input: unknown, now: Instant, address: string | null = null): Promise<UsedLink> {
  const parsed = UseInput.safeParse(input);
  // Asked before the costly hash, so that guessing at links costs the guesser only.
  const known = parsed.success ? await found(db, parsed.data.token, now) : null;
  if (!parsed.success || known === null) return { ok: false, fault: 'link' };
  const { person, purpose } = known;
  const fault = passwordFault(parsed.data.password, [person.login, person.givenName, person.familyName]);
  if (fault !== null) return { ok: false, fault };
  try {
    const passwordHash = await hashPassword(parsed.data.password);
    await db.$transaction(async (tx) => {
      const { count } = await tx.oneTimeLink.updateMany({
        where: { tokenHash: known.link.tokenHash, usedAt: null, expiresAt: { gt: new Date(now) } },
        data: { usedAt: new Date(now) },
      });
      const opened = await tx.person.updateMany({ where: { id: person.id, disabledAt: null, erasedAt: null }, data: { passwordHash } });
      // Of several at once, one finds it unused.
      if (count !== 1 || opened.count !== 1) throw new LinkIsDead();
      if (purpose === 'anew') await tx.passkey.deleteMany({ where: { personId: person.id } });
      await revokeSessions(tx, person.id, now);
    });
  } catch (error) {
    if (error instanceof LinkIsDead) return { ok: false, fault: 'link' };
    if (error instanceof TooBusy) return { ok: false, fault: 'busy' };
    throw error;
  }
  await securityEvent(
    db,
    { kind: purpose === 'invitation' ? 'password-changed' : 'recovery-used', person: person.id, address, data: { purpose } },
    now,
  );
  return { ok: true, login: person.login, person: person.id, purpose };
}
