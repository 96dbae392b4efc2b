/** Is the database itself whole? */
import Database from 'better-sqlite3';
import type { House } from '#test/e2e/harness/house.ts';

/** @returns what is wrong with this file, in sentences */
export function sqliteFaults(path: string): string[] {
  const database = new Database(path);
  try {
    const integrity = database.pragma('integrity_check') as { integrity_check: string }[];
    const strangers = database.pragma('foreign_key_check') as object[];
    return [
      ...integrity.filter((row) => row.integrity_check !== 'ok').map((row) => `[55] integrity_check of ${path}: ${row.integrity_check}`),
      ...(strangers.length > 0 ? [`[55] ${path} has ${strangers.length} rows that name nothing`] : []),
    ];
  } finally {
    database.close();
  }
}

export async function databaseFaults(house: House): Promise<string[]> {
  return house.databaseUrl.startsWith('file:') ? sqliteFaults(house.databaseUrl.slice('file:'.length)) : [];
}
