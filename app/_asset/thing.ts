import { assetLabel } from '#app/_field/said.ts';
import type { AssetDocument } from '#domain/documents.ts';
import type { Words } from '#domain/words/fr/index.ts';

/** "Vidéoprojecteur Epson EB-X49" */
export function thingName(w: Words, asset: Pick<AssetDocument, 'type' | 'maker' | 'model'>): string {
  return [assetLabel(w, asset), asset.maker, asset.model].filter(Boolean).join(' ');
}
