import { type OpenDBCallbacks, openDB } from 'idb';
import type { OriginId, PersonId } from '#domain/ids.ts';
import type { Entry } from '#domain/wire.ts';
import { apply } from './apply.ts';
import { hear, type Wire } from './bell.ts';
import { readDevice, rememberPerson } from './device.ts';
import { filing } from './filing.ts';
import { mark, marked } from './mark.ts';
import { mend, mending } from './mend.ts';
import { mintOrigin } from './mint.ts';
import { type DocumentKey, type Held, type Meta, StorageProblem, type Store } from './port.ts';
import { type Database, databaseName, identityOf, type MetaRow, metaOf, type OutboxRow, type Tables, troubleOf, upgrade, VERSION } from './schema.ts';
import { keepOnly, letGoSeen, photosNamedBy, seen } from './seen.ts';
import { entryOf, isSound, isTold, photoOf, refusedOf } from './sound.ts';
import { look, readonly, write } from './transaction.ts';

export interface OpenOptions {
  /** A fresh uuid. */
  readonly mint?: () => OriginId;
  /** How long another tab may hold the database before it is called blocked, ms. */
  readonly patience?: number;
}

/**
 * Opens this person's database on this device, making it if it is not there. A database that the device remembers but does not find
 * starts as a new origin with `lost` set (invariant 47). Opening is coming back: who had signed out may send again.
 * Rejects with `StorageProblem`: `blocked` when an old tab does not give way, `closed` when the database is newer than this code,
 * `unavailable` when the browser keeps nothing.
 */
export async function openStore(person: PersonId, { mint = mintOrigin, patience = 5_000 }: OpenOptions = {}): Promise<Store> {
  const closed: (() => void)[] = [];
  const leave = () => {
    for (const listener of closed) listener();
  };
  const db = await opened(person, (fresh, from, _to, transaction) => upgrade(fresh, from, transaction, person, mint()), leave, patience);
  const bell = hear(person);
  const mendIt = () => mend(db, person, mint, bell.tell);
  const store = over(db, person, bell, closed, mendIt);
  try {
    await mending(() => settleIn(db, person), mendIt);
  } catch (error) {
    store.close();
    throw troubleOf(error);
  }
  return store;
}

