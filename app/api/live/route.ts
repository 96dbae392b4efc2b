import { say } from '#server/http.ts';
import { openLine } from '#server/live.ts';
import { claimsAsked, whoAsks } from '#server/session/session.ts';
import { allow } from '#server/throttle.ts';

const LIMIT = { limit: 40, windowMs: 60_000 };

/**
 * A line that says when something changed for whoever asks (server-sent events), as long as their session lasts.
 * @may what one may see, asked again at each news
 * @takes nothing
 */
export async function GET(): Promise<Response> {
  const claims = await claimsAsked();
  const session = await whoAsks();
  if (claims === null || session === null) return say({ status: 401, body: { error: 'signed-out' } });
  const verdict = allow(`live:${session.actor.person}`, LIMIT, Date.now());
  const line = verdict.allowed ? await openLine(claims, session.actor) : null;
  if (line === null) return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '60' } });
  // no-transform: a proxy or a compressor that gathers bytes would keep the news to itself.
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' };
  return new Response(line, { headers: { ...headers, 'x-content-type-options': 'nosniff' } });
}
