import { openDB } from 'idb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NOTHING } from '#sync/absorb.ts';
import type { Store } from '#sync/port.ts';
import { SEEN_MAX } from '#sync/seen.ts';
import { openStore } from '#sync/store.ts';
import { submit } from '#sync/submit.ts';
import { MINA } from '#test/contract/model-server.ts';
import { freshBrowser, NOW, opening, ticketId } from '#test/contract/phone.ts';
import { picture, settle, siteNo } from './patch.ts';

beforeEach(freshBrowser);

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
      reset: async (store) => store.apply({ ...NOTHING, into: 'staging', put: [siteNo(1)], swap: true }, await store.meta()),
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

  test('[42] one that stayed behind when its ticket left goes when the ticket is back, by an answer or by a reset', async () => {
    const ticket = (stored: boolean) =>
      ({ kind: 'ticket', id: 't', version: 1, head: { photos: [{ hash, by: MINA, at: NOW, stored }] }, timeline: [], names: {} }) as never;
    for (const how of ['answer', 'reset'] as const) {
      const store = await openStore(MINA);
      await store.keepPhotos([picture(3)], NOW);
      const state = async () => (await store.photos()).map((p) => p.state);
      await store.apply({ ...NOTHING, put: [ticket(true)] }, await store.meta());
      expect(await state(), 'the server has it from somebody else').toEqual(['kept']);
      const back = how === 'answer' ? NOTHING : { ...NOTHING, into: 'staging' as const, swap: true };
      await store.apply({ ...back, put: [ticket(false)] }, await store.meta());
      expect(await state(), how).toEqual(['waiting']);
      store.close();
      await freshBrowser();
    }
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
