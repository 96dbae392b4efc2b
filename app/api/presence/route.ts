import { say } from '#server/http.ts';
import { PresenceInput, setPresence } from '#server/presence.ts';
import { hear } from '#server/push/door.ts';
import { actorFor } from '#server/session/actor.ts';

/**
 * Here, or away until a day, with a deputy: said by a correspondent of one of their sites.
 * @may a correspondent, of their own sites
 */
export async function PUT(request: Request): Promise<Response> {
  const heard = await hear(request, PresenceInput, 'presence', { limit: 30, windowMs: 60_000 });
  if (heard.refused !== null) return say(heard.refused);
  const actor = await actorFor(heard.db, heard.person);
  const isDone = actor !== null && (await setPresence(heard.db, actor, heard.body));
  return say(isDone ? { status: 204, body: null } : { status: 404, body: { error: 'unknown' } });
}
