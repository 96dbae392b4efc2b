import type { Db } from '#server/db.ts';
import { databases } from '#test/databases.ts';
import { type Figure, print } from './measure.ts';

/** Prints a bench's figures on SQLite, then on PostgreSQL: each has a database of its own, filled first. */
export async function onBoth(title: string, grow: (db: Db) => Promise<void>, figures: (name: string, db: Db) => Promise<Figure[]>): Promise<void> {
  for (const { name, open } of databases()) {
    const { db, close } = await open();
    await grow(db);
    // As its own housekeeping does within the minute.
    if (name === 'postgresql') await db.$executeRawUnsafe('VACUUM ANALYZE');
    print(title, await figures(name === 'sqlite' ? 'SQLite' : 'PostgreSQL', db));
    await close();
  }
}
