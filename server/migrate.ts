import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPostgres, sqlitePath } from './db.ts';

/** Prisma's own table, so that its command line can be used on the same database. */
const MIGRATIONS_TABLE = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL,
    "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME,
    "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
  postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`,
};

/** The advisory lock that Prisma's own engine takes. */
const POSTGRES_LOCK = 72707369;

/** How long a process waits for another one's migrations on SQLite, and how often it looks, in ms. */
const BUSY_LIMIT = 30_000;
const BUSY_STEP = 20;

type Value = string | null;
type Row = Record<string, unknown>;

/** One connection that holds the lock of migrations until it is closed. */
interface Session {
  readonly provider: 'sqlite' | 'postgresql';
  run(script: string): Promise<void>;
  query(statement: string, values?: readonly Value[]): Promise<Row[]>;
  /** `keep` false: undoes what SQLite's transaction holds. */
  close(keep: boolean): Promise<void>;
}

async function openPostgres(url: string): Promise<Session> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  await client.query(`SELECT pg_advisory_lock(${POSTGRES_LOCK})`);
  return {
    provider: 'postgresql',
    run: async (script) => {
      await client.query(script);
    },
    query: async (statement, values = []) => (await client.query(statement, [...values])).rows,
    close: () => client.end(),
  };
}

/**
 * On SQLite the lock is the write lock: all migrations are one transaction, so a second process waits, then finds them done, and a
 * migration that fails leaves nothing behind. (`PRAGMA foreign_keys` is a no-op inside a transaction: it is turned off before.)
 */
async function openSqlite(url: string): Promise<Session> {
  const { default: Database } = await import('better-sqlite3');
  const path = sqlitePath(url);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new Database(path, { timeout: 0 });
  for (let waited = 0; ; waited += BUSY_STEP) {
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('foreign_keys = OFF');
      database.exec('BEGIN IMMEDIATE');
      // A file that may only be read is opened all the same, and even locked: only a write tells.
      database.pragma(`user_version = ${database.pragma('user_version', { simple: true })}`);
      break;
    } catch (error) {
      const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy || waited >= BUSY_LIMIT) throw error;
      // Not SQLite's own timeout, which stops the whole process: the lock may be held by this very one.
      await sleep(BUSY_STEP);
    }
  }
  return {
    provider: 'sqlite',
    run: async (script) => {
      database.exec(script);
    },
    query: async (statement, values = []) => {
      const prepared = database.prepare(statement.replace(/\$\d+/g, '?'));
      if (prepared.reader) return prepared.all(...values) as Row[];
      prepared.run(...values);
      return [];
    },
    close: async (keep) => {
      database.exec(keep ? 'COMMIT' : 'ROLLBACK');
      database.close();
    },
  };
}

function migrationsOf(provider: Session['provider']): { name: string; sql: string }[] {
  const folder = join('prisma', provider, 'migrations');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')));
  return names.sort().map((name) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}

async function apply(session: Session, name: string, sql: string, checksum: string): Promise<void> {
  const now = () => new Date().toISOString().replace('Z', '+00:00');
  const id = randomUUID();
  await session.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, applied_steps_count) VALUES ($1, $2, $3, $4, 0)', [
    id,
    checksum,
    name,
    now(),
  ]);
  try {
    await session.run(sql);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (session.provider === 'postgresql') await session.query('UPDATE "_prisma_migrations" SET logs = $1 WHERE id = $2', [message, id]);
    throw new Error(`migration ${name} failed: ${message}`, { cause: error });
  }
  await session.query('UPDATE "_prisma_migrations" SET finished_at = $1, applied_steps_count = 1 WHERE id = $2', [now(), id]);
}

async function applyPending(session: Session): Promise<string[]> {
  await session.run(MIGRATIONS_TABLE[session.provider]);
  const rows = await session.query('SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL');
  const failed = rows.find((row) => row['finished_at'] === null);
  if (failed) throw new Error(`migration ${failed['migration_name']} failed earlier and must be resolved first`);
  const known = new Map(rows.map((row) => [row['migration_name'], row['checksum']]));
  const applied: string[] = [];
  for (const { name, sql } of migrationsOf(session.provider)) {
    const checksum = createHash('sha256').update(sql).digest('hex');
    if (known.has(name)) {
      if (known.get(name) !== checksum) throw new Error(`migration ${name} was edited after it was applied to this database`);
      continue;
    }
    await apply(session, name, sql, checksum);
    applied.push(name);
  }
  return applied;
}

/**
 * Applies the migrations that the database lacks, in order, as `prisma migrate deploy` does but without the command line.
 * Safe to run from several processes at once.
 * @param url `file:<path>` or `postgresql://…`; the working folder is the project
 * @returns the names of those that it applied
 */
export async function migrate(url: string): Promise<string[]> {
  const session = isPostgres(url) ? await openPostgres(url) : await openSqlite(url);
  let keep = false;
  try {
    const applied = await applyPending(session);
    keep = true;
    return applied;
  } finally {
    await session.close(keep);
  }
}
