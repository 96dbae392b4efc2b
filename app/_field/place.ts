/** What an address of the field app shows; next.config.mjs rewrites each of these paths to the one shell. */
export type Place =
  | { readonly name: 'home' | 'scan' | 'outbox' | 'rooms' | 'me' | 'alerts' | 'sites' | 'rights' | 'how' | 'down' | 'trial' | 'account' | 'unknown' }
  /** `list`: which list is asked for; null leaves the one that was shown. */
  | { readonly name: 'tickets'; readonly list: string | null }
  /** `isFull`: without the list beside it, on a wide screen too. */
  | { readonly name: 'ticket'; readonly id: string; readonly isFull: boolean }
  | { readonly name: 'room' | 'asset' | 'round'; readonly id: string }
  /** `typed`: what stands after /a/, not checked yet. */
  | { readonly name: 'sticker'; readonly typed: string }
  /** A sticker and a thing come together: either is known, the other is looked for. `instead`: the torn one. */
  | {
      readonly name: 'stick';
      readonly code: string | null;
      readonly asset: string | null;
      readonly room: string | null;
      readonly instead: string | null;
    }
  | { readonly name: 'new'; readonly asset: string | null; readonly room: string | null; readonly code: string | null };

export type PlaceName = Place['name'];

const BARE: ReadonlyMap<string, 'home' | 'scan' | 'outbox' | 'rooms' | 'me' | 'alerts' | 'sites' | 'rights' | 'how' | 'down' | 'trial' | 'account'> =
  new Map([
    ['/', 'home'],
    ['/scan', 'scan'],
    ['/outbox', 'outbox'],
    ['/rooms', 'rooms'],
    ['/me', 'me'],
    ['/alerts', 'alerts'],
    ['/sites', 'sites'],
    ['/rights', 'rights'],
    ['/how', 'how'],
    ['/down', 'down'],
    ['/trial', 'trial'],
    ['/account', 'account'],
  ] as const);

/**
 * @param path pathname, percent-encoded as the browser gives it
 * @param search with its question mark, or empty
 */
export function placeOf(path: string, search = ''): Place {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
  const bare = BARE.get(clean);
  if (bare !== undefined) return { name: bare };
  const asked = new URLSearchParams(search);
  if (clean === '/tickets') return { name: 'tickets', list: asked.get('list') };
  if (clean === '/stick')
    return { name: 'stick', code: asked.get('code'), asset: asked.get('asset'), room: asked.get('room'), instead: asked.get('instead') };
  if (clean === '/new') return { name: 'new', asset: asked.get('asset'), room: asked.get('room'), code: asked.get('code') };
  const [, folder = '', last = ''] = /^\/([^/]+)\/([^/]+)$/.exec(clean) ?? [];
  const id = decoded(last);
  switch (folder) {
    case 'a':
    case 'A':
      return { name: 'sticker', typed: id };
    case 'tickets':
      return { name: 'ticket', id, isFull: asked.has('full') };
    case 'rooms':
      return { name: 'room', id };
    case 'assets':
      return { name: 'asset', id };
    case 'rounds':
      return { name: 'round', id };
    default:
      return { name: 'unknown' };
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Is this address a view of the shell? All others are pages of their own: sign-in, the office, files. */
export function isField(path: string): boolean {
  return placeOf(path).name !== 'unknown';
}
