import { readAtMost, sameOrigin, say } from '#server/http.ts';
import { bringAnother } from '#server/import-door.ts';
import { FILE_MAX_BYTES } from '#server/sheets/bounds.ts';

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  if (request.headers.get('content-type') !== 'application/octet-stream') return say({ status: 415, body: { error: 'type' } });
  const name = new URL(request.url).searchParams.get('name') ?? '';
  return say(await bringAnother((await params).id, name, () => readAtMost(request, FILE_MAX_BYTES)));
}
