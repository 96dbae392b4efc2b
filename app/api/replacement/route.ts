import { recurrenceScope } from '#domain/register/recurrence.ts';
import { csvAnswer, say } from '#server/http.ts';
import { readingOf, sitesAsked } from '#server/office/reading.ts';
import { ask } from '#server/push/door.ts';
import { recurrenceOn, replacementAsCsv } from '#server/recurrence.ts';
import { actorFor } from '#server/session/actor.ts';

/**
 * The list of what to replace as a file; `site` narrows it. Whoever may not read it is told what one is told of nothing.
 * @takes `site`, one of one's own
 */
export async function GET(request: Request): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  const { db } = asked;
  const found = await actorFor(db, asked.person);
  const now = Date.now();
  const reading =
    found === null ? null : readingOf({ db, session: { actor: found, name: found.name, language: found.language }, now }, recurrenceScope);
  if (reading !== null && 'ok' in reading && reading.fault === 'too-many')
    return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '60' } });
  const sites = reading === null || 'ok' in reading ? null : await sitesAsked(reading, new URL(request.url).searchParams.get('site') ?? '');
  if (found === null || sites === null) return say({ status: 404, body: { error: 'unknown' } });
  return csvAnswer('a-remplacer.csv', replacementAsCsv(await recurrenceOn(db, sites, now), found.language));
}
