import 'server-only';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { PrismaClient } from '#server/db/sqlite/client.ts';
import { contactsOf } from './contacts.ts';
import { env } from './env.ts';
import { bindStore } from './sql.ts';

/** Both providers are used through the types of the SQLite client: the models are the same, and the two are not assignable. */
export type Db = PrismaClient;

/** What a callback of `db.$transaction` is given. */
export type Tx = Parameters<Parameters<Db['$transaction']>[0]>[0];

export type Opened = { readonly db: Db; readonly close: () => Promise<void> };

/** A transaction waits at most `maxWait` ms for its turn, and is rolled back after `timeout` ms. No I/O belongs inside one. */
const transactionOptions = { maxWait: 5000, timeout: 5000 };

/** Connections that one server opens on PostgreSQL; its writers queue on one row anyway. */
const POOL_SIZE = 10;

/** The file that a `file:` URL names. */
export function sqlitePath(url: string): string {
  return resolve(url.replace(/^file:(\/\/(?=\/))?/, '').replace(/\?.*$/, ''));
}

export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url);
}

async function openPostgres(url: string): Promise<Opened> {
  const [{ PrismaClient }, { PrismaPg }, { default: pg }, { PostgresStore }] = await Promise.all([
    import('#server/db/postgresql/client.ts'),
    import('@prisma/adapter-pg'),
    import('pg'),
    import('./postgres-store.ts'),
  ]);
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    // Prisma's own limit does not interrupt a statement: without this one, a request waits for somebody's lock as long as they hold it.
    lock_timeout: transactionOptions.timeout,
  });
  // Prepared statements: without names for them, the adapter plans each query anew (2.8 times fewer commands a second).
  const names = new Map<string, string>();
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    // An idle connection that the server closed: the pool replaces it, and the process must not die of it.
    onPoolError: () => {},
    statementNameGenerator: ({ sql }) => {
      const name = names.get(sql) ?? `s${names.size}`;
      names.set(sql, name);
      return name;
    },
  });
  const db = new PrismaClient({ adapter, transactionOptions });
  const store = new PostgresStore(pool, pg.types);
  bindStore(db, store);
  const close = async () => {
    await contactsOf(store).end();
    await db.$disconnect();
    // A client that Prisma was never asked through has not taken the pool over.
    if (!pool.ended) await pool.end();
  };
  return { db: db as unknown as Db, close };
}

async function openSqlite(url: string, durable: boolean): Promise<Opened> {
  const [{ PrismaClient }, { SafeSqlite }] = await Promise.all([import('#server/db/sqlite/client.ts'), import('./sqlite.ts')]);
  const path = sqlitePath(url);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const adapter = new SafeSqlite(path, durable ? {} : { synchronous: 'OFF' });
  const db = new PrismaClient({ adapter, transactionOptions });
  const store = adapter.store();
  bindStore(db, store);
  const close = async () => {
    await contactsOf(store).end();
    await db.$disconnect();
    await adapter.dispose();
  };
  return { db, close };
}

/**
 * Opens a database that is migrated already (server/migrate.ts); for scripts and tests, which close it.
 * @param url `file:<path>` or `postgresql://…`
 * @param durable false: SQLite does not wait for the disk (tests only)
 */
export function openDatabase(url: string, durable = true): Promise<Opened> {
  return isPostgres(url) ? openPostgres(url) : openSqlite(url, durable);
}

// On globalThis: Next loads this module once for pages and once for route handlers, and SQLite must have one writer.
const shared = globalThis as { relaisDb?: Promise<Opened> };

/** The server's database, opened once in the process. */
export async function db(): Promise<Db> {
  shared.relaisDb ??= openDatabase(env().databaseUrl);
  return (await shared.relaisDb).db;
}

/** Closes it, at the end of the process: SQLite then leaves one file instead of three. */
export async function closeDb(): Promise<void> {
  await (await shared.relaisDb)?.close();
}
