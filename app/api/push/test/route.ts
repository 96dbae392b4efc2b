import * as z from 'zod/mini';
import { say } from '#server/http.ts';
import { hear, rowId } from '#server/push/door.ts';
import { startTrial } from '#server/push/trial.ts';

/** `device`: only this one of mine; left out, all. */
const Which = z.object({ device: z.optional(rowId) });

/**
 * Sends a test.
 * @may one's own devices
 */
export async function POST(request: Request): Promise<Response> {
  const heard = await hear(request, Which, 'push-test', { limit: 5, windowMs: 60_000 });
  if (heard.refused !== null) return say(heard.refused);
  return say({ status: 202, body: { test: await startTrial(heard.db, heard.person, heard.body.device ?? null, Date.now()) } });
}
