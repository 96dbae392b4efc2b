import 'server-only';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUuid } from '#domain/ids.ts';
import { env } from '#server/env.ts';
import { BOUNDS, SheetFault } from '#server/sheets/bounds.ts';

/** Files of one import at most: the inventories of a school. */
export const MOST_FILES = 1000;

function folderOf(id: string): string {
  if (!isUuid(id)) throw new Error('not the id of an import');
  return join(env().dataDir, 'imports', id);
}

/** What a person calls their file, as part of a name of ours: no folder, no sign that a disk refuses. */
export function plainName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  return (
    last
      .replace(/[\p{Cc}<>:"|?*]/gu, '')
      .replace(/^\.+/, '')
      .trim()
      .slice(-120) || 'fichier'
  );
}

const shared = globalThis as { relaisImportTurns?: Map<string, Promise<void>> };

/**
 * Keeps one more file of an import, whole and on the disk when this answers. One after the other: several at once would each find room for
 * itself alone.
 * @throws SheetFault size, rows: too much of them
 */
export async function keepFile(id: string, name: string, bytes: Uint8Array): Promise<void> {
  shared.relaisImportTurns ??= new Map();
  const turns = shared.relaisImportTurns;
  const turn = (turns.get(id) ?? Promise.resolve()).catch(() => {}).then(() => keepNext(id, name, bytes));
  turns.set(id, turn);
  try {
    await turn;
  } finally {
    if (turns.get(id) === turn) turns.delete(id);
  }
}

async function keepNext(id: string, name: string, bytes: Uint8Array): Promise<void> {
  const folder = folderOf(id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const here = (await readdir(folder)).filter((f) => /^\d{4}-/.test(f)).sort();
  if (here.length >= MOST_FILES) throw new SheetFault('rows', { most: MOST_FILES });
  const sizes = await Promise.all(here.map(async (f) => (await stat(join(folder, f))).size));
  if (bytes.length + sizes.reduce((sum, n) => sum + n, 0) > BOUNDS.size) throw new SheetFault('size', { most: BOUNDS.size });
  const n = here.length === 0 ? 1 : Number(here.at(-1)?.slice(0, 4)) + 1;
  const path = join(folder, `${String(n).padStart(4, '0')}-${plainName(name)}`);
  const file = await open(`${path}.part`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

/** The files of an import, in the order in which they came; empty: they are no longer there. */
export async function filesOf(id: string): Promise<{ readonly name: string; readonly bytes: () => Promise<Uint8Array> }[]> {
  const folder = folderOf(id);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((f) => /^\d{4}-/.test(f) && !f.endsWith('.part'))
    .sort()
    .map((f) => ({ name: f.slice(5), bytes: () => readFile(join(folder, f)) }));
}

/** The lines that were left out, as a file to mend. */
export async function keepLeft(id: string, bytes: Uint8Array | null): Promise<void> {
  const path = join(folderOf(id), 'left.csv');
  if (bytes === null) await rm(path, { force: true });
  else await writeFile(path, bytes, { mode: 0o600 });
}

export async function leftOf(id: string): Promise<Uint8Array | null> {
  return readFile(join(folderOf(id), 'left.csv')).catch(() => null);
}

/** The file itself, when it is no longer needed; what was left out stays. */
export async function forgetFiles(id: string): Promise<void> {
  const folder = folderOf(id);
  const names = await readdir(folder).catch(() => []);
  for (const f of names) if (/^\d{4}-/.test(f)) await rm(join(folder, f), { force: true });
}

export async function forgetFolder(id: string): Promise<void> {
  await rm(folderOf(id), { recursive: true, force: true });
}
