import 'server-only';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isPostgres, sqlitePath } from '#server/db.ts';
import { AGENTS_FILE } from '#server/keys.ts';
import { StartFailure } from '#server/start-failure.ts';
import { copyDurably, exists, flushFolder } from './files.ts';
import { dumpPostgres } from './postgres.ts';
import { copySqlite } from './sqlite.ts';

/** Where an installation lives (server/env.ts). */
export interface Installation {
  readonly databaseUrl: string;
  readonly dataDir: string;
}

/** What a backup says of itself, in `relais.json`. */
export interface About {
  readonly format: 1;
  readonly database: 'sqlite' | 'postgresql';
  /** ISO 8601, UTC */
  readonly madeAt: string;
  readonly organisation: string;
  /** The organisation's version that the copy holds: how many changes there had been. */
  readonly version: number;
  readonly tickets: number;
  readonly photos: number;
}

/** Names inside a backup's folder; photos keep theirs. */
export const DATABASE = { sqlite: 'relais.db', postgresql: 'relais.dump' } as const;
export const ABOUT = 'relais.json';
export const KEYS = 'keys.json';
const FORMAT = 1;

/**
 * Copies an installation, whether or not it is being used, into a new folder: the database as it stood at one instant, then the photos
 * (a photo's file is there before its row is, so none is missing), the keys, and what it is a copy of. The folder appears whole or not at all.
 * @param folder must not exist yet
 * @throws StartFailure
 */
export async function backUp({ databaseUrl, dataDir }: Installation, folder: string, now: Date): Promise<About> {
  const to = resolve(folder);
  if (await exists(to)) throw new StartFailure(`${to} existe déjà : choisissez un autre nom.`, `${to} exists already: choose another name.`);
  const draft = `${to}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const database = isPostgres(databaseUrl) ? 'postgresql' : 'sqlite';
    const copy = join(draft, DATABASE[database]);
    const held = database === 'sqlite' ? await copySqlite(sqlitePath(databaseUrl), copy) : await dumpPostgres(databaseUrl, copy);
    const photos = await copyPhotos(dataDir, draft);
    for (const name of [KEYS, AGENTS_FILE]) if (await exists(join(dataDir, name))) await copyDurably(join(dataDir, name), join(draft, name));
    const about: About = { format: FORMAT, database, madeAt: now.toISOString(), ...held, photos };
    await writeFile(join(draft, ABOUT), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(draft, to);
    await flushFolder(dirname(to));
    return about;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** @throws StartFailure where this folder is no backup of ours */
export async function readAbout(folder: string): Promise<About> {
  try {
    const about = JSON.parse(await readFile(join(folder, ABOUT), 'utf8')) as About;
    if (about.format === FORMAT && (await exists(join(folder, DATABASE[about.database])))) return about;
  } catch {
    // said below
  }
  throw new StartFailure(`${resolve(folder)} n’est pas une sauvegarde de Relais.`, `${resolve(folder)} is not a backup of Relais.`);
}

/** Those that are not there yet: a photo's name is the hash of its bytes, so one that is there is the same. @returns how many there are */
export async function copyPhotos(from: string, to: string): Promise<number> {
  const folder = join(from, 'photos');
  if (!(await exists(folder))) return 0;
  let count = 0;
  for (const shelf of await readdir(folder)) {
    await mkdir(join(to, 'photos', shelf), { recursive: true, mode: 0o700 });
    for (const name of await readdir(join(folder, shelf))) {
      if (name.endsWith('.part')) continue;
      count += 1;
      const target = join(to, 'photos', shelf, name);
      if (!(await exists(target))) await copyDurably(join(folder, shelf, name), target);
    }
    await flushFolder(join(to, 'photos', shelf));
  }
  return count;
}
