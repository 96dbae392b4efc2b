import 'server-only';
import { copyFile, open, rename, stat } from 'node:fs/promises';

export async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/** Whole and on the disk, or not at all under this name. */
export async function copyDurably(from: string, to: string): Promise<void> {
  const draft = `${to}.part`;
  await copyFile(from, draft);
  await flush(draft, 'r+');
  await rename(draft, to);
}

export async function flushFolder(folder: string): Promise<void> {
  await flush(folder, 'r');
}

async function flush(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  await file.sync().finally(() => file.close());
}
