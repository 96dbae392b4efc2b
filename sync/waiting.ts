import { openDB } from 'idb';
import type { PersonId } from '#domain/ids.ts';
import { databaseName, type Tables } from './schema.ts';

/**
 * How many commands of this person wait on this device, for a screen that nobody is signed in on. Only counts: a database that is not there
 * is not made, and a person who signed out stays signed out. 0 as well when the browser keeps nothing.
 */
export async function waitingOf(person: PersonId): Promise<number> {
  try {
    const db = await openDB<Tables>(databaseName(person), undefined, {
      upgrade: (_db, _from, _to, transaction) => {
        transaction.done.catch(() => 'aborted on purpose: it was not there');
        transaction.abort();
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    try {
      return await db.count('outbox');
    } finally {
      db.close();
    }
  } catch {
    return 0;
  }
}
