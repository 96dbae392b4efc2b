import 'server-only';
import { db } from '#server/db.ts';
import { allow } from '#server/throttle.ts';
import { type Welcome, welcomeFirstAdmin } from './first-admin.ts';

/** Nobody signs in here: the link is the key, and whoever tries many gets fewer tries. */
const TRIES = { limit: 60, windowMs: 60_000 };

/** The way of the welcome form: see `welcomeFirstAdmin`. */
export async function welcome(input: unknown): Promise<Welcome> {
  const now = Date.now();
  if (!allow('welcome', TRIES, now).allowed) return { ok: false, fault: 'busy' };
  return welcomeFirstAdmin(await db(), input, now);
}
