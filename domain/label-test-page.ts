import type { Drawn } from './label-layout.ts';
import { cellOf, type Point, perSheet, type SheetShape } from './label-sheets.ts';

/** Millimetres to each side of the edge that a ruler reads. */
const REACH = 5;
const LETTERS = 1.6;

/**
 * A page that tells how far a printer is out: the edges of all labels, and across the left and the upper edge of the first and the last
 * label a ruler whose 0 is where the print believes the edge to be. Laid over a real sheet against the light, the edge that shines
 * through crosses each ruler at the offset itself.
 */
export function drawTestPage(
  shape: SheetShape,
  words: { readonly across: string; readonly down: string; readonly lines: readonly string[] },
): Drawn[] {
  const { label } = shape;
  const drawn: Drawn[] = [];
  for (let n = 0; n < perSheet(shape); n += 1) {
    const { x, y } = cellOf(shape, n);
    const corners: Point[] = [
      { x, y },
      { x: x + label.width, y },
      { x: x + label.width, y: y + label.height },
      { x, y: y + label.height },
    ];
    corners.forEach((from, i) => {
      drawn.push({ kind: 'line', ...from, to: corners[(i + 1) % 4] as Point, dashed: true });
    });
  }
  const ends = shape.isRoll ? [0] : [0, perSheet(shape) - 1];
  for (const n of ends) {
    const corner = cellOf(shape, n);
    drawn.push(...ruler({ x: corner.x, y: corner.y + label.height * 0.62 }, 'across', words.across));
    drawn.push(...ruler({ x: corner.x + label.width * 0.62, y: corner.y }, 'down', words.down));
  }
  const middle = cellOf(shape, Math.floor(shape.rows / 2) * shape.columns);
  words.lines.forEach((text, i) => {
    if (!shape.isRoll) drawn.push({ kind: 'text', x: Math.max(12, middle.x + 2), y: middle.y + 6 + i * 5, text, size: 3.6, bold: i === 0 });
  });
  return drawn;
}

/** A tick each half millimetre, a longer one each millimetre, numbers at every other; the numbers grow to the right and downwards. */
function ruler(zero: Point, along: 'across' | 'down', name: string): Drawn[] {
  const drawn: Drawn[] = [];
  const at = (way: number, aside: number): Point =>
    along === 'across' ? { x: zero.x + way, y: zero.y + aside } : { x: zero.x + aside, y: zero.y + way };
  for (let half = -2 * REACH; half <= 2 * REACH; half += 1) {
    const way = half / 2;
    const length = half === 0 ? 4 : half % 2 === 0 ? 2.4 : 1.4;
    drawn.push({ kind: 'line', ...at(way, -length), to: at(way, 0), dashed: false });
    if (half % 4 === 0) {
      const from = along === 'across' ? at(way - (way === 0 ? 0.5 : 0.9), 1.9) : at(way + 0.55, 0.6);
      drawn.push({ kind: 'text', ...from, text: way > 0 ? `+${way}` : String(way).replace('-', '−'), size: LETTERS, bold: half === 0 });
    }
  }
  drawn.push({ kind: 'line', ...at(-REACH, 0), to: at(REACH, 0), dashed: false });
  drawn.push({ kind: 'text', ...(along === 'across' ? at(REACH + 1, 0.8) : at(REACH + 3, -1)), text: name, size: 3.4, bold: true });
  return drawn;
}
