/** How a test brings a file in: through what the doors call, without waiting for the server’s own turn. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PersonId } from '#domain/ids.ts';
import type { Report } from '#domain/imports/report.ts';
import { keepFile } from '#server/imports/files.ts';
import { importRow } from '#server/imports/row.ts';
import { importScope, mayAddSites } from '#server/imports/scope.ts';
import { carry } from '#server/imports/turns.ts';
import { type ImportDetail, type Importer, mapImport, readImport } from '#server/office/imports.ts';
import { storeOf } from '#server/sql.ts';
import type { School } from './school.ts';

export const fixture = (name: string) => readFileSync(`test/fixtures/imports/${name}`);

export async function importer(school: School, person: PersonId): Promise<Importer> {
  const { actor, name, language } = await school.asker(person);
  const addsSites = mayAddSites(actor);
  return { db: school.db, session: { actor, name, language }, now: school.now, scope: importScope(actor), addsSites, isAdmin: addsSites };
}

/** Brings files and looks at them. */
export async function brought(
  school: School,
  person: PersonId,
  files: Readonly<Record<string, Uint8Array>>,
  site: string | null = null,
): Promise<{ readonly id: string; readonly detail: ImportDetail }> {
  const id = randomUUID();
  for (const [name, bytes] of Object.entries(files)) await keepFile(id, name, bytes);
  await school.db.import.create({
    data: {
      ...{ id, fileName: Object.keys(files)[0] ?? '', format: 'sheet', state: 'read', mapping: {}, createdBy: person },
      siteId: site,
      createdAt: new Date(school.now),
    },
  });
  const told = await readImport(await importer(school, person), id);
  if (!told.ok) throw new Error(told.fault);
  return { id, detail: told.value };
}

export function reportOf({ report }: Pick<ImportDetail, 'report'>): Report {
  if (report === null || 'fault' in report) throw new Error(`not read: ${JSON.stringify(report)}`);
  return report;
}

/** Lets the server write it, or take it back, to its end. */
export async function written(
  school: School,
  id: string,
  state: 'running' | 'undoing' = 'running',
  isOver: () => boolean = () => false,
): Promise<Report> {
  await school.db.import.update({ where: { id }, data: { state } });
  const row = await importRow(storeOf(school.db).read, id);
  if (row === null) throw new Error('no such import');
  await carry(school.db, row, { isOver, clock: () => school.now });
  return (await importRow(storeOf(school.db).read, id))?.report as Report;
}

/** Looks again with another site for the lines that name none. */
export async function remapped(
  school: School,
  person: PersonId,
  { id, detail }: { id: string; detail: ImportDetail },
  site: string | null,
): Promise<ImportDetail> {
  const told = await mapImport(await importer(school, person), { id, mapping: detail.mapping, site });
  if (!told.ok) throw new Error(told.fault);
  return told.value;
}

export async function eventsOf(school: School): Promise<number> {
  return school.db.registerEvent.count();
}
