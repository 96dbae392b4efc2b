import { readdirSync, readFileSync } from 'node:fs';
import { type IDBPDatabase, openDB } from 'idb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readDevice, rememberPerson } from '#sync/device.ts';
import type { Patch, Picture, Store } from '#sync/port.ts';
import { VERSION } from '#sync/schema.ts';
import { SEEN_MAX } from '#sync/seen.ts';
import { openStore } from '#sync/store.ts';
import { submit } from '#sync/submit.ts';
import { MINA } from '#test/contract/model-server.ts';
import { freshBrowser, NOW, noting, opening, ticketId } from '#test/contract/phone.ts';

beforeEach(freshBrowser);

const NOTHING: Patch = {
  meta: {},
  renumber: false,
  into: 'replica',
  clear: false,
  put: [],
  drop: [],
  swap: false,
  settle: [],
  refused: [],
  told: [],
  named: [],
};

function picture(byte: number): Picture {
  return { hash: byte.toString(16).padStart(2, '0').repeat(32), bytes: new Uint8Array([byte, byte]).buffer, mime: 'image/jpeg', width: 1, height: 1 };
}

async function settle(store: Store, seq: number, more: Partial<Patch> = {}): Promise<boolean> {
  return await store.apply({ ...NOTHING, settle: [seq], ...more }, await store.meta());
}

describe('the outbox', () => {
  test('[1] after submit resolves, a tab that dies at once leaves the command in the box', async () => {
    const store = await openStore(MINA);
    const ticket = ticketId();
    expect(await submit(store, opening(ticket), { now: NOW })).toBe(1);
    // No goodbye: the page is simply gone.
    store.close();
    const next = await openStore(MINA);
    expect(await next.outbox()).toEqual([{ seq: 1, at: NOW, offset: 0, command: opening(ticket) }]);
  });

  test('[1] the append is asked to reach the disk', async () => {
    const store = await openStore(MINA);
    const asked = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await store.append(opening(ticketId()), NOW);
    expect(asked.mock.calls.at(-1)?.[2]).toEqual({ durability: 'strict' });
    asked.mockRestore();
  });

  test('[4] two tabs append at once: every tap is there, numbered without a hole', async () => {
    const [one, two] = await Promise.all([openStore(MINA), openStore(MINA)]);
    expect((await one.meta()).origin).toBe((await two.meta()).origin);
    const ticket = ticketId();
    const seqs = await Promise.all(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? one : two).append(noting(ticket, `${i}`), NOW)));
    expect([...seqs].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(await two.outbox()).toHaveLength(100);
  });

  test('an append that fails gives its number back, and numbers are never used twice', async () => {
    const store = await openStore(MINA);
    const ticket = ticketId();
    await store.append(noting(ticket, 'a'), NOW);
    await expect(store.append({ no: () => 'a function cannot be kept' }, NOW)).rejects.toMatchObject({ name: 'StorageProblem' });
    expect(await store.append(noting(ticket, 'b'), NOW)).toBe(2);
    await settle(store, 1);
    await settle(store, 2);
    store.close();
    expect(await (await openStore(MINA)).append(noting(ticket, 'c'), NOW)).toBe(3);
  });

  test('[3] a full disk: submit rejects by name, nothing is in the box, and the next tap works', async () => {
    const store = await openStore(MINA);
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await expect(submit(store, opening(ticketId()), { now: NOW })).rejects.toMatchObject({ name: 'StorageProblem', trouble: 'quota' });
    full.mockRestore();
    expect(await store.outbox()).toEqual([]);
    expect(await submit(store, opening(ticketId()), { now: NOW })).toBe(1);
  });

  test('[5] age deletes nothing', async () => {
    const store = await openStore(MINA);
    await store.append(noting(ticketId(), 'old'), NOW - 400 * 86_400_000);
    await store.signOut();
    store.close();
    const next = await openStore(MINA);
    await next.apply({ ...NOTHING, put: [] }, await next.meta());
    expect(await next.outbox()).toHaveLength(1);
  });

  test('[24] an entry is in the box or its effect is in the replica, in every reading', async () => {
    const store = await openStore(MINA);
    const reader = await openStore(MINA);
    for (let i = 0; i < 20; i += 1) await store.append(noting(ticketId(), `${i}`), NOW);
    const writing = (async () => {
      for (let seq = 1; seq <= 20; seq += 1) await settle(store, seq, { put: [site(seq)] });
    })();
    const sums: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      const { outbox, documents } = await reader.read('all');
      sums.push(outbox.length + documents.length);
    }
    await writing;
    expect(new Set(sums)).toEqual(new Set([20]));
  });
});

function site(n: number) {
  const id = `0190c000-0000-7000-8000-${String(n).padStart(12, '0')}` as never;
  return { kind: 'site', id, version: n, name: '', uai: '', city: '', phone: null, timeZone: 'Europe/Paris', colleagues: [], teams: [] } as const;
}

