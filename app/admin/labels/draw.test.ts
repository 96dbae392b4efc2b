import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { StickerCode } from '#domain/ids.ts';
import { readLabel } from '#domain/sticker.ts';
import { drawLabel, drawSheet } from './draw.ts';

const BASE = 'https://relais.fr';
const CODE = '7K3MQ9PX' as StickerCode;
/** Of the label's square (labels.css), in millimetres. */
const PRINTED = 30;

beforeAll(() => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  return prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer },
    fireImmediately: true,
  });
});

test('a drawn sticker is read back by the scanner, at level H, with modules that a cheap phone sees', async () => {
  const { square } = drawLabel({ code: CODE, of: 'room', building: null, name: 'CDI' }, BASE);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${square.size} ${square.size}" width="300" height="300"><rect width="100%" height="100%" fill="#fff"/><path d="${square.path}"/></svg>`;
  const [read] = await readBarcodes(new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer()), { formats: ['QRCode'] });
  expect(read?.text).toBe('https://RELAIS.FR/A/7K3MQ9PX');
  expect(read?.ecLevel).toBe('H');
  expect(readLabel(read?.text ?? '', [BASE])).toEqual({ kind: 'code', code: CODE });
  // Version 3 and its quiet zone.
  expect(square.size).toBe(29 + 8);
  expect(PRINTED / square.size).toBeGreaterThan(0.5);
});

test('a long address still leaves modules of half a millimetre', () => {
  const { square } = drawLabel(
    { code: CODE, of: 'room', building: null, name: 'CDI' },
    'https://relais.informatique.region-centre-val-de-loire.example.fr',
  );
  expect(PRINTED / square.size).toBeGreaterThan(0.5);
});

test('a large site’s sheets hold nobody up', async () => {
  const labels = Array.from({ length: 40 }, () => ({ code: CODE, of: 'room', building: null, name: 'CDI' }) as const);
  let answered = 0;
  const others = setInterval(() => {
    answered += 1;
  }, 1);
  const sheet = await drawSheet({ site: 'Lycée', publicUrl: BASE, reachable: true, labels });
  clearInterval(others);
  expect(sheet.labels).toHaveLength(40);
  expect(answered).toBeGreaterThan(10);
});
