import 'server-only';
import { searchTextOf } from '#domain/register/search-text.ts';
import type { Db } from './db.ts';
import { storeOf } from './sql.ts';

/** Rows in one statement. */
const FILLED = 256;
type Nameless = { readonly id: string } & Parameters<typeof searchTextOf>[0];

/**
 * What one looks for an asset by, where an earlier version of this server wrote its row; for each start. No device is told of it.
 * @returns how many were filled
 */
export async function fillSearch(db: Db): Promise<number> {
  let filled = 0;
  for (let last = ''; ; ) {
    const rows = await storeOf(db).read.all<Nameless>(
      `SELECT id, serial, inventory, name, maker, model, "orderNumber" FROM "Asset" WHERE id > ? AND search IS NULL
        AND COALESCE(serial, inventory, name, maker, model, "orderNumber") IS NOT NULL ORDER BY id LIMIT ${FILLED}`,
      [last],
    );
    const end = rows.at(-1);
    if (end === undefined) return filled;
    last = end.id;
    const marks = rows.map(() => '(?, ?)').join(', ');
    const values = rows.flatMap((row) => [row.id, searchTextOf(row)]);
    filled += await storeOf(db).write((tx) =>
      tx.run(`UPDATE "Asset" SET search = v.column2 FROM (VALUES ${marks}) v WHERE "Asset".id = v.column1`, values),
    );
  }
}
