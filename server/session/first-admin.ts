import 'server-only';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant } from '#domain/ids.ts';
import type { Db, Tx } from '#server/db.ts';
import { isTaken } from '#server/office/desk.ts';
import { fieldOf, text } from '#server/office/fields.ts';
import { withVersion, writePerson } from '#server/register.ts';
import { normalLogin } from './credentials.ts';
import { hashPassword, PASSWORD_MAX, type PasswordFault, passwordFault, TooBusy } from './password.ts';

const PURPOSE = 'first-admin';

const Input = z.object({
  /** 32 bytes in base64url, as the start prints them. */
  token: z.string().check(z.regex(/^[\w-]{20,100}$/)),
  organisation: text(120),
  givenName: text(60),
  familyName: text(60),
  login: text(120),
  password: z.string().check(z.maxLength(PASSWORD_MAX * 4)),
  language: z.enum(['fr', 'en']),
});

/** `link`: unknown, used, too old, or there is an administrator already. */
export type Welcome =
  | { readonly ok: true; readonly login: string }
  | { readonly ok: false; readonly fault: 'link' | 'busy' }
  | { readonly ok: false; readonly fault: 'invalid' | PasswordFault; readonly field: string };

class LinkIsDead extends Error {}

const live = (token: string, now: Instant) => ({
  tokenHash: createHash('sha256').update(token).digest('hex'),
  purpose: PURPOSE,
  usedAt: null,
  expiresAt: { gt: new Date(now) },
});

/** Takes the link for good, in the transaction that uses it: of several at once, one finds it unused. */
async function take(tx: Tx, token: string, now: Instant): Promise<void> {
  const { count } = await tx.oneTimeLink.updateMany({ where: live(token, now), data: { usedAt: new Date(now) } });
  if (count !== 1) throw new LinkIsDead();
  const enabled = await tx.membership.count({ where: { role: 'admin', siteId: null, person: { disabledAt: null } } });
  if (enabled > 0) throw new LinkIsDead();
}

/**
 * Makes the first administrator from the link that the start printed (scripts/first-admin.ts), names the organisation, and uses the link up.
 * The token appears in no log: neither this function nor its callers write their input anywhere.
 */
export async function welcomeFirstAdmin(db: Db, input: unknown, now: Instant): Promise<Welcome> {
  const parsed = Input.safeParse(input);
  if (!parsed.success) {
    const field = fieldOf(parsed.error);
    return field === 'token' ? { ok: false, fault: 'link' } : { ok: false, fault: 'invalid', field };
  }
  const { token, organisation, password, ...person } = parsed.data;
  // Asked before the costly hash, so that guessing at links costs the guesser only.
  if ((await db.oneTimeLink.count({ where: live(token, now) })) === 0) return { ok: false, fault: 'link' };
  const fault = passwordFault(password, [person.login, person.givenName, person.familyName, organisation]);
  if (fault !== null) return { ok: false, fault, field: 'password' };
  try {
    const passwordHash = await hashPassword(password);
    const login = normalLogin(person.login);
    await db.$transaction(async (tx) => {
      const version = await withVersion(tx);
      await take(tx, token, now);
      await tx.organisation.update({ where: { id: 'org' }, data: { name: organisation }, select: { id: true } });
      await writePerson(tx, { ...person, login, phone: null, passwordHash, memberships: [{ role: 'admin', site: null }] }, version, now);
    });
    return { ok: true, login };
  } catch (error) {
    if (error instanceof LinkIsDead) return { ok: false, fault: 'link' };
    if (isTaken(error)) return { ok: false, fault: 'invalid', field: 'login' };
    if (error instanceof TooBusy) return { ok: false, fault: 'busy' };
    throw error;
  }
}
