/**
 * A freshly migrated database for a test, on each provider:
 *   describe.each(databases())('$name', ({ open }) => { … const { db, url, close } = await open(); … });
 * The migrations run once a vitest run: SQLite's file is copied, PostgreSQL's database is made from a template.
 */
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import pg from 'pg';
import { type Db, openDatabase } from '#server/db.ts';
import { migrate } from '#server/migrate.ts';
import { startPostgres } from './postgres.ts';

export type FreshDatabase = { readonly db: Db; readonly url: string; readonly close: () => Promise<void> };
export type TestDatabase = { readonly name: 'sqlite' | 'postgresql'; readonly open: () => Promise<FreshDatabase> };

/** Does `make` once for all the processes of the run: the others wait for `mark`, a file. */
async function once(mark: string, make: (draft: string) => Promise<void>): Promise<void> {
  const turn = `${mark}.turn`;
  for (let i = 0; !existsSync(mark); i += 1) {
    try {
      mkdirSync(turn);
    } catch {
      if (i > 2400) throw new Error(`${mark} was never made`);
      await sleep(50);
      continue;
    }
    try {
      if (existsSync(mark)) return;
      await make(`${mark}.draft`);
      renameSync(`${mark}.draft`, mark);
    } finally {
      rmSync(turn, { recursive: true, force: true });
    }
  }
}

let ownFolder: string | undefined;

function sharedFolder(): string {
  const shared = process.env['RELAIS_TEST_SHARED'];
  if (shared) return shared;
  if (!ownFolder) {
    // Outside vitest (the simulation, a bench): one folder for the process.
    const folder = mkdtempSync(join(tmpdir(), 'relais-test-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    ownFolder = folder;
  }
  return ownFolder;
}

/**
 * A database file of its own, which does not wait for the disk unless `durable`.
 * @param durable true: `synchronous = FULL`, as in production
 */
export async function openSqlite(durable = false): Promise<FreshDatabase> {
  const template = join(sharedFolder(), 'template.db');
  await once(template, async (draft) => {
    await migrate(`file:${draft}`);
    const database = new Database(draft);
    database.pragma('journal_mode = DELETE');
    database.close();
  });
  const folder = mkdtempSync(join(tmpdir(), 'relais-sqlite-'));
  const path = join(folder, 'relais.db');
  copyFileSync(template, path);
  const url = `file:${path}`;
  const { db, close } = await openDatabase(url, durable);
  const end = async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, url, close: end };
}

type Shared = { pid: number; folder: string; base: string };

async function sharedPostgres(): Promise<Shared> {
  const mark = join(sharedFolder(), 'postgres.json');
  await once(mark, async (draft) => {
    const server = await startPostgres({ detached: process.env['RELAIS_TEST_SHARED'] !== undefined });
    const admin = new pg.Client({ connectionString: server.url('postgres') });
    await admin.connect();
    await admin.query('CREATE DATABASE template_relais');
    await admin.end();
    await migrate(server.url('template_relais'));
    const shared: Shared = { pid: server.pid, folder: server.folder, base: server.url('') };
    writeFileSync(draft, JSON.stringify(shared));
  });
  return JSON.parse(readFileSync(mark, 'utf8')) as Shared;
}

async function command(base: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${base}postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database of its own on the run's PostgreSQL, which does not wait for the disk. */
export async function openPostgres(): Promise<FreshDatabase> {
  const { base } = await sharedPostgres();
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await command(base, `CREATE DATABASE ${name} TEMPLATE template_relais`);
  const url = `${base}${name}`;
  const { db, close } = await openDatabase(url);
  const end = async () => {
    await close();
    await command(base, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { db, url, close: end };
}

/** Both providers; `TEST_DATABASES=sqlite` leaves PostgreSQL out while writing a test. */
export function databases(): TestDatabase[] {
  const all: TestDatabase[] = [
    { name: 'sqlite', open: () => openSqlite() },
    { name: 'postgresql', open: openPostgres },
  ];
  const only = process.env['TEST_DATABASES'];
  return all.filter(({ name }) => !only || only === name);
}
