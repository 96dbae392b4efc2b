import { type OpenDBCallbacks, openDB } from 'idb';
import type { OriginId, PersonId } from '#domain/ids.ts';
import { apply } from './apply.ts';
import { hear, type Wire } from './bell.ts';
import { readDevice, rememberPerson } from './device.ts';
import { filing } from './filing.ts';
import { mintOrigin } from './mint.ts';
import type { Meta, News, Store } from './port.ts';
import { StorageProblem } from './port.ts';
import { type Database, databaseName, type MetaRow, metaOf, type OutboxRow, type Tables, upgrade, VERSION } from './schema.ts';

export interface OpenOptions {
  /** A fresh uuid. */
  readonly mint?: () => OriginId;
}

/**
 * Opens this person's database on this device, making it if it is not there. A database that the device remembers but does not find
 * starts as a new origin with `lost` set (invariant 47).
 * Rejects with `StorageProblem`: `blocked` when an old tab does not give way, `unavailable` when the browser keeps nothing.
 */
export async function openStore(person: PersonId, { mint = mintOrigin }: OpenOptions = {}): Promise<Store> {
  const closed: (() => void)[] = [];
  const leave = () => {
    for (const listener of closed) listener();
  };
  let isNew = false;
  const db = await opened(
    person,
    (fresh, from, _to, transaction) => {
      isNew = from === 0;
      upgrade(fresh, from, transaction, person, mint());
    },
    leave,
  );
  const wire = hear(person);
  const store = over(db, person, wire, closed);
  try {
    await settleIn(db, person, isNew);
  } catch (error) {
    store.close();
    throw problemOf(error);
  }
  return store;
}

async function opened(person: PersonId, onUpgrade: NonNullable<OpenDBCallbacks<Tables>['upgrade']>, leave: () => void): Promise<Database> {
  let giveUp: (problem: StorageProblem) => void = () => undefined;
  const blocked = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const opening = openDB<Tables>(databaseName(person), VERSION, {
    upgrade: onUpgrade,
    blocked: () => giveUp(new StorageProblem('blocked')),
    // A newer version asks: this tab closes at once rather than hold it up (invariant 38).
    blocking: (_current, _wanted, event) => {
      (event.target as IDBDatabase).close();
      leave();
    },
    terminated: leave,
  });
  try {
    return await Promise.race([opening, blocked]);
  } catch (error) {
    // Should the old tab give way later, nobody waits for this one any more.
    opening.then((late) => late.close()).catch(() => 'it never opened');
    throw problemOf(error);
  }
}

/** Back from signing out; and did we lose a database since the last time? */
async function settleIn(db: Database, person: PersonId, isNew: boolean): Promise<void> {
  const known = (await readDevice()).people.find((p) => p.id === person);
  const tx = db.transaction('meta', 'readwrite');
  const meta = await metaOf(tx.store);
  const lost = meta.lost || (isNew && known !== undefined && known.origin !== null && known.origin !== meta.origin);
  if (lost !== meta.lost || meta.signedOut) await tx.store.put({ ...meta, lost, signedOut: false, revision: meta.revision + 1 }, 'meta');
  await tx.done;
  if (known?.origin !== meta.origin) await rememberPerson({ id: person, origin: meta.origin });
}

/** Whatever a browser says, as one of our troubles. */
export function problemOf(error: unknown): StorageProblem {
  if (error instanceof StorageProblem) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new StorageProblem('quota', error);
  if (name === 'InvalidStateError') return new StorageProblem('closed', error);
  return new StorageProblem('unavailable', error);
}

