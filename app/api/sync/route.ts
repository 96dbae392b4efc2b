import { CONTENT_TYPE, MAX_REQUEST_BYTES } from '#domain/wire.ts';
import { readJson, sameOrigin, say } from '#server/http.ts';
import { syncDoor } from '#server/sync-door.ts';

/** The worker's way in, and the page's when its action is unknown to a newer build. */
export async function POST(request: Request): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  if (request.headers.get('content-type') !== CONTENT_TYPE) return say({ status: 415, body: { error: 'content-type' } });
  const raw = await readJson(request, 2 * MAX_REQUEST_BYTES);
  if (raw === undefined) return say({ status: 400, body: { error: 'invalid' } });
  return say(await syncDoor(raw), CONTENT_TYPE);
}
