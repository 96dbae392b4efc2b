import { say } from '#server/http.ts';
import { signedOut, whoAsks } from '#server/session/session.ts';
import { formerAccounts } from '#server/session/ways.ts';
import { allow } from '#server/throttle.ts';

const LIMIT = { limit: 600, windowMs: 60_000 };

/**
 * Who the cookie stands for: 200 {person, name, language, memberships, teams, former: accounts that are one with this one}, or 401 {error: "signed-out"}, with {forget: true} for a device that was lost.
 * @may oneself
 */
export async function GET(): Promise<Response> {
  const session = await whoAsks();
  if (session === null) return say(await signedOut());
  const { actor, name, language } = session;
  if (!allow(`me:${actor.person}`, LIMIT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  return say({ status: 200, body: { ...actor, name, language, former: await formerAccounts(actor.person) } });
}
