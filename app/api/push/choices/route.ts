import { say } from '#server/http.ts';
import { ChoiceSchema, choicesOf, choose } from '#server/push/choices.ts';
import { ask, hear } from '#server/push/door.ts';

/**
 * What whoever asks does not want to hear, and where.
 * @may one's own
 */
export async function GET(): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  return say({ status: 200, body: await choicesOf(asked.db, asked.person, Date.now()) });
}

/**
 * Chooses one.
 * @may one's own
 */
export async function PUT(request: Request): Promise<Response> {
  const heard = await hear(request, ChoiceSchema, 'push-choices', { limit: 60, windowMs: 60_000 });
  if (heard.refused !== null) return say(heard.refused);
  const done = await choose(heard.db, heard.person, heard.body, Date.now());
  if (done === 'kept') return say({ status: 204, body: null });
  return say(done === 'on-call' ? { status: 409, body: { error: 'on-call' } } : { status: 404, body: { error: 'unknown' } });
}
