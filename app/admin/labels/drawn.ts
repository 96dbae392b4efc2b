import type { StickerCode } from '#domain/ids.ts';
import type { Drawn } from '#domain/label-layout.ts';
import type { SheetId } from '#domain/label-sheets.ts';

/** One label where it stands on its sheet, in millimetres; `path` draws its square, a module being 1. */
export interface DrawnLabel {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly code: StickerCode;
  readonly modules: number;
  readonly path: string;
  readonly drawn: readonly Drawn[];
}

/** What is shown and printed; server/office/labels.ts tells what each means. */
export interface DrawnPrint {
  readonly publicUrl: string;
  readonly reachable: boolean;
  readonly more: boolean;
  readonly missing: number;
  readonly sheet: SheetId;
  readonly logo: string | null;
  readonly labels: readonly DrawnLabel[];
}
