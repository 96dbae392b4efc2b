'use server';
import { MAX_REQUEST_BYTES } from '#domain/wire.ts';
import { syncDoor } from '#server/sync-door.ts';

/**
 * The page's way in: a server action, so that an open page needs no route of its own. Answers like POST /api/sync.
 * Refusals are data; only what was not understood or cannot be done now has another status.
 */
export async function submitCommands(request: unknown): Promise<{ status: number; body: unknown }> {
  if (JSON.stringify(request).length > 2 * MAX_REQUEST_BYTES) return { status: 413, body: { error: 'too-large' } };
  const { status, body } = await syncDoor(request);
  return { status, body };
}
