// The driver adapters that the schema engine works through, with the repairs that migrations need.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL,
  "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0);`;

/** PostgreSQL's type "char" (in the system catalogues) is unknown to adapter-pg: it is reported as bpchar. */
const CHAR_OID = 18;
const BPCHAR_OID = 1042;

function repairPostgres(adapter) {
  // The stock one splits on `;`, which breaks $$ bodies and quoted semicolons.
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  const performIO = adapter.performIO.bind(adapter);
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    for (const field of result.fields ?? []) if (field.dataTypeID === CHAR_OID) field.dataTypeID = BPCHAR_OID;
    return result;
  };
  return adapter;
}

export async function postgresFactory(url) {
  const [{ PrismaPg }, { default: pg }] = await Promise.all([import('@prisma/adapter-pg'), import('pg')]);
  const factory = new PrismaPg(new pg.Pool({ connectionString: url, max: 2 }));
  const connect = factory.connect.bind(factory);
  factory.connect = async () => repairPostgres(await connect());
  // The stock one lets the connection string win over the shadow database's name: migrations would be replayed on the
  // main database; and it drops the shadow database before closing its own pool.
  factory.connectToShadowDb = async () => {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    const main = new pg.Client({ connectionString: url });
    await main.connect();
    await main.query(`CREATE DATABASE "${name}"`);
    const shadow = new URL(url);
    shadow.pathname = `/${name}`;
    const pool = new pg.Pool({ connectionString: shadow.href, max: 2 });
    const adapter = repairPostgres(await new PrismaPg(pool).connect());
    adapter.dispose = async () => {
      await pool.end();
      await main.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await main.end();
    };
    return adapter;
  };
  return factory;
}

/**
 * @param path the database file; undefined: in memory
 * @param opened collects the adapters of the main database, for `reset` to close
 */
export async function sqliteFactory(path, opened) {
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3');
  if (path) mkdirSync(dirname(path), { recursive: true });
  const factory = new PrismaBetterSqlite3({ url: path ?? ':memory:' });
  for (const method of ['connect', 'connectToShadowDb']) {
    const original = factory[method].bind(factory);
    factory[method] = async () => {
      const adapter = await original();
      const executeRaw = adapter.executeRaw.bind(adapter);
      // Migrations are replayed on the shadow database as one executeRaw of many statements.
      adapter.executeRaw = async (query) => {
        if (query.args.length > 0) return executeRaw(query);
        await adapter.executeScript(query.sql);
        return 0;
      };
      if (method === 'connect') {
        opened.push(adapter);
        // Without the table, the engine answers P1014 to a first `migrate dev`.
        await adapter.executeScript(MIGRATIONS_TABLE);
      }
      return adapter;
    };
  }
  return factory;
}
