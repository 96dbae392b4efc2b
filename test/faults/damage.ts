/** What a bad sector, a full disk or a browser in need of room does to what a device holds, done inside its page beside the app. */

function opened(name: string, version?: number, upgrade?: (tx: IDBTransaction) => void): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const opening = version === undefined ? indexedDB.open(name) : indexedDB.open(name, version);
    opening.onupgradeneeded = () => opening.transaction && upgrade?.(opening.transaction);
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
}

async function write(name: string, store: string, work: (store: IDBObjectStore) => void): Promise<void> {
  const db = await opened(name);
  try {
    const tx = db.transaction(store, 'readwrite');
    work(tx.objectStore(store));
    await new Promise<void>((done, fail) => {
      tx.oncomplete = () => done();
      tx.onabort = () => fail(tx.error);
    });
  } finally {
    db.close();
  }
}

export const damage = {
  /** @param key for a store without a key path; null: the next one */
  put: (name: string, store: string, value: unknown, key: IDBValidKey | null): Promise<void> =>
    write(name, store, (s) => (key === null ? s.put(value) : s.put(value, key))),
  remove: (name: string, store: string, key: IDBValidKey): Promise<void> => write(name, store, (s) => s.delete(key)),
  async keys(name: string, store: string): Promise<IDBValidKey[]> {
    const db = await opened(name);
    try {
      const request = db.transaction(store).objectStore(store).getAllKeys();
      return await new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    } finally {
      db.close();
    }
  },
  /** The whole database, whoever has it open: they are asked to let go, and do. */
  erase: (name: string): Promise<void> =>
    new Promise((done, fail) => {
      const erasing = indexedDB.deleteDatabase(name);
      erasing.onsuccess = () => done();
      erasing.onerror = () => fail(erasing.error);
    }),
  /** A newer version of the app asks for the database, in another tab, and gives up in the middle. */
  async newer(name: string): Promise<void> {
    const { version } = await opened(name).then((db) => {
      db.close();
      return db;
    });
    await opened(name, version + 1, (tx) => tx.abort()).catch(() => 'as meant');
  },
  /** From now on this page's storage fails, until `heal`. */
  fail(): void {
    const { transaction } = IDBDatabase.prototype;
    const failing = function failing(this: IDBDatabase, ...of: Parameters<typeof transaction>): IDBTransaction {
      if (of[1] === 'readwrite') throw new DOMException('Internal error opening backing store', 'UnknownError');
      return transaction.apply(this, of);
    };
    IDBDatabase.prototype.transaction = failing;
    (globalThis as { heal?: () => void }).heal = () => {
      IDBDatabase.prototype.transaction = transaction;
    };
  },
  heal(): void {
    (globalThis as { heal?: () => void }).heal?.();
  },
};
