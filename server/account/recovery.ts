import 'server-only';
import * as z from 'zod/mini';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { log } from '#server/log.ts';
import { securityEvent } from '#server/security-log.ts';
import { normalLogin } from '#server/session/credentials.ts';
import { lacksKey } from '#server/session/sign-in-settings.ts';
import { type Limit, type Throttle, throttle } from '#server/throttle.ts';
import { canMail, mailLink } from './letter.ts';
import { makeLink } from './links.ts';

const FROM: Limit = { limit: 20, windowMs: 3_600_000 };
/** Of one login from one address; and from everywhere, so that a stranger who asks in somebody's name does not use up their tries. */
const TO: Limit = { limit: 3, windowMs: 3_600_000 };
const TO_ALL: Limit = { limit: 12, windowMs: 3_600_000 };
const Login = z.string().check(z.maxLength(200));

/**
 * Somebody forgot their password: a link is mailed to the address that is known of that login, if there is one. The answer comes before
 * anything was looked for, so that neither its words nor its time tell whether the login exists.
 * @returns false when this address asks too often, or no mail server is set
 */
export function askRecovery(
  db: Db,
  { login, address }: { readonly login: unknown; readonly address: string | null },
  now: Instant,
  counts: Throttle = throttle(),
): { readonly asked: boolean; readonly done: Promise<void> } {
  const typed = Login.safeParse(login);
  if (!typed.success || !canMail() || !counts.allow(`recovery:from:${address ?? ''}`, FROM, now).allowed) {
    return { asked: false, done: Promise.resolve() };
  }
  const wanted = normalLogin(typed.data);
  const to = `recovery:to:${wanted}`;
  const isLogin = wanted !== '' && !/\p{Cc}/u.test(wanted);
  const isHeard = isLogin && counts.allow(`${to}:${address ?? ''}`, TO, now).allowed && counts.allow(to, TO_ALL, now).allowed;
  const done = isHeard ? sendTo(db, wanted, address, now) : Promise.resolve();
  return { asked: true, done };
}

async function sendTo(db: Db, login: string, address: string | null, now: Instant): Promise<void> {
  try {
    const person = await db.person.findFirst({ where: { login, disabledAt: null, erasedAt: null, email: { not: null } } });
    await securityEvent(db, { kind: 'recovery-asked', person: person?.id ?? null, address }, now);
    // Whoever never had a password signs in elsewhere, or was invited: an administrator decides.
    if (person?.email == null || person.passwordHash === null) return;
    // Where a passkey is demanded and none is there yet, a mailbox would be enough to make the first one.
    if (await lacksKey(db, person.id, now)) return;
    const link = await makeLink(db, { person: person.id, purpose: 'recovery', by: null }, now);
    const { givenName, familyName, language } = person;
    mailLink({ to: person.email, name: `${givenName} ${familyName}`, login, language: language === 'en' ? 'en' : 'fr', purpose: 'recovery', link });
  } catch (error) {
    log('error', 'a way back was not sent', { error });
  }
}
