/** What the phones' cameras see. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { StickerCode } from '#domain/ids.ts';
import { stickerUrl } from '#domain/sticker.ts';
import { qrModules, stickerClip } from '#test/camera.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-pictures-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const next = (ending: string) => {
  made += 1;
  return join(folder, `${process.pid}-${made}.${ending}`);
};

/** A film in which the app's own sticker of this equipment lies on a desk. @returns its path */
export async function filmOfSticker(base: string, code: string): Promise<string> {
  return await filmOf(stickerUrl(base, code as StickerCode));
}

export async function filmOf(text: string | readonly string[]): Promise<string> {
  const path = next('y4m');
  await stickerClip(text, path, { seconds: 0.5, size: 170 });
  return path;
}

/** A photograph of that sticker, somewhat turned, as a phone keeps it. */
export async function photoOfSticker(base: string, code: string): Promise<string> {
  const modules = qrModules(stickerUrl(base, code as StickerCode));
  const across = modules.length + 8;
  const pixels = Buffer.alloc(across * across, 255);
  modules.forEach((row, y) => {
    row.forEach((isDark, x) => {
      if (isDark) pixels[(y + 4) * across + x + 4] = 0;
    });
  });
  const sticker = await sharp(pixels, { raw: { width: across, height: across, channels: 1 } })
    .resize(420, 420, { kernel: 'nearest' })
    .rotate(6, { background: '#8a8f94' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const path = next('jpg');
  await sharp({ create: { width: 1280, height: 960, channels: 3, background: '#8a8f94' } })
    .composite([{ input: sticker, left: 380, top: 240 }])
    .jpeg({ quality: 80 })
    .toFile(path);
  return path;
}

/** A photo of a fault: a coloured picture with detail, a place and a name in its metadata. */
export async function photoOfFault(colour = '#335577'): Promise<string> {
  const path = next('jpg');
  await sharp({ create: { width: 1800, height: 1200, channels: 3, background: colour, noise: { type: 'gaussian', mean: 120, sigma: 20 } } })
    .jpeg({ quality: 85 })
    .withExif({ IFD0: { Copyright: 'Karim SECRET' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 24/1' } })
    .toFile(path);
  return path;
}
