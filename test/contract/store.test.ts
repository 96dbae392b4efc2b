import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NOTHING } from '#sync/absorb.ts';
import { readDevice, rememberPerson } from '#sync/device.ts';
import type { Patch } from '#sync/port.ts';
import { openStore } from '#sync/store.ts';
import { submit } from '#sync/submit.ts';
import { MINA } from '#test/contract/model-server.ts';
import { freshBrowser, NOW, noting, opening, ticketId } from '#test/contract/phone.ts';
import { picture, settle, siteNo } from './patch.ts';

beforeEach(freshBrowser);

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
      for (let seq = 1; seq <= 20; seq += 1) await settle(store, seq, { put: [siteNo(seq)] });
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
    const patch: Patch = { ...NOTHING, put: [siteNo(1)], settle: [1], meta: { cursor: 9 } };
    await expect(store.apply(patch, before.meta)).rejects.toMatchObject({ trouble: 'unavailable' });
    torn.mockRestore();
    expect(await store.read('all')).toEqual(before);
  });

  test('[33] signed out while the answer was on its way: it is not taken in', async () => {
    const store = await openStore(MINA);
    const meta = await store.meta();
    await store.signOut();
    expect(await store.apply({ ...NOTHING, put: [siteNo(1)] }, meta)).toBe(false);
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
    await store.apply({ ...NOTHING, put: [siteNo(1)], refused: [refusal], meta: { cursor: 7, epoch: 'e' } }, await store.meta());
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
