/** A row of a table that somebody brought. `n`: its number as a spreadsheet shows it, from 1; a cell with line breaks is one row there. */
export interface Line {
  readonly n: number;
  readonly cells: readonly string[];
}

/** How a file was written, as far as one can tell from its bytes. */
export interface Spelling {
  readonly kind: 'csv' | 'xlsx' | 'json' | 'xml';
  /** "UTF-8", "Windows-1252"…; null: the container says it. */
  readonly encoding: string | null;
  readonly separator: string | null;
}

/** Cells under their headers. Headers may be said twice, and one may be empty. */
export interface Sheet {
  readonly spelling: Spelling;
  readonly headers: readonly string[];
  readonly lines: readonly Line[];
}

/** Why a file cannot be read at all. */
export type SheetFaultCode =
  | 'empty'
  | 'size'
  | 'rows'
  | 'columns'
  | 'cell'
  | 'nul'
  | 'unclosed'
  | 'old-excel'
  | 'not-a-table'
  | 'zip'
  | 'zip-bomb'
  | 'locked'
  | 'doctype'
  | 'xml'
  | 'deep'
  | 'json'
  | 'no-sheet'
  | 'unknown';

/** With where it is, in the file's own rows, and how much there may be; what is not known is left out. */
export interface SheetFaultData {
  readonly line?: number;
  readonly column?: number;
  readonly most?: number;
}

/** The name that a spreadsheet gives a cell: C14. @param column from 0 */
export function cellName(column: number, line: number): string {
  return `${columnName(column)}${line}`;
}

/** A, B … Z, AA. @param column from 0 */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** From 0; -1 when it is not a name of a column. */
export function columnOf(name: string): number {
  let at = 0;
  for (const letter of name) at = at * 26 + letter.charCodeAt(0) - 64;
  return /^[A-Z]{1,3}$/.test(name) ? at - 1 : -1;
}

/** The first row that looks like one of headers (two cells are filled, or the only column's), and the rows under it without the empty ones. */
export function underHeaders(rows: readonly Line[], spelling: Spelling): Sheet | null {
  const filled = (line: Line) => line.cells.filter((c) => c.trim() !== '').length;
  const at = rows.findIndex((line) => filled(line) > 1);
  const top = at === -1 ? rows.findIndex((line) => filled(line) === 1) : at;
  const first = rows[top];
  if (first === undefined) return null;
  const headers = first.cells.map((h) => h.replace(/\s+/g, ' ').trim());
  while (headers.at(-1) === '') headers.pop();
  return { spelling, headers, lines: rows.slice(top + 1).filter((line) => filled(line) > 0) };
}