function over(db: Database, person: PersonId, wire: Wire, closed: (() => void)[]): Store {
  /** One transaction, its errors told as troubles. */
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw problemOf(error);
    }
  };
  const tell = (news: News) => wire.tell(news);
  return {
    person,
    tell,
    listen: wire.listen,
    ...filing(db, guarded, tell),

    append: (command, at) =>
      guarded(async () => {
        // Strict: on the disk, not only in the browser's memory, before anybody says "Sur ce téléphone" (invariant 1).
        const tx = db.transaction(['meta', 'outbox'], 'readwrite', { durability: 'strict' });
        const { offset, base } = await metaOf(tx.objectStore('meta'));
        const [key] = await Promise.all([tx.objectStore('outbox').add({ at, offset, command }), tx.done]);
        tell({ kind: 'appended', seq: key - base });
        return key - base;
      }),

    apply: (patch, expected) => guarded(() => apply(db, patch, expected, tell)),

    meta: () => guarded(async () => known(await metaOf(db.transaction('meta').store))),

    outbox: () =>
      guarded(async () => {
        const tx = db.transaction(['meta', 'outbox']);
        return await entries(tx.objectStore('outbox'), await metaOf(tx.objectStore('meta')));
      }),

    state: () =>
      guarded(async () => {
        const tx = db.transaction(['meta', 'outbox', 'refused']);
        const meta = await metaOf(tx.objectStore('meta'));
        return { meta: known(meta), outbox: await entries(tx.objectStore('outbox'), meta), refused: await tx.objectStore('refused').getAll() };
      }),

    read: (keys) =>
      guarded(async () => {
        const tx = db.transaction(['meta', 'outbox', 'refused', 'told', 'photos', 'drafts', 'documents']);
        const meta = await metaOf(tx.objectStore('meta'));
        const documents = tx.objectStore('documents');
        const [outbox, refused, told, photos, drafts, found] = await Promise.all([
          entries(tx.objectStore('outbox'), meta),
          tx.objectStore('refused').getAll(),
          tx.objectStore('told').getAll(),
          tx.objectStore('photos').getAll(),
          tx.objectStore('drafts').getAllKeys(),
          keys === 'all' ? documents.getAll() : Promise.all(keys.map(([kind, id]) => documents.get([kind, id]))),
        ]);
        return { meta: known(meta), outbox, refused, told, photos, drafts, documents: found.filter((d) => d !== undefined) };
      }),

    forget: (keys) =>
      guarded(async () => {
        const tx = db.transaction(['meta', 'documents'], 'readwrite');
        const meta = await metaOf(tx.objectStore('meta'));
        const revision = meta.revision + 1;
        const documents = tx.objectStore('documents');
        await Promise.all([
          ...keys.map(([kind, id]) => documents.delete([kind, id])),
          tx.objectStore('meta').put({ ...meta, revision }, 'meta'),
          tx.done,
        ]);
        tell({ kind: 'absorbed', revision, keys });
      }),

    clearLost: () =>
      guarded(async () => {
        const tx = db.transaction('meta', 'readwrite');
        const meta = await metaOf(tx.store);
        await Promise.all([tx.store.put({ ...meta, lost: false }, 'meta'), tx.done]);
        tell({ kind: 'filed' });
      }),

    signOut: () =>
      guarded(async () => {
        const tx = db.transaction(['meta', 'documents', 'staging', 'told'], 'readwrite');
        const meta = await metaOf(tx.objectStore('meta'));
        const left = { ...meta, epoch: null, cursor: 0, reset: null, me: null, lastContact: null, signedOut: true, revision: meta.revision + 1 };
        await Promise.all([
          tx.objectStore('documents').clear(),
          tx.objectStore('staging').clear(),
          tx.objectStore('meta').put(left, 'meta'),
          tx.done,
        ]);
        tell({ kind: 'signed-out' });
      }),

    onClosed: (listener) => void closed.push(listener),

    close: () => {
      wire.close();
      db.close();
    },
  };
}

/** Oldest first, keys turned into seqs. */
export async function entries(
  outbox: { getAll(): Promise<OutboxRow[]>; getAllKeys(): Promise<number[]> },
  { base }: Pick<MetaRow, 'base'>,
): Promise<{ seq: number; at: number; offset: number; command: unknown }[]> {
  const [rows, keys] = await Promise.all([outbox.getAll(), outbox.getAllKeys()]);
  return rows.map(({ at, offset, command }, i) => ({ seq: (keys[i] ?? 0) - base, at, offset, command }));
}

function known({ base: _, ...meta }: MetaRow): Meta {
  return meta;
}
