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
    const { rows } = await client.query(numbered(sql), [...values]);
    return rows as T[];
  } finally {
    await client.end();
  }
}

/** Writes beside the server in one transaction, as another server of the office would; SQL as for `select`. */
export async function change(url: string, statements: readonly (readonly [sql: string, ...values: (string | number)[]])[]): Promise<void> {
  if (url.startsWith('file:')) {
    const database = new Database(url.slice('file:'.length));
    try {
      database
        .transaction(() => {
          for (const [sql, ...values] of statements) database.prepare(sql).run(...values);
        })
        .immediate();
    } finally {
      database.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const [sql, ...values] of statements) await client.query(numbered(sql), [...values]);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** `?` as PostgreSQL wants them. */
function numbered(sql: string): string {
  let n = 0;
  return sql.replaceAll('?', () => {
    n += 1;
    return `$${n}`;
  });
}
