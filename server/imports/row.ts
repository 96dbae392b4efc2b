import 'server-only';
import type { Instant, PersonId, SiteId } from '#domain/ids.ts';
import type { Format } from '#domain/imports/fields.ts';
import type { Mapping } from '#domain/imports/mapping.ts';
import type { ImportState, Report, Unreadable } from '#domain/imports/report.ts';
import { instantOf, jsonOf, type Sql } from '#server/sql.ts';

/** One import as it is kept. */
export interface ImportRow {
  readonly id: string;
  readonly sourceId: string | null;
  readonly siteId: SiteId | null;
  readonly fileName: string;
  readonly format: Format;
  readonly state: ImportState;
  /** null: the file could not be read. */
  readonly mapping: Mapping | null;
  readonly total: number;
  readonly written: number;
  readonly report: Report | Unreadable | null;
  readonly createdBy: PersonId;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
}

type Raw = Omit<ImportRow, 'mapping' | 'report' | 'createdAt' | 'endedAt'> & {
  readonly mapping: unknown;
  readonly report: unknown;
  readonly createdAt: string | Date;
  readonly endedAt: string | Date | null;
};

/** @param rest of the statement, from the condition on */
export async function importsWhere(read: Sql, rest: string, values: readonly unknown[]): Promise<ImportRow[]> {
  const rows = await read.all<Raw>(
    `SELECT id, "sourceId", "siteId", "fileName", format, state, mapping, total, written, report, "createdBy", "createdAt", "endedAt" FROM "Import" WHERE ${rest}`,
    values,
  );
  return rows.map((row) => {
    const mapping = jsonOf<Mapping | Record<string, never>>(row.mapping);
    return {
      ...row,
      mapping: 'columns' in mapping ? (mapping as Mapping) : null,
      report: row.report === null ? null : jsonOf<ImportRow['report']>(row.report),
      createdAt: instantOf(row.createdAt),
      endedAt: row.endedAt === null ? null : instantOf(row.endedAt),
    };
  });
}

export async function importRow(read: Sql, id: string): Promise<ImportRow | null> {
  return (await importsWhere(read, 'id = ?', [id]))[0] ?? null;
}
