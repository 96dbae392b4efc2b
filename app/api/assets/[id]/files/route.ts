import { isUuid } from '#domain/ids.ts';
import { FILE_MAX_BYTES, keepFile } from '#server/asset-files.ts';
import { readAtMost, sameOrigin, say } from '#server/http.ts';
import { ask } from '#server/push/door.ts';
import { actorFor } from '#server/session/actor.ts';
import { allow } from '#server/throttle.ts';

const BROUGHT = { limit: 30, windowMs: 60_000 };
const STATUS = { unknown: 404, 'file-kind': 415, full: 409 } as const;
type Named = { readonly params: Promise<{ readonly id: string }> };

/**
 * A document on an asset: an invoice, a guarantee. `name` is what the sender's disk calls it; what it is, its bytes say.
 * @may technicians, engineers, supervisors and administrators of its site
 * @takes bytes of a PDF, JPEG, PNG or WebP, `name`
 */
export async function POST(request: Request, { params }: Named): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  if (request.headers.get('content-type') !== 'application/octet-stream') return say({ status: 415, body: { error: 'content-type' } });
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  if (!allow(`file:${asked.person}`, BROUGHT, Date.now()).allowed)
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } });
  const actor = await actorFor(asked.db, asked.person);
  const { id } = await params;
  const bytes = await readAtMost(request, FILE_MAX_BYTES);
  if (bytes === null) return say({ status: 413, body: { error: 'too-large' } });
  const name = new URL(request.url).searchParams.get('name') ?? '';
  const fault = actor === null || !isUuid(id) ? 'unknown' : await keepFile(asked.db, actor, id, name.slice(0, 300), bytes, Date.now());
  return say(fault === null ? { status: 200, body: { stored: true } } : { status: STATUS[fault], body: { error: fault } });
}
