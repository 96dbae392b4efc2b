/** Stickers as a file: where each stands on the paper and what its square says, read from the file's own drawing operators. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { StickerCode } from '#domain/ids.ts';
import { perSheet, SHEET_IDS, SHEETS, type SheetId } from '#domain/label-sheets.ts';
import { drawTestPage } from '#domain/label-test-page.ts';
import { makeCode, readLabel } from '#domain/sticker.ts';
import { fr } from '#domain/words/fr/index.ts';
import { officeWords } from '#domain/words/office.ts';
import type { LabelRow } from '#server/office/label-rows.ts';
import { labelsPdf, testPagePdf } from './pdf.ts';
import { type Look, placeLabels } from './print.ts';
import { drawSquare } from './square.ts';

const BASE = 'https://relais.fr';
/** As the makers of the sheets give them, in millimetres: the corner of the first label, its size, the next one across and down. */
const CUT: Record<SheetId, { first: [number, number]; label: [number, number]; next: [number, number]; grid: [number, number] }> = {
  L7651: { first: [4.67, 10.9], label: [38.1, 21.17], next: [40.64, 21.17], grid: [5, 13] },
  L7654: { first: [9.75, 21.43], label: [45.72, 25.4], next: [48.26, 25.4], grid: [4, 10] },
  L7159: { first: [7.2, 13], label: [63.5, 33.9], next: [66, 33.9], grid: [3, 8] },
  Z3474: { first: [0, 0], label: [70, 37], next: [70, 37], grid: [3, 8] },
  roll62: { first: [0, 0], label: [62, 29], next: [62, 29], grid: [1, 1] },
  roll50x30: { first: [0, 0], label: [50, 30], next: [50, 30], grid: [1, 1] },
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Page {
  readonly width: number;
  readonly height: number;
  /** One a filled shape: its rectangles, in millimetres from the top left. */
  readonly shapes: readonly (readonly Box[])[];
  /** Where letters begin. */
  readonly letters: readonly { readonly x: number; readonly y: number }[];
  readonly pictures: readonly Box[];
}

const MM = 25.4 / 72;
type Matrix = readonly [number, number, number, number, number, number];
const times = (m: Matrix, n: Matrix): Matrix => [
  ...([m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3]] as const),
  ...([m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5]] as const),
];

/** The pages of a file, as a printer would draw them. */
function pagesOf(bytes: Uint8Array): Page[] {
  const file = Buffer.from(bytes).toString('latin1');
  const object = (id: string) => new RegExp(`(?:^|\\n)${id} 0 obj\\n([\\s\\S]*?)\\nendobj`).exec(file)?.[1] ?? '';
  const ids = [...(/\/Kids \[([^\]]*)\]/.exec(file)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(([, id]) => id as string);
  return ids.map((id) => {
    const page = object(id);
    const [, , width = 0, height = 0] = (/\/MediaBox \[([^\]]+)\]/.exec(page)?.[1] ?? '').split(' ').map(Number);
    const content = object(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '');
    const start = content.indexOf('stream\n') + 'stream\n'.length;
    const stream = Buffer.from(content.slice(start, content.lastIndexOf('\nendstream')), 'latin1');
    return { width: width * MM, height: height * MM, ...drawn(inflateSync(stream).toString('latin1'), height) };
  });
}

function drawn(stream: string, high: number): Omit<Page, 'width' | 'height'> {
  const [shapes, letters, pictures]: [Box[][], { x: number; y: number }[], Box[]] = [[], [], []];
  let at: Matrix = [1, 0, 0, 1, 0, 0];
  const kept: Matrix[] = [];
  let path: Box[] = [];
  let numbers: number[] = [];
  const box = (x: number, y: number, width: number, height: number, m: Matrix): Box => {
    const [x1, y1] = [x * m[0] + m[4], high - (y * m[3] + m[5])];
    const [x2, y2] = [(x + width) * m[0] + m[4], high - ((y + height) * m[3] + m[5])];
    return { x: Math.min(x1, x2) * MM, y: Math.min(y1, y2) * MM, width: Math.abs(x2 - x1) * MM, height: Math.abs(y2 - y1) * MM };
  };
  for (const token of stream.match(/<[0-9a-f]*>|\[|\]|\/?[^\s[\]<>]+/gi) ?? []) {
    const number = Number(token);
    if (!Number.isNaN(number) && !token.startsWith('<')) {
      numbers.push(number);
      continue;
    }
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers;
    if (token === 'q') kept.push(at);
    else if (token === 'Q') at = kept.pop() ?? at;
    else if (token === 'cm') at = times([a, b, c, d, e, f], at);
    else if (token === 're') path.push(box(a, b, c, d, at));
    else if (token === 'f') {
      shapes.push(path);
      path = [];
    } else if (token === 'Tm') {
      const [, , , , x, y] = times([a, b, c, d, e, f], at);
      letters.push({ x: x * MM, y: (high - y) * MM });
    } else if (token === 'Do') pictures.push(box(0, 0, 1, 1, at));
    if (!token.startsWith('/')) numbers = [];
  }
  return { shapes, letters, pictures };
}

