import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Instant } from '#domain/ids.ts';
import { type Db, db as openDb } from '#server/db.ts';
import { log } from '#server/log.ts';
import { securityEvent } from '#server/security-log.ts';
import { endOutside } from '#server/session/sessions.ts';
import { hold } from '#server/sweep/lease.ts';
import { stillThere } from './ldap.ts';
import { isSet, outsideOf } from './providers.ts';

/** How long somebody whose account was closed in the directory may go on, ms. */
const EVERY = 10 * 60_000;
const NAME = 'directory';

/**
 * Looks in the directory for each person who is signed in by it: whoever is gone or closed there is signed out here, on the devices that came by it.
 * A directory that does not answer ends nothing: phones go on, and the next look is in ten minutes.
 * @returns whose sessions ended
 */
export async function watchDirectory(db: Db, now: Instant, ask: typeof stillThere = stillThere): Promise<string[]> {
  const rows = await db.signedIn.findMany({
    where: { by: 'ldap', endedAt: null, outside: { startsWith: 'ldap:' } },
    distinct: ['outside'],
    select: { outside: true },
  });
  const ended: string[] = [];
  for (const { outside } of rows) {
    const subject = (outside ?? '').slice('ldap:'.length);
    const state = await ask(subject, now);
    if (state === 'unknown') break;
    if (state === 'open') continue;
    for (const person of await endOutside(db, outsideOf('ldap', subject), now)) {
      ended.push(person);
      await securityEvent(db, { kind: 'provider-sign-out', person, data: { by: 'ldap' } }, now);
    }
  }
  return ended;
}

/** The look, every ten minutes, by one server of several. @returns how to stop */
export function startDirectoryWatch(): () => void {
  if (!isSet('ldap')) return () => {};
  const holder = randomUUID();
  const look = async () => {
    const db = await openDb();
    if (await hold(db, NAME, holder, Date.now())) await watchDirectory(db, Date.now());
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => log('warn', 'the directory was not looked at', { error }));
  }, EVERY).unref();
  return () => clearInterval(timer);
}
