import 'server-only';
import { createHash } from 'node:crypto';
import type { Sheet, SheetFaultCode, SheetFaultData } from '#domain/imports/sheet.ts';
import type { StaffChange, StaffFirst, StaffLink, StaffReport, StaffWritten } from '#domain/staff/report.ts';
import {
  columnsOf,
  problemAt,
  STAFF_BYTES,
  STAFF_ROWS,
  type StaffColumns,
  type StaffField,
  type StaffPerson,
  type StaffProblem,
  staffOf,
} from '#domain/staff/sheet.ts';
import { canMail, mailLink } from '#server/account/letter.ts';
import { type MadeLink, makeLink } from '#server/account/links.ts';
import type { Tx } from '#server/db.ts';
import { drawSquare, pathOf } from '#server/labels/square.ts';
import type { Desk } from '#server/office/desk.ts';
import { stampColleagues, withVersion, writePerson } from '#server/register.ts';
import { writeRights } from '#server/rights-rows.ts';
import { securityEvent } from '#server/security-log.ts';
import { shutLinks } from '#server/session/revoke.ts';
import { SheetFault } from '#server/sheets/bounds.ts';
import { readFileOf } from '#server/sheets/read.ts';
import { type Places, type Plan, type Planned, placesOf, planStaff } from './plan.ts';

/** Of each kind on the screen. */
const SHOWN = 300;
/** People in one transaction: whoever taps meanwhile waits for one of these at most. */
const TOGETHER = 20;
/** Of a printed square, millimetres. */
const SIDE = 42;

/** Why nothing was read, or written. */
export type StaffFault =
  | { readonly kind: 'unreadable'; readonly code: SheetFaultCode; readonly data: SheetFaultData }
  | { readonly kind: 'columns'; readonly missing: readonly StaffField[] }
  /** What was looked at is no longer what would be written. */
  | { readonly kind: 'overtaken'; readonly report: StaffReport }
  | { readonly kind: 'no-mail' };

interface Looked {
  readonly report: StaffReport;
  readonly plan: Plan;
  readonly places: Places;
  readonly problemOf: (person: StaffPerson, line: number | null, field: StaffField | null, code: StaffProblem['code']) => StaffProblem[];
}

/** What a file would do. Nothing is written. */
export async function lookAtStaff(desk: Desk, bytes: Uint8Array): Promise<StaffReport | StaffFault> {
  const looked = await look(desk, bytes);
  return 'kind' in looked ? looked : looked.report;
}

async function tableOf(bytes: Uint8Array): Promise<{ sheet: Sheet; columns: StaffColumns } | StaffFault> {
  try {
    if (bytes.length > STAFF_BYTES) throw new SheetFault('size', { most: STAFF_BYTES });
    const read = await readFileOf(bytes);
    if (read.kind !== 'table') throw new SheetFault('not-a-table');
    const { sheet } = read;
    if (sheet.lines.length > STAFF_ROWS) throw new SheetFault('rows', { most: STAFF_ROWS });
    const { columns, missing } = columnsOf(sheet.headers);
    return missing.length > 0 ? { kind: 'columns', missing } : { sheet, columns };
  } catch (error) {
    if (error instanceof SheetFault) return { kind: 'unreadable', code: error.code, data: error.data };
    throw error;
  }
}

async function look({ db }: Desk, bytes: Uint8Array): Promise<Looked | StaffFault> {
  const table = await tableOf(bytes);
  if ('kind' in table) return table;
  const { sheet, columns } = table;
  const { people, problems } = staffOf(sheet, columns);
  const places = await placesOf(db, people);
  const plan = await planStaff(db, people, places);
  const lines = new Map(sheet.lines.map((line) => [line.n, line]));
  const problemOf: Looked['problemOf'] = (person, line, field, code) =>
    person.lines
      .filter((one) => line === null || one.line === line)
      .map((one) => problemAt(lines.get(one.line) ?? { n: one.line, cells: [] }, columns, field, code));
  const all = [...problems, ...plan.refused.flatMap((r) => problemOf(r.person, r.line, r.field, r.code))].sort((a, b) => a.line - b.line);
  const coming = plan.planned.filter(isComing);
  const made = coming.filter(({ id }) => id === null).length;
  const left = new Set(all.map(({ line }) => line)).size;
  const seen = createHash('sha256')
    .update(JSON.stringify([coming, all]))
    .digest('base64url');
  const report: StaffReport = {
    spelling: sheet.spelling,
    lines: sheet.lines.length,
    counts: { made, changed: coming.length - made, same: plan.planned.length - coming.length, left },
    changes: coming.slice(0, SHOWN).map(shown),
    problems: all.slice(0, SHOWN),
    ...{ seen, canMail: canMail() },
  };
  return { report, plan, places, problemOf };
}

const isComing = ({ id, fields, roles, teams }: Planned) => id === null || fields.length + roles.length + teams.length > 0;

