import 'server-only';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { Measure } from '#domain/label-layout.ts';

/**
 * The app's letters, Atkinson Hyperlegible Next (OFL-1.1), in the two weights that stickers use: @fontsource/atkinson-hyperlegible-next 5.3.0,
 * as it comes. One file for all weights, as the screens have it, is what no writer of PDF takes from a compressed font.
 */
const FILES = { regular: 'atkinson-hyperlegible-next-latin-400-normal.woff', bold: 'atkinson-hyperlegible-next-latin-700-normal.woff' } as const;

let read: { readonly regular: Uint8Array; readonly bold: Uint8Array } | undefined;

function letters(): { readonly regular: Uint8Array; readonly bold: Uint8Array } {
  const file = (name: string) => readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'server/labels/fonts', name));
  read ??= { regular: file(FILES.regular), bold: file(FILES.bold) };
  return read;
}

/** A file to draw in, with those letters. */
export function newPdf(title: string): PDFDocument {
  const pdf = new PDFDocument({
    ...{ autoFirstPage: false, margin: 0, font: null, fontLayoutCache: false },
    ...{ lang: 'fr-FR', info: { Title: title, Creator: 'Relais', Producer: 'Relais' } },
  });
  const { regular, bold } = letters();
  return pdf.registerFont('regular', regular).registerFont('bold', bold);
}

/**
 * How wide the letters run: the same on the screen, on paper and in the file. Letter by letter, each asked of the font once: pairs that stand
 * closer leave a little room over.
 */
export function measureLetters(): Measure {
  const pdf = newPdf('');
  const known = { regular: new Map<string, number>(), bold: new Map<string, number>() };
  const widthOf = (letter: string, font: 'regular' | 'bold') => {
    const width = known[font].get(letter) ?? pdf.font(font).fontSize(1).widthOfString(letter);
    known[font].set(letter, width);
    return width;
  };
  return (text, bold) => [...text].reduce((sum, letter) => sum + widthOf(letter, bold ? 'bold' : 'regular'), 0);
}
