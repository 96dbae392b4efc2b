/** What this device holds, read inside its page beside the app. */
import { CONTENT_TYPE, PROTOCOL } from '#domain/protocol.ts';

type Thing = Readonly<Record<string, unknown>>;

/** What this person's database on this device holds. */
export interface Stored {
  readonly meta: { readonly origin: string; readonly base: number; readonly person: string } & Thing;
  readonly outbox: readonly { readonly key: number; readonly command: Thing }[];
  readonly refused: readonly { readonly origin: string; readonly seq: number; readonly command: Thing }[];
  readonly documents: readonly Thing[];
  readonly photos: readonly { readonly hash: string; readonly state: string }[];
}

/** What has not come to its end. */
export interface Waiting {
  readonly outbox: number;
  readonly refused: Stored['refused'];
  readonly told: readonly { readonly ticket: string }[];
  readonly photos: number;
}

export function stored(person: string): Promise<Stored | null> {
  return inDatabase(person, ['meta', 'outbox', 'refused', 'documents', 'photos'], async (all) => {
    const [[meta], keys, rows, refused, documents, photos] = await Promise.all([
      all<Stored['meta']>('meta', 'getAll'),
      all<number>('outbox', 'getAllKeys'),
      // A damaged record may be nothing at all.
      all<{ command: Thing } | null>('outbox', 'getAll'),
      all<Stored['refused'][number]>('refused', 'getAll'),
      all<Thing>('documents', 'getAll'),
      all<Stored['photos'][number]>('photos', 'getAll'),
    ]);
    if (meta === undefined) return null;
    return { meta, outbox: rows.map((row, i) => ({ key: keys[i] ?? 0, command: row?.command ?? {} })), refused, documents, photos };
  });
}

export async function waiting(person: string): Promise<Waiting> {
  const found = await inDatabase(person, ['outbox', 'refused', 'told', 'photos'], async (all) => {
    const [outbox, refused, told, photos] = await Promise.all([
      all<number>('outbox', 'getAllKeys'),
      all<Stored['refused'][number]>('refused', 'getAll'),
      all<Waiting['told'][number]>('told', 'getAll'),
      all<string>('photos', 'getAllKeys'),
    ]);
    return { outbox: outbox.length, refused, told, photos: photos.length };
  });
  return found ?? { outbox: 0, refused: [], told: [], photos: 0 };
}

type All = <T>(store: string, what: 'getAll' | 'getAllKeys') => Promise<T[]>;

/** One transaction over this person's database, where there is one. */
async function inDatabase<T>(person: string, stores: string[], read: (all: All) => Promise<T>): Promise<T | null> {
  const name = `relais-${person}`;
  if (!(await indexedDB.databases()).some((d) => d.name === name)) return null;
  const opening = indexedDB.open(name);
  const db = await new Promise<IDBDatabase>((done, fail) => {
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  try {
    const tx = db.transaction(stores, 'readonly');
    return await read(
      <R>(store: string, what: 'getAll' | 'getAllKeys') =>
        new Promise<R[]>((done, fail) => {
          const request = tx.objectStore(store)[what]();
          request.onsuccess = () => done(request.result as R[]);
          request.onerror = () => fail(request.error);
        }),
    );
  } finally {
    db.close();
  }
}

/** Everything that the server gives a device of this person which holds nothing. */
export async function fresh(): Promise<Thing[]> {
  const origin = crypto.randomUUID();
  const documents: Thing[] = [];
  let page: string | null = null;
  do {
    const body = JSON.stringify({ protocol: PROTOCOL, origin, epoch: null, since: 0, settled: 0, page, entries: [] });
    const response = await fetch('/api/sync', { method: 'POST', headers: { 'content-type': CONTENT_TYPE }, body });
    const answer = (await response.json()) as { page: string | null; changes: Thing[] };
    documents.push(...answer.changes.filter((c) => c['kind'] !== 'gone'));
    page = answer.page;
  } while (page !== null);
  return documents;
}
