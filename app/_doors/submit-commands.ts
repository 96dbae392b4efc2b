'use server';
import { syncDoor } from '#server/sync-door.ts';

/**
 * The page's way in: a server action, so that an open page needs no route of its own. Answers like POST /api/sync.
 * Refusals are data; only what was not understood or cannot be done now has another status.
 */
export async function submitCommands(request: unknown): Promise<{ status: number; body: unknown }> {
  const { status, body } = await syncDoor(request);
  return { status, body };
}
