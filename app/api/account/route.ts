import { accountOf, changeProfile, ProfileInput } from '#server/account/account.ts';
import { saidOf } from '#server/account/said.ts';
import { say } from '#server/http.ts';
import { ask, hear } from '#server/push/door.ts';

const LIMIT = { limit: 30, windowMs: 60_000 };

/**
 * What whoever asks reads of their own account, and where they are signed in.
 * @may one's own
 */
export async function GET(): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  const account = await accountOf({ ...asked, now: Date.now() });
  return say(account === null ? { status: 404, body: { error: 'unknown' } } : { status: 200, body: account });
}

/**
 * Their telephone, address and language.
 * @may one's own
 */
export async function PUT(request: Request): Promise<Response> {
  const heard = await hear(request, ProfileInput, 'account', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  return say(saidOf(await changeProfile({ ...heard, now: Date.now() }, heard.body)));
}
