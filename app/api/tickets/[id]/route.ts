import { isUuid } from '#domain/ids.ts';
import { say } from '#server/http.ts';
import { ask } from '#server/push/door.ts';
import { noteReadings } from '#server/readings.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';
import { ticketToRead } from '#server/ticket-read.ts';

const LIMIT = { limit: 120, windowMs: 60_000 };
type Named = { readonly params: Promise<{ readonly id: string }> };

/** One ticket with its place, to be read now: for a device that does not hold it. One that may not be seen is not there. */
export async function GET(_: Request, { params }: Named): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  const verdict = allow(`ticket:${asked.person}`, LIMIT, Date.now());
  if (!verdict.allowed) {
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': String(Math.ceil(verdict.retryAfter / 1000)) } });
  }
  const actor = await actorFor(asked.db, asked.person);
  if (actor === null) return say({ status: 401, body: { error: 'signed-out' } });
  const { id } = await params;
  const documents = isUuid(id) ? await ticketToRead(asked.db, actor, id) : null;
  // Written before it is shown: what cannot be noted is not opened.
  if (documents !== null) await noteReadings(asked.db, actor, [{ ticket: id, at: Date.now() }]);
  return say(documents === null ? { status: 404, body: { error: 'unknown' } } : { status: 200, body: { documents } });
}
