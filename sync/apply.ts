import { unwrap } from 'idb';
import type { Gone } from '#domain/documents.ts';
import { type DocumentKey, type Meta, type News, type Patch, stillHolds } from './port.ts';
import { type Database, identityOf, metaOf } from './schema.ts';
import { keepOnly, letGoSeen, photosNamedBy } from './seen.ts';
import { type Writing, write } from './transaction.ts';

type Tx = Writing<readonly ['meta', 'outbox', 'documents', 'staging', 'refused', 'told', 'photos', 'seen', 'bytes']>;

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
  const stores = ['meta', 'outbox', 'documents', 'staging', 'refused', 'told', 'photos', 'seen', 'bytes'] as const;
  const revision = await write(db, stores, patch.renumber ? 'strict' : 'default', async (tx) => {
    const meta = await metaOf(tx.objectStore('meta'));
    if (!stillHolds(meta, expected)) return null;
    await changeDocuments(tx, patch);
    const outbox = tx.objectStore('outbox');
    await Promise.all([
      ...patch.settle.map((seq) => outbox.delete(seq + meta.base)),
      ...patch.refused.map((refused) => tx.objectStore('refused').put(refused)),
      ...patch.told.map((told) => tx.objectStore('told').put(told)),
      ...patch.named.map((hash) => uploadNow(tx, hash)),
    ]);
    const base = patch.renumber ? await nextBase(tx) : meta.base;
    const next = { ...meta, ...patch.meta, base, revision: meta.revision + 1 };
    await tx.objectStore('meta').put(next, 'meta');
    if (patch.renumber) await tx.objectStore('meta').put(identityOf(next), 'origin');
    return meta.revision + 1;
  });
  if (revision === null) return false;
  tell({ kind: 'absorbed', revision, keys: changed(patch) });
  return true;
}

async function changeDocuments(tx: Tx, { into, clear, put, drop, swap }: Patch): Promise<void> {
  const staging = tx.objectStore('staging');
  const documents = tx.objectStore('documents');
  if (clear) await staging.clear();
  if (into === 'replica') {
    await letGoPhotos(tx, { put, drop });
    lay(unwrap(documents), { put, drop }, false);
    return uploadMissing(tx, put);
  }
  // A page waits as one record: 500 of their own cost a slow phone more than all else of a first sync, and would be written twice.
  if (!swap) return void (await staging.put({ kind: 'page', id: String(await staging.count()).padStart(6, '0'), put, drop }));
  const pages = await staging.getAll();
  await Promise.all([documents.clear(), staging.clear()]);
  for (const page of pages) lay(unwrap(documents), page.kind === 'page' ? page : { put: [page], drop: [] }, true);
  lay(unwrap(documents), { put, drop }, true);
  const fresh = [...pages.flatMap((page) => (page.kind === 'page' ? page.put : [page])), ...put];
  await keepOnly(tx, await tx.objectStore('seen').getAll(), new Set(fresh.flatMap(photosNamedBy)));
  await uploadMissing(tx, fresh);
}

/** A ticket that one may not read any more takes the photos that were looked at with it: no byte of it stays (invariant 19). */
async function letGoPhotos(tx: Tx, { put, drop }: Pick<Patch, 'put' | 'drop'>): Promise<void> {
  const left = [...drop.filter((g) => g.of === 'ticket'), ...put.filter((d) => d.kind === 'reported')];
  if (left.length === 0) return;
  const tickets = await Promise.all(left.map(({ id }) => tx.objectStore('documents').get(['ticket', id])));
  await Promise.all(tickets.flatMap(photosNamedBy).map((hash) => letGoSeen(tx, hash)));
}

/**
 * Without a promise for each: idb's cost three times the writing. What fails takes the whole transaction with it, and its end says so.
 * @param isNew there was nothing before: a snapshot tells each ticket once
 */
function lay(documents: IDBObjectStore, { put, drop }: Pick<Patch, 'put' | 'drop'>, isNew: boolean): void {
  for (const gone of drop) for (const key of keysOfGone(gone)) documents.delete([...key]);
  for (const document of put) {
    documents.put(document);
    // A ticket one may now read replaces what was only "reported", and the other way round.
    if (isNew) continue;
    if (document.kind === 'ticket') documents.delete(['reported', document.id]);
    else if (document.kind === 'reported') documents.delete(['ticket', document.id]);
  }
}

/** The server has the command that names it: the bytes may follow (invariant 42). */
async function uploadNow(tx: Tx, hash: string): Promise<void> {
  const photos = tx.objectStore('photos');
  const photo = await photos.get(hash);
  if (photo?.state === 'kept') await photos.put({ ...photo, state: 'waiting' });
}

/**
 * A ticket that came back still waits for a photo of this phone: its upload had been given up when the ticket left, as one that the server
 * did not know (photos.ts). Photos of what was not said yet are named by no ticket of the server's.
 */
async function uploadMissing(tx: Tx, put: Patch['put']): Promise<void> {
  const missing = put.flatMap((d) =>
    photosNamedBy(d).filter((hash) => d.kind === 'ticket' && d.head.photos.some((p) => p?.hash === hash && !p.stored)),
  );
  await Promise.all(missing.map((hash) => uploadNow(tx, hash)));
}

/**
 * A new origin counts from 1: what waits keeps its rows and their order, and only the number they count from moves (invariant 51).
 * With nothing waiting, the next key is learnt by taking one and giving it up; numbers are never reused.
 */
export async function nextBase(tx: Pick<Tx, 'objectStore'>): Promise<number> {
  const outbox = tx.objectStore('outbox');
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
