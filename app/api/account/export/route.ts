import { say, sendFile } from '#server/http.ts';
import { personalFile } from '#server/personal/file.ts';
import { ask } from '#server/push/door.ts';
import { securityEvent } from '#server/security-log.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

/** Every table is read for it. */
const LIMIT = { limit: 6, windowMs: 600_000 };

/**
 * All that is kept of whoever asks, as a file: `as=html` to read, else JSON.
 * @may one's own
 * @takes `as`
 */
export async function GET(request: Request): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`export:${asked.person}`, LIMIT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '120' } });
  const actor = await actorFor(asked.db, asked.person);
  if (actor === null) return say({ status: 401, body: { error: 'signed-out' } });
  await securityEvent(asked.db, { kind: 'data-exported', person: asked.person, data: { by: asked.person } });
  return sendFile(await personalFile(asked.db, asked.person, new URL(request.url).searchParams.get('as') ?? '', actor.language));
}