describe('an answer’s transaction', () => {
  test('[16] what it was computed on is checked inside: of two patches from one state, one applies', async () => {
    const [one, two] = await Promise.all([openStore(MINA), openStore(MINA)]);
    await one.append(noting(ticketId(), 'a'), NOW);
    const state = await one.meta();
    const done = await Promise.all([
      one.apply({ ...NOTHING, settle: [1], meta: { cursor: 5 } }, state),
      two.apply({ ...NOTHING, settle: [1], meta: { cursor: 4 } }, state),
    ]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect([4, 5]).toContain((await one.meta()).cursor);
  });

  test('[2] cut in the middle, nothing of it is there', async () => {
    const store = await openStore(MINA);
    await store.append(noting(ticketId(), 'a'), NOW);
    const before = await store.read('all');
    const torn = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('the disk went away', 'UnknownError');
    });
    const patch: Patch = { ...NOTHING, put: [site(1)], settle: [1], meta: { cursor: 9 } };
    await expect(store.apply(patch, before.meta)).rejects.toMatchObject({ trouble: 'unavailable' });
    torn.mockRestore();
    expect(await store.read('all')).toEqual(before);
  });

  test('[33] signed out while the answer was on its way: it is not taken in', async () => {
    const store = await openStore(MINA);
    const meta = await store.meta();
    await store.signOut();
    expect(await store.apply({ ...NOTHING, put: [site(1)] }, meta)).toBe(false);
    expect((await store.read('all')).documents).toEqual([]);
  });
});

describe('signing out', () => {
  test('[33] [28] the replica leaves; outbox, refusals, photos and drafts stay, for this person', async () => {
    const store = await openStore(MINA);
    const { origin } = await store.meta();
    await store.append(noting(ticketId(), 'not sent'), NOW);
    await store.keepPhotos([picture(7)], NOW);
    await store.putDraft('open', { text: 'half written' });
    const refusal = {
      origin,
      seq: 9,
      at: NOW,
      command: noting(ticketId(), 'refused'),
      refusal: { code: 'unknown' },
      name: null,
      because: null,
    } as const;
    await store.apply({ ...NOTHING, put: [site(1)], refused: [refusal], meta: { cursor: 7, epoch: 'e' } }, await store.meta());
    await store.signOut();
    store.close();
    const back = await openStore(MINA);
    const held = await back.read('all');
    expect(held.documents).toEqual([]);
    expect(held.meta).toMatchObject({ origin, epoch: null, cursor: 0, me: null, lastContact: null, signedOut: false });
    expect([held.outbox.length, held.refused, held.photos.length]).toEqual([1, [refusal], 1]);
    expect(await back.getDraft('open')).toEqual({ text: 'half written' });
    expect(await back.append(noting(ticketId(), 'x'), NOW)).toBe(2);
  });
});

describe('a database that is gone', () => {
  test('[47] starts as a new origin and says that work may be lost, until it was read', async () => {
    const first = await openStore(MINA);
    const { origin } = await first.meta();
    await first.append(noting(ticketId(), 'lost'), NOW);
    first.close();
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(`relais-${MINA}`).onsuccess = resolve;
    });
    const second = await openStore(MINA);
    const meta = await second.meta();
    expect(meta.lost).toBe(true);
    expect(meta.origin).not.toBe(origin);
    expect(meta).toMatchObject({ epoch: null, cursor: 0, settled: 0 });
    second.close();
    const third = await openStore(MINA);
    expect((await third.meta()).lost).toBe(true);
    await third.clearLost();
    third.close();
    expect((await (await openStore(MINA)).meta()).lost).toBe(false);
  });

  test('[47] a first start is no loss', async () => {
    await rememberPerson({ id: MINA, name: 'Mina', language: 'fr' });
    const store = await openStore(MINA);
    expect((await store.meta()).lost).toBe(false);
    expect((await readDevice()).people[0]?.origin).toBe((await store.meta()).origin);
  });
});

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

