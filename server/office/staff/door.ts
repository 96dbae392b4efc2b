import 'server-only';
import { STAFF_FIRST, type StaffFirst } from '#domain/staff/report.ts';
import { STAFF_BYTES, staffHeaders } from '#domain/staff/sheet.ts';
import { words } from '#domain/words/index.ts';
import { db } from '#server/db.ts';
import { isPassing } from '#server/failure.ts';
import { BUSY, readAtMost, type Said } from '#server/http.ts';
import { type Desk, deskOf } from '#server/office/desk.ts';
import { whoAsks } from '#server/session/session.ts';
import { writeCsv } from '#server/sheets/csv.ts';
import { allow, type Limit } from '#server/throttle.ts';
import { lookAtStaff, writeStaff } from './staff.ts';

/** A file is looked at some times before it is right. */
const BROUGHT: Limit = { limit: 30, windowMs: 600_000 };
const STATUS: Partial<Record<string, number>> = { 'signed-out': 401, 'too-many': 429 };

async function asDesk<T>(work: (desk: Desk) => Promise<T | Said>): Promise<T | Said> {
  try {
    const desk = deskOf({ db: await db(), session: await whoAsks(), now: Date.now() });
    if (!('ok' in desk)) return await work(desk);
    return { status: STATUS[desk.fault] ?? 404, body: { error: STATUS[desk.fault] === undefined ? 'unknown' : desk.fault } };
  } catch (error) {
    if (isPassing(error)) return BUSY;
    throw error;
  }
}

const isFirst = (said: string | null): said is StaffFirst => (STAFF_FIRST as readonly string[]).includes(said ?? '');

/**
 * A list of people: what it would do, or, with `seen` of the answer before, done. Both times the file itself is sent: nothing of it is kept.
 * @returns 200 with a report, or with what was written; 409 and the report of now; 422 with what is wrong
 */
export function bringStaff(request: Request): Promise<Said> {
  return asDesk(async (desk) => {
    if (!allow(`staff:${desk.session.actor.person}`, BROUGHT, desk.now).allowed) {
      return { status: 429, body: { error: 'too-many' }, headers: { 'retry-after': '60' } };
    }
    const asked = new URL(request.url).searchParams;
    const [seen, first] = [asked.get('seen'), asked.get('first')];
    const bytes = await readAtMost(request, STAFF_BYTES);
    if (bytes === null) return { status: 413, body: { kind: 'unreadable', code: 'size', data: { most: STAFF_BYTES } } };
    if (seen === null) {
      const found = await lookAtStaff(desk, bytes);
      return { status: 'kind' in found ? 422 : 200, body: found };
    }
    if (!/^[\w-]{43}$/.test(seen) || !isFirst(first)) return { status: 400, body: { error: 'invalid' } };
    const written = await writeStaff(desk, bytes, { seen, first });
    return { status: 'kind' in written ? (written.kind === 'overtaken' ? 409 : 422) : 200, body: written };
  });
}

/** A sheet of our own to fill in, with an example. */
export function sendStaffModel(): Promise<{ readonly bytes: Uint8Array; readonly name: string; readonly type: string } | Said> {
  return asDesk(async ({ session: { language } }) => {
    const role = words(language).status.role.correspondent;
    const example = ['prenom.nom', 'Prénom', 'Nom', role, '0750655E', '', '06 12 34 56 78', 'prenom.nom@exemple.fr', language];
    const name = language === 'fr' ? 'modele-personnes.csv' : 'people-model.csv';
    return { bytes: writeCsv([staffHeaders(language), example]), name, type: 'text/csv; charset=utf-8' };
  });
}