function around(boxes: readonly Box[]): Box {
  const [x, y] = [Math.min(...boxes.map((b) => b.x)), Math.min(...boxes.map((b) => b.y))];
  return { x, y, width: Math.max(...boxes.map((b) => b.x + b.width)) - x, height: Math.max(...boxes.map((b) => b.y + b.height)) - y };
}

/** The paper as a scanner at 300 dots an inch sees it: no square is known, only black on white. */
function paper(boxes: readonly Box[], { x, y, width, height }: Box): Promise<Buffer> {
  const dots = 300 / 25.4;
  const rects = boxes.map((b) => `<rect x="${b.x - x}" y="${b.y - y}" width="${b.width}" height="${b.height}"/>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width * dots}" height="${height * dots}"><rect width="100%" height="100%" fill="#fff"/>${rects}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const seeded = (n: number) => makeCode(Uint8Array.from({ length: 8 }, (_, i) => (n * 7 + i * 13 + n * i) % 256));
const rows = (n: number): LabelRow[] =>
  Array.from({ length: n }, (_, i) =>
    i % 5 === 4
      ? { code: seeded(i), of: 'room', building: 'Bât. B', name: `Salle ${200 + i}` }
      : { code: seeded(i), of: 'asset', type: 'projector', maker: 'Epson', model: 'EB-1485Fi interactif' },
  );
const look = (sheet: SheetId, more: Partial<Look> = {}): Look => ({
  ...{ sheet, first: 0, offset: { x: 0, y: 0 }, caption: fr.admin.labels.onSticker, logo: null, mark: null },
  ...more,
});

beforeAll(() => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  return prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer },
    fireImmediately: true,
  });
});

async function print(of: readonly LabelRow[], how: Look, base = BASE): Promise<Uint8Array<ArrayBuffer>> {
  const placed = await placeLabels(of, how, base);
  if (placed === null) throw new Error('too long');
  return labelsPdf(placed, how);
}

describe.each(SHEET_IDS)('%s', (sheet) => {
  const { first, label, next, grid } = CUT[sheet];
  const cornerOf = (n: number) => ({ x: first[0] + (n % grid[0]) * next[0], y: first[1] + Math.floor(n / grid[0]) * next[1] });

  test('each sticker stands within half a millimetre of where the sheet is cut, all of it inside, and is read back at its printed size', async () => {
    const all = rows(perSheet(SHEETS[sheet]));
    const [page, ...more] = pagesOf(await print(all, look(sheet)));
    expect(more).toEqual([]);
    if (page === undefined) throw new Error('no page');
    const wide = SHEETS[sheet].isRoll ? label : [210, 297];
    expect(page.width).toBeCloseTo(wide[0] as number, 1);
    expect(page.height).toBeCloseTo(wide[1] as number, 1);
    expect(page.shapes).toHaveLength(all.length);
    for (const [n, { code }] of all.entries()) {
      const corner = cornerOf(n);
      const boxes = page.shapes[n] ?? [];
      const square = around(boxes);
      // A version 3 is 29 modules wide: half a millimetre each, and its quiet zone of four inside the label.
      const module = square.width / 29;
      expect(module).toBeGreaterThan(0.5);
      expect(square.height).toBeCloseTo(square.width, 3);
      expect(Math.abs(square.x - 4 * module - (corner.x + 0.3))).toBeLessThan(0.5);
      expect(Math.abs(square.y + square.height / 2 - (corner.y + label[1] / 2))).toBeLessThan(0.5);
      const cell: Box = { ...corner, width: label[0], height: label[1] };
      const own = page.letters.filter(({ x, y }) => x > corner.x && x < corner.x + label[0] && y > corner.y && y < corner.y + label[1]);
      expect(own.length).toBeGreaterThanOrEqual(3);
      for (const letter of own) expect(letter.x).toBeGreaterThan(square.x + square.width + 3.9 * module);
      if (n % 4 !== 0) continue; // reading is what takes long
      const [seen] = await readBarcodes(await paper(boxes, cell), { formats: ['QRCode'], tryRotate: false });
      expect(readLabel(seen?.text ?? '', [BASE])).toEqual({ kind: 'code', code });
      expect(seen?.ecLevel).toBe('H');
    }
    const inside = page.letters.filter(({ x, y }) =>
      all.some((_, n) => x > cornerOf(n).x && x < cornerOf(n).x + label[0] && y > cornerOf(n).y && y < cornerOf(n).y + label[1]),
    );
    expect(inside).toHaveLength(page.letters.length);
  });

  test('a printer’s offset moves squares and letters alike', async () => {
    const all = rows(Math.min(4, perSheet(SHEETS[sheet])));
    const [[plain], [moved]] = [pagesOf(await print(all, look(sheet))), pagesOf(await print(all, look(sheet, { offset: { x: 1.3, y: -0.8 } })))];
    for (const n of all.keys()) {
      const [a, b] = [around(plain?.shapes[n] ?? []), around(moved?.shapes[n] ?? [])];
      expect(b.x - a.x).toBeCloseTo(1.3, 2);
      expect(b.y - a.y).toBeCloseTo(-0.8, 2);
    }
    for (const [i, letter] of (plain?.letters ?? []).entries()) expect((moved?.letters[i]?.x ?? 0) - letter.x).toBeCloseTo(1.3, 2);
  });

  test('the test page’s rulers stand on the edges of the labels', async () => {
    const [page] = pagesOf(await testPagePdf(drawTestPage(SHEETS[sheet], officeWords('fr').labels.ruler), sheet));
    // The zero of the ruler, in bold, a little left of the edge.
    expect(page?.letters.some(({ x, y }) => Math.abs(x + 0.5 - first[0]) < 0.5 && y > first[1] && y < first[1] + label[1])).toBe(true);
  });
});

test('what is asked of the printer: no scaling; what is kept of the letters: text that can be searched', async () => {
  const file = Buffer.from(await print(rows(3), look('L7159'))).toString('latin1');
  expect(file).toContain('/PrintScaling /None');
  expect(file).toMatch(/AtkinsonHyperlegibleNext/);
  expect(file).toContain('/ToUnicode');
});

test('used labels are left alone: a print begins at the label that is free', async () => {
  const [page, next] = pagesOf(await print(rows(4), look('L7159', { first: 22 })));
  expect(page?.shapes).toHaveLength(2);
  expect(next?.shapes).toHaveLength(2);
  expect(around(page?.shapes[0] ?? []).x).toBeGreaterThan(7.2 + 66);
});

test('a picture stands beside the square, on its label', async () => {
  const png = await sharp({ create: { width: 90, height: 30, channels: 3, background: '#0b5450' } })
    .png()
    .toBuffer();
  const logo = { data: `data:image/png;base64,${png.toString('base64')}`, ratio: 3 };
  const [page] = pagesOf(await print(rows(2), look('L7159', { logo })));
  expect(page?.pictures).toHaveLength(2);
  for (const [n, { x, y, width, height }] of (page?.pictures ?? []).entries()) {
    expect(width / height).toBeCloseTo(3, 1);
    expect(x).toBeGreaterThan(around(page?.shapes[n] ?? []).x + around(page?.shapes[n] ?? []).width);
    expect(y).toBeGreaterThan(13);
  }
});

test('a long address takes a lower level rather than modules that no phone sees; where none will do, nothing is printed', async () => {
  const long = 'https://relais.informatique.region-centre-val-de-loire.example.fr';
  expect(30 / (drawSquare(`${long}/A/7K3MQ9PX`, 30)?.size ?? 999)).toBeGreaterThan(0.5);
  const [one] = (await placeLabels(rows(1), look('roll50x30'), long)) ?? [];
  expect(one).toBeDefined();
  const [page] = pagesOf(await print(rows(1), look('L7159'), long));
  const [seen] = await readBarcodes(await paper(page?.shapes[0] ?? [], { x: 7.2, y: 13, width: 63.5, height: 33.9 }), { formats: ['QRCode'] });
  expect(readLabel(seen?.text ?? '', [long])).toEqual({ kind: 'code', code: seeded(0) as StickerCode });
  expect(await placeLabels(rows(1), look('L7651'), `https://${'tres-long.'.repeat(9)}example.fr`)).toBeNull();
});

test('a large print holds nobody up', async () => {
  let answered = 0;
  const others = setInterval(() => {
    answered += 1;
  }, 1);
  await print(rows(65), look('L7651'));
  clearInterval(others);
  expect(answered).toBeGreaterThan(20);
});
