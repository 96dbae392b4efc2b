import 'server-only';
import qrcode from 'qrcode-generator';
import { MODULE_LEAST } from '#domain/label-layout.ts';
import { qrSegments } from '#domain/sticker.ts';

/** Dark modules beside each other: column, row, how many. */
type Run = readonly [x: number, y: number, length: number];

/** A square of `size` modules, its quiet zone of four modules included (ISO/IEC 18004). */
export interface Square {
  readonly size: number;
  readonly runs: readonly Run[];
}

const QUIET = 4;
/** Still read with 30, 25 or 15 % of it scratched or covered. */
const LEVELS = ['H', 'Q', 'M'] as const;
type Level = (typeof LEVELS)[number];

function drawn(text: string, level: Level): Square {
  const code = qrcode(0, level);
  for (const { mode, text: part } of qrSegments(text)) code.addData(part, mode);
  code.make();
  const modules = code.getModuleCount();
  const runs: Run[] = [];
  for (let y = 0; y < modules; y += 1) {
    for (let x = 0; x < modules; x += 1) {
      if (!code.isDark(y, x)) continue;
      const start = x;
      while (x + 1 < modules && code.isDark(y, x + 1)) x += 1;
      runs.push([start + QUIET, y + QUIET, x - start + 1]);
    }
  }
  return { size: modules + 2 * QUIET, runs };
}

/**
 * The square of a text on a label, at the highest level whose modules a cheap phone still sees.
 * @param side in millimetres, quiet zone included
 * @returns null when the text is too long for a square of that side
 */
export function drawSquare(text: string, side: number): Square | null {
  for (const level of LEVELS) {
    const square = drawn(text, level);
    if (side / square.size >= MODULE_LEAST) return square;
  }
  return null;
}

/** As one path of an SVG, a module being 1. */
export function pathOf({ runs }: Square): string {
  return runs.map(([x, y, length]) => `M${x} ${y}h${length}v1h-${length}z`).join('');
}
