import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { SignInSettings } from '#domain/sign-in.ts';
import type { Db } from '#server/db.ts';
import type { Credentials, SignIn } from '#server/session/credentials.ts';
import { signInSettings } from '#server/session/sign-in-settings.ts';
import { admit } from './admit.ts';
import { askDirectory } from './ldap.ts';

/** Attributes that the rules of roles name; what is none in a directory's grammar is not asked for. */
function askedBy({ rules }: SignInSettings): string[] {
  const named = rules.flatMap(({ claim, sites }) => (sites === null ? [claim] : [claim, sites]));
  return [...new Set(named)].filter((name) => /^[A-Za-z][A-Za-z0-9-]{0,60}$/.test(name) && !/password/i.test(name) && name !== 'group');
}

/** A login and a password that are not ours: are they the directory's, and is that somebody here? Accounts and roles as for the portals. */
export async function byDirectory(db: Db, { login, password, address }: Credentials, now: Instant): Promise<SignIn> {
  const there = await askDirectory(login, password, askedBy(await signInSettings(db)), now);
  if (there.kind !== 'known') return { kind: there.kind === 'shut' ? 'unknown' : there.kind };
  const admitted = await admit(db, there.outside, now, address);
  if (admitted.kind === 'unknown') return { kind: 'unknown' };
  const { person, sessionVersion } = admitted;
  return { kind: 'known', person, sessionVersion, outside: there.outside.session ?? '' };
}