describe('photos that were looked at', () => {
  const hash = 'd'.repeat(64);
  const ticket = (id: string, photos: readonly string[]) =>
    ({
      kind: 'ticket',
      id,
      version: 1,
      head: { photos: photos.map((h) => ({ hash: h, by: MINA, at: NOW, stored: true })) },
      timeline: [],
      names: {},
    }) as never;
  const photo = (id: string, bytes = 10) => ({ ticket: id, hash, bytes: new ArrayBuffer(bytes), mime: 'image/jpeg' });
  const holding = async (...ids: string[]) => {
    const store = await openStore(MINA);
    await store.apply({ ...NOTHING, put: ids.map((id) => ticket(id, [hash])) }, await store.meta());
    return store;
  };
  const bytesHere = async () => {
    const db = await openDB(`relais-${MINA}`);
    const keys = await db.getAllKeys('bytes');
    db.close();
    return keys;
  };

  test('are there without a network; only while a ticket of this device names them', async () => {
    const store = await holding('a');
    await store.keepSeen({ ...photo('a'), hash: 'e'.repeat(64) }, NOW);
    await store.keepSeen(photo('gone'), NOW);
    expect(await bytesHere()).toEqual([]);
    await store.keepSeen(photo('a'), NOW);
    expect((await store.seen(hash))?.size).toBe(10);
    // What waits to be sent is another thing.
    expect(await store.photos()).toEqual([]);
  });

  test('[19] leave with the ticket: taken away, replaced by a report, out of the window, or gone with a reset', async () => {
    const ways: Record<string, (store: Store) => Promise<unknown>> = {
      gone: async (store) => store.apply({ ...NOTHING, drop: [{ kind: 'gone', of: 'ticket', id: 'a', version: 2 } as never] }, await store.meta()),
      reported: async (store) => store.apply({ ...NOTHING, put: [{ kind: 'reported', id: 'a', version: 2 } as never] }, await store.meta()),
      window: (store) => store.forget([['ticket', 'a']]),
      reset: async (store) => store.apply({ ...NOTHING, into: 'staging', put: [site(1)], swap: true }, await store.meta()),
    };
    for (const [how, leave] of Object.entries(ways)) {
      freshBrowser();
      const store = await holding('a');
      await store.keepSeen(photo('a'), NOW);
      await leave(store);
      expect(await bytesHere(), how).toEqual([]);
      expect(await store.seen(hash), how).toBeNull();
    }
    freshBrowser();
    const store = await holding('a');
    await store.keepSeen(photo('a'), NOW);
    await store.apply({ ...NOTHING, into: 'staging', put: [ticket('a', [hash])], swap: true }, await store.meta());
    expect(await store.seen(hash), 'a reset that brings the ticket back').not.toBeNull();
  });

  test('[33] leave with the person who signs out, and none comes after', async () => {
    const store = await holding('a');
    await store.keepSeen(photo('a'), NOW);
    await store.keepPhotos([picture(3)], NOW);
    await store.signOut();
    await store.keepSeen(photo('a'), NOW);
    expect(await bytesHere()).toEqual([picture(3).hash]);
  });

  test('a photo sent from here stays readable here; the oldest leave when they are too many, those still to be sent never', async () => {
    const store = await holding('a');
    const mine = { ...picture(3), hash };
    await store.keepPhotos([mine, picture(4)], 1);
    await store.apply({ ...NOTHING, put: [ticket('a', [hash])], named: [hash] }, await store.meta());
    await store.photoSettled(hash, null);
    expect(await store.photos()).toMatchObject([{ state: 'kept' }]);
    expect((await store.seen(hash))?.size).toBe(2);
    const others = ['1', '2', '3'].map((c) => c.repeat(64));
    await store.apply({ ...NOTHING, put: [ticket('b', others)] }, await store.meta());
    for (const [i, h] of others.entries()) await store.keepSeen({ ...photo('b', 0.4 * SEEN_MAX), hash: h }, 2 + i);
    expect(await Promise.all([hash, ...others].map(async (h) => (await store.seen(h)) !== null))).toEqual([false, false, true, true]);
    await store.dropSeen();
    expect(await bytesHere()).toEqual([picture(4).hash]);
  });
});

describe('photos', () => {
  const hash = picture(3).hash;

  test('[42] a photo is on the disk before the command that names it', async () => {
    const store = await openStore(MINA);
    const broken = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await expect(submit(store, opening(ticketId(), { photos: [hash as never] }), { now: NOW, photos: [picture(3)] })).rejects.toMatchObject({
      trouble: 'quota',
    });
    broken.mockRestore();
    expect((await store.photos()).map((p) => p.hash)).toEqual([hash]);
    expect(await store.outbox()).toEqual([]);
    expect(new Uint8Array(await ((await store.photo(hash)) as Blob).arrayBuffer())).toEqual(new Uint8Array([3, 3]));
  });

  test('[44] it leaves only when its command settled and the server holds it, in either order', async () => {
    const store = await openStore(MINA);
    await submit(store, opening(ticketId(), { photos: [hash as never] }), { now: NOW, photos: [picture(3)] });
    await store.photoSettled(hash, null);
    expect(await store.photo(hash)).not.toBeNull();
    await settle(store, 1, { named: [hash] });
    expect((await store.photos())[0]?.state).toBe('waiting');
    await store.photoSettled(hash, null);
    expect(await store.photos()).toEqual([]);
    expect(await store.photo(hash)).toBeNull();
  });

  test('[27] dismissing a refusal takes its photo along, but not one that something else names', async () => {
    const store = await openStore(MINA);
    const { origin } = await store.meta();
    const shared = picture(4);
    await store.keepPhotos([picture(3), shared], NOW);
    await store.append({ type: 'attach', v: 1, ticket: ticketId(), hash: shared.hash }, NOW);
    const command = opening(ticketId(), { photos: [hash as never, shared.hash as never] });
    await store.apply(
      { ...NOTHING, refused: [{ origin, seq: 50, at: NOW, command, refusal: { code: 'unknown' }, name: null, because: null }] },
      await store.meta(),
    );
    await store.dropPhoto(hash);
    expect(await store.photos()).toHaveLength(2);
    await store.dismiss({ origin, seq: 50 });
    expect((await store.photos()).map((p) => p.hash)).toEqual([shared.hash]);
  });
});
