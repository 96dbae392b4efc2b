import 'server-only';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant, SiteId } from '#domain/ids.ts';
import { isUuid } from '#domain/ids.ts';
import { type Mapping, MappingSchema } from '#domain/imports/mapping.ts';
import type { ImportHead, Report, Unreadable } from '#domain/imports/report.ts';
import { type Db, db } from '#server/db.ts';
import { type Content, fingerprint, readContent } from '#server/imports/content.ts';
import { filesOf, forgetFiles, forgetFolder } from '#server/imports/files.ts';
import { lookAt } from '#server/imports/look.ts';
import { type ImportRow, importRow, importsWhere } from '#server/imports/row.ts';
import { importScope, isWithin, knownIn, mayAddSites, type Scope } from '#server/imports/scope.ts';
import { wakeImports } from '#server/imports/turns.ts';
import { log } from '#server/log.ts';
import { whoAsks } from '#server/session/session.ts';
import { SheetFault } from '#server/sheets/bounds.ts';
import { among, storeOf } from '#server/sql.ts';
import { type Limit, type Throttle, throttle } from '#server/throttle.ts';
import { type Desk, type Fault, no, type Told } from './desk.ts';

/** Somebody who may bring things in, everywhere or on their sites. Only `importerOf` makes one. */
export interface Importer extends Desk {
  readonly scope: Scope;
  readonly addsSites: boolean;
  /** The rest of the office is theirs too. */
  readonly isAdmin: boolean;
}

/** A page that follows an import asks each second. */
const ASKS: Limit = { limit: 300, windowMs: 60_000 };
/** How long an import can be taken back, ms. */
const UNDONE_WITHIN = 7 * 86_400_000;
const LISTED = 100;
const SITES_LISTED = 2000;

/** Who may sit here, with the roles of now. */
export function importerOf(
  given: { db: Db; session: Desk['session'] | null; now: Instant },
  counts: Throttle = throttle(),
): Importer | { ok: false; fault: Fault } {
  const { session } = given;
  if (session === null) return no('signed-out');
  const scope = importScope(session.actor);
  if (scope !== 'all' && scope.length === 0) return no('not-allowed');
  if (!counts.allow(`import:${session.actor.person}`, ASKS, given.now).allowed) return no('too-many');
  const addsSites = mayAddSites(session.actor);
  return { ...given, session, scope, addsSites, isAdmin: addsSites };
}

/** The way of every act of theirs: who asks, may they, then the work. */
export async function atImports<T>(work: (importer: Importer) => Promise<Told<T>>): Promise<Told<T>> {
  const importer = importerOf({ db: await db(), session: await whoAsks(), now: Date.now() });
  return 'ok' in importer ? importer : work(importer);
}

/** An import is its author's, and of whoever may import everywhere: its file may name any school, whatever the one that it was brought for. */
function isTheirs({ scope, session }: Importer, row: Pick<ImportRow, 'createdBy'>): boolean {
  return row.createdBy === session.actor.person || scope === 'all';
}

/** What is looked at, matched and begun under somebody's rights is begun by them. */
function isOwn({ session }: Importer, row: Pick<ImportRow, 'createdBy'>): boolean {
  return row.createdBy === session.actor.person;
}

/** The import of that id, if it is theirs; what is not and what does not exist are the same. */
export async function theirImport(importer: Importer, id: unknown): Promise<ImportRow | null> {
  if (typeof id !== 'string' || !isUuid(id)) return null;
  const row = await importRow(storeOf(importer.db).read, id);
  return row !== null && isTheirs(importer, row) ? row : null;
}

export interface PlaceRow {
  readonly id: SiteId;
  readonly name: string;
}

export interface Imports {
  readonly rows: readonly ImportHead[];
  readonly places: readonly PlaceRow[];
  readonly isAdmin: boolean;
}

