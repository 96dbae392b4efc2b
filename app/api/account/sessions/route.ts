import { cookieAnew, EndInput, endOwn } from '#server/account/account.ts';
import { say } from '#server/http.ts';
import { hear } from '#server/push/door.ts';

const LIMIT = { limit: 30, windowMs: 60_000 };

/**
 * Ends one of one's sign-ins, or all the others. The same answer for one that is not there.
 * @may one's own
 */
export async function DELETE(request: Request): Promise<Response> {
  const heard = await hear(request, EndInput, 'account-sessions', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  await endOwn({ ...heard, now: Date.now() }, heard.body);
  const answer = say({ status: 204, body: null });
  const cookie = 'others' in heard.body ? await cookieAnew(heard) : null;
  if (cookie !== null) answer.headers.append('set-cookie', cookie);
  return answer;
}
