import { say } from '#server/http.ts';
import { exportOf } from '#server/office/register/export.ts';
import { keeperOf } from '#server/office/register/keeper.ts';
import { ask } from '#server/push/door.ts';
import { whoAsks } from '#server/session/session.ts';
import { allow } from '#server/throttle.ts';

/** Each reads the whole register. */
const LIMIT = { limit: 6, windowMs: 60_000 };

/**
 * The register's table as a file, `as=csv` or `as=xlsx`: what matches the filter, of the sites that one serves.
 * @may the support, of their sites
 * @takes the table's filter, `as`
 */
export async function GET(request: Request): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`register-export:${asked.person}`, LIMIT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  const keeper = keeperOf({ db: asked.db, session: await whoAsks(), now: Date.now() });
  const file = 'ok' in keeper ? null : await exportOf(keeper, new URL(request.url).searchParams);
  if (file === null) return say({ status: 404, body: { error: 'unknown' } });
  return new Response(file.body, {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
