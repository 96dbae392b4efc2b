import { changePassword, cookieAnew, PasswordInput } from '#server/account/account.ts';
import { saidOf } from '#server/account/said.ts';
import { say } from '#server/http.ts';
import { hear } from '#server/push/door.ts';

const LIMIT = { limit: 20, windowMs: 60_000 };

/**
 * A new password of one's own, by the old one.
 * @may one's own
 */
export async function POST(request: Request): Promise<Response> {
  const heard = await hear(request, PasswordInput, 'account-password', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  const kept = await changePassword({ ...heard, now: Date.now() }, heard.body);
  const answer = say(saidOf(kept));
  const cookie = kept === 'kept' ? await cookieAnew(heard) : null;
  if (cookie !== null) answer.headers.append('set-cookie', cookie);
  return answer;
}
