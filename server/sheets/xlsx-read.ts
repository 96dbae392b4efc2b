import 'server-only';
import { columnOf, type Line } from '#domain/imports/sheet.ts';
import { BOUNDS, Pace, SheetFault } from './bounds.ts';
import { Enough, type Listener, XmlReader } from './xml.ts';
import { Zip } from './zip.ts';

/** What `_x000D_` stands for in a workbook's texts. */
const unescaped = (text: string) =>
  text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;

async function readPart(zip: Zip, name: string, listener: Listener, pace: Pace): Promise<void> {
  const reader = new XmlReader(listener);
  try {
    for await (const piece of zip.texts(name)) {
      reader.write(piece);
      const rest = pace.rest();
      if (rest !== undefined) await rest;
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}

const nothing = () => {};

/** The first sheet that is shown, and how days are counted. */
async function firstSheet(zip: Zip, pace: Pace): Promise<{ path: string; from1904: boolean }> {
  const sheets: { id: string; hidden: boolean }[] = [];
  let from1904 = false;
  const open = (name: string, a: Readonly<Record<string, string>>) => {
    if (name === 'sheet')
      sheets.push({
        id: a['r:id'] ?? Object.entries(a).find(([k]) => k.endsWith(':id'))?.[1] ?? '',
        hidden: (a['state'] ?? 'visible') !== 'visible',
      });
    if (name === 'workbookPr') from1904 = /^(1|true)$/.test(a['date1904'] ?? '');
  };
  await readPart(zip, 'xl/workbook.xml', { open, text: nothing, close: nothing }, pace);
  const targets = new Map<string, string>();
  const target = (name: string, a: Readonly<Record<string, string>>) => {
    if (name === 'Relationship') targets.set(a['Id'] ?? '', a['Target'] ?? '');
  };
  await readPart(zip, 'xl/_rels/workbook.xml.rels', { open: target, text: nothing, close: nothing }, pace);
  const wanted = sheets.find((s) => !s.hidden) ?? sheets[0];
  const said = targets.get(wanted?.id ?? '') ?? '';
  const path = said.startsWith('/') ? said.slice(1) : `xl/${said}`;
  if (!zip.has(path)) throw new SheetFault('no-sheet');
  return { path, from1904 };
}

/** The texts that cells share. */
async function sharedTexts(zip: Zip, pace: Pace): Promise<string[]> {
  const texts: string[] = [];
  if (!zip.has('xl/sharedStrings.xml')) return texts;
  let [text, all] = ['', 0];
  let isText = false;
  let phonetic = 0;
  const listener: Listener = {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic += 1;
      isText = name === 't' && phonetic === 0;
    },
    text(piece) {
      if (!isText) return;
      text += piece;
      all += piece.length;
      if (text.length > BOUNDS.cell) throw new SheetFault('cell', { most: BOUNDS.cell });
      if (all > BOUNDS.texts) throw new SheetFault('zip-bomb', { most: BOUNDS.texts });
    },
    close(name) {
      isText = false;
      if (name === 'rPh') phonetic -= 1;
      if (name === 'si') texts.push(unescaped(text));
    },
  };
  await readPart(zip, 'xl/sharedStrings.xml', listener, pace);
  return texts;
}

/** Numbers of formats that are days or times, beside those that a workbook makes itself. */
const isDay = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Which styles show a number as a day. */
async function dayStyles(zip: Zip, pace: Pace): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (!zip.has('xl/styles.xml')) return styles;
  const own = new Map<number, boolean>();
  let inCells = false;
  const listener: Listener = {
    open(name, a) {
      if (name === 'numFmt') {
        const bare = (a['formatCode'] ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
        own.set(Number(a['numFmtId']), /[ymdhs]/i.test(bare) && !/[#0?]\.|General/i.test(bare));
      }
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) {
        const id = Number(a['numFmtId'] ?? 0);
        styles.push(own.get(id) ?? isDay(id));
      }
    },
    text: nothing,
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  };
  await readPart(zip, 'xl/styles.xml', listener, pace);
  return styles;
}

const DAY = 86_400_000;

/** A day of a spreadsheet, counted from 1900 (with the 29 February 1900 that never was) or from 1904, as "2026-11-24". */
export function dayOfSerial(serial: number, from1904 = false): string | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_465) return null;
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  return new Date(start + Math.floor(serial) * DAY).toISOString().slice(0, 10);
}

