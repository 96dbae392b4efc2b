import { isUuid } from '#domain/ids.ts';
import { say } from '#server/http.ts';
import { contactLeft } from '#server/public/contact.ts';
import { ask } from '#server/push/door.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

const LIMIT = { limit: 60, windowMs: 60_000 };
type Named = { readonly params: Promise<{ readonly id: string }> };

/** What somebody without an account left of themselves with a ticket; whoever may not know it is told what one is told of nothing. */
export async function GET(_: Request, { params }: Named): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`contact:${asked.person}`, LIMIT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  const actor = await actorFor(asked.db, asked.person);
  const { id } = await params;
  const contact = actor === null || !isUuid(id) ? null : await contactLeft(asked.db, actor, id);
  return say(contact === null ? { status: 404, body: { error: 'unknown' } } : { status: 200, body: contact });
}
