import type { Point, Size } from './label-sheets.ts';

/** What is drawn on a label or a test page; millimetres. `text`: `y` is the line on which the letters stand, `size` their em. */
export type Drawn =
  | ({ readonly kind: 'text'; readonly text: string; readonly size: number; readonly bold: boolean } & Point)
  | ({ readonly kind: 'square'; readonly side: number } & Point)
  | ({ readonly kind: 'logo' } & Point & Size)
  | ({ readonly kind: 'line'; readonly to: Point; readonly dashed: boolean } & Point);

/** The width of a text whose em is 1. */
export type Measure = (text: string, bold: boolean) => number;

/** What a sticker says beside its square. */
export interface LabelText {
  /** `7K3M-Q9PX` */
  readonly code: string;
  /** "Vidéoprojecteur" over "Epson EB-L200", or the name of the room; '' on a blank one. */
  readonly name: string;
  readonly detail: string;
  /** "Panne ? Scannez." */
  readonly caption: string;
  /** "ESSAI", on what must not be stuck anywhere. */
  readonly mark: string | null;
  /** Width over height of the picture; null: none. */
  readonly logo: number | null;
}

/** Below this a cheap phone at arm's length no longer tells the modules apart. */
export const MODULE_LEAST = 0.5;
/** A larger square brings nothing that a phone would notice. */
const SQUARE_MOST = 30;
/** Between the square, whose quiet zone is part of it, and the edge of the label. */
const EDGE = 0.3;
const PAD = 1.2;
const LOGO_HIGH = 5;

/** The side of the square on a label, quiet zone included. */
export function squareOn({ width, height }: Size): number {
  return Math.min(SQUARE_MOST, height - 2 * EDGE, width - 2 * EDGE);
}

interface Line {
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  /** Left out first where there is no room; 0: never. */
  readonly spare: number;
}

/** Cuts at spaces so that each line fits; the last of `most` lines ends in an ellipsis where there is more. A word that is too long is cut. */
export function wrap(text: string, width: number, size: number, bold: boolean, measure: Measure, most: number): string[] {
  const fits = (line: string) => measure(line, bold) * size <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((w) => w !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
  }
  if (line !== '') lines.push(line);
  const shown = lines.slice(0, most);
  return shown.map((one, i) => {
    const isCut = i === most - 1 && lines.length > most;
    let kept = isCut ? `${one}…` : one;
    while (!fits(kept) && kept.length > 1) kept = `${kept.replace(/…$/, '').slice(0, -1)}…`;
    return kept;
  });
}

/** The code over the whole width if its letters stay readable, else its halves under each other: whoever cannot scan types it. */
function codeLines(code: string, width: number, measure: Measure): Line[] {
  const sized = (text: string) => Math.min(4, width / measure(text, true));
  const whole = sized(code);
  if (whole >= 2.3) return [{ text: code, size: whole, bold: true, spare: 0 }];
  const [start = '', end = ''] = [code.slice(0, 5), code.slice(5)];
  const size = Math.min(sized(start), sized(end));
  return [start, end].map((text) => ({ text, size, bold: true, spare: 0 }));
}

/** The square at the left, and beside it the code, what it is stuck on, and what to do. Corner of the label: 0, 0. */
export function layOut(label: Size, said: LabelText, measure: Measure): Drawn[] {
  const side = squareOn(label);
  const left = side + 2 * EDGE;
  const width = label.width - left - PAD;
  const high = label.height - 2 * PAD;
  const small = Math.min(2.5, Math.max(1.9, label.height / 13));
  const wrapped = (text: string, size: number, bold: boolean, most: number, spare: number): Line[] =>
    wrap(text, width, size, bold, measure, most).map((one, i) => ({ text: one, size, bold, spare: i === 0 ? spare : spare + 1 }));
  let lines: Line[] = [
    ...codeLines(said.code, width, measure),
    ...wrapped(said.name, small, false, 2, 2),
    ...wrapped(said.detail, small, false, 2, 4),
    // One spare for all its lines: half a sentence tells nobody what to do.
    ...wrapped(said.caption, small, true, 2, 0).map((line) => ({ ...line, spare: 0 })),
  ];
  const mark: Line | null = said.mark === null ? null : { text: said.mark, size: 3, bold: true, spare: 0 };
  if (mark !== null) lines = [...lines, mark];
  let logo = said.logo === null ? 0 : Math.min(LOGO_HIGH, width / said.logo, high / 4);
  const height = () => lines.reduce((sum, { size }) => sum + size * LEADING, 0) + (logo > 0 ? logo + GAP : 0);
  while (height() > high) {
    const least = Math.max(...lines.map(({ spare }) => spare));
    if (least === 0 && logo === 0) break;
    // The picture goes after the model and before the name.
    if (logo > 0 && least < 4) logo = 0;
    else lines = lines.filter(({ spare }) => spare !== least);
  }
  const drawn: Drawn[] = [{ kind: 'square', x: EDGE, y: (label.height - side) / 2, side }];
  let y = (label.height - height()) / 2;
  if (logo > 0) {
    drawn.push({ kind: 'logo', x: left, y, width: logo * (said.logo ?? 1), height: logo });
    y += logo + GAP;
  }
  for (const { text, size, bold } of lines) {
    drawn.push({ kind: 'text', x: left, y: y + size, text, size, bold });
    y += size * LEADING;
  }
  return drawn;
}

const LEADING = 1.2;
const GAP = 0.6;
