import type { Document } from '#domain/documents.ts';
import type { Store } from './port.ts';
import { type Database, metaOf, type SeenRow } from './schema.ts';
import { look, readonly, write } from './transaction.ts';

/** A photo of the server that this person has looked at: kept here so that it is there in the next dead zone, and nowhere else. */
type Seen = Pick<Store, 'seen' | 'keepSeen' | 'dropSeen'>;

/** All of them together: some eighty photos. Bytes; the one looked at longest ago leaves first. */
export const SEEN_MAX = 30_000_000;

/** A transaction that reaches them, whatever else it reaches. */
export interface SeenStores {
  objectStore(name: 'seen' | 'bytes'): { delete(key: string): Promise<void> };
}

/** Where its bytes lie, among those of photos still to be sent, which go by their hash alone and leave by other rules. */
export const keyOf = (hash: string) => `seen ${hash}`;

export function seen(db: Database): Seen {
  return {
    seen: (hash) =>
      readonly(async () => {
        const tx = look(db, ['seen', 'bytes']);
        const [row, bytes] = await Promise.all([tx.objectStore('seen').get(hash), tx.objectStore('bytes').get(keyOf(hash))]);
        return row === undefined || bytes === undefined ? null : new Blob([bytes], { type: row.mime });
      }),

    async keepSeen({ ticket, hash, bytes, mime }, at) {
      await write(db, ['meta', 'documents', 'seen', 'bytes'], 'default', async (tx) => {
        // The ticket may have left, or the person, while the photo was on its way: then it is not for this device (invariants 19, 33).
        const { signedOut } = await metaOf(tx.objectStore('meta'));
        const document = await tx.objectStore('documents').get(['ticket', ticket]);
        if (signedOut || !photosNamedBy(document).includes(hash)) return;
        const row = { hash, mime, size: bytes.byteLength, at };
        await makeRoom(tx, await tx.objectStore('seen').getAll(), row);
        await Promise.all([tx.objectStore('seen').put(row), tx.objectStore('bytes').put(bytes, keyOf(hash))]);
      });
    },

    async dropSeen() {
      await write(db, ['seen', 'bytes'], 'default', async (tx) => keepOnly(tx, await tx.objectStore('seen').getAll(), new Set()));
    },
  };
}

/** Before `row` comes: those looked at longest ago leave when all would be too many together. @param rows all of them */
export async function makeRoom(tx: SeenStores, rows: readonly SeenRow[], row: SeenRow): Promise<void> {
  let room = SEEN_MAX - row.size;
  const newest = rows.filter(({ hash }) => hash !== row.hash).sort((a, b) => b.at - a.at);
  for (const { hash, size } of newest) {
    room -= size;
    if (room < 0) await letGoSeen(tx, hash);
  }
}

/** The hashes that a document of this device names; a damaged one names none. */
export function photosNamedBy(document: Document | undefined): string[] {
  if (document?.kind !== 'ticket') return [];
  const photos: unknown = (document.head as { readonly photos?: unknown } | undefined)?.photos;
  return Array.isArray(photos) ? photos.map((p: { readonly hash?: unknown } | null) => p?.hash).filter((h) => typeof h === 'string') : [];
}

export async function letGoSeen(tx: SeenStores, hash: string): Promise<void> {
  await Promise.all([tx.objectStore('seen').delete(hash), tx.objectStore('bytes').delete(keyOf(hash))]);
}

/** What no document names any more leaves the device with it (invariant 19). @param rows all of them */
export async function keepOnly(tx: SeenStores, rows: readonly SeenRow[], named: ReadonlySet<string>): Promise<void> {
  await Promise.all(rows.filter(({ hash }) => !named.has(hash)).map(({ hash }) => letGoSeen(tx, hash)));
}
