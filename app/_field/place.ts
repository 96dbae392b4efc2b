/** What an address of the field app shows; next.config.mjs rewrites each of these paths to the one shell. */
export type Place =
  | { readonly name: 'home' | 'tickets' | 'scan' | 'outbox' | 'rooms' | 'me' | 'alerts' | 'unknown' }
  | { readonly name: 'ticket' | 'room' | 'asset'; readonly id: string }
  /** `typed`: what stands after /a/, not checked yet. */
  | { readonly name: 'sticker'; readonly typed: string }
  | { readonly name: 'new'; readonly asset: string | null; readonly room: string | null; readonly code: string | null };

export type PlaceName = Place['name'];

const BARE: ReadonlyMap<string, Exclude<PlaceName, 'ticket' | 'room' | 'asset' | 'sticker' | 'new' | 'unknown'>> = new Map([
  ['/', 'home'],
  ['/tickets', 'tickets'],
  ['/scan', 'scan'],
  ['/outbox', 'outbox'],
  ['/rooms', 'rooms'],
  ['/me', 'me'],
  ['/alerts', 'alerts'],
]);

const WITH_ID: Readonly<Record<string, 'ticket' | 'room' | 'asset'>> = { tickets: 'ticket', rooms: 'room', assets: 'asset' };

/**
 * @param path pathname, percent-encoded as the browser gives it
 * @param search with its question mark, or empty
 */
export function placeOf(path: string, search = ''): Place {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
  const bare = BARE.get(clean);
  if (bare !== undefined) return { name: bare };
  if (clean === '/new') {
    const asked = new URLSearchParams(search);
    return { name: 'new', asset: asked.get('asset'), room: asked.get('room'), code: asked.get('code') };
  }
  const [, folder = '', last = ''] = /^\/([^/]+)\/([^/]+)$/.exec(clean) ?? [];
  if (folder === 'a' || folder === 'A') return { name: 'sticker', typed: decoded(last) };
  const kind = Object.hasOwn(WITH_ID, folder) ? WITH_ID[folder] : undefined;
  return kind === undefined ? { name: 'unknown' } : { name: kind, id: decoded(last) };
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
