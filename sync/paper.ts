import { PAPER_MAX_BYTES, PAPER_MIME, paperOf } from '#domain/photo/paper.ts';
import { hashOf, keep, PictureProblem } from './picture.ts';
import type { Picture } from './port.ts';

/**
 * A signed form as it was handed in: a PDF as it is, or a photo drawn again as every photo is.
 * @throws PictureProblem
 */
export async function keepSigned(file: Blob): Promise<Picture> {
  const head = await file.slice(0, 5).text();
  if (head !== '%PDF-') return await keep(file);
  if (file.size > PAPER_MAX_BYTES) throw new PictureProblem('paper-too-heavy');
  const bytes = await file.arrayBuffer();
  const verdict = paperOf(new Uint8Array(bytes));
  if (verdict !== 'yes') throw new PictureProblem(verdict === 'active' ? 'paper-active' : 'paper-broken');
  return { hash: await hashOf(bytes), bytes, mime: PAPER_MIME, width: 0, height: 0 };
}
