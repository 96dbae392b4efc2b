import { isUuid } from '#domain/ids.ts';
import { say } from '#server/http.ts';
import { historyOf } from '#server/office/register/history.ts';
import { ask } from '#server/push/door.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

const LIMIT = { limit: 120, windowMs: 60_000 };
type Named = { readonly params: Promise<{ readonly id: string }> };

/**
 * What happened to an asset, beyond what a phone holds. One that may not be seen is not there.
 * @may the support of its site
 */
export async function GET(_: Request, { params }: Named): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`history:${asked.person}`, LIMIT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  const actor = await actorFor(asked.db, asked.person);
  const { id } = await params;
  const history = actor === null || !isUuid(id) ? null : await historyOf(asked.db, actor, id);
  return say(history === null ? { status: 404, body: { error: 'unknown' } } : { status: 200, body: history });
}
