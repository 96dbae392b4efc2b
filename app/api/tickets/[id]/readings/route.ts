import { isUuid } from '#domain/ids.ts';
import { say } from '#server/http.ts';
import { ask } from '#server/push/door.ts';
import { readingsOf } from '#server/readings.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

const LIMIT = { limit: 60, windowMs: 60_000 };
type Named = { readonly params: Promise<{ readonly id: string }> };

/**
 * Who opened a confidential ticket. One that is not theirs to know of is not there.
 * @may whoever holds it, supervisors and administrators of its site
 */
export async function GET(_: Request, { params }: Named): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`readings:${asked.person}`, LIMIT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  const actor = await actorFor(asked.db, asked.person);
  const { id } = await params;
  const rows = actor === null || !isUuid(id) ? null : await readingsOf(asked.db, actor, id);
  return say(rows === null ? { status: 404, body: { error: 'unknown' } } : { status: 200, body: { rows } });
}
