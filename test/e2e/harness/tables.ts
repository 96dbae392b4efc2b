/** What the database holds, read beside the server in plain SQL that both databases understand. */
import Database from 'better-sqlite3';
import pg from 'pg';

export type Cell = string | number | null | boolean | Date;
export type Line = Readonly<Record<string, Cell>>;

/** @param sql names in double quotes, values as `?` */
export async function select<T extends object = Line>(url: string, sql: string, values: readonly (string | number)[] = []): Promise<T[]> {
  if (url.startsWith('file:')) {
    const database = new Database(url.slice('file:'.length), { readonly: true });
    try {
      return database.prepare(sql).all(...values) as T[];
    } finally {
      database.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let n = 0;
    const { rows } = await client.query(
      sql.replaceAll('?', () => {
        n += 1;
        return `$${n}`;
      }),
      [...values],
    );
    return rows as T[];
  } finally {
    await client.end();
  }
}

/** Writes beside the server, as another server of the office would; the same SQL for both databases. */
export async function change(url: string, sql: string, values: readonly (string | number)[] = []): Promise<void> {
  if (!url.startsWith('file:')) return void (await select(url, sql, values));
  const database = new Database(url.slice('file:'.length));
  try {
    database.prepare(sql).run(...values);
  } finally {
    database.close();
  }
}
