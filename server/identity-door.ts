import 'server-only';
import * as z from 'zod/mini';
import { isAgentNumber } from '#domain/identity.ts';
import { isUuid } from '#domain/ids.ts';
import { tellsPassword } from '#domain/secret.ts';
import { isPassing } from './failure.ts';
import { BUSY, type Said } from './http.ts';
import { compareIdentity } from './identity.ts';
import { text } from './office/fields.ts';
import { hear } from './push/door.ts';
import { actorFor } from './session/actor.ts';
import type { Limit } from './throttle.ts';

const Body = z.object({
  why: text(300),
  familyName: text(60),
  agentNumber: z.string().check(z.maxLength(60), z.refine(isAgentNumber)),
});

/** Of one person on whatever tickets: nobody tries numbers from one ticket to the next. */
const ASKED: Limit = { limit: 30, windowMs: 15 * 60_000 };
const UNKNOWN: Said = { status: 404, body: { error: 'unknown' } };

/** The way of an identity check: who asks, the shape, may they, the comparison. The answer is yes or no. */
export async function identityDoor(request: Request, ticket: string): Promise<Said> {
  try {
    const heard = await hear(request, Body, 'identity', ASKED);
    if (heard.refused !== null) return heard.refused;
    const actor = await actorFor(heard.db, heard.person);
    if (actor === null || !isUuid(ticket)) return UNKNOWN;
    if (tellsPassword(heard.body.why)) return { status: 422, body: { error: 'told' } };
    const found = await compareIdentity(heard.db, actor, ticket, heard.body, Date.now());
    if (found === 'unknown') return UNKNOWN;
    if (found === 'told') return { status: 422, body: { error: 'told' } };
    if (typeof found === 'object')
      return { status: 429, body: { error: 'too-often' }, headers: { 'retry-after': String(Math.ceil(found.retryAfter / 1000)) } };
    return { status: 200, body: { same: found === 'same' } };
  } catch (error) {
    if (isPassing(error)) return BUSY;
    throw error;
  }
}
