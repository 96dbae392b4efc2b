import * as z from 'zod/mini';
import type { SiteId } from '#domain/ids.ts';
import { SITES_HELD } from '#domain/window.ts';
import { say } from '#server/http.ts';
import { pinSites, sitesToHold } from '#server/pins.ts';
import { ask, hear, rowId } from '#server/push/door.ts';
import { actorFor } from '#server/session/actor.ts';

const Choice = z.object({ sites: z.array(rowId).check(z.maxLength(2 * SITES_HELD)) });
const STATUS = { done: 204, 'not-allowed': 403, 'too-many': 422, unknown: 422 } as const;

/**
 * The sites that whoever asks could hold on their devices, and which they do.
 * @may one's own choice, of the sites of one's roles
 */
export async function GET(): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  const actor = await actorFor(asked.db, asked.person);
  return say(actor === null ? { status: 401, body: { error: 'signed-out' } } : { status: 200, body: { sites: await sitesToHold(asked.db, actor) } });
}

/**
 * Chooses them, all at once.
 * @may one's own choice, of the sites of one's roles
 */
export async function PUT(request: Request): Promise<Response> {
  const heard = await hear(request, Choice, 'sites', { limit: 30, windowMs: 60_000 });
  if (heard.refused !== null) return say(heard.refused);
  const actor = await actorFor(heard.db, heard.person);
  if (actor === null) return say({ status: 401, body: { error: 'signed-out' } });
  const said = await pinSites(heard.db, actor, heard.body.sites as SiteId[]);
  return say({ status: STATUS[said], body: said === 'done' ? null : { error: said } });
}
