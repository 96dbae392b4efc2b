import * as z from 'zod/mini';
import { say } from '#server/http.ts';
import { hear, rowId } from '#server/push/door.ts';
import { noteReadings } from '#server/readings.ts';
import { actorFor } from '#server/session/actor.ts';

const LIMIT = { limit: 60, windowMs: 60_000 };
/** A phone that was away for a month still tells. */
const LONGEST = 31 * 86_400_000;

const Readings = z.object({
  readings: z.array(z.object({ ticket: rowId, ago: z.int().check(z.minimum(0), z.maximum(LONGEST)) })).check(z.maxLength(40)),
});

/**
 * A phone tells which confidential tickets were opened on it, also without a network. The same answer for those that are not there.
 * @may one's own, of tickets that one may see
 */
export async function POST(request: Request): Promise<Response> {
  const heard = await hear(request, Readings, 'readings', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  const actor = await actorFor(heard.db, heard.person);
  const now = Date.now();
  if (actor !== null)
    await noteReadings(
      heard.db,
      actor,
      heard.body.readings.map(({ ticket, ago }) => ({ ticket, at: now - ago })),
    );
  return say({ status: 204, body: null });
}
