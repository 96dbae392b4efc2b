import { say } from '#server/http.ts';
import { AckSchema, acknowledge } from '#server/push/ack.ts';
import { hear } from '#server/push/door.ts';

/**
 * A phone showed or opened an alert. The same answer whether or not it was one of this person's.
 * @may one's own notices
 */
export async function POST(request: Request): Promise<Response> {
  const heard = await hear(request, AckSchema, 'ack', { limit: 120, windowMs: 60_000 });
  if (heard.refused !== null) return say(heard.refused);
  await acknowledge(heard.db, heard.person, heard.body, Date.now());
  return say({ status: 204, body: null });
}
