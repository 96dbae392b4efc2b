import 'server-only';
import { MAX_REQUEST_BYTES, RequestSchema } from '#domain/wire.ts';
import { db } from './db.ts';
import { ForeignOrigin, Unavailable } from './failure.ts';
import type { Said } from './http.ts';
import { isPlain } from './plain.ts';
import { whoAsks } from './session/session.ts';
import { sync } from './sync.ts';

/** The way of a sync request behind either door (server action, route): who asks, what they say, one call, one answer. */
export async function syncDoor(raw: unknown): Promise<Said> {
  try {
    const session = await whoAsks();
    if (session === null) return { status: 401, body: { error: 'signed-out' } };
    const parsed = isPlain(raw, 2 * MAX_REQUEST_BYTES) ? RequestSchema.safeParse(raw) : null;
    if (!parsed?.success) return { status: 400, body: { error: 'invalid' } };
    return { status: 200, body: await sync(await db(), session, parsed.data, Date.now) };
  } catch (error) {
    if (error instanceof ForeignOrigin) return { status: 403, body: { error: 'foreign-origin' } };
    if (error instanceof Unavailable) return { status: 503, body: { error: 'busy' }, headers: { 'retry-after': '2' } };
    throw error;
  }
}
