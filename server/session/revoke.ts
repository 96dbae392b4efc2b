import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { endSessions } from './sessions.ts';

type People = Pick<Db, 'person' | 'subscription' | 'signedIn' | 'oneTimeLink'>;

/** The links that would still let this person in open nothing any more. */
export async function shutLinks(db: Pick<Db, 'oneTimeLink'>, personId: string, now: Instant): Promise<void> {
  await db.oneTimeLink.updateMany({ where: { personId, usedAt: null }, data: { usedAt: new Date(now) } });
}

/**
 * Ends every session of this person, on every device, from the next request on, the alerts there, and the links that were open. They sign in
 * again, which brings the alerts back.
 */
export async function revokeSessions(db: People, personId: string, now: Instant): Promise<void> {
  await endSessions(db, { person: personId }, now);
  await db.subscription.deleteMany({ where: { personId } });
  await shutLinks(db, personId, now);
}

/**
 * Shuts an account: no session, no sign-in. What the person did stays; what waits on their phones is refused as theirs alone.
 * @returns false when there is no such account, or it is shut already
 */
export async function disable(db: People, personId: string, now: Instant): Promise<boolean> {
  const { count } = await db.person.updateMany({
    where: { id: personId, disabledAt: null },
    data: { disabledAt: new Date(now) },
  });
  if (count === 1) await revokeSessions(db, personId, now);
  return count === 1;
}
