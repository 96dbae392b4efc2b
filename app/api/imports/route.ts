import { readAtMost, sameOrigin, say } from '#server/http.ts';
import { bringFile } from '#server/import-door.ts';
import { FILE_MAX_BYTES } from '#server/sheets/bounds.ts';

export async function POST(request: Request): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  if (request.headers.get('content-type') !== 'application/octet-stream') return say({ status: 415, body: { error: 'type' } });
  const asked = new URL(request.url).searchParams;
  return say(await bringFile(asked.get('name') ?? '', asked.get('site') ?? '', () => readAtMost(request, FILE_MAX_BYTES)));
}
