import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { StickerCode } from '#domain/ids.ts';
import { assetsMatching } from '#domain/register/find-assets.ts';
import { type Label, readLabel, type Source } from '#domain/sticker.ts';
import type { View } from '#domain/view.ts';

/** What this phone knows of a label. */
export type Found =
  | { readonly kind: 'asset'; readonly asset: AssetDocument }
  | { readonly kind: 'room'; readonly room: RoomDocument }
  /** Several things carry the same number, or hold the piece that was `typed`: the person chooses. */
  | { readonly kind: 'several'; readonly assets: readonly AssetDocument[]; readonly typed?: string }
  /** One of our stickers, of another school or of nothing: the same answer. */
  | { readonly kind: 'unknown'; readonly code: StickerCode }
  | { readonly kind: 'nothing'; readonly text: string }
  | { readonly kind: 'bad-code'; readonly typed: string }
  | { readonly kind: 'foreign'; readonly host: string }
  | { readonly kind: 'empty' };

type Register = Pick<View, 'assets' | 'rooms'>;

/**
 * Reads what was scanned or typed and looks it up on this phone, without a network.
 * @param ours public addresses of this installation
 */
export function find(register: Register, text: string, ours: readonly string[]): Found {
  const label = readLabel(text, ours);
  switch (label.kind) {
    case 'empty':
      return { kind: 'empty' };
    case 'bad-code': {
      const named = byNumber(register, [label.typed]);
      return named ?? { kind: 'bad-code', typed: label.typed };
    }
    case 'code':
      return (
        byCode(register, label.code) ??
        (label.typed === undefined ? null : byNumber(register, [label.typed])) ?? { kind: 'unknown', code: label.code }
      );
    case 'foreign':
      // Another product's label whose address tells our inventory number: the address itself is never opened.
      return (
        (label.inventory === undefined ? null : byNumber(register, [label.inventory])) ??
        bySource(register, label.source) ?? { kind: 'foreign', host: label.host }
      );
    case 'label':
      return (
        byNumber(register, numbersOf(label)) ??
        bySource(register, label.source) ??
        byNumber(register, withoutPrefix(label)) ?? { kind: 'nothing', text: label.text }
      );
  }
}

function numbersOf({ inventory, serial, text }: Extract<Label, { kind: 'label' }>): string[] {
  const named = [inventory, serial].filter((n) => n !== undefined);
  return named.length > 0 ? named : [text];
}

function byCode({ assets, rooms }: Register, code: StickerCode): Found | null {
  for (const asset of assets.values()) if (asset.codes.includes(code)) return { kind: 'asset', asset };
  for (const room of rooms.values()) if (room.codes.includes(code)) return { kind: 'room', room };
  return null;
}

const plain = (number: string) => number.toUpperCase().replace(/[\s-]/g, '');

function byNumber({ assets }: Register, numbers: readonly string[]): Found | null {
  const wanted = numbers.map(plain).filter((n) => n !== '');
  const carries = (number: string | null) => number !== null && wanted.includes(plain(number));
  const found = [...assets.values()].filter((a) => carries(a.inventory) || carries(a.serial));
  const [only] = found;
  if (only === undefined) return null;
  return found.length === 1 ? { kind: 'asset', asset: only } : { kind: 'several', assets: found };
}

/** Fewer letters are in half of everything. */
const PIECE = 3;

/**
 * What was typed by hand, where it is no whole number or code: the things that hold that piece on their label, in their name or room.
 * @param called what people call an asset's type
 */
export function findTyped(register: Register, text: string, ours: readonly string[], called: (asset: AssetDocument) => string): Found {
  const found = find(register, text, ours);
  if (found.kind !== 'nothing' && found.kind !== 'bad-code' && found.kind !== 'unknown') return found;
  const typed = text.trim();
  const assets = typed.length < PIECE ? [] : assetsMatching(register, typed, called);
  const [only] = assets;
  if (only === undefined) return found;
  return assets.length === 1 ? { kind: 'asset', asset: only } : { kind: 'several', assets, typed };
}

/** By the id that the tool of the label knows it by, where the register came from that tool. */
function bySource({ assets }: Register, source: Source | undefined): Found | null {
  if (source === undefined) return null;
  const wanted = source.id.toUpperCase();
  const found = [...assets.values()].filter((a) => a.sources?.[source.tool]?.toUpperCase() === wanted);
  const [only] = found;
  if (only === undefined) return null;
  return found.length === 1 ? { kind: 'asset', asset: only } : { kind: 'several', assets: found };
}

/** Makers print a bare serial behind the letter that says so: `S` (ANSI MH10.8.2), Lenovo `1S` and its model before eight signs. */
function withoutPrefix({ text, serial, inventory }: Extract<Label, { kind: 'label' }>): string[] {
  if (serial !== undefined || inventory !== undefined) return [];
  const [, long] = /^1S\w{8,12}(\w{8})$/i.exec(text) ?? [];
  const [, plainly] = /^S([\w-]{6,30})$/i.exec(text) ?? [];
  return [long, plainly].filter((n) => n !== undefined);
}
