import * as z from 'zod/mini';
import { say } from '#server/http.ts';
import { tellTyping } from '#server/live.ts';
import { hear, rowId } from '#server/push/door.ts';
import { actorFor } from '#server/session/actor.ts';

const Hint = z.object({ ticket: rowId, open: z.boolean() });

/** Somebody has a form open on a ticket, or closed it. The same answer whether or not they may see it. */
export async function POST(request: Request): Promise<Response> {
  const heard = await hear(request, Hint, 'typing', { limit: 60, windowMs: 60_000 });
  if (heard.refused !== null) return say(heard.refused);
  const actor = await actorFor(heard.db, heard.person);
  if (actor !== null) await tellTyping(heard.db, actor, heard.body.ticket, heard.body.open);
  return say({ status: 204, body: null });
}