async function placesOf({ db: open, scope }: Importer): Promise<PlaceRow[]> {
  const rows = await open.site.findMany({
    where: scope === 'all' ? {} : { id: { in: [...scope] } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: SITES_LISTED,
    select: { id: true, name: true, city: true },
  });
  return rows.map(({ id, name, city }) => ({ id: id as SiteId, name: `${name}, ${city}` }));
}

async function headsOf({ db: open }: Importer, rows: readonly ImportRow[]): Promise<ImportHead[]> {
  const people = await open.person.findMany({
    where: { id: { in: [...new Set(rows.map((r) => r.createdBy as string))] } },
    select: { id: true, givenName: true, familyName: true },
  });
  const names = new Map(people.map((p) => [p.id, `${p.givenName} ${p.familyName}`]));
  return rows.map(({ id, fileName, format, state, siteId, total, written, createdBy, createdAt, endedAt }) => ({
    ...{ id, fileName, format, state, total, written, createdAt, endedAt },
    site: siteId,
    by: names.get(createdBy) ?? '',
  }));
}

export async function listImports(importer: Importer): Promise<Told<Imports>> {
  const { scope, session } = importer;
  const where = scope === 'all' ? '1 = 1' : '"createdBy" = ?';
  const values = scope === 'all' ? [] : [session.actor.person];
  const rows = await importsWhere(storeOf(importer.db).read, `${where} ORDER BY "createdAt" DESC, id DESC LIMIT ${LISTED}`, values);
  return { ok: true, value: { rows: await headsOf(importer, rows), places: await placesOf(importer), isAdmin: importer.isAdmin } };
}

export interface ImportDetail {
  readonly head: ImportHead;
  /** null: the file could not be read, or is not yet. */
  readonly mapping: Mapping | null;
  readonly report: Report | Unreadable | null;
  readonly places: readonly PlaceRow[];
  /** Can it be taken back still? */
  readonly undoable: boolean;
  /** Is the file still here? */
  readonly hasFile: boolean;
  readonly isAdmin: boolean;
}

async function detailOf(importer: Importer, row: ImportRow): Promise<Told<ImportDetail>> {
  const [head] = await headsOf(importer, [row]);
  if (head === undefined) return no('import-over');
  const undoable =
    (row.state === 'done' || row.state === 'stopped' || (row.state === 'failed' && row.written > 0)) && importer.now < row.createdAt + UNDONE_WITHIN;
  const hasFile = (await filesOf(row.id)).length > 0;
  const { mapping, report } = row;
  return { ok: true, value: { head, mapping, report, places: await placesOf(importer), undoable, hasFile, isAdmin: importer.isAdmin } };
}

/** Faults: import-over. */
export async function showImport(importer: Importer, id: unknown): Promise<Told<ImportDetail>> {
  const row = await theirImport(importer, id);
  return row === null ? no('import-over') : detailOf(importer, row);
}

/** How far it is, and nothing else: asked each second. */
export async function importProgress(importer: Importer, id: unknown): Promise<Told<ImportHead>> {
  const row = await theirImport(importer, id);
  const [head] = row === null ? [] : await headsOf(importer, [row]);
  return head === undefined ? no('import-over') : { ok: true, value: head };
}

async function save({ db: open }: Importer, id: string, set: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = Object.keys(set);
  await storeOf(open).write((tx) =>
    tx.run(`UPDATE "Import" SET ${columns.map((c) => `"${c}" = ?`).join(', ')} WHERE id = ?`, [...columns.map((c) => set[c]), id]),
  );
}

/** One source's files have the same headers; what a site's own people chose is not everybody's. */
function sourceOf({ scope }: Importer, { format, headers }: Content): string {
  const whose = scope === 'all' ? 'all' : [...scope].sort().join(' ');
  return createHash('sha256')
    .update(`${whose}|${fingerprint(format, headers)}`)
    .digest('hex')
    .slice(0, 32);
}

/** What was chosen for the last file of this source, where it still fits; else what is proposed. */
async function remembered({ db: open }: Importer, id: string, content: Content): Promise<Mapping> {
  const source = await open.importSource.findUnique({ where: { id }, select: { mapping: true } });
  const parsed = MappingSchema.safeParse(source?.mapping);
  // A file that was mended has its reasons in one column more.
  const columns = parsed.success ? [...parsed.data.columns, ...content.mapping.columns.slice(parsed.data.columns.length).map(() => null)] : [];
  return parsed.success && columns.length === content.headers.length ? ({ ...parsed.data, columns } as Mapping) : content.mapping;
}

async function look(
  importer: Importer,
  row: ImportRow,
  given?: { readonly mapping: Mapping; readonly site: SiteId | null },
): Promise<Told<ImportDetail>> {
  let content: Content;
  try {
    content = await readContent(row.id);
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error;
    const report: Unreadable = { fault: error.code, data: error.data };
    await save(importer, row.id, { state: 'failed', report, endedAt: new Date(importer.now) });
    await forgetFiles(row.id);
    return detailOf(importer, { ...row, state: 'failed', report, endedAt: importer.now });
  }
  if (content.format === 'schools' && !importer.addsSites) {
    await drop(importer, row.id);
    return no('import-schools');
  }
  const sourceId = sourceOf(importer, content);
  const mapping = given?.mapping ?? (await remembered(importer, sourceId, content));
  if (mapping.columns.length !== content.headers.length) return no('invalid');
  const own = importer.scope !== 'all' && importer.scope.length === 1 ? (importer.scope[0] ?? null) : null;
  const siteId = given === undefined ? (row.siteId ?? own) : given.site;
  const next: ImportRow = { ...row, format: content.format, mapping, siteId, sourceId, total: content.lines.length };
  const known = await knownIn(storeOf(importer.db).read, importer.scope);
  const report = await lookAt(next, content, known, importer.session.language, importer.now);
  await save(importer, row.id, { format: next.format, mapping, siteId, sourceId, total: next.total, report });
  return detailOf(importer, { ...next, report });
}

/** The files are there: they are read, recognised and compared with the register. Faults: import-over, import-schools. */
export async function readImport(importer: Importer, id: unknown): Promise<Told<ImportDetail>> {
  const row = await theirImport(importer, id);
  return row === null || row.state !== 'read' || !isOwn(importer, row) ? no('import-over') : look(importer, row);
}

const Mapped = z.object({ id: z.string(), mapping: MappingSchema, site: z.nullable(z.string().check(z.refine(isUuid))) });

/** The same with other columns, another site or other choices; nothing is written. Faults: invalid, import-over, not-allowed (the site). */
export async function mapImport(importer: Importer, input: unknown): Promise<Told<ImportDetail>> {
  const parsed = Mapped.safeParse(input);
  if (!parsed.success) return no('invalid');
  const { id, mapping, site } = parsed.data;
  const row = await theirImport(importer, id);
  if (row === null || row.state !== 'read' || !isOwn(importer, row)) return no('import-over');
  if (site !== null && !isWithin(importer.scope, site)) return no('not-allowed');
  return look(importer, row, { mapping: mapping as Mapping, site: site as SiteId | null });
}

/** Moves it from one of these states to another, whoever else asks at that moment. */
async function move({ db: open }: Importer, id: string, from: readonly ImportRow['state'][], to: ImportRow['state']): Promise<boolean> {
  const { marks, values } = among(from);
  const changed = await storeOf(open).write((tx) =>
    tx.run(`UPDATE "Import" SET state = ?, "endedAt" = NULL WHERE id = ? AND state IN ${marks}`, [to, id, ...values]),
  );
  return changed === 1;
}

const STARTS = ['read', 'stopped', 'failed'] as const;

function wake(): void {
  wakeImports().catch((error: unknown) => log('warn', 'no import was begun', { error }));
}

/** Writes it, from now on, or goes on with what was stopped or broke; its mapping is that of its source. Faults: import-over, not-allowed. */
export async function startImport(importer: Importer, id: unknown): Promise<Told<null>> {
  const row = await theirImport(importer, id);
  if (row === null || row.mapping === null || !STARTS.some((state) => state === row.state)) return no('import-over');
  if (!isOwn(importer, row)) return no('import-over');
  // They may have been an administrator when they prepared it.
  if (row.format === 'schools' && !importer.addsSites) return no('import-schools');
  if (row.state === 'failed' && (await filesOf(row.id)).length === 0) return no('import-over');
  // The site for which they prepared it is theirs no longer.
  if (row.siteId !== null && !isWithin(importer.scope, row.siteId)) return no('not-allowed');
  const mapping = row.mapping as object;
  if (row.sourceId !== null) {
    const source = { name: row.fileName, format: row.format, mapping, updatedAt: new Date(importer.now) };
    await importer.db.importSource.upsert({
      where: { id: row.sourceId },
      create: { id: row.sourceId, ...source },
      update: source,
      select: { id: true },
    });
  }
  if (!(await move(importer, row.id, STARTS, 'running'))) return no('import-over');
  wake();
  return { ok: true, value: null };
}

/** Ends it after the batch that is being written. Faults: import-over. */
export async function stopImport(importer: Importer, id: unknown): Promise<Told<null>> {
  const row = await theirImport(importer, id);
  return row !== null && (await move(importer, row.id, ['running'], 'stopped')) ? { ok: true, value: null } : no('import-over');
}

/** Takes it back as a whole. Faults: import-over (also after a week). */
export async function undoneImport(importer: Importer, id: unknown): Promise<Told<null>> {
  const row = await theirImport(importer, id);
  if (row === null || importer.now >= row.createdAt + UNDONE_WITHIN) return no('import-over');
  // What went to sites that are not theirs is not theirs to take back.
  if (row.createdBy !== importer.session.actor.person && importer.scope !== 'all') return no('import-over');
  if (row.format === 'schools' && !importer.addsSites) return no('import-schools');
  const by = importer.session.actor.person;
  const isBegun = await storeOf(importer.db).write(async (tx) => {
    const is = await importRow(tx, row.id);
    if (is === null || !(is.state === 'done' || is.state === 'stopped' || is.state === 'failed')) return false;
    // It is taken back in the name, and within the sites, of who asks for it.
    const report = { ...is.report, undoneBy: by };
    await tx.run(`UPDATE "Import" SET state = 'undoing', report = ?, "endedAt" = NULL WHERE id = ?`, [report as object, row.id]);
    return true;
  });
  if (!isBegun) return no('import-over');
  wake();
  return { ok: true, value: null };
}

async function drop({ db: open }: Importer, id: string): Promise<boolean> {
  const gone = await storeOf(open).write((tx) => tx.run(`DELETE FROM "Import" WHERE id = ? AND state IN ('read', 'failed') AND written = 0`, [id]));
  if (gone === 1) await forgetFolder(id);
  return gone === 1;
}

/** One that wrote nothing, and is not wanted. Faults: import-over. */
export async function dropImport(importer: Importer, id: unknown): Promise<Told<null>> {
  const row = await theirImport(importer, id);
  return row !== null && (await drop(importer, row.id)) ? { ok: true, value: null } : no('import-over');
}
