import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of the files in `folder`, at any depth, that match; sorted, empty where there is no such folder. */
export function filesUnder(folder: string, match: RegExp): string[] {
  if (!existsSync(folder)) return [];
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(path, match));
    else if (match.test(path)) found.push(path);
  }
  return found.sort();
}

/** What the build is made of: files and folders of the project. */
const SOURCES = [
  'app',
  'domain',
  'sync',
  'server',
  'prisma/models',
  'public',
  'scripts',
  'instrumentation.ts',
  'next.config.mjs',
  'package-lock.json',
];
const NOT_SOURCES = /\.test\.tsx?$|^server\/db\/|^public\/(sw\.js|(zxing|sticker)\/)|tsconfig/;

/** Twelve hexadecimal digits that change with any source of the build: the version that devices compare. */
export function sourceFingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    if (!existsSync(source)) continue;
    const files = statSync(source).isDirectory() ? filesUnder(source, /./) : [source];
    for (const file of files) {
      if (!NOT_SOURCES.test(file)) hash.update(`${file}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
