import type { Gone } from '#domain/documents.ts';
import { type DocumentKey, type Meta, type News, type Patch, type PhotoInfo, stillHolds } from './port.ts';
import type { Database, MetaRow } from './schema.ts';

/** Which documents a `gone` takes away. A ticket's also takes what was only "reported". */
export function keysOfGone({ of, id }: Gone): DocumentKey[] {
  return of === 'ticket'
    ? [
        ['ticket', id],
        ['reported', id],
      ]
    : [[of, id]];
}

/**
 * One answer, one transaction: changes, cursor, receipts and refusals together or not at all (invariants 2, 17, 24).
 * @returns false when what the patch was computed on no longer holds; nothing was changed then (invariant 16)
 */
export async function apply(db: Database, patch: Patch, expected: Meta, tell: (news: News) => void): Promise<boolean> {
  const tx = db.transaction(['meta', 'outbox', 'documents', 'staging', 'refused', 'told', 'photos'], 'readwrite', {
    durability: patch.renumber ? 'strict' : 'default',
  });
  const metas = tx.objectStore('meta');
  const outbox = tx.objectStore('outbox');
  const staging = tx.objectStore('staging');
  const documents = tx.objectStore('documents');
  const target = patch.into === 'staging' ? staging : documents;
  const meta = await metas.get('meta');
  if (meta === undefined || !stillHolds(meta, expected)) {
    await tx.done;
    return false;
  }

  if (patch.clear) await staging.clear();
  const writes: Promise<unknown>[] = [];
  for (const gone of patch.drop) for (const key of keysOfGone(gone)) writes.push(target.delete([...key]));
  for (const document of patch.put) {
    writes.push(target.put(document));
    // A ticket one may now read replaces what was only "reported", and the other way round.
    if (document.kind === 'ticket') writes.push(target.delete(['reported', document.id]));
    else if (document.kind === 'reported') writes.push(target.delete(['ticket', document.id]));
  }
  if (patch.swap) {
    await documents.clear();
    for (let cursor = await staging.openCursor(); cursor !== null; cursor = await cursor.continue()) writes.push(documents.put(cursor.value));
    writes.push(staging.clear());
  }
  for (const seq of patch.settle) writes.push(outbox.delete(seq + meta.base));
  for (const refused of patch.refused) writes.push(tx.objectStore('refused').put(refused));
  for (const told of patch.told) writes.push(tx.objectStore('told').put(told));
  for (const hash of patch.named) writes.push(uploadNow(tx.objectStore('photos'), hash));
  await Promise.all(writes);

  const revision = meta.revision + 1;
  const base = patch.renumber ? await nextBase(outbox) : meta.base;
  const next: MetaRow = { ...meta, ...patch.meta, base, revision };
  await Promise.all([metas.put(next, 'meta'), tx.done]);
  tell({ kind: 'absorbed', revision, keys: changed(patch) });
  return true;
}

/** The server has the command that names it: the bytes may follow (invariant 42). */
async function uploadNow(
  photos: { get(hash: string): Promise<PhotoInfo | undefined>; put(row: PhotoInfo): Promise<unknown> },
  hash: string,
): Promise<void> {
  const photo = await photos.get(hash);
  if (photo?.state === 'kept') await photos.put({ ...photo, state: 'waiting' });
}

/**
 * A new origin counts from 1: what waits keeps its rows and their order, and only the number they count from moves (invariant 51).
 * With nothing waiting, the next key is learnt by taking one and giving it up; numbers are never reused.
 */
async function nextBase(outbox: {
  getAllKeys(query: null, count: number): Promise<number[]>;
  add(row: { at: number; offset: number; command: unknown }): Promise<number>;
  delete(key: number): Promise<void>;
}): Promise<number> {
  const [first] = await outbox.getAllKeys(null, 1);
  if (first !== undefined) return first - 1;
  const spent = await outbox.add({ at: 0, offset: 0, command: null });
  await outbox.delete(spent);
  return spent;
}

/** What a reader must read again. */
function changed(patch: Patch): readonly DocumentKey[] | 'all' {
  if (patch.swap) return 'all';
  if (patch.into === 'staging') return [];
  const put = patch.put.flatMap((d): DocumentKey[] =>
    d.kind === 'ticket' || d.kind === 'reported'
      ? [
          ['ticket', d.id],
          ['reported', d.id],
        ]
      : [[d.kind, d.id]],
  );
  return [...patch.drop.flatMap(keysOfGone), ...put];
}
