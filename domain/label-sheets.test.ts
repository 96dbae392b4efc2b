import { describe, expect, test } from 'vitest';
import { layOut, MODULE_LEAST, squareOn } from './label-layout.ts';
import { cellOf, parseShift, perSheet, SHEET_IDS, SHEETS } from './label-sheets.ts';

describe('where labels lie', () => {
  test.each(SHEET_IDS)('%s: no label leaves its paper, none touches another', (id) => {
    const shape = SHEETS[id];
    const all = Array.from({ length: perSheet(shape) }, (_, n) => cellOf(shape, n));
    for (const { x, y, page } of all) {
      expect(page).toBe(0);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + shape.label.width).toBeLessThanOrEqual(shape.page.width + 0.01);
      expect(y + shape.label.height).toBeLessThanOrEqual(shape.page.height + 0.01);
    }
    expect(shape.pitch.x).toBeGreaterThanOrEqual(shape.label.width);
    expect(shape.pitch.y).toBeGreaterThanOrEqual(shape.label.height);
  });

  test.each(SHEET_IDS)('%s is cut in the middle of its paper, within half a millimetre', (id) => {
    const { page, columns, rows, label, first, pitch } = SHEETS[id];
    const after = { x: page.width - first.x - (columns - 1) * pitch.x - label.width, y: page.height - first.y - (rows - 1) * pitch.y - label.height };
    expect(Math.abs(after.x - first.x) / 2).toBeLessThanOrEqual(0.5);
    expect(Math.abs(after.y - first.y) / 2).toBeLessThanOrEqual(0.5);
  });

  test('a print begins at the first label that is left, and goes on with whole sheets', () => {
    expect(cellOf(SHEETS.L7159, 0, 22)).toMatchObject({ page: 0, x: 7.2 + 66 });
    expect(cellOf(SHEETS.L7159, 1, 22)).toMatchObject({ page: 0, x: 7.2 + 132 });
    expect(cellOf(SHEETS.L7159, 2, 22)).toEqual({ page: 1, x: 7.2, y: 13 });
    // A roll has no used labels.
    expect(cellOf(SHEETS.roll62, 3, 2)).toEqual({ page: 3, x: 0, y: 0 });
  });

  test('a printer that is out moves all of it', () => {
    const [plain, moved] = [cellOf(SHEETS.L7651, 64), cellOf(SHEETS.L7651, 64, 0, { x: -1.5, y: 0.7 })];
    expect(moved.x - plain.x).toBeCloseTo(-1.5);
    expect(moved.y - plain.y).toBeCloseTo(0.7);
  });

  test.each([
    ['1,5', 1.5],
    ['-0.5', -0.5],
    ['−2', -2],
    ['+3', 3],
    ['', 0],
    ['10', 10],
    ['10,1', null],
    ['un', null],
    ['1e1', null],
    ['--1', null],
  ])('%j on a ruler is %s', (typed, millimetres) => {
    expect(parseShift(typed)).toBe(millimetres);
  });
});

describe('what stands on a label', () => {
  const measure = (text: string, bold: boolean) => text.length * (bold ? 0.62 : 0.55);
  const said = { code: '7K3M-Q9PX', name: 'Vidéoprojecteur interactif', detail: 'Epson EB-1485Fi', caption: 'Panne ? Scannez.', mark: null, logo: 3 };

  test.each(SHEET_IDS)('%s: the square is large enough for a version 3, and the code and what to do always stand beside it', (id) => {
    const { label } = SHEETS[id];
    expect(squareOn(label) / 37).toBeGreaterThan(MODULE_LEAST);
    const drawn = layOut(label, said, measure);
    const texts = drawn.flatMap((one) => (one.kind === 'text' ? [one] : []));
    expect(texts.map(({ text }) => text).join('')).toContain('7K3M-Q9PX');
    expect(texts.map(({ text }) => text).join(' ')).toContain('Panne ? Scannez.');
    const square = drawn.find((one) => one.kind === 'square');
    for (const { x, y, size, text, bold } of texts) {
      expect(x).toBeGreaterThanOrEqual((square?.x ?? 0) + (square?.kind === 'square' ? square.side : 0));
      expect(x + measure(text, bold) * size).toBeLessThanOrEqual(label.width - 1);
      expect(y - size).toBeGreaterThanOrEqual(0);
      expect(y + size * 0.3).toBeLessThanOrEqual(label.height);
      expect(size).toBeGreaterThanOrEqual(1.9);
    }
  });

  test('a mark of a test is never left out', () => {
    for (const id of SHEET_IDS) expect(JSON.stringify(layOut(SHEETS[id].label, { ...said, mark: 'ESSAI' }, measure))).toContain('ESSAI');
  });
});
