import { openDB } from 'idb';
import type { Instant, PersonId } from '#domain/ids.ts';
import { databaseName, type Tables } from './schema.ts';
import { entryOf, photoOf, refusedOf } from './sound.ts';

/** Something that was done under an account which is one with another now, and never left this device. */
export interface Left {
  /** What it is told apart by on a screen. */
  readonly key: string;
  readonly at: Instant;
  readonly command: unknown;
}

/** All of it. Photos by their hash: their bytes are asked for one by one. */
export interface FormerWork {
  readonly done: readonly Left[];
  readonly photos: readonly string[];
}

/** A database of this device as it is; null where there is none: it is not made, and who signed out stays signed out. */
export async function ifThere<T>(person: PersonId, use: (db: Awaited<ReturnType<typeof openDB<Tables>>>) => Promise<T>): Promise<T | null> {
  try {
    const db = await openDB<Tables>(databaseName(person), undefined, {
      upgrade: (_db, _from, _to, transaction) => {
        transaction.done.catch(() => 'aborted on purpose: it was not there');
        transaction.abort();
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    try {
      return await use(db);
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

/**
 * What waits or was refused on this device under somebody's former account, to be read and said again by hand. Only for whom the server says that
 * both are one person; nothing of it is ever sent by another identity (invariants 10 and 33), and nothing here writes to an outbox.
 */
export async function formerWork(person: PersonId): Promise<FormerWork> {
  const found = await ifThere(person, async (db) => {
    const tx = db.transaction(['outbox', 'refused', 'photos'], 'readonly');
    const [rows, keys, refused, photos] = await Promise.all([
      tx.objectStore('outbox').getAll(),
      tx.objectStore('outbox').getAllKeys(),
      tx.objectStore('refused').getAll(),
      tx.objectStore('photos').getAll(),
    ]);
    const waiting = rows
      .map((row, i) => entryOf(row, keys[i] ?? 0))
      .map(({ seq, at, offset, command }) => ({ key: `${seq}`, at: at + offset, command }));
    const unwanted = refused.map(refusedOf).map(({ origin, seq, at, command }) => ({ key: `${origin} ${seq}`, at, command }));
    return { done: [...unwanted, ...waiting], photos: photos.flatMap((row) => photoOf(row)?.hash ?? []) };
  });
  return found ?? { done: [], photos: [] };
}

/** The bytes of one of its photos, to keep a copy; null when they are not here. */
export async function formerPhoto(person: PersonId, hash: string): Promise<Blob | null> {
  return await ifThere(person, async (db) => {
    const [bytes, known] = await Promise.all([db.get('bytes', hash), db.get('photos', hash)]);
    return bytes === undefined ? null : new Blob([bytes], { type: photoOf(known)?.mime ?? 'image/jpeg' });
  });
}

/** It was said again, or is of no use any more: the person lets go of it, for good. */
export async function letGoOfFormer(person: PersonId): Promise<void> {
  await ifThere(person, async (db) => {
    const stores = ['outbox', 'refused', 'told', 'photos', 'bytes', 'drafts'] as const;
    const tx = db.transaction(stores, 'readwrite');
    await Promise.all([...stores.map((name) => tx.objectStore(name).clear()), tx.done]);
  });
}
