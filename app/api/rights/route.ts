import { isUuid } from '#domain/ids.ts';
import { say } from '#server/http.ts';
import { ask } from '#server/push/door.ts';
import { rightsAsCsv, rightsFor } from '#server/rights.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

const ASKED = { limit: 60, windowMs: 60_000 };

/**
 * The register of rights: `site` narrows it, `as=csv` makes it a file. Whoever may not read it is told what one is told of nothing.
 * @may technicians, engineers, supervisors, administrators, the site's approvers
 */
export async function GET(request: Request): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`rights:${asked.person}`, ASKED, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  const query = new URL(request.url).searchParams;
  const site = query.get('site');
  const actor = await actorFor(asked.db, asked.person);
  const lines = actor === null || (site !== null && !isUuid(site)) ? null : await rightsFor(asked.db, actor, site);
  if (actor === null || lines === null) return say({ status: 404, body: { error: 'unknown' } });
  if (query.get('as') !== 'csv') return say({ status: 200, body: { lines } });
  return new Response(rightsAsCsv(lines, actor.language), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="registre-des-droits.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
