import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, guarded, readCsv, separatorOf, writeCsv } from './csv.ts';
import { decode } from './encoding.ts';
import { readFileOf } from './read.ts';
import { dayOfSerial, readXlsx } from './xlsx-read.ts';
import { writeXlsx } from './xlsx-write.ts';

const rowsOf = async (text: string) => (await readCsv(text)).rows.map((r) => r.cells);
const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('CSV', () => {
  test.each([
    [';', 'Nom;Type\r\nCDI-01;Poste\r\n'],
    [',', '"Nom","Type"\n"CDI-01","Poste"\n'],
    ['\t', 'Nom\tType\nCDI-01\tPoste'],
    ['|', 'Nom|Type\rCDI-01|Poste\r'],
  ])('separator %j is recognised, whatever the line ends', async (separator, text) => {
    expect(separatorOf(text)).toBe(separator);
    expect(await rowsOf(text)).toEqual([
      ['Nom', 'Type'],
      ['CDI-01', 'Poste'],
    ]);
  });

  test('quoted cells with line breaks are one row; a quote within a cell is a letter', async () => {
    expect(await rowsOf('Nom;Note\r\n"A";"deux\r\nlignes; et ""guillemets"""\r\nB;19" écran\r\n')).toEqual([
      ['Nom', 'Note'],
      ['A', 'deux\r\nlignes; et "guillemets"'],
      ['B', '19" écran'],
    ]);
  });

  test('Excel’s own first line names the separator', async () => {
    const { separator, rows } = await readCsv('sep=,\r\nNom,Prix\r\nA,"1;2"\r\n');
    expect([separator, rows[0]?.n, rows[1]?.cells]).toEqual([',', 2, ['A', '1;2']]);
  });

  test('decimal commas do not make a comma the separator', () => {
    expect(separatorOf('Nom;Prix\nA;12,50\nB;7,20\nC;1,00\n')).toBe(';');
  });

  test('a trailing separator makes no column', async () => {
    const read = await readFileOf(bytes('"Nom";"Statut";\r\n"A";"En service";\r\n'));
    expect(read).toMatchObject({ kind: 'table', sheet: { headers: ['Nom', 'Statut'], lines: [{ n: 2, cells: ['A', 'En service', ''] }] } });
  });

  test('formulas are guarded on the way out and come back as they were', async () => {
    for (const cell of ['=1+1', '+33 1 44', '-12,5', '@SUM(A1)', "'=x", "l'école", '\tx', '=HYPERLINK("http://x";"y")']) {
      expect(await rowsOf(csvLine(['Nom', cell])), cell).toEqual([['Nom', cell]]);
    }
    expect(guarded('=cmd|x')).toBe("'=cmd|x");
    expect(await rowsOf('Nom;Note\nA;=1+1\n')).toEqual([
      ['Nom', 'Note'],
      ['A', '=1+1'],
    ]);
  });

  test('any table comes back unchanged', async () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('', '=A1', "'", '"', ';', '\r\n', '\n', ',', '|', '\t', ' x ', "''=", 'é'));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }).chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 8 })),
        async (rows) => {
          const clean = rows.map((row) => row.map((c) => c.replaceAll('\0', '')));
          const written = [['Entête', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six'].slice(0, clean[0]?.length), ...clean];
          const { text, encoding } = decode(writeCsv(written));
          expect(encoding).toBe('UTF-8');
          expect(await rowsOf(text)).toEqual(written);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('encodings', () => {
  const text = 'Nom;Lieu\nImprimante réseau;Bât. B > 1er étage > Réserve « l’été »\nÉcran;Café n° 2\n';
  const mac: Record<string, number> = { é: 0x8e, â: 0x89, '«': 0xc7, '»': 0xc8, '’': 0xd5, É: 0x83, '°': 0xa1 };
  const windows: Record<string, number> = { '’': 0x92 };
  const as = (map: Record<string, number>) => Uint8Array.from([...text].map((c) => map[c] ?? c.charCodeAt(0)));
  test.each([
    ['UTF-8', bytes(text)],
    ['UTF-8', bytes(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['Windows-1252', as(windows)],
    ['ISO-8859-1', Buffer.from(text.replace('’', "'"), 'latin1')],
    ['Mac Roman', as(mac)],
  ])('%s is recognised (%#)', (name, given) => {
    const read = decode(given);
    expect(read.encoding).toBe(name);
    expect(read.text.replace("l'été", 'l’été')).toBe(text);
  });
});

describe('XLSX', () => {
  test('any table comes back unchanged, every cell as text', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '=1+1', '00123', '6377020123456789', '_x000D_', '\r\n', '<&>"', '\u0001', ' x '),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }), async (rows) => {
        const written = [['A', 'B', 'C'], ...rows.map((row) => row.map((c) => c.replace(/\p{Cs}/gu, '')))];
        const read = await readXlsx(await writeXlsx(written, 3));
        const trimmed = written.map((row, i) => ({ n: i + 1, cells: row.slice(0, row.findLastIndex((c) => c !== '') + 1) }));
        expect(read).toEqual(trimmed.filter((r) => r.cells.length > 0));
      }),
      { numRuns: 100 },
    );
  });

  test('days are counted as spreadsheets count them', () => {
    expect([dayOfSerial(1), dayOfSerial(61), dayOfSerial(45_350), dayOfSerial(43_888, true)]).toEqual([
      '1900-01-01',
      '1900-03-01',
      '2024-02-28',
      '2024-02-28',
    ]);
    expect([dayOfSerial(0), dayOfSerial(3e6)]).toEqual([null, null]);
  });
});
