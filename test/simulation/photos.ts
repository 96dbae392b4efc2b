/** A few real pictures, told apart by their pixels; the server decodes what it keeps. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Picture } from '#sync/port.ts';

let made: Promise<readonly Picture[]> | undefined;

async function draw(n: number): Promise<Picture> {
  const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: { r: n, g: 0, b: 0 } } })
    .png()
    .toBuffer();
  const bytes = new Uint8Array(png).buffer;
  return { hash: createHash('sha256').update(png).digest('hex'), bytes, mime: 'image/png', width: 2, height: 2 };
}

export function pictures(): Promise<readonly Picture[]> {
  made ??= Promise.all([1, 2, 3, 4, 5, 6].map(draw));
  return made;
}
