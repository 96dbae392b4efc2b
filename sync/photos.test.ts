import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { PhotoHash } from '#domain/ids.ts';
import { MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, opening, ticketId } from '#test/contract/phone.ts';
import { uploadWaiting } from './photos.ts';
import { fitted, hashOf } from './picture.ts';
import type { Picture, Store } from './port.ts';
import { openStore } from './store.ts';
import { submit } from './submit.ts';

const mina = person(MINA, 'Mina');
beforeEach(freshBrowser);

async function picture(byte: number): Promise<Picture> {
  const bytes = new Uint8Array(1000).fill(byte).buffer;
  return { hash: await hashOf(bytes), bytes, mime: 'image/jpeg', width: 10, height: 10 };
}

/** The server's shelf of photos; each answer prepared beforehand is given once instead of its own. */
class Shelf {
  readonly held = new Map<string, ArrayBuffer>();
  readonly asked: string[] = [];
  readonly next: ((keep: () => void) => Response | Promise<Response>)[] = [];

  readonly fetch: typeof fetch = async (input, init) => {
    const hash = String(input).split('/').at(-1) ?? '';
    this.asked.push(hash);
    const bytes = await new Response(init?.body ?? null).arrayBuffer();
    const keep = () => {
      this.held.set(hash, bytes);
    };
    const prepared = this.next.shift();
    if (prepared !== undefined) return await prepared(keep);
    if ((await hashOf(bytes)) !== hash) return json(422, { error: 'hash' });
    keep();
    return json(200, { stored: true });
  };
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

async function withPhotos(...pictures: Picture[]): Promise<Store> {
  const store = await openStore(MINA);
  const line = lineTo(new ModelServer(), mina);
  await drainBy(store, line.send);
  await submit(store, opening(ticketId(), { photos: pictures.map((p) => p.hash as PhotoHash) }), { now: NOW, photos: pictures });
  await drainBy(store, line.send);
  return store;
}

describe('uploading', () => {
  test('[42] nothing goes before the command that names it has settled; the command never waits', async () => {
    const store = await openStore(MINA);
    const photo = await picture(1);
    await submit(store, opening(ticketId(), { photos: [photo.hash as PhotoHash] }), { now: NOW, photos: [photo] });
    const shelf = new Shelf();
    expect(await uploadWaiting(store, shelf.fetch)).toEqual({ kind: 'ok', uploaded: 0, left: 0 });
    expect(shelf.asked).toEqual([]);
    const line = lineTo(new ModelServer(), mina);
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    expect(await uploadWaiting(store, shelf.fetch)).toEqual({ kind: 'ok', uploaded: 1, left: 0 });
    expect(await store.photos()).toEqual([]);
    expect([...shelf.held.keys()]).toEqual([photo.hash]);
  });

  test('[43] a photo is given the time of a bad line, by its size: one that were cut short would begin again for ever', async () => {
    const store = await withPhotos(await picture(1));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let cut = 0;
      const slow: typeof fetch = (_, init) =>
        new Promise((done, fail) => {
          init?.signal?.addEventListener('abort', () => {
            cut += 1;
            fail(new Error('aborted'));
          });
          setTimeout(() => done(json(200, { stored: true })), 58_000);
        });
      const sent = uploadWaiting(store, slow);
      for (let i = 0; i < 60; i += 1) {
        await new Promise((done) => setImmediate(done));
        await vi.advanceTimersByTimeAsync(1_000);
      }
      expect((await sent).kind).toBe('ok');
      expect(cut).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('[43] [44] an answer that was lost: sent again, kept once, and only then let go', async () => {
    const store = await withPhotos(await picture(1));
    const shelf = new Shelf();
    shelf.next.push((keep) => {
      keep();
      throw new TypeError('Failed to fetch');
    });
    expect((await uploadWaiting(store, shelf.fetch)).kind).toBe('offline');
    expect(await store.photos()).toHaveLength(1);
    expect((await uploadWaiting(store, shelf.fetch)).kind).toBe('ok');
    expect(shelf.asked).toHaveLength(2);
    expect(shelf.held.size).toBe(1);
    expect(await store.photos()).toEqual([]);
  });

  test('[31] [44] a portal’s 200 page, or a 204 of anybody, never makes the phone let go', async () => {
    const store = await withPhotos(await picture(1));
    const shelf = new Shelf();
    shelf.next.push(
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      () => new Response(null, { status: 204 }),
      () => json(200, { hello: 'you' }),
      () => new Response('too large', { status: 413, headers: { 'content-type': 'text/html' } }),
    );
    for (let i = 0; i < 4; i += 1) expect((await uploadWaiting(store, shelf.fetch)).kind).toBe('portal');
    expect((await store.photos()).map((p) => p.state)).toEqual(['waiting']);
  });

  test('[15] one over which the server stumbles each time goes last, and the others leave', async () => {
    const all = [await picture(11), await picture(12), await picture(13)];
    const store = await withPhotos(...all);
    const shelf = new Shelf();
    shelf.next.push(() => json(500, { error: 'internal' }));
    expect(await uploadWaiting(store, shelf.fetch)).toMatchObject({ kind: 'busy', retryAfter: null });
    const [stuck = ''] = shelf.asked;
    expect(shelf.held.size).toBe(2);
    expect((await store.photos()).map((p) => [p.hash, p.state])).toEqual([[stuck, 'waiting']]);
    // Asked to wait, it waits: nothing else is said to a server that is busy.
    const more = [await picture(14), await picture(15)];
    const ticket = ticketId();
    await submit(store, opening(ticket, { photos: more.map((p) => p.hash as PhotoHash) }), { now: NOW, photos: more });
    await drainBy(store, lineTo(new ModelServer(), mina).send);
    shelf.next.push(() => new Response('{}', { status: 429, headers: { 'content-type': 'application/json', 'retry-after': '30' } }));
    expect(await uploadWaiting(store, shelf.fetch)).toMatchObject({ kind: 'busy', retryAfter: 30_000 });
    expect(shelf.asked).toHaveLength(4);
    expect(shelf.asked.at(-1)).not.toBe(stuck);
    expect((await uploadWaiting(store, shelf.fetch)).kind).toBe('ok');
    expect(shelf.asked.at(-1)).toBe(stuck);
  });

  test('one that the server will never take is kept and marked, and the others go on', async () => {
    const [bad, good] = [await picture(21), await picture(22)];
    const store = await withPhotos(bad, good);
    const shelf = new Shelf();
    const sorted = [bad, good].sort((a, b) => (a.hash < b.hash ? -1 : 1));
    shelf.next.push(() => json(415, { error: 'not-a-picture' }));
    expect(await uploadWaiting(store, shelf.fetch)).toEqual({ kind: 'ok', uploaded: 1, left: 0 });
    expect(await store.photos()).toMatchObject([{ hash: sorted[0]?.hash, state: 'refused', reason: 415 }]);
    expect(await store.photo(sorted[0]?.hash ?? '')).not.toBeNull();
    await uploadWaiting(store, shelf.fetch);
    expect(shelf.asked).toHaveLength(2);
    await store.dropPhoto(sorted[0]?.hash ?? '');
    expect(await store.photos()).toEqual([]);
  });

  test('404, 401 and 503 keep it waiting', async () => {
    const store = await withPhotos(await picture(1));
    const shelf = new Shelf();
    shelf.next.push(
      () => json(404, { error: 'unknown' }),
      () => json(401, { error: 'signed-out' }),
      () => json(503, { error: 'busy' }),
    );
    expect(await uploadWaiting(store, shelf.fetch)).toEqual({ kind: 'ok', uploaded: 0, left: 1 });
    expect((await uploadWaiting(store, shelf.fetch)).kind).toBe('unauthorised');
    expect((await uploadWaiting(store, shelf.fetch)).kind).toBe('busy');
    expect((await store.photos())[0]?.state).toBe('waiting');
  });

  test('[21] [44] one whose command a restored server forgot waits for nothing: it stays here, alone, until its person chooses', async () => {
    const photo = await picture(1);
    const store = await withPhotos(photo);
    const shelf = new Shelf();
    const { documents } = await store.read('all');
    await store.forget(documents.map((d) => [d.kind, d.id] as never));
    shelf.next.push(() => json(404, { error: 'unknown' }));
    expect(await uploadWaiting(store, shelf.fetch)).toEqual({ kind: 'ok', uploaded: 0, left: 0 });
    expect(await store.photos()).toMatchObject([{ hash: photo.hash, state: 'kept' }]);
    expect(await store.photo(photo.hash)).not.toBeNull();
    await uploadWaiting(store, shelf.fetch);
    expect(shelf.asked).toHaveLength(1);
    // Named again, it goes.
    const ticket = ticketId();
    await submit(store, opening(ticket, { photos: [photo.hash as PhotoHash] }), { now: NOW, photos: [] });
    await drainBy(store, lineTo(new ModelServer(), mina).send);
    expect(await uploadWaiting(store, shelf.fetch)).toEqual({ kind: 'ok', uploaded: 1, left: 0 });
  });

  test('[43] two tabs at once send each photo once', async () => {
    const store = await withPhotos(await picture(1), await picture(2));
    const shelf = new Shelf();
    const results = await Promise.all([uploadWaiting(store, shelf.fetch), uploadWaiting(store, shelf.fetch)]);
    expect(results.map((r) => r.kind).sort()).toEqual(['ok', 'taken']);
    expect(shelf.asked).toHaveLength(2);
  });
});

test('a picture fits its longest side, and is never enlarged', () => {
  expect(fitted(4032, 3024, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fitted(3024, 4032, 1600)).toEqual({ width: 1200, height: 1600 });
  expect(fitted(800, 600, 1600)).toEqual({ width: 800, height: 600 });
  expect(fitted(10_000, 1, 1600)).toEqual({ width: 1600, height: 1 });
});
