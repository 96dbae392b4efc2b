import * as z from 'zod/mini';

/** Millimetres, from the top left corner of the paper. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A sheet or a roll of labels as its maker cuts it. */
export interface SheetShape {
  readonly page: Size;
  readonly columns: number;
  readonly rows: number;
  readonly label: Size;
  /** The corner of the first label. */
  readonly first: Point;
  /** From one label to the next, across and down. */
  readonly pitch: Point;
  /** One label after another, cut by the printer: nothing was used before. */
  readonly isRoll: boolean;
}

const A4: Size = { width: 210, height: 297 };
const sheet = (columns: number, rows: number, label: Size, first: Point, pitch: Point): SheetShape => ({
  ...{ page: A4, columns, rows, label, first, pitch, isRoll: false },
});
const roll = (label: Size): SheetShape => ({
  ...{ page: label, columns: 1, rows: 1, label, first: { x: 0, y: 0 }, pitch: { x: label.width, y: label.height }, isRoll: true },
});

/** What schools buy. Smaller ones (L4731) would leave modules that a cheap phone does not see. */
export const SHEETS = {
  // As the maker's own templates have them (word processors carry them): in the middle of their paper. Of the round figures that go about, 21.2 puts the
  // thirteenth row 0.4 mm too low, and 48.5 the fourth column 1 mm to the right.
  L7651: sheet(5, 13, { width: 38.1, height: 21.17 }, { x: 4.67, y: 10.9 }, { x: 40.64, y: 21.17 }),
  L7654: sheet(4, 10, { width: 45.7, height: 25.4 }, { x: 9.75, y: 21.43 }, { x: 48.26, y: 25.4 }),
  L7159: sheet(3, 8, { width: 63.5, height: 33.9 }, { x: 7.2, y: 13 }, { x: 66, y: 33.9 }),
  Z3474: sheet(3, 8, { width: 70, height: 37 }, { x: 0, y: 0 }, { x: 70, y: 37 }),
  // Cut every 29 mm from a continuous tape.
  roll62: roll({ width: 62, height: 29 }),
  roll50x30: roll({ width: 50, height: 30 }),
} as const satisfies Record<string, SheetShape>;

export type SheetId = keyof typeof SHEETS;
export const SHEET_IDS = ['L7159', 'L7651', 'L7654', 'Z3474', 'roll62', 'roll50x30'] as const satisfies readonly SheetId[];

export function perSheet({ columns, rows }: SheetShape): number {
  return columns * rows;
}

/** How far a printer's print is to be moved so that it falls on the labels, as its test page tells. */
export type Offset = Point;
export const NO_OFFSET: Offset = { x: 0, y: 0 };

/** Where a label lies: on which sheet of the print, and its corner there. */
export interface Cell extends Point {
  readonly page: number;
}

/**
 * Where the label number `n` of a print goes (the first is 0).
 * @param first number of the first label of the first sheet that is still there, from 0
 */
export function cellOf(shape: SheetShape, n: number, first = 0, { x, y }: Offset = NO_OFFSET): Cell {
  const each = perSheet(shape);
  const at = n + (shape.isRoll ? 0 : first);
  const on = at % each;
  return {
    page: Math.floor(at / each),
    x: shape.first.x + (on % shape.columns) * shape.pitch.x + x,
    y: shape.first.y + Math.floor(on / shape.columns) * shape.pitch.y + y,
  };
}

/** A print shifted further than this is another sheet, not another printer. */
export const OFFSET_MOST = 10;

const shift = z.number().check(z.gte(-OFFSET_MOST), z.lte(OFFSET_MOST));
/** Printers by the name that somebody gave them. */
export const Printers = z.record(z.string().check(z.minLength(1), z.maxLength(40)), z.object({ x: shift, y: shift }));
export type Printers = z.infer<typeof Printers>;
export const PRINTERS_MOST = 20;

/** As typed: `1,5`, `-0.5`; null when it is no number of millimetres, or too many. Kept to a tenth. */
export function parseShift(typed: string): number | null {
  const text = typed.trim().replace(',', '.').replace(/^[−–]/, '-');
  if (text === '') return 0;
  if (!/^[+-]?\d{1,2}(\.\d{1,2})?$/.test(text)) return null;
  const millimetres = Math.round(Number(text) * 10) / 10;
  return Math.abs(millimetres) <= OFFSET_MOST ? millimetres + 0 : null;
}
