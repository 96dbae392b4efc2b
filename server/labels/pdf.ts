import 'server-only';
import { setImmediate } from 'node:timers/promises';
import type PDFDocument from 'pdfkit';
import type { Drawn } from '#domain/label-layout.ts';
import { SHEETS, type SheetId } from '#domain/label-sheets.ts';
import { newPdf } from './letters.ts';
import type { Look, PlacedLabel } from './print.ts';
import type { Square } from './square.ts';

const POINTS = 72 / 25.4;
const HAIR = 0.15 * POINTS;

/** Viewers would otherwise shrink the page to the printer's margins, and no label would fall on its place. */
function opened(title: string): PDFDocument {
  const pdf = newPdf(title);
  pdf._root.data['ViewerPreferences'] = pdf.ref({ PrintScaling: 'None' });
  return pdf;
}

async function written(pdf: PDFDocument): Promise<Uint8Array<ArrayBuffer>> {
  pdf.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of pdf) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

function pageOf(pdf: PDFDocument, sheet: SheetId): void {
  const { width, height } = SHEETS[sheet].page;
  pdf.addPage({ size: [width * POINTS, height * POINTS], margin: 0 });
}

/** All labels of a print as a file, where they go on the paper; modules and letters are shapes, not pixels. */
export async function labelsPdf(labels: readonly PlacedLabel[], look: Pick<Look, 'sheet' | 'logo'>): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = opened('Autocollants Relais');
  const logo = look.logo === null ? null : pdf.openImage(Buffer.from(look.logo.data.slice(look.logo.data.indexOf(',') + 1), 'base64'));
  let page = -1;
  for (const label of labels) {
    for (; page < label.page; page += 1) pageOf(pdf, look.sheet);
    for (const one of label.drawn) {
      if (one.kind === 'logo' && logo !== null)
        pdf.image(logo, (label.x + one.x) * POINTS, (label.y + one.y) * POINTS, { width: one.width * POINTS, height: one.height * POINTS });
      else draw(pdf, one, label, label.square);
    }
    await setImmediate();
  }
  return written(pdf);
}

/** The page that tells how far a printer is out. */
export function testPagePdf(drawn: readonly Drawn[], sheet: SheetId): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = opened('Page de réglage Relais');
  pageOf(pdf, sheet);
  for (const one of drawn) draw(pdf, one, { x: 0, y: 0 }, null);
  return written(pdf);
}

function draw(pdf: PDFDocument, one: Drawn, from: { readonly x: number; readonly y: number }, square: Square | null): void {
  const [x, y] = [(from.x + one.x) * POINTS, (from.y + one.y) * POINTS];
  if (one.kind === 'text') {
    pdf.font(one.bold ? 'bold' : 'regular').fontSize(one.size * POINTS);
    pdf.text(one.text, x, y, { lineBreak: false, baseline: 'alphabetic' });
  } else if (one.kind === 'line') {
    pdf.lineWidth(HAIR);
    if (one.dashed) pdf.dash(1.5, { space: 1.5 });
    pdf
      .moveTo(x, y)
      .lineTo(from.x * POINTS + one.to.x * POINTS, from.y * POINTS + one.to.y * POINTS)
      .stroke('#000');
    if (one.dashed) pdf.undash();
  } else if (one.kind === 'square' && square !== null) {
    const module = (one.side / square.size) * POINTS;
    // One shape: between two of their own a viewer would leave a hair of white.
    for (const [column, row, length] of square.runs) pdf.rect(x + column * module, y + row * module, length * module, module);
    pdf.fill('#000');
  }
}