function shown({ person, id, fields, roles, teams }: Planned): StaffChange {
  return {
    line: person.lines[0]?.line ?? 0,
    login: person.login,
    name: `${person.givenName} ${person.familyName}`,
    fields: id === null ? null : fields,
    roles: roles.map(({ role, place }) => ({ role, site: place })),
    teams: teams.map(({ name }) => name),
    email: person.email,
  };
}

/** Somebody new, with the link that lets them in. */
interface Invited {
  readonly person: StaffPerson;
  readonly link: MadeLink;
}

/**
 * Writes what was looked at: accounts that come, what others' cells say otherwise, roles and teams that come. No role goes, no account is shut,
 * and the same file a second time finds nothing to do. In small transactions, so that it stops nobody; one that is cut short is brought again.
 * @param seen of the report that was looked at
 */
export async function writeStaff(
  desk: Desk,
  bytes: Uint8Array,
  { seen, first }: { readonly seen: string; readonly first: StaffFirst },
): Promise<StaffWritten | StaffFault> {
  const { db, session, now } = desk;
  if (first === 'mail' && !canMail()) return { kind: 'no-mail' };
  const looked = await look(desk, bytes);
  if ('kind' in looked) return looked;
  const { report, plan, places, problemOf } = looked;
  if (report.seen !== seen) return { kind: 'overtaken', report };
  const by = session.actor.person;
  const coming = plan.planned.filter(isComing);
  const problems: StaffProblem[] = [];
  const invited: Invited[] = [];
  const roled: string[] = [];
  let [made, changed] = [0, 0];
  for (let at = 0; at < coming.length; at += TOGETHER) {
    const some = coming.slice(at, at + TOGETHER).map(({ person }) => person);
    const done = await db.$transaction(async (tx) => {
      const version = await withVersion(tx);
      // Under the writer's lock, what the office did meanwhile is seen.
      const again = await planStaff(tx, some, places);
      const links: Invited[] = [];
      const rights: string[] = [];
      for (const planned of again.planned.filter(isComing)) {
        const id = await write(tx, planned, version, now);
        if (planned.id !== null && planned.roles.length + planned.teams.length > 0) rights.push(id);
        if (planned.id !== null || first === 'none') continue;
        links.push({ person: planned.person, link: await makeLink(tx, { person: id, purpose: 'invitation', by }, now) });
      }
      return { planned: again.planned.filter(isComing), refused: again.refused, links, rights };
    });
    made += done.planned.filter(({ id }) => id === null).length;
    changed += done.planned.filter(({ id }) => id !== null).length;
    invited.push(...done.links);
    roled.push(...done.rights);
    problems.push(...done.refused.filter((r) => r.line === null).flatMap((r) => problemOf(r.person, null, r.field, 'overtaken')));
  }
  for (const person of roled) await securityEvent(db, { kind: 'roles-changed', person, data: { by, sheet: true } }, now);
  await securityEvent(db, { kind: 'people-imported', person: by, data: { made, changed, links: invited.length, first } }, now);
  return { made, changed, problems, ...handed(invited, first) };
}

async function write(tx: Tx, { person, id, fields, roles, teams, held }: Planned, version: number, now: number): Promise<string> {
  const { login, givenName, familyName, phone, email, language } = person;
  const joined = [...held.teams, ...teams.map((team) => team.id)];
  if (id === null) {
    const made = await writePerson(
      tx,
      { login, givenName, familyName, phone, email, language: language ?? 'fr', passwordHash: null, memberships: roles },
      version,
      now,
    );
    if (joined.length > 0) await writeRights(tx, made, { teams: joined }, version, now);
    return made;
  }
  if (fields.length > 0) {
    const data = Object.fromEntries(fields.map(({ field, to }) => [field, to]));
    const hasNewAddress = 'email' in data;
    await tx.person.update({ where: { id }, data: { ...data, ...(hasNewAddress ? { emailRefusedAt: null } : {}) }, select: { id: true } });
    if (hasNewAddress) await shutLinks(tx, id, now);
    await stampColleagues(tx, id, version);
  }
  if (roles.length + teams.length > 0) {
    await writeRights(
      tx,
      id,
      { memberships: [...held.memberships, ...roles.map(({ role, site }) => ({ role, site }))], teams: joined },
      version,
      now,
    );
  }
  return id;
}

/** Mails the links, or gives them to be printed: also of those who have no address. */
function handed(invited: readonly Invited[], first: StaffFirst): { mailed: number; links: StaffLink[] } {
  const links: StaffLink[] = [];
  let mailed = 0;
  for (const { person, link } of invited) {
    const { login, email, language } = person;
    const name = `${person.givenName} ${person.familyName}`;
    if (first === 'mail' && email !== null) {
      mailed += 1;
      mailLink({ to: email, name, login, language: language ?? 'fr', purpose: 'invitation', link });
      continue;
    }
    const square = drawSquare(link.url, SIDE);
    links.push({ name, login, url: link.url, square: square === null ? { size: 0, path: '' } : { size: square.size, path: pathOf(square) } });
  }
  return { mailed, links };
}
