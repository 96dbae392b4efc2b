/** Labels that were on the equipment before us: each kind of code that schools have stuck on things is read, from a photo and from the camera. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule as prepareReader, readBarcodes } from 'zxing-wasm/reader';
import { prepareZXingModule as prepareWriter, type WriterOptions, writeBarcode } from 'zxing-wasm/writer';
import { lookAt, PHOTO_LOOKS } from './looks.ts';

const wasm = (path: string) => Uint8Array.from(readFileSync(fileURLToPath(import.meta.resolve(path)))).buffer;

beforeAll(() => {
  prepareReader({ overrides: { wasmBinary: wasm('zxing-wasm/reader/zxing_reader.wasm') } });
  prepareWriter({ overrides: { wasmBinary: wasm('zxing-wasm/writer/zxing_writer.wasm') } });
});

/** A label on a wall, lying as it was stuck. */
async function seen(
  text: string,
  format: NonNullable<WriterOptions['format']>,
  turned: number,
): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const { image } = await writeBarcode(text, { format, scale: 3 });
  if (image === null) throw new Error(`no ${format} was drawn`);
  const label = sharp(Buffer.from(await image.arrayBuffer())).flatten({ background: '#fff' });
  const { data, info } = await label
    .extend({ top: 160, bottom: 200, left: 120, right: 90, background: '#fff' })
    .rotate(turned, { background: '#fff' })
    .blur(0.6)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: Uint8ClampedArray.from(data), width: info.width, height: info.height };
}

const LABELS = [
  ['QRCode', 'Inventory number = JZ-2021-0042\nSerial number = 5CG1234XYZ'],
  ['Code128', '5CG1234XYZ'],
  ['Code39', 'JZ-2021-0042'],
  ['DataMatrix', 'S5CG1234XYZ'],
  ['EAN13', '4006381333931'],
  ['EAN8', '96385074'],
] as const;

test.each(LABELS)('%s', { timeout: 60_000 }, async (format, text) => {
  for (const turned of [0, 90]) {
    const picture = await seen(text, format, turned);
    const image = { ...picture, colorSpace: 'srgb' } as unknown as ImageData;
    const byPhoto: string[] = [];
    for (const look of PHOTO_LOOKS) byPhoto.push(...(await readBarcodes(image, look)).map((r) => r.text));
    expect(byPhoto).toContain(text);
    // Twelve frames are a second of the camera; a line code must be read in two of them before it is believed (gather.ts).
    let times = 0;
    for (let turn = 0; turn < 12; turn += 1) times += (await readBarcodes(image, lookAt(turn))).some((r) => r.text === text) ? 1 : 0;
    expect(times).toBeGreaterThanOrEqual(2);
  }
});
