import 'server-only';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StartFailure } from '#server/start-failure.ts';
import { copyDurably, exists, flushFolder } from './files.ts';

/** What a copy of the database holds. */
export interface Held {
  readonly organisation: string;
  readonly version: number;
  readonly tickets: number;
}

export const HELD = `SELECT o.name AS organisation, o.version, (SELECT COUNT(*) FROM "Ticket") AS tickets FROM "Organisation" o WHERE o.id = 'org'`;

/** A copy of one instant, while others read and write. @param to a file that does not exist */
export async function copySqlite(from: string, to: string): Promise<Held> {
  if (!(await exists(from))) throw noDatabase(from);
  const database = new Database(from, { fileMustExist: true, timeout: 30_000 });
  try {
    database.prepare('VACUUM INTO ?').run(`${to}.draft`);
  } finally {
    database.close();
  }
  await copyDurably(`${to}.draft`, to);
  await rm(`${to}.draft`);
  return heldIn(to);
}

/** @throws StartFailure where the file is damaged or holds no installation */
export function heldIn(path: string): Held {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true });
    const [check] = database.pragma('integrity_check') as { integrity_check: string }[];
    const held = database.prepare(HELD).get() as Held | undefined;
    if (check?.integrity_check === 'ok' && held !== undefined) return held;
  } catch {
    // said below
  } finally {
    database?.close();
  }
  throw new StartFailure(`La copie ${path} est abîmée.`, `The copy ${path} is damaged.`);
}

/**
 * Puts a copy in the place of the database, with an incarnation of its own (invariant 21). The one that stood there is kept beside it.
 * @param kept the name that the old one is given
 * @throws StartFailure where a server, or anything else, has the old one open
 */
export async function replaceSqlite(copy: string, path: string, kept: string, incarnation: string): Promise<void> {
  const draft = `${path}.restored`;
  for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(draft + suffix, { force: true });
  await copyDurably(copy, draft);
  mint(draft, incarnation);
  if (await exists(path)) {
    const old = alone(path);
    old?.close();
    await copyDurably(path, kept);
    for (const suffix of ['-wal', '-shm']) await rm(path + suffix, { force: true });
  }
  await copyDurably(draft, path);
  await rm(draft);
  await flushFolder(dirname(path));
}

/** Only says that this database is an older copy of itself. @throws StartFailure where it is open elsewhere */
export function declareSqlite(path: string, incarnation: string): void {
  alone(path)?.close();
  mint(path, incarnation);
}

function mint(path: string, incarnation: string): void {
  const database = new Database(path, { fileMustExist: true });
  try {
    database.pragma('synchronous = FULL');
    database.prepare(`UPDATE "Organisation" SET incarnation = ? WHERE id = 'org'`).run(incarnation);
  } finally {
    database.close();
  }
}

/**
 * Nobody else has it open: leaving WAL takes a lock that any other connection refuses, were it idle for days. The file is then one whole.
 * @returns null where the file is no database, which nobody can be serving
 */
export function alone(path: string): Database.Database | null {
  const database = new Database(path, { fileMustExist: true, timeout: 500 });
  try {
    if (database.pragma('journal_mode = DELETE', { simple: true }) === 'delete') return database;
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code === 'SQLITE_NOTADB') return null;
    if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) throw error;
    throw inUse();
  }
  database.close();
  throw inUse();
}

export function noDatabase(where: string): StartFailure {
  return new StartFailure(`Il n’y a aucune base de données Relais ici : ${where}.`, `There is no database of Relais here: ${where}.`);
}

export function inUse(): StartFailure {
  return new StartFailure(
    'Un serveur Relais, ou un autre programme, utilise cette base de données : arrêtez-le d’abord.',
    'A Relais server, or another program, is using this database: stop it first.',
  );
}
