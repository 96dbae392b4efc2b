import { say } from '#server/http.ts';
import { ask } from '#server/push/door.ts';
import { search } from '#server/search.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

const LIMIT = { limit: 90, windowMs: 60_000 };
/** Longest search, characters. */
const LONGEST = 100;

/**
 * The tickets that answer `?q=`, as far as whoever asks may see and read them.
 * @takes `q`, 100 characters
 */
export async function GET(request: Request): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  const verdict = allow(`search:${asked.person}`, LIMIT, Date.now());
  if (!verdict.allowed) {
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': String(Math.ceil(verdict.retryAfter / 1000)) } });
  }
  const text = new URL(request.url).searchParams.get('q') ?? '';
  if (text.length > LONGEST) return say({ status: 400, body: { error: 'invalid' } });
  const actor = await actorFor(asked.db, asked.person);
  return say(actor === null ? { status: 401, body: { error: 'signed-out' } } : { status: 200, body: await search(asked.db, actor, text) });
}
