import { withoutMetadata } from '#domain/photo/jpeg.ts';
import type { Picture } from './port.ts';

/** Longest side in pixels, and bytes, of a photo that leaves the phone. */
export const LONG_SIDE = 1600;
export const MAX_BYTES = 500_000;
/** JPEG qualities tried in turn before the picture is made smaller. */
const QUALITIES = [0.82, 0.7, 0.55, 0.42];

/**
 * `not-a-photo`: it is something else, or nothing. `heic`: a photo of a kind that this browser cannot read (an iPhone's, outside Safari).
 * `unreadable`: broken, or too large for this device. `too-heavy`: it stays above the limit however small. `paper-…`: a PDF that is too large, is
 * not whole, or holds more than pages.
 */
export type PictureTrouble = 'not-a-photo' | 'heic' | 'unreadable' | 'too-heavy' | 'paper-too-heavy' | 'paper-broken' | 'paper-active';

export class PictureProblem extends Error {
  readonly trouble: PictureTrouble;

  constructor(trouble: PictureTrouble, cause?: unknown) {
    super(`picture: ${trouble}`, { cause });
    this.name = 'PictureProblem';
    this.trouble = trouble;
  }
}

/** sha256, 64 lower-case hex digits: the photo's name everywhere. */
export async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((b) => b.toString(16).padStart(2, '0')).join('');
}

/** Width and height that fit in `side`, never enlarged. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Draws a file again as JPEG: upright as it was taken, at most 1600 px and 500 kB, and without the place, date and device that
 * cameras write into it (nothing but pixels is carried over).
 * @throws PictureProblem
 */
export async function keep(file: Blob): Promise<Picture> {
  const bitmap = await decode(file);
  try {
    for (let side = LONG_SIDE; side >= 400; side = Math.round(side * 0.75)) {
      const size = fitted(bitmap.width, bitmap.height, side);
      const draw = canvasOf(bitmap, size.width, size.height);
      for (const quality of QUALITIES) {
        const blob = await draw(quality);
        if (blob.size > MAX_BYTES) continue;
        const bytes = withoutMetadata(new Uint8Array(await blob.arrayBuffer())).slice().buffer;
        return { hash: await hashOf(bytes), bytes, mime: blob.type, ...size };
      }
    }
  } finally {
    bitmap.close();
  }
  throw new PictureProblem('too-heavy');
}

/** How a file of each kind begins: Latin-1 at an offset. */
const BEGINNINGS: readonly (readonly [offset: number, text: string])[] = [
  [0, '\xff\xd8\xff'],
  [0, '\x89PNG'],
  [0, 'GIF8'],
  [8, 'WEBP'],
  [0, 'BM'],
  [0, 'II*\0'],
  [0, 'MM\0*'],
  [4, 'ftyp'],
];
const HEIC = /^ftyp(?:hei|hev|mif1|msf1)/;

async function decode(file: Blob): Promise<ImageBitmap> {
  const head = [...new Uint8Array(await file.slice(0, 16).arrayBuffer())].map((b) => String.fromCharCode(b)).join('');
  // Drawings with scripts, documents, archives: never given to a decoder, whatever their name says.
  if (!BEGINNINGS.some(([offset, text]) => head.startsWith(text, offset))) throw new PictureProblem('not-a-photo');
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (error) {
    throw new PictureProblem(HEIC.test(head.slice(4)) ? 'heic' : 'unreadable', error);
  }
}

/** Off the screen where the browser can (Safari 16.4 and later), else on a canvas of the page that nobody sees. */
function canvasOf(bitmap: ImageBitmap, width: number, height: number): (quality: number) => Promise<Blob> {
  if (typeof OffscreenCanvas !== 'undefined') {
    const canvas = new OffscreenCanvas(width, height);
    paint(canvas.getContext('2d'), bitmap, width, height);
    return (quality) => canvas.convertToBlob({ type: 'image/jpeg', quality });
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  paint(canvas.getContext('2d'), bitmap, width, height);
  return (quality) =>
    new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new PictureProblem('unreadable')) : resolve(blob)), 'image/jpeg', quality),
    );
}

function paint(
  context: OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D | null,
  bitmap: ImageBitmap,
  width: number,
  height: number,
): void {
  if (context === null) throw new PictureProblem('unreadable');
  // JPEG has no transparency; what is transparent would turn black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
}
