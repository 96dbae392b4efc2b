import { say } from '#server/http.ts';
import { whoAsks } from '#server/session/session.ts';

/** Who the cookie stands for: 200 {person, name, language, memberships, teams}, or 401 {error: "signed-out"}. */
export async function GET(): Promise<Response> {
  const session = await whoAsks();
  if (session === null) return say({ status: 401, body: { error: 'signed-out' } });
  const { actor, name, language } = session;
  return say({ status: 200, body: { ...actor, name, language } });
}
