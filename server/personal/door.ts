import 'server-only';
import { isUuid, type PersonId } from '#domain/ids.ts';
import { db } from '#server/db.ts';
import type { Said } from '#server/http.ts';
import { deskOf } from '#server/office/desk.ts';
import { securityEvent } from '#server/security-log.ts';
import { whoAsks } from '#server/session/session.ts';
import { personalFile } from './file.ts';

const UNKNOWN: Said = { status: 404, body: { error: 'unknown' } };

/** A person's data, for an administrator who hands them over. One who is not there and one who was erased are the same. */
export async function dataOfPerson(id: string, as: string): ReturnType<typeof personalFile> {
  const session = await whoAsks();
  if (session === null) return { status: 401, body: { error: 'signed-out' } };
  const desk = deskOf({ db: await db(), session, now: Date.now() });
  if ('ok' in desk) return desk.fault === 'too-many' ? { status: 429, body: { error: 'too-often' } } : UNKNOWN;
  const isKnown = isUuid(id) && (await desk.db.person.count({ where: { id, erasedAt: null } })) === 1;
  if (!isKnown) return UNKNOWN;
  await securityEvent(desk.db, { kind: 'data-exported', person: id, data: { by: session.actor.person } });
  return personalFile(desk.db, id as PersonId, as, session.language);
}
