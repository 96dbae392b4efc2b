import { changePassword, PasswordInput } from '#server/account/account.ts';
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
  return say(saidOf(await changePassword({ ...heard, now: Date.now() }, heard.body)));
}
