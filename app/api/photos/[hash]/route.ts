import { readAtMost, sameOrigin, say } from '#server/http.ts';
import { getPhoto, putPhoto } from '#server/photo-door.ts';
import { PHOTO_MAX_BYTES } from '#server/photos.ts';

type Where = { params: Promise<{ hash: string }> };

export async function PUT(request: Request, { params }: Where): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  return say(await putPhoto((await params).hash, () => readAtMost(request, PHOTO_MAX_BYTES)));
}

export async function GET(_: Request, { params }: Where): Promise<Response> {
  const photo = await getPhoto((await params).hash);
  if ('status' in photo) return say(photo);
  return new Response(new Uint8Array(photo.bytes), {
    headers: {
      'content-type': photo.mime,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      // Named by its own hash: it never changes. Kept for this person's eyes only, and as long as they may read offline.
      'cache-control': 'private, max-age=2592000, immutable',
    },
  });
}
