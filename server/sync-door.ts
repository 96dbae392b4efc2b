import 'server-only';
import { RequestSchema } from '#domain/request.ts';
import { MAX_REQUEST_BYTES } from '#domain/wire.ts';
import { db } from './db.ts';
import { ForeignOrigin, isPassing, TooMuch } from './failure.ts';
import { BUSY, type Said } from './http.ts';
import { isPlain } from './plain.ts';
import { signedOut, whoAsks } from './session/session.ts';
import { sync } from './sync.ts';
import { allow, type Limit } from './throttle.ts';

/** Requests and the commands in them, of one person: a week's outbox at once, not a machine's. */
const SAID: Limit = { limit: 6000, windowMs: 5 * 60_000 };
/** New devices of one person. */
const ORIGINS: Limit = { limit: 200, windowMs: 3_600_000 };

/** The way of a sync request behind either door (server action, route): who asks, what they say, one call, one answer. */
export async function syncDoor(raw: unknown): Promise<Said> {
  try {
    const session = await whoAsks();
    if (session === null) return await signedOut();
    const parsed = isPlain(raw, 2 * MAX_REQUEST_BYTES) ? RequestSchema.safeParse(raw) : null;
    if (!parsed?.success) return { status: 400, body: { error: 'invalid' } };
    const { person } = session.actor;
    if (!allow(`sync:${person}`, SAID, Date.now(), 1 + parsed.data.entries.length).allowed) throw new TooMuch();
    const mayBegin = () => allow(`origin:${person}`, ORIGINS, Date.now()).allowed;
    return { status: 200, body: await sync(await db(), { ...session, mayBegin }, parsed.data, Date.now) };
  } catch (error) {
    if (error instanceof ForeignOrigin) return { status: 403, body: { error: 'foreign-origin' } };
    if (error instanceof TooMuch) return { status: 429, body: { error: 'too-much' }, headers: { 'retry-after': '30' } };
    // Who asks is read from the database too.
    if (isPassing(error)) return BUSY;
    throw error;
  }
}
