import { PAPER_MAX_BYTES, PAPER_MIME } from '#domain/photo/paper.ts';
import { readAtMost, sameOrigin, say } from '#server/http.ts';
import { getPhoto, putPhoto } from '#server/photo-door.ts';
import { PHOTO_MAX_BYTES } from '#server/photos.ts';

type Where = { params: Promise<{ hash: string }> };

export async function PUT(request: Request, { params }: Where): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  // A form of some pages is more than a photo.
  const isPaper = request.headers.get('content-type') === PAPER_MIME;
  const read = () => (isPaper ? readAtMost(request, PAPER_MAX_BYTES) : readAtMost(request, PHOTO_MAX_BYTES));
  return say(await putPhoto((await params).hash, read));
}

export async function GET(_: Request, { params }: Where): Promise<Response> {
  const photo = await getPhoto((await params).hash);
  if ('status' in photo) return say(photo);
  return new Response(new Uint8Array(photo.bytes), {
    headers: {
      'content-type': photo.mime,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      // Opened by its address it is a file to keep, never a page; only our own pages show it.
      'content-disposition': `attachment; filename="${photo.mime === PAPER_MIME ? 'formulaire' : 'photo'}.${photo.mime.split('/')[1]}"`,
      'cross-origin-resource-policy': 'same-origin',
      // A browser's cache outlives the session and belongs to whoever holds the phone: what is read offline is in the person's own store.
      'cache-control': 'no-store',
    },
  });
}
