import 'server-only';
import type { Instant } from '#domain/ids.ts';
import { demandsKey, type SignInSettings, signInOf } from '#domain/sign-in.ts';
import type { Db } from '#server/db.ts';
import { jsonOf } from '#server/sql.ts';

/** What the office has set; read at each sign-in. */
export async function signInSettings(db: Pick<Db, 'organisation'>): Promise<SignInSettings> {
  const found = await db.organisation.findUnique({ where: { id: 'org' }, select: { signIn: true } });
  return signInOf(found?.signIn == null ? null : jsonOf(found.signIn));
}

/** Does the office demand a passkey of this person by now; and how many have they? */
export async function demandOf(db: Db, person: string, now: Instant): Promise<{ readonly demanded: boolean; readonly keys: number }> {
  const [settings, found] = await Promise.all([
    signInSettings(db),
    db.person.findUnique({ where: { id: person }, select: { memberships: { select: { role: true } }, _count: { select: { passkeys: true } } } }),
  ]);
  const roles = (found?.memberships ?? []).map(({ role }) => role);
  return { demanded: demandsKey(settings, roles, now), keys: found?._count.passkeys ?? 0 };
}

/** Is a passkey demanded of them, who have none? They make one before anything else. */
export async function lacksKey(db: Db, person: string, now: Instant): Promise<boolean> {
  const { demanded, keys } = await demandOf(db, person, now);
  return demanded && keys === 0;
}
