import type { PhotoHash } from '#domain/ids.ts';
import { db } from '#server/db.ts';
import { Unavailable } from '#server/failure.ts';
import { readAtMost, sameOrigin, say } from '#server/http.ts';
import { keepPhoto, PHOTO_MAX_BYTES, readPhoto } from '#server/photos.ts';
import { whoAsks } from '#server/session/session.ts';

type Where = { params: Promise<{ hash: string }> };
const HASH = /^[0-9a-f]{64}$/;
const STATUS = { unknown: 404, hash: 422, 'not-a-picture': 415, 'too-large': 413 } as const;

export async function PUT(request: Request, { params }: Where): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  const session = await whoAsks();
  if (session === null) return say({ status: 401, body: { error: 'signed-out' } });
  const { hash } = await params;
  const bytes = HASH.test(hash) ? await readAtMost(request, PHOTO_MAX_BYTES) : new Uint8Array();
  if (bytes === null) return say({ status: 413, body: { error: 'too-large' } });
  try {
    const fault = await keepPhoto(await db(), session.actor, hash as PhotoHash, bytes, Date.now());
    return fault === null ? say({ status: 200, body: { stored: true } }) : say({ status: STATUS[fault], body: { error: fault } });
  } catch (error) {
    if (error instanceof Unavailable) return say({ status: 503, body: { error: 'busy' }, headers: { 'retry-after': '2' } });
    throw error;
  }
}

export async function GET(_: Request, { params }: Where): Promise<Response> {
  const session = await whoAsks();
  if (session === null) return say({ status: 401, body: { error: 'signed-out' } });
  const { hash } = await params;
  const photo = HASH.test(hash) ? await readPhoto(await db(), session.actor, hash as PhotoHash) : null;
  if (photo === null) return say({ status: 404, body: { error: 'unknown' } });
  return new Response(new Uint8Array(photo.bytes), {
    headers: {
      'content-type': photo.mime,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline',
      // Named by its own hash: it never changes; but only for this person's eyes.
      'cache-control': 'private, max-age=31536000, immutable',
    },
  });
}
