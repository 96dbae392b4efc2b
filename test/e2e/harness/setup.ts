/** Once for a whole run: the demonstration in a data folder of its own, which every house copies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { type Postgres, startPostgres } from '#test/postgres.ts';
import { startServer } from '#test/server.ts';
import { builtProject } from './project.ts';

/** A database name of the run's PostgreSQL, filled like the folder. */
const TEMPLATE = 'relais_demo';

let running: Postgres | undefined;

/** The run's PostgreSQL, for who breaks it; in the process that called the setup. */
export function thePostgres(): Postgres {
  if (running === undefined) throw new Error('the setup did not run in this process');
  return running;
}

/** Seeds an empty place, by the script that `npm run demo` runs before it serves. */
async function seed(settings: Readonly<Record<string, string>>): Promise<void> {
  await (await startServer({ settings, flags: ['--demo'], project: builtProject() })).stop();
}

async function databaseTemplate(DATA_DIR: string): Promise<{ base: string; stop: () => Promise<void> }> {
  const server = await startPostgres();
  running = server;
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await seed({ DATA_DIR, DATABASE_URL: server.url(TEMPLATE) });
  return { base: server.url(''), stop: server.stop };
}

export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'relais-e2e-'));
  const data = join(folder, 'demo');
  const [postgres] = await Promise.all([databaseTemplate(join(folder, 'postgres')), seed({ DATA_DIR: data })]);
  // One file to copy, without the journal beside it.
  const database = new Database(join(data, 'relais.db'));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  process.env['RELAIS_E2E_DEMO'] = data;
  process.env['RELAIS_E2E_POSTGRES'] = postgres.base;
  process.env['RELAIS_E2E_TEMPLATE'] = TEMPLATE;
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
