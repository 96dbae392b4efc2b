import 'server-only';
import type { Line } from '#domain/imports/sheet.ts';
import { BOUNDS, Pace, SheetFault } from './bounds.ts';

const SEPARATORS = [';', '\t', '|', ','] as const;
const QUOTE = 34;
const CR = 13;
const LF = 10;

/**
 * The records of a text, each with its number. Cells are as they are written, quotes taken off: a quote inside a cell that does not begin with
 * one is a letter like another (19" écran).
 */
function* records(text: string, separator: string): Generator<Line> {
  const sep = separator.charCodeAt(0);
  const end = text.length;
  let at = 0;
  let n = 0;
  while (at < end) {
    n += 1;
    const cells: string[] = [];
    // A blank line has no cell at all.
    const isBlank = text.charCodeAt(at) === LF || text.charCodeAt(at) === CR;
    while (!isBlank) {
      let cell: string;
      if (text.charCodeAt(at) === QUOTE) {
        let from = at + 1;
        cell = '';
        for (;;) {
          const quote = text.indexOf('"', from);
          if (quote === -1) {
            if (end - from > BOUNDS.cell) throw new SheetFault('cell', { line: n, column: cells.length, most: BOUNDS.cell });
            throw new SheetFault('unclosed', { line: n, column: cells.length });
          }
          cell += text.slice(from, quote);
          if (cell.length > BOUNDS.cell) throw new SheetFault('cell', { line: n, column: cells.length, most: BOUNDS.cell });
          at = quote + 1;
          if (text.charCodeAt(at) !== QUOTE) break;
          cell += '"';
          from = at + 1;
        }
        const from2 = at;
        while (at < end && text.charCodeAt(at) !== sep && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at += 1;
        // Something after the closing quote: kept, blanks aside.
        if (at > from2) cell += text.slice(from2, at).trimEnd();
      } else {
        const from = at;
        for (; at < end; at += 1) {
          const c = text.charCodeAt(at);
          if (c === sep || c === LF || c === CR) break;
        }
        if (at - from > BOUNDS.cell) throw new SheetFault('cell', { line: n, column: cells.length, most: BOUNDS.cell });
        cell = text.slice(from, at);
      }
      if (cells.length >= BOUNDS.columns && cell !== '') throw new SheetFault('columns', { line: n, most: BOUNDS.columns });
      // Of thousands of separators in a row, nothing is kept.
      if (cells.length < BOUNDS.columns) cells.push(cell);
      if (at < end && text.charCodeAt(at) === sep) at += 1;
      else break;
    }
    if (text.charCodeAt(at) === CR) at += text.charCodeAt(at + 1) === LF ? 2 : 1;
    else at += 1;
    yield { n, cells };
  }
}

/** Which of the separators cuts the first records most evenly into most cells. */
export function separatorOf(text: string): string {
  const head = text.slice(0, 60_000);
  let best: { separator: string; score: number } = { separator: ';', score: 0 };
  for (const separator of SEPARATORS) {
    const counts: number[] = [];
    try {
      for (const { cells } of records(head, separator)) {
        if (cells.some((c) => c !== '')) counts.push(cells.length);
        if (counts.length === 20) break;
      }
    } catch {
      // The head may be cut within a cell: what was read before it is enough.
    }
    const first = counts[0] ?? 1;
    const even = counts.filter((c) => c === first).length / Math.max(1, counts.length);
    const score = (first - 1) * (even > 0.6 ? 4 : 1);
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** Excel's own first line, "sep=;". */
const TOLD = /^sep=([;,\t|])(\r\n|\r|\n)/i;

/**
 * The rows of a CSV text.
 * @throws SheetFault rows, columns, cell, unclosed
 */
export async function readCsv(text: string, pace = new Pace()): Promise<{ readonly separator: string; readonly rows: Line[] }> {
  const told = TOLD.exec(text);
  const body = told === null ? text : text.slice(told[0].length);
  const skipped = told === null ? 0 : 1;
  const separator = told?.[1] ?? separatorOf(body);
  const rows: Line[] = [];
  let filled = 0;
  for (const { n, cells } of records(body, separator)) {
    if (cells.length === 0) continue;
    filled += 1;
    if (filled > BOUNDS.rows) throw new SheetFault('rows', { line: n + skipped, most: BOUNDS.rows });
    rows.push({ n: n + skipped, cells: cells.map(unguarded) });
    const rest = pace.rest();
    if (rest !== undefined) await rest;
  }
  return { separator, rows };
}

/** What a spreadsheet would take for a formula, or was guarded from it already. */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** As it is written where a spreadsheet will open it: an apostrophe keeps it text. */
export function guarded(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** As it was before `guarded`; a formula that nobody guarded is text as it stands. */
function unguarded(cell: string): string {
  return cell.charCodeAt(0) === 39 && FORMULA.test(cell) ? cell.slice(1) : cell;
}

const NEEDS_QUOTES = /["\r\n;,\t|]|^\s|\s$/;

function cellText(cell: string): string {
  const safe = guarded(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One record with its line end. */
export function csvLine(cells: readonly string[]): string {
  // A record of one empty cell would be a blank line, which is none.
  if (cells.every((c) => c === '')) return `${cells.map(() => '""').join(';')}\r\n`;
  return `${cells.map(cellText).join(';')}\r\n`;
}

/** What French spreadsheets open as it is: a mark of UTF-8, semicolons, formulas guarded. Read again it is unchanged. */
export function writeCsv(rows: readonly (readonly string[])[]): Uint8Array {
  return Buffer.from(`\ufeff${rows.map(csvLine).join('')}`, 'utf8');
}
