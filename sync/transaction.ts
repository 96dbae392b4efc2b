import type { IDBPTransaction, StoreNames } from 'idb';
import { type Database, type Tables, troubleOf } from './schema.ts';

type Stores = readonly StoreNames<Tables>[];
export type Writing<S extends Stores> = IDBPTransaction<Tables, S[number][], 'readwrite'>;

/**
 * One transaction, whole or not at all. IndexedDB commits by itself whatever was asked before an exception: without the abort,
 * half of an answer would stay (invariant 2). `strict`: on the disk when it resolves, not only in the browser's memory.
 * @throws StorageProblem
 */
export async function write<S extends Stores, T>(
  db: Database,
  stores: S,
  durability: 'strict' | 'default',
  work: (tx: Writing<S>) => Promise<T>,
): Promise<T> {
  try {
    const tx = db.transaction([...stores] as S[number][], 'readwrite', { durability });
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (error) {
      tx.done.catch(() => 'told by the first error');
      try {
        tx.abort();
      } catch {
        // Already over: the error was the transaction's own.
      }
      throw error;
    }
  } catch (error) {
    throw troubleOf(error);
  }
}

/** A transaction that reads: its end is told by its requests, and by nobody else when one of them fails. */
export function look<S extends Stores>(db: Database, stores: S): IDBPTransaction<Tables, S[number][], 'readonly'> {
  const tx = db.transaction([...stores] as S[number][]);
  tx.done.catch(() => 'told by its requests');
  return tx;
}

/** @throws StorageProblem */
export async function readonly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw troubleOf(error);
  }
}
