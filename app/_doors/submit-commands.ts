'use server';
import { syncDoor } from '#server/sync-door.ts';

/**
 * The page's way in: a server action, so that an open page needs no route of its own. Answers like POST /api/sync.
 * Refusals are data; only what was not understood or cannot be done now has another status. `retryAfter`: ms.
 */
export async function submitCommands(request: unknown): Promise<{ status: number; body: unknown; retryAfter: number | null }> {
  const { status, body, headers } = await syncDoor(request);
  const seconds = headers?.['retry-after'];
  return { status, body, retryAfter: seconds === undefined ? null : Number(seconds) * 1000 };
}