async function opened(
  person: PersonId,
  onUpgrade: NonNullable<OpenDBCallbacks<Tables>['upgrade']>,
  leave: () => void,
  patience: number,
): Promise<Database> {
  let giveUp: () => void = () => undefined;
  const blocked = new Promise<never>((_, reject) => {
    giveUp = () => reject(new StorageProblem('blocked'));
  });
  const timer = setTimeout(giveUp, patience);
  const opening = openDB<Tables>(databaseName(person), VERSION, {
    upgrade: onUpgrade,
    blocked: giveUp,
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
    throw troubleOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Back from signing out; and is this another database than the one this device remembers? */
async function settleIn(db: Database, person: PersonId): Promise<void> {
  const remembered = (await readDevice()).people.find((p) => p.id === person)?.origin ?? null;
  const known = remembered ?? marked(person);
  const born = await write(db, ['meta'], 'default', async (tx) => {
    const meta = await metaOf(tx.objectStore('meta'));
    const lost = meta.lost || (known !== null && known !== meta.born);
    if (lost !== meta.lost || meta.signedOut)
      await tx.objectStore('meta').put({ ...meta, lost, signedOut: false, revision: meta.revision + 1 }, 'meta');
    const copy = await tx.objectStore('meta').get('origin');
    if (copy?.origin !== meta.origin || copy.base !== meta.base) await tx.objectStore('meta').put(identityOf(meta), 'origin');
    return meta.born;
  });
  if (remembered !== born) await rememberPerson({ id: person, origin: born });
  mark(person, born);
}

/** @param mendIt takes damaged records out, that those which are not go on */
function over(db: Database, person: PersonId, { tell, listen, close }: Wire, closed: (() => void)[], mendIt: () => Promise<void>): Store {
  const reading = <T>(work: () => Promise<T>) => readonly(() => mending(work, mendIt));
  let hasAskedAgain = false;

  const readOnce = async (keys: readonly DocumentKey[] | 'all'): Promise<Held> => {
    const tx = look(db, ['meta', 'outbox', 'refused', 'told', 'photos', 'drafts', 'documents']);
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
    return {
      meta: known(meta),
      outbox,
      refused: refused.map(refusedOf),
      told: told.filter(isTold),
      photos: photos.map(photoOf).filter((p) => p !== null),
      drafts,
      documents: found.filter((d) => d !== undefined),
    };
  };

  return {
    person,
    tell,
    listen,
    ...filing(db, tell),
    ...seen(db),

    async append(command, at) {
      // Strict: on the disk before anybody says "Sur ce téléphone" (invariant 1).
      const adding = () =>
        write(db, ['meta', 'outbox'], 'strict', async (tx) => {
          const { offset, base } = await metaOf(tx.objectStore('meta'));
          return (await tx.objectStore('outbox').add({ at, offset, command })) - base;
        });
      const seq = await mending(adding, mendIt);
      tell({ kind: 'appended', seq });
      return seq;
    },

    apply: (patch, expected) => mending(() => apply(db, patch, expected, tell), mendIt),

    meta: () => reading(async () => known(await metaOf(look(db, ['meta']).objectStore('meta')))),

    outbox: () =>
      reading(async () => {
        const tx = look(db, ['meta', 'outbox']);
        return await entries(tx.objectStore('outbox'), await metaOf(tx.objectStore('meta')));
      }),

    state: () =>
      reading(async () => {
        const tx = look(db, ['meta', 'outbox', 'refused']);
        const meta = await metaOf(tx.objectStore('meta'));
        return {
          meta: known(meta),
          outbox: await entries(tx.objectStore('outbox'), meta),
          refused: (await tx.objectStore('refused').getAll()).map(refusedOf),
        };
      }),

    async read(keys) {
      const held = await reading(() => readOnce(keys));
      if (held.documents.every(isSound)) return held;
      // Once in the life of a page: what comes back the same is shown by no screen, and asked for no more.
      if (!hasAskedAgain) {
        hasAskedAgain = true;
        await mendIt().catch(() => false);
      }
      const again = await reading(() => readOnce(keys));
      return { ...again, documents: again.documents.filter(isSound) };
    },

    async forget(keys) {
      const revision = await write(db, ['meta', 'documents', 'seen', 'bytes'], 'default', async (tx) => {
        const meta = await metaOf(tx.objectStore('meta'));
        const documents = tx.objectStore('documents');
        const left = await Promise.all(keys.map(([kind, id]) => documents.get([kind, id])));
        await Promise.all(left.flatMap(photosNamedBy).map((hash) => letGoSeen(tx, hash)));
        await Promise.all(keys.map(([kind, id]) => documents.delete([kind, id])));
        await tx.objectStore('meta').put({ ...meta, revision: meta.revision + 1 }, 'meta');
        return meta.revision + 1;
      });
      tell({ kind: 'absorbed', revision, keys });
    },

    async clearLost() {
      await write(db, ['meta'], 'default', async (tx) => {
        await tx.objectStore('meta').put({ ...(await metaOf(tx.objectStore('meta'))), lost: false }, 'meta');
      });
      tell({ kind: 'filed' });
    },

    async signOut() {
      await write(db, ['meta', 'documents', 'staging', 'seen', 'bytes'], 'strict', async (tx) => {
        const meta = await metaOf(tx.objectStore('meta'));
        await Promise.all([
          keepOnly(tx, await tx.objectStore('seen').getAll(), new Set()),
          tx.objectStore('documents').clear(),
          tx.objectStore('staging').clear(),
        ]);
        const left = { epoch: null, cursor: 0, reset: null, me: null, lastContact: null, signedOut: true, revision: meta.revision + 1 };
        await tx.objectStore('meta').put({ ...meta, ...left }, 'meta');
      });
      tell({ kind: 'signed-out' });
    },

    onClosed: (listener) => void closed.push(listener),

    close() {
      close();
      db.close();
    },
  };
}

/** Oldest first, keys turned into seqs. */
async function entries(
  outbox: { getAll(): Promise<OutboxRow[]>; getAllKeys(): Promise<number[]> },
  { base }: Pick<MetaRow, 'base'>,
): Promise<Entry[]> {
  const [rows, keys] = await Promise.all([outbox.getAll(), outbox.getAllKeys()]);
  return rows.map((row, i) => entryOf(row, (keys[i] ?? 0) - base));
}

function known({ base: _, born: __, asked: ___, ...meta }: MetaRow): Meta {
  return meta;
}
