import 'server-only';
import { setImmediate } from 'node:timers/promises';
import qrcode from 'qrcode-generator';
import { qrSegments, stickerUrl } from '#domain/sticker.ts';
import type { LabelRow, LabelSheet } from '#server/office/labels.ts';

/** A square of `size` modules, its quiet zone of four modules included (ISO/IEC 18004), as one path. */
export interface Square {
  readonly size: number;
  readonly path: string;
}

export type DrawnLabel = LabelRow & { readonly square: Square };
export type DrawnSheet = Omit<LabelSheet, 'labels'> & { readonly labels: readonly DrawnLabel[] };

const QUIET = 4;

/** At level H, which still reads with 30 % of it scratched or covered. */
export function drawSquare(text: string): Square {
  const code = qrcode(0, 'H');
  for (const { mode, text: part } of qrSegments(text)) code.addData(part, mode);
  code.make();
  const modules = code.getModuleCount();
  let path = '';
  for (let y = 0; y < modules; y += 1) {
    for (let x = 0; x < modules; x += 1) {
      if (!code.isDark(y, x)) continue;
      const start = x;
      while (x + 1 < modules && code.isDark(y, x + 1)) x += 1;
      path += `M${start + QUIET} ${y + QUIET}h${x - start + 1}v1h-${x - start + 1}z`;
    }
  }
  return { size: modules + 2 * QUIET, path };
}

/** Each square costs some milliseconds: between two, whoever else asks something of the server is answered. */
export async function drawSheet({ labels, ...sheet }: LabelSheet): Promise<DrawnSheet> {
  const drawn: DrawnLabel[] = [];
  for (const label of labels) {
    drawn.push(drawLabel(label, sheet.publicUrl));
    await setImmediate();
  }
  return { ...sheet, labels: drawn };
}

export function drawLabel(label: LabelRow, publicUrl: string): DrawnLabel {
  return { ...label, square: drawSquare(stickerUrl(publicUrl, label.code)) };
}
