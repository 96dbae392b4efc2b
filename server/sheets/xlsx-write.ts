import 'server-only';
import { columnName } from '#domain/imports/sheet.ts';
import { BOUNDS, Pace } from './bounds.ts';
import { writeZip } from './zip.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A cell's text: what XML cannot hold in the workbook's own spelling of it. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

async function* sheetXml(rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>, columns: number): AsyncGenerator<string> {
  const last = columnName(Math.max(0, columns - 1));
  const pace = new Pace();
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${Math.max(1, columns)}" width="20" style="1" customWidth="1"/></cols><sheetData>`;
  let n = 0;
  let text = '';
  for await (const row of rows) {
    n += 1;
    const style = n === 1 ? 2 : 1;
    text += `<row r="${n}">`;
    for (const [i, cell] of row.entries()) {
      if (cell !== '')
        text += `<c r="${columnName(i)}${n}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, BOUNDS.cell))}</t></is></c>`;
    }
    text += '</row>';
    if (text.length > 65_536) {
      yield text;
      text = '';
      const rest = pace.rest();
      if (rest !== undefined) await rest;
    }
  }
  yield `${text}</sheetData>${n > 1 ? `<autoFilter ref="A1:${last}${n}"/>` : ''}</worksheet>`;
}

/**
 * A workbook of one sheet whose every cell is text: a serial number keeps its zeros, a formula stays what somebody wrote, and what is read
 * from it again is unchanged.
 * @param rows the first one holds the headers
 */
export async function writeXlsx(
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  columns: number,
  name = 'Relais',
): Promise<Uint8Array> {
  const title = escaped(name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)).replaceAll('"', '&quot;');
  return writeZip({
    '[Content_Types].xml': [
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    ],
    '_rels/.rels': [
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    'xl/workbook.xml': [
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${title}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    'xl/_rels/workbook.xml.rels': [
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    // Style 1 is text (format 49), so that a number typed into the sheet stays as it is typed; style 2 is a header.
    'xl/styles.xml': [
      `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`,
    ],
    'xl/worksheets/sheet1.xml': sheetXml(rows, columns),
  });
}
