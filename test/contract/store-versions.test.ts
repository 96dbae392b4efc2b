import { readdirSync, readFileSync } from 'node:fs';
import { type IDBPDatabase, openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import { VERSION } from '#sync/schema.ts';
import { openStore } from '#sync/store.ts';
import { MINA } from '#test/contract/model-server.ts';
import { freshBrowser, NOW, noting, ticketId } from '#test/contract/phone.ts';

beforeEach(freshBrowser);

/** A database as this version of the code left it on a phone. `bytes` of photos are written as base64. */
interface Shipped {
  readonly version: number;
  readonly stores: readonly { readonly name: string; readonly keyPath: string | string[] | null; readonly autoIncrement: boolean }[];
  readonly rows: Readonly<Record<string, readonly { readonly key?: IDBValidKey; readonly value: unknown }[]>>;
}

async function shipped(name: string, { version, stores, rows }: Shipped): Promise<void> {
  const old = await openDB(name, version, {
    upgrade(db) {
      for (const store of stores)
        db.createObjectStore(store.name, { ...(store.keyPath === null ? {} : { keyPath: store.keyPath }), autoIncrement: store.autoIncrement });
    },
  });
  for (const [store, all] of Object.entries(rows)) {
    for (const { key, value } of all) await old.put(store, store === 'bytes' ? unpacked(value) : value, key);
  }
  old.close();
}
const unpacked = (base64: unknown) => Uint8Array.from(atob(String(base64)), (c) => c.charCodeAt(0)).buffer;

/** Every row of a database, with its key, as JSON: compared letter for letter. */
async function rowsOf(name: string, stores: readonly string[]): Promise<Record<string, string>> {
  const db = await openDB(name);
  const all: Record<string, string> = {};
  for (const store of stores) {
    const [keys, values] = [await db.getAllKeys(store), await db.getAll(store)];
    all[store] = JSON.stringify(keys.map((key, i) => [key, values[i] instanceof ArrayBuffer ? [...new Uint8Array(values[i])] : values[i]]));
  }
  db.close();
  return all;
}

const DATABASES = readdirSync('test/fixtures/idb').map(
  (file) => [file, JSON.parse(readFileSync(`test/fixtures/idb/${file}`, 'utf8')) as Shipped] as const,
);

describe('versions', () => {
  test.each(DATABASES)('[38] a database of %s, as it was shipped: every entry byte for byte, and everything else where it was', async (_, old) => {
    const meta = old.rows['meta']?.[0]?.value as { person: typeof MINA; origin: string; base: number };
    const name = `relais-${meta.person}`;
    await shipped(name, old);
    const stores = old.stores.map((s) => s.name);
    const before = await rowsOf(name, stores);
    for (const store of stores.filter((s) => s !== 'staging' && s !== 'told')) expect(before[store], `${store} is tried too`).not.toBe('[]');
    const store = await openStore(meta.person);
    // The words of the outbox are read as they were written, and numbered as they were.
    expect(await store.outbox()).toEqual(old.rows['outbox']?.map((r) => ({ seq: Number(r.key) - meta.base, ...(r.value as object) })));
    expect((await store.state()).refused).toEqual(old.rows['refused']?.map((r) => r.value));
    expect(await store.drafts()).toEqual(old.rows['drafts']?.map((r) => r.key));
    for (const { hash } of await store.photos()) expect(await store.photo(hash), hash).not.toBeNull();
    store.close();
    const after = await rowsOf(name, stores);
    // The second copy of the origin is new, beside the record that there was.
    const metas = JSON.parse(after['meta'] ?? '[]') as [string, unknown][];
    expect({ ...after, meta: JSON.stringify(metas.filter(([key]) => key !== 'origin')) }).toEqual(before);
    // And the next one in goes on counting where the old code stopped.
    const again = await openStore(meta.person);
    const last = Math.max(...(old.rows['outbox'] ?? []).map((r) => Number(r.key)));
    expect(await again.append(noting(ticketId(), 'suite'), NOW)).toBe(last - meta.base + 1);
  });

  test('[38] what this version makes is what its fixture says, and every version has one', async () => {
    expect(DATABASES.map(([, { version }]) => version).sort()).toEqual(Array.from({ length: VERSION }, (_, i) => i + 1));
    await openStore(MINA);
    const raw = await openDB(`relais-${MINA}`);
    const made = [...raw.objectStoreNames].map((name) => {
      const { keyPath, autoIncrement } = raw.transaction(name).store;
      return { name, keyPath, autoIncrement };
    });
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(made.sort(byName)).toEqual([...(DATABASES.find(([, d]) => d.version === VERSION)?.[1].stores ?? [])].sort(byName));
    raw.close();
  });

  test('[38] an old tab gives way to a newer version by itself, and says so', async () => {
    const store = await openStore(MINA);
    let over = 0;
    store.onClosed(() => {
      over += 1;
    });
    const newer = await openDB(`relais-${MINA}`, VERSION + 1);
    expect(over).toBe(1);
    await expect(store.append(noting(ticketId(), 'late'), NOW)).rejects.toMatchObject({ trouble: 'closed' });
    newer.close();
  });

  test('[38] a tab that does not give way: "blocked" has a name, and nothing hangs', async () => {
    const stubborn: IDBPDatabase = await openDB(`relais-${MINA}`, 1);
    // A newer version waits behind it, and we behind that one.
    const newer = openDB(`relais-${MINA}`, VERSION + 1);
    await expect(openStore(MINA, { patience: 50 })).rejects.toMatchObject({ trouble: 'blocked' });
    stubborn.close();
    (await newer).close();
    // By then the database is newer than this code: that has a name too.
    await expect(openStore(MINA)).rejects.toMatchObject({ trouble: 'closed' });
  });
});
