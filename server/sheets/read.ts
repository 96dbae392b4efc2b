import 'server-only';
import { type Line, type Sheet, type Spelling, underHeaders } from '#domain/imports/sheet.ts';
import { BOUNDS, Pace, SheetFault } from './bounds.ts';
import { readCsv } from './csv.ts';
import { decode } from './encoding.ts';
import { readBoundedJson } from './json.ts';
import { readXlsx } from './xlsx-read.ts';
import { type Element, readXml } from './xml.ts';

/** What a file turned out to be. */
export type Read =
  | { readonly kind: 'table'; readonly sheet: Sheet }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'xml'; readonly root: Element };

const begins = (bytes: Uint8Array, ...start: number[]) => start.every((b, i) => bytes[i] === b);

/** Things that are no table, by their first bytes: PDF, PNG, JPEG, GIF, gzip, 7z, RAR, programs, RTF. */
const OTHERS: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
  [0x4d, 0x5a, 0x90],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x7b, 0x5c, 0x72, 0x74, 0x66],
];

/**
 * Reads a file of whatever kind by its content, its name aside.
 * @throws SheetFault with what is wrong with it
 */
export async function readFileOf(bytes: Uint8Array, pace = new Pace()): Promise<Read> {
  if (bytes.length === 0) throw new SheetFault('empty');
  if (bytes.length > BOUNDS.size) throw new SheetFault('size', { most: BOUNDS.size });
  if (begins(bytes, 0x50, 0x4b, 3, 4)) return table(await readXlsx(bytes, pace), { kind: 'xlsx', encoding: null, separator: null });
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new SheetFault('old-excel');
  if (OTHERS.some((start) => begins(bytes, ...start))) throw new SheetFault('not-a-table');
  const { text, encoding } = decode(bytes);
  const start = /\S/.exec(text)?.index ?? -1;
  if (start === -1) throw new SheetFault('empty');
  const first = text.charAt(start);
  if (first === '<') {
    if (/^<(!doctype\s+html|html)/i.test(text.slice(start, start + 40))) throw new SheetFault('not-a-table');
    return { kind: 'xml', root: await readXml(text.slice(start), pace) };
  }
  if (first === '{' || first === '[') {
    const value = jsonOrNot(text, first);
    if (value !== undefined) return { kind: 'json', value };
  }
  const { separator, rows } = await readCsv(text, pace);
  return table(rows, { kind: 'csv', encoding, separator });
}

/** A header may begin with a bracket; what begins with a brace, or has several levels, is meant as JSON. */
function jsonOrNot(text: string, first: string): unknown {
  try {
    return readBoundedJson(text);
  } catch (error) {
    if (first === '{' || (error instanceof SheetFault && error.code === 'deep')) throw error;
    return undefined;
  }
}

function table(rows: readonly Line[], spelling: Spelling): Read {
  const sheet = underHeaders(rows, spelling);
  if (sheet === null) throw new SheetFault('empty');
  return { kind: 'table', sheet };
}
