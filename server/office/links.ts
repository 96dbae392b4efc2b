import 'server-only';
import * as z from 'zod/mini';
import { type Instant, isUuid } from '#domain/ids.ts';
import { canMail, mailLink } from '#server/account/letter.ts';
import { LINK_PURPOSES, makeLink } from '#server/account/links.ts';
import { securityEvent } from '#server/security-log.ts';
import { type Desk, no, type Told } from './desk.ts';

const LinkInput = z.object({
  person: z.string().check(z.refine(isUuid)),
  purpose: z.enum(LINK_PURPOSES),
  /** To their address; else it is shown here, once. */
  mail: z.boolean(),
});

/** `url` null: it was mailed to `to`. */
export interface GivenLink {
  readonly url: string | null;
  readonly to: string | null;
  readonly expiresAt: Instant;
}

/**
 * Makes a link by which somebody chooses a password: their first (an invitation), or another (a way back in, after which a lost passkey is
 * enrolled anew). Not for oneself. Faults: invalid, self, not-allowed, no-mail (nothing is set to send it, or no address is known).
 */
export async function giveLink({ db, session, now }: Desk, input: unknown): Promise<Told<GivenLink>> {
  const parsed = LinkInput.safeParse(input);
  if (!parsed.success) return no('invalid');
  const { person: id, purpose, mail } = parsed.data;
  const by = session.actor.person;
  if (id === by) return no('self');
  const person = await db.person.findFirst({ where: { id, disabledAt: null, erasedAt: null } });
  if (person === null) return no('not-allowed');
  if (mail && (!canMail() || person.email === null)) return no('no-mail');
  const link = await makeLink(db, { person: id, purpose, by }, now);
  await securityEvent(db, { kind: purpose === 'invitation' ? 'invited' : 'recovery-asked', person: id, data: { by, purpose, mailed: mail } }, now);
  if (!mail) return { ok: true, value: { url: link.url, to: null, expiresAt: link.expiresAt } };
  const { givenName, familyName, login, language, email: to } = person;
  mailLink({ to: to ?? '', name: `${givenName} ${familyName}`, login, language: language === 'en' ? 'en' : 'fr', purpose, link });
  return { ok: true, value: { url: null, to, expiresAt: link.expiresAt } };
}
