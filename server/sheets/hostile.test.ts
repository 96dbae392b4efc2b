import { describe, expect, test } from 'vitest';
import type { SheetFaultCode } from '#domain/imports/sheet.ts';
import { BOUNDS, SheetFault } from './bounds.ts';
import { readFileOf } from './read.ts';
import { writeXlsx } from './xlsx-write.ts';
import { writeZip } from './zip.ts';

const text = (s: string) => Buffer.from(s, 'utf8');
const SHEET = 'xl/worksheets/sheet1.xml';
const RELS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>';
const BOOK = '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>';
/** A workbook whose one sheet is this. */
const workbook = (sheet: string | Iterable<string>, more: Record<string, Iterable<string>> = {}) =>
  writeZip({ 'xl/workbook.xml': [BOOK], 'xl/_rels/workbook.xml.rels': [RELS], ...more, [SHEET]: typeof sheet === 'string' ? [sheet] : sheet });
function* many(piece: string, times: number, before = '', after = ''): Generator<string> {
  yield before;
  for (let i = 0; i < times; i += 1) yield piece;
  yield after;
}
const nested = (depth: number) => `${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`;
const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "${'&lol;'.repeat(10)}">]><REQUEST>&lol2;</REQUEST>`;
/** A zip whose table of contents lies. */
async function lying(change: (bytes: Buffer) => void): Promise<Uint8Array> {
  const bytes = Buffer.from(await workbook('<worksheet><sheetData/></worksheet>'));
  change(bytes);
  return bytes;
}
const at = (bytes: Buffer, mark: number) => bytes.indexOf(Buffer.from(Uint32Array.of(mark).buffer));

const FILES: readonly [name: string, fault: SheetFaultCode, file: () => Uint8Array | Promise<Uint8Array>][] = [
  ['nothing at all', 'empty', () => text('')],
  ['blanks alone', 'empty', () => text(' \r\n\t\r\n')],
  ['separators alone', 'empty', () => text(';;;;\r\n;;;;\r\n')],
  ['one byte too many', 'size', () => new Uint8Array(BOUNDS.size + 1)],
  ['a cell of 5 MB', 'cell', () => text(`Nom;Type\n${'x'.repeat(5_000_000)};Poste\n`)],
  ['a quoted cell of 5 MB', 'cell', () => text(`Nom;Type\n"${'x'.repeat(5_000_000)}";Poste\n`)],
  ['a cell of 5 MB that never closes', 'cell', () => text(`Nom;Type\n"${'x'.repeat(5_000_000)}`)],
  ['a quote that never closes', 'unclosed', () => text('Nom;Type\nPC1;"Poste\nPC2;Poste\n')],
  ['a null byte', 'nul', () => text('Nom;Type\nPC1;Po\0ste\n')],
  ['301 columns', 'columns', () => text(`${Array.from({ length: 301 }, (_, i) => `c${i}`).join(';')}\n`)],
  ['200 001 rows', 'rows', () => text(`Nom\n${'a\n'.repeat(200_001)}`)],
  ['a picture', 'not-a-table', () => Buffer.from('89504e470d0a1a0a0000', 'hex')],
  ['a PDF', 'not-a-table', () => text('%PDF-1.7\n...')],
  ['a program', 'not-a-table', () => Buffer.from('7f454c4602010100', 'hex')],
  ['a web page', 'not-a-table', () => text('<!DOCTYPE html><html><body>Nom;Type</body></html>')],
  ['an old workbook', 'old-excel', () => Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['a zip that is cut', 'zip', () => Buffer.from('504b030414000000', 'hex')],
  ['a zip that is no workbook', 'not-a-table', () => writeZip({ 'a.txt': ['x'] })],
  ['a workbook without its sheet', 'no-sheet', () => writeZip({ 'xl/workbook.xml': [BOOK], 'xl/_rels/workbook.xml.rels': ['<Relationships/>'] })],
  ['a workbook with a password', 'locked', () => lying((b) => b.writeUInt16LE(1, at(b, 0x02014b50) + 8))],
  ['a zip that points outside itself', 'zip', () => lying((b) => b.writeUInt32LE(0x7fffffff, at(b, 0x02014b50) + 42))],
  ['a zip with a method that nobody has', 'zip', () => lying((b) => b.writeUInt16LE(99, at(b, 0x02014b50) + 10))],
  ['a zip of a million entries', 'zip-bomb', () => lying((b) => b.writeUInt16LE(65_535, at(b, 0x06054b50) + 10))],
  ['a bomb of blanks', 'zip-bomb', () => workbook(many(' '.repeat(1 << 20), 401, '<worksheet>', '</worksheet>'))],
  [
    'a bomb of one cell',
    'cell',
    () => workbook(many('x'.repeat(1 << 16), 100, '<worksheet><sheetData><row><c t="str"><v>', '</v></c></row></sheetData></worksheet>')),
  ],
  [
    'a bomb of rows',
    'rows',
    () => workbook(many('<row><c><v>1</v></c></row>'.repeat(1000), 201, '<worksheet><sheetData>', '</sheetData></worksheet>')),
  ],
  [
    'a bomb of shared texts',
    'zip-bomb',
    () =>
      workbook('<worksheet><sheetData/></worksheet>', {
        'xl/sharedStrings.xml': many(`<si><t>${'x'.repeat(90_000)}</t></si>`, 700, '<sst>', '</sst>'),
      }),
  ],
  [
    'one shared text that is said over and over',
    'zip-bomb',
    () =>
      workbook(many(`<row>${'<c t="s"><v>0</v></c>'.repeat(300)}</row>`, 200, '<worksheet><sheetData>', '</sheetData></worksheet>'), {
        'xl/sharedStrings.xml': many(`<si><t>${'x'.repeat(90_000)}</t></si>`, 1, '<sst>', '</sst>'),
      }),
  ],
  ['a cell of column 20 000', 'xml', () => workbook('<worksheet><sheetData><row><c r="AAAA1"><v>1</v></c></row></sheetData></worksheet>')],
  ['a sheet that declares entities', 'doctype', () => workbook('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')],
  ['a billion laughs', 'doctype', () => text(laughs)],
  ['a document that fetches another', 'doctype', () => text('<!DOCTYPE x SYSTEM "http://169.254.169.254/"><REQUEST/>')],
  ['an entity that nobody declared', 'xml', () => text('<REQUEST>&xxe;</REQUEST>')],
  ['XML that is cut', 'xml', () => text('<REQUEST><CONTENT>')],
  ['XML of 100 levels', 'deep', () => text(nested(100))],
  ['JSON of 100 000 levels', 'deep', () => text('['.repeat(100_000))],
  ['JSON that is cut', 'json', () => text('{"content": {"hardware": ')],
];

describe('hostile files', () => {
  test.each(FILES)('%s: %s', { timeout: 60_000 }, async (_, fault, file) => {
    const before = process.memoryUsage().heapUsed;
    const found = await readFileOf(await file()).then(
      () => 'read',
      (error: unknown) => (error instanceof SheetFault ? error.code : String(error)),
    );
    expect(found).toBe(fault);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500 * 1024 * 1024);
  });

  test('what is written is never a bomb to itself', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ['x'.repeat(100), String(i)]);
    const read = await readFileOf(await writeXlsx(rows, 2));
    expect(read.kind === 'table' && read.sheet.lines).toHaveLength(2999);
  });

  test('bytes without meaning end with a sentence or a table, never otherwise', async () => {
    let seed = 7;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % 256;
    };
    for (let i = 0; i < 200; i += 1) {
      const bytes = Uint8Array.from({ length: 400 }, next);
      if (i % 4 === 0) bytes.set([0x50, 0x4b, 3, 4]);
      const said = await readFileOf(bytes).then(
        () => true,
        (error: unknown) => error instanceof SheetFault,
      );
      expect(said).toBe(true);
    }
  });
});
