import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { foldLabel, termsOf } from './search-text.ts';

/** What one looks through of an asset: numbers first, then what it is, then where it is. */
interface Index {
  /** All fields, a space between two: what is nowhere in it is not looked for further. */
  readonly all: string;
  readonly fields: readonly string[];
  readonly room: RoomDocument | undefined;
  readonly called: string;
}

/** Fields that name one thing; the ones after them name many. */
const NUMBERS = 4;

const made = new WeakMap<AssetDocument, Index>();

function indexOf(asset: AssetDocument, room: RoomDocument | undefined, called: string): Index {
  const known = made.get(asset);
  if (known !== undefined && known.room === room && known.called === called) return known;
  const place = room === undefined ? '' : foldLabel(`${room.building ?? ''}${room.name}`);
  const short = room === undefined ? '' : foldLabel(`${room.building?.at(-1) ?? ''}${room.name}`);
  const what = foldLabel(`${asset.maker ?? ''} ${asset.model ?? ''}`);
  const numbers = [asset.inventory, asset.serial, asset.name, ...asset.codes].map((text) => foldLabel(text ?? ''));
  const fields = [...numbers, what, foldLabel(called), place, short].filter((field) => field !== '');
  const index = { all: fields.join(' '), fields, room, called };
  made.set(asset, index);
  return index;
}

/** How well a term names this asset: less is better. null: not at all. */
function rank({ all, fields }: Index, term: string): number | null {
  if (!all.includes(term)) return null;
  let best: number | null = null;
  for (const [i, field] of fields.entries()) {
    const at = field.indexOf(term);
    if (at < 0) continue;
    const how = (i < NUMBERS ? 0 : 3) + (field === term ? 0 : at === 0 ? 1 : 2);
    if (best === null || how < best) best = how;
  }
  return best;
}

/**
 * The assets that hold every piece of what was typed, on their label, in what they are or in their room; the best named first.
 * Cost: one look at each, its texts folded once while it stays the same document.
 * @param called what people call its type, "Vidéoprojecteur"
 */
export function assetsMatching(
  { assets, rooms }: { readonly assets: ReadonlyMap<string, AssetDocument>; readonly rooms: ReadonlyMap<string, RoomDocument> },
  typed: string,
  called: (asset: AssetDocument) => string,
  most = 50,
): AssetDocument[] {
  const terms = termsOf(typed);
  if (terms.length === 0) return [];
  const whole = foldLabel(typed);
  const found: { readonly asset: AssetDocument; readonly score: number; readonly key: string }[] = [];
  for (const asset of assets.values()) {
    const index = indexOf(asset, asset.room === null ? undefined : rooms.get(asset.room), called(asset));
    let score = index.fields.includes(whole) ? -10 : 0;
    for (const term of terms) {
      const one = rank(index, term);
      if (one === null) {
        score = Number.NaN;
        break;
      }
      score += one;
    }
    if (!Number.isNaN(score)) found.push({ asset, score, key: index.all });
  }
  return found
    .sort((a, b) => a.score - b.score || (a.key < b.key ? -1 : 1))
    .slice(0, most)
    .map(({ asset }) => asset);
}
