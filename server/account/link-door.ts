import 'server-only';
import { db } from '#server/db.ts';
import { addressAsked } from '#server/session/session.ts';
import { allow } from '#server/throttle.ts';
import { type OpenedLink, openLink, spendLink, type UsedLink } from './links.ts';
import { askRecovery } from './recovery.ts';

/** Nobody is signed in here: the link is the key, and whoever tries many gets fewer tries. */
const TRIES = { limit: 30, windowMs: 60_000 };

export async function readLink(token: unknown): Promise<OpenedLink | null> {
  if (!allow(`link:${await addressAsked()}`, TRIES, Date.now()).allowed) return null;
  return openLink(await db(), token, Date.now());
}

export async function chooseByLink(input: unknown): Promise<UsedLink> {
  const address = await addressAsked();
  if (!allow(`link:${address}`, TRIES, Date.now()).allowed) return { ok: false, fault: 'busy' };
  return spendLink(await db(), input, Date.now(), address);
}

export async function forgot(login: unknown): Promise<{ asked: boolean }> {
  const { asked } = askRecovery(await db(), { login, address: await addressAsked() }, Date.now());
  return { asked };
}
