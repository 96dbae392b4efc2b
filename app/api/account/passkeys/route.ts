import * as z from 'zod/mini';
import { BeginInput, beginEnrol, EnrolInput, endEnrol, KeyInput, NameInput, removeKey, renameKey } from '#server/account/passkeys.ts';
import { saidOf } from '#server/account/said.ts';
import { say } from '#server/http.ts';
import { hear } from '#server/push/door.ts';

const LIMIT = { limit: 20, windowMs: 60_000 };

/**
 * Begins to enrol a passkey.
 * @may one's own, with the password
 */
export async function POST(request: Request): Promise<Response> {
  const heard = await hear(request, BeginInput, 'account-passkeys', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  const begun = await beginEnrol({ ...heard, now: Date.now() }, heard.body);
  if (begun.kept !== 'kept') return say(saidOf(begun.kept));
  const answer = say({ status: 200, body: begun.options });
  answer.headers.append('set-cookie', begun.cookie);
  return answer;
}

const KeepInput = z.union([EnrolInput, NameInput]);

/**
 * Keeps the passkey that the browser made; or calls one otherwise.
 * @may one's own, that answers our challenge
 */
export async function PUT(request: Request): Promise<Response> {
  const heard = await hear(request, KeepInput, 'account-passkeys', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  const { body } = heard;
  const self = { ...heard, now: Date.now() };
  return say(saidOf('passkey' in body ? await renameKey(self, body) : await endEnrol(self, request, body)));
}

/**
 * Forgets a passkey.
 * @may one's own, with the password
 */
export async function DELETE(request: Request): Promise<Response> {
  const heard = await hear(request, KeyInput, 'account-passkeys', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  return say(saidOf(await removeKey({ ...heard, now: Date.now() }, heard.body)));
}
