import 'server-only';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isPostgres, sqlitePath } from '#server/db.ts';
import { AGENTS_FILE } from '#server/keys.ts';
import { StartFailure } from '#server/start-failure.ts';
import { type About, copyPhotos, DATABASE, type Installation, KEYS, readAbout } from './backup.ts';
import { copyDurably, exists } from './files.ts';
import { aloneOnPostgres, declarePostgres, heldByPostgres, replacePostgres } from './postgres.ts';
import { alone, declareSqlite, type Held, heldIn, noDatabase, replaceSqlite } from './sqlite.ts';

/** What would be put back, and what it would replace. */
export interface Planned {
  readonly about: About;
  /** null: nothing stands there, so that nothing can be lost. `unreadable`: a file is there, and it is no database of ours. */
  readonly replaced: Held | 'unreadable' | null;
}

/**
 * Looks before anything is touched.
 * @throws StartFailure where the folder is no backup of this kind of database, its copy is damaged, or a server runs on the database
 */
export async function planRestore({ databaseUrl }: Installation, folder: string): Promise<Planned> {
  const about = await readAbout(folder);
  const here = isPostgres(databaseUrl) ? 'postgresql' : 'sqlite';
  if (about.database !== here)
    throw new StartFailure(
      `Cette sauvegarde est celle d’une base ${about.database} ; le réglage DATABASE_URL désigne une base ${here}.`,
      `This backup is of a ${about.database} database; the setting DATABASE_URL names a ${here} one.`,
    );
  if (here === 'sqlite') heldIn(join(folder, DATABASE.sqlite));
  return { about, replaced: await standing(databaseUrl) };
}

async function standing(databaseUrl: string): Promise<Planned['replaced']> {
  if (isPostgres(databaseUrl)) {
    await aloneOnPostgres(databaseUrl);
    return await heldByPostgres(databaseUrl);
  }
  const path = sqlitePath(databaseUrl);
  if (!(await exists(path))) return null;
  alone(path)?.close();
  try {
    return heldIn(path);
  } catch {
    return 'unreadable';
  }
}

/**
 * Puts a backup in the place of the installation. The photos first, so that no ticket names one that is missing; none is taken away. The
 * database last, with an incarnation of its own: every device begins again, and says again what it still has (invariant 21). Keys only where
 * there are none: those of another folder would sign everybody out.
 * @returns where the database that stood there is kept; null: PostgreSQL keeps none, or there was none
 * @throws StartFailure
 */
export async function restore({ databaseUrl, dataDir }: Installation, folder: string, now: Date): Promise<string | null> {
  const { about, replaced } = await planRestore({ databaseUrl, dataDir }, folder);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await copyPhotos(folder, dataDir);
  if ((await exists(join(folder, KEYS))) && !(await exists(join(dataDir, KEYS)))) await copyDurably(join(folder, KEYS), join(dataDir, KEYS));
  await restoreAgentsKey(folder, dataDir, now);
  const copy = join(folder, DATABASE[about.database]);
  if (about.database === 'postgresql') {
    await replacePostgres(copy, databaseUrl, randomUUID());
    return null;
  }
  const path = sqlitePath(databaseUrl);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const kept = `${path}.${now.toISOString().replace(/\W/g, '')}`;
  await replaceSqlite(copy, path, kept, randomUUID());
  return replaced === null ? null : kept;
}

/** It belongs to the database that comes: without it none of its agents' numbers is recognised. The one that stood here is kept aside. */
async function restoreAgentsKey(folder: string, dataDir: string, now: Date): Promise<void> {
  const [from, to] = [join(folder, AGENTS_FILE), join(dataDir, AGENTS_FILE)];
  if (!(await exists(from))) return;
  if ((await exists(to)) && !(await readFile(from)).equals(await readFile(to)))
    await copyDurably(to, `${to}.${now.toISOString().replace(/\W/g, '')}`);
  await copyDurably(from, to);
}

/** A database was put back by other means (a snapshot of the machine, a copied file): says so, so that every device begins again. */
export async function declareRestored({ databaseUrl }: Installation): Promise<void> {
  if (isPostgres(databaseUrl)) {
    if ((await heldByPostgres(databaseUrl)) === null) throw noDatabase('PostgreSQL');
    return await declarePostgres(databaseUrl, randomUUID());
  }
  const path = sqlitePath(databaseUrl);
  if (!(await exists(path))) throw noDatabase(path);
  declareSqlite(path, randomUUID());
}
