import 'server-only';
import { setImmediate } from 'node:timers/promises';
import { type Drawn, type LabelText, layOut, squareOn } from '#domain/label-layout.ts';
import { cellOf, type Offset, SHEETS, type SheetId } from '#domain/label-sheets.ts';
import { formatCode, stickerUrl } from '#domain/sticker.ts';
import { words } from '#domain/words/index.ts';
import type { LabelRow } from '#server/office/label-rows.ts';
import { measureLetters } from './letters.ts';
import { drawSquare, type Square } from './square.ts';

/** How the labels of a print are to look and where they go. */
export interface Look {
  readonly sheet: SheetId;
  /** Number of the first free label of the first sheet, from 0. */
  readonly first: number;
  readonly offset: Offset;
  readonly caption: string;
  /** A picture as a data: address, and its width over its height; null: none. */
  readonly logo: { readonly data: string; readonly ratio: number } | null;
  /** "ESSAI" on each: an address that phones cannot open. */
  readonly mark: string | null;
}

/** One label where it stands on its sheet. `drawn` counts from the label's own corner. */
export interface PlacedLabel {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly row: LabelRow;
  readonly square: Square;
  readonly drawn: readonly Drawn[];
}

/** "Vidéoprojecteur" over "Epson EB-L200", or the room's name. Always in French: stickers are read by everybody of a school. */
function namesOf(row: LabelRow): Pick<LabelText, 'name' | 'detail'> {
  const w = words('fr');
  if (row.of === 'blank') return { name: '', detail: '' };
  if (row.of === 'room') return { name: w.common.place({ building: row.building, room: row.name }), detail: '' };
  const types: Readonly<Record<string, string>> = w.catalogue.assetType;
  return { name: types[row.type] ?? row.type, detail: [row.maker, row.model].filter(Boolean).join(' ') };
}

/**
 * Lays out all labels of a print. Each square costs some milliseconds: between two, whoever else asks something of the server is answered.
 * @returns null when the public address is too long for labels of this size
 */
export async function placeLabels(rows: readonly LabelRow[], look: Look, publicUrl: string): Promise<readonly PlacedLabel[] | null> {
  const shape = SHEETS[look.sheet];
  const side = squareOn(shape.label);
  const measure = measureLetters();
  const placed: PlacedLabel[] = [];
  for (const [n, row] of rows.entries()) {
    const square = drawSquare(stickerUrl(publicUrl, row.code), side);
    if (square === null) return null;
    const said: LabelText = {
      ...{ code: formatCode(row.code), caption: look.caption, mark: look.mark, logo: look.logo?.ratio ?? null },
      ...namesOf(row),
    };
    placed.push({ ...cellOf(shape, n, look.first, look.offset), row, square, drawn: layOut(shape.label, said, measure) });
    await setImmediate();
  }
  return placed;
}
