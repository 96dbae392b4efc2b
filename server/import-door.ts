import 'server-only';
import { ASSET_TYPES } from '#domain/catalogue.ts';
import { isUuid, type SiteId } from '#domain/ids.ts';
import { modelHeaders } from '#domain/imports/fields.ts';
import { words } from '#domain/words/index.ts';
import { db } from './db.ts';
import { isPassing } from './failure.ts';
import { BUSY, type Said } from './http.ts';
import { keepFile, leftOf, plainName } from './imports/files.ts';
import { isWithin } from './imports/scope.ts';
import { type Importer, importerOf, theirImport } from './office/imports.ts';
import { whoAsks } from './session/session.ts';
import { SheetFault } from './sheets/bounds.ts';
import { writeCsv } from './sheets/csv.ts';
import { writeXlsx } from './sheets/xlsx-write.ts';
import { storeOf } from './sql.ts';
import { allow, type Limit } from './throttle.ts';
import { newId } from './ticket-rows.ts';

/** Each may be large: a school's inventories are some hundreds, one by one. */
const BROUGHT: Limit = { limit: 600, windowMs: 60_000 };
/** One that nobody goes on with is still a file on the disk. */
const BEGUN: Limit = { limit: 30, windowMs: 600_000 };
/** Files that one person has brought and not gone on with; the oldest of them are dropped by hand. */
const UNREAD = 40;
const STATUS: Partial<Record<string, number>> = { 'signed-out': 401, 'too-many': 429 };
const UNKNOWN: Said = { status: 404, body: { error: 'unknown' } };
const TOO_MUCH: Said = { status: 429, body: { error: 'too-much' }, headers: { 'retry-after': '30' } };

type Read = () => Promise<Uint8Array | null>;

async function asked<T>(work: (importer: Importer) => Promise<T | Said>): Promise<T | Said> {
  try {
    const importer = importerOf({ db: await db(), session: await whoAsks(), now: Date.now() });
    if (!('ok' in importer)) return await work(importer);
    return { status: STATUS[importer.fault] ?? 404, body: { error: STATUS[importer.fault] === undefined ? 'unknown' : importer.fault } };
  } catch (error) {
    if (isPassing(error)) return BUSY;
    if (error instanceof SheetFault) return { status: 413, body: { error: error.code, data: error.data } };
    throw error;
  }
}

/** A file begins an import: kept, and nothing else. @param read gives its bytes, or null when there are too many */
export function bringFile(name: string, site: string, read: Read): Promise<Said> {
  return asked(async (importer) => {
    const { person } = importer.session.actor;
    if (!allow(`import-begun:${person}`, BEGUN, importer.now).allowed) return TOO_MUCH;
    if (site !== '' && !(isUuid(site) && isWithin(importer.scope, site))) return UNKNOWN;
    if ((await unread(importer)) >= UNREAD) return TOO_MUCH;
    const bytes = await read();
    if (bytes === null) return { status: 413, body: { error: 'size' } };
    const id = newId(importer.now);
    // The row first: whoever brings many at once is counted by it, and a file without one would lie there for ever.
    await importer.db.import.create({
      data: {
        ...{ id, fileName: plainName(name), format: 'sheet', state: 'read', mapping: {}, createdBy: person, createdAt: new Date(importer.now) },
        siteId: site === '' ? null : (site as SiteId),
      },
      select: { id: true },
    });
    try {
      if ((await unread(importer)) > UNREAD) throw new SheetFault('size', { most: UNREAD });
      await keepFile(id, name, bytes);
    } catch (error) {
      await importer.db.import.deleteMany({ where: { id } });
      throw error;
    }
    return { status: 201, body: { id } };
  });
}

/** What this person brought and nobody has written or dropped. */
function unread({ db: open, session }: Importer): Promise<number> {
  return open.import.count({ where: { createdBy: session.actor.person, state: 'read' } });
}

/** One more file of an import that nobody has looked at yet. */
export function bringAnother(id: string, name: string, read: Read): Promise<Said> {
  return asked(async (importer) => {
    if (!allow(`import-file:${importer.session.actor.person}`, BROUGHT, importer.now).allowed) return TOO_MUCH;
    const row = await theirImport(importer, id);
    if (row === null || row.state !== 'read' || row.createdBy !== importer.session.actor.person) return UNKNOWN;
    const bytes = await read();
    if (bytes === null) return { status: 413, body: { error: 'size' } };
    await keepFile(id, name, bytes);
    const more = row.fileName.replace(/ \+\d+$/, '');
    const n = Number(/ \+(\d+)$/.exec(row.fileName)?.[1] ?? 0) + 1;
    await storeOf(importer.db).write((tx) => tx.run('UPDATE "Import" SET "fileName" = ? WHERE id = ?', [`${more} +${n}`, id]));
    return { status: 201, body: { id } };
  });
}

export interface Sent {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly type: string;
}

/** The lines of an import that were left out, to mend. */
export function sendLeft(id: string): Promise<Sent | Said> {
  return asked<Sent>(async (importer) => {
    const row = await theirImport(importer, id);
    const bytes = row === null ? null : await leftOf(row.id);
    if (row === null || bytes === null) return UNKNOWN;
    return {
      bytes,
      name: `a-corriger-${row.fileName.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}]+/gu, '-')}.csv`,
      type: 'text/csv; charset=utf-8',
    };
  });
}

/** A sheet of our own to fill in, with an example. */
export function sendModel(kind: string): Promise<Sent | Said> {
  return asked<Sent>(async ({ session }) => {
    const w = words(session.language);
    const fr = session.language === 'fr';
    const [yes, no] = fr ? ['oui', 'non'] : ['yes', 'no'];
    const type = w.catalogue.assetType[ASSET_TYPES[0]];
    const example = ['0750655E', 'Bât. B', '2e', '203', 'B203-PC-01', type, 'HP', 'ProDesk 400 G6', '5CG1234XYZ', 'INV-0001'];
    const rows = [
      modelHeaders(session.language),
      [...example, fr ? 'En service' : 'In service', '01/09/2024', '31/08/2027', '549,90', '', '', no, no, yes, '', ''],
    ];
    const name = fr ? 'modele-parc' : 'register-model';
    if (kind === 'xlsx') {
      const bytes = await writeXlsx(rows, rows[0]?.length ?? 0);
      return { bytes, name: `${name}.xlsx`, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
    }
    return { bytes: writeCsv(rows as string[][]), name: `${name}.csv`, type: 'text/csv; charset=utf-8' };
  });
}
