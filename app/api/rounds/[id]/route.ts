import { isUuid } from '#domain/ids.ts';
import { csvAnswer, say, sendFile } from '#server/http.ts';
import { readingOf } from '#server/office/reading.ts';
import { ask } from '#server/push/door.ts';
import { roundAsPdf } from '#server/round-pdf.ts';
import { roundAsCsv, roundScope, roundWhole } from '#server/rounds.ts';
import { actorFor } from '#server/session/actor.ts';

/** One tour as a file: a table, or with `as=pdf` a page to print. Another's and none are told alike. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  const { db } = asked;
  const { id } = await params;
  const found = await actorFor(db, asked.person);
  const session = found === null ? null : { actor: found, name: found.name, language: found.language };
  const reading = readingOf({ db, session, now: Date.now() }, roundScope);
  if ('ok' in reading && reading.fault === 'too-many') return say({ status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '60' } });
  const round = 'ok' in reading || !isUuid(id) ? null : await roundWhole(db, reading.scope, id);
  if (found === null || round === null) return say({ status: 404, body: { error: 'unknown' } });
  if (new URL(request.url).searchParams.get('as') === 'pdf') {
    return sendFile({ bytes: await roundAsPdf(round, found.language), name: 'tour-de-salle.pdf', type: 'application/pdf' });
  }
  return csvAnswer('tour-de-salle.csv', roundAsCsv(round, found.language));
}
