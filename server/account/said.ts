import 'server-only';
import type { Said } from '#server/http.ts';
import type { Kept } from './account.ts';

/** What a change of one's own account came to: 204, or 422, 429, 503 with a word. */
export function saidOf(kept: Kept): Said {
  if (kept === 'kept') return { status: 204, body: null };
  return { status: kept === 'throttled' ? 429 : kept === 'busy' ? 503 : 422, body: { error: kept } };
}
