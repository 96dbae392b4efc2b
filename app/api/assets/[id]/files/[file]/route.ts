import { isUuid } from '#domain/ids.ts';
import { readFileOn } from '#server/asset-files.ts';
import { say } from '#server/http.ts';
import { ask } from '#server/push/door.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

const LIMIT = { limit: 120, windowMs: 60_000 };
type Named = { readonly params: Promise<{ readonly id: string; readonly file: string }> };

/**
 * A document of an asset, as a file to keep.
 * @may the support of its site
 */
export async function GET(_: Request, { params }: Named): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`file-read:${asked.person}`, LIMIT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  const actor = await actorFor(asked.db, asked.person);
  const { id, file } = await params;
  const found = actor === null || !isUuid(id) || !isUuid(file) ? null : await readFileOn(asked.db, actor, id, file);
  if (found === null) return say({ status: 404, body: { error: 'unknown' } });
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      'content-type': found.mime,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  });
}