/** A number as it was typed: all its figures where they are known, "6,37E+15" where they are lost. */
function numberText(raw: string): string {
  const n = Number(raw);
  if (!Number.isFinite(n)) return raw;
  // Fifteen figures are kept, no more.
  if (Math.abs(n) >= 1e15) return n.toExponential().replace('.', ',').replace('e', 'E');
  return /e/i.test(raw) || raw.length > 15 ? String(Number(n.toPrecision(15))) : raw;
}

/**
 * The rows of the first sheet of a workbook. Formulas are what they last came to.
 * @throws SheetFault zip, zip-bomb, locked, doctype, xml, rows, columns, cell, no-sheet
 */
export async function readXlsx(bytes: Uint8Array, pace = new Pace()): Promise<Line[]> {
  const zip = new Zip(bytes);
  if (!zip.has('xl/workbook.xml')) throw new SheetFault('not-a-table');
  const { path, from1904 } = await firstSheet(zip, pace);
  const texts = await sharedTexts(zip, pace);
  const days = await dayStyles(zip, pace);
  const rows: Line[] = [];
  let n = 0;
  let cells: string[] = [];
  let cell = { column: 0, type: '', style: 0, value: '' };
  let isValue = false;
  /** Characters of all cells: a shared text counts each time that it is said. */
  let said = 0;
  const listener: Listener = {
    open(name, a) {
      if (name === 'row') {
        const given = Number(a['r'] ?? n + 1);
        n = Number.isInteger(given) && given > n ? given : n + 1;
        cells = [];
      } else if (name === 'c') {
        const column = a['r'] === undefined ? cells.length : columnOf(a['r'].replace(/\d+$/, ''));
        if (column < 0) throw new SheetFault('xml');
        cell = { column, type: a['t'] ?? 'n', style: Number(a['s'] ?? 0), value: '' };
      } else isValue = name === 'v' || name === 't';
      if (name === 'rPh') isValue = false;
    },
    text(piece) {
      if (!isValue) return;
      cell.value += piece;
      if (cell.value.length > BOUNDS.cell) throw new SheetFault('cell', { line: n, column: cell.column, most: BOUNDS.cell });
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'c') {
        const value = textOf(cell, texts, days, from1904);
        if (value === '') return;
        said += value.length;
        if (said > BOUNDS.texts) throw new SheetFault('zip-bomb', { most: BOUNDS.texts });
        if (cell.column >= BOUNDS.columns) throw new SheetFault('columns', { line: n, most: BOUNDS.columns });
        while (cells.length < cell.column) cells.push('');
        cells[cell.column] = value;
      } else if (name === 'row' && cells.length > 0) {
        if (rows.length >= BOUNDS.rows) throw new SheetFault('rows', { line: n, most: BOUNDS.rows });
        rows.push({ n, cells });
      } else if (name === 'sheetData') throw new Enough();
    },
  };
  await readPart(zip, path, listener, pace);
  return rows;
}

function textOf(
  cell: { readonly type: string; readonly style: number; readonly value: string },
  texts: readonly string[],
  days: readonly boolean[],
  from1904: boolean,
): string {
  const { type, style, value } = cell;
  if (value === '') return '';
  switch (type) {
    case 's':
      return texts[Number(value)] ?? '';
    case 'str':
    case 'inlineStr':
      return unescaped(value);
    case 'b':
      return value === '1' ? '1' : '0';
    case 'd':
      return value.replace(/T00:00:00(\.0+)?Z?$/, '');
    // #N/A and its like are nobody's serial number.
    case 'e':
      return '';
    default:
      return days[style] === true ? (dayOfSerial(Number(value), from1904) ?? numberText(value)) : numberText(value);
  }
}
