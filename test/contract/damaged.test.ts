import { type IDBPDatabase, openDB } from 'idb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readDevice, signIn } from '#sync/device.ts';
import { openLive } from '#sync/live.ts';
import { uploadWaiting } from '#sync/photos.ts';
import type { Store } from '#sync/port.ts';
import { openStore } from '#sync/store.ts';
import { MINA, ModelServer, person } from './model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, noting, opening, ticketId } from './phone.ts';

// What a bad sector, a full disk or a bug of some browser may leave: a record in each store that is not what was written.

const mina = person(MINA, 'Mina');
let server: ModelServer;
let store: Store;

beforeEach(async () => {
  freshBrowser();
  server = new ModelServer();
  store = await openStore(MINA);
});

/** Beside the app, with the records in its hands. */
async function beside(work: (db: IDBPDatabase) => Promise<unknown>): Promise<void> {
  const db = await openDB(`relais-${MINA}`);
  await work(db);
  db.close();
}

async function reopened(): Promise<Store> {
  store.close();
  store = await openStore(MINA);
  return store;
}

/** A phone that holds a ticket, with nothing to say. */
async function loaded(): Promise<{ ticket: ReturnType<typeof ticketId>; line: ReturnType<typeof lineTo> }> {
  const line = lineTo(server, mina);
  const ticket = ticketId();
  server.act(mina, opening(ticket));
  expect((await drainBy(store, line.send)).kind).toBe('ok');
  return { ticket, line };
}

const notesOf = (ticket: string) =>
  server.tickets.get(ticket)?.timeline.flatMap(({ event }) => (event.type === 'NoteAdded' ? [event.text] : [])) ?? [];

const isRow = (value: unknown) => typeof value === 'object' && value !== null && 'offset' in value && !('seq' in value);

const circular: Record<string, unknown> = { type: 'note' };
circular['self'] = circular;
const BAD_ROWS: readonly [string, unknown][] = [
  ['nothing', null],
  ['a word', 'garbage'],
  ['no command', { at: NOW, offset: 0 }],
  ['times that are none', { at: 'yesterday', offset: Number.NaN, command: { type: 'note', v: 1, text: 'gardé' } }],
  ['a map', { at: NOW, offset: 0, command: new Map([['type', 'note']]) }],
  ['bytes', { at: NOW, offset: 0, command: new Uint8Array(9).buffer }],
  ['a number too large', { at: NOW, offset: 0, command: { type: 'note', n: 10n } }],
  ['itself', { at: NOW, offset: 0, command: circular }],
  ['a megabyte', { at: NOW, offset: 0, command: { type: 'note', v: 1, text: 'x'.repeat(1_000_000) } }],
  ['depth without end', { at: NOW, offset: 0, command: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) }],
];

describe('a record of the outbox', () => {
  test.each(BAD_ROWS)(
    '[12] [15] %s: those before and after it leave, and it is shown among the refused until the person lets go of it',
    async (_, row) => {
      const { ticket, line } = await loaded();
      await store.append(noting(ticket, 'before'), NOW);
      await beside((db) => db.add('outbox', row));
      await store.append(noting(ticket, 'after'), NOW);
      expect((await drainBy(store, line.send)).kind).toBe('ok');
      expect(notesOf(ticket)).toEqual(['before', 'after']);
      const { outbox, refused } = await store.state();
      expect(outbox).toEqual([]);
      expect(refused).toMatchObject([{ seq: 2, refusal: { code: 'invalid' } }]);
      for (const request of server.requests) expect(JSON.stringify(request).length).toBeLessThan(256_000);
      const [first] = refused;
      if (first !== undefined) await store.dismiss(first);
      expect((await store.state()).refused).toEqual([]);
    },
  );

  test('[27] the words that can still be read in it stay with the refusal', async () => {
    const { line } = await loaded();
    await beside((db) => db.add('outbox', { at: 'x', command: { type: 'note', text: 'mes mots', odd: new Map() } }));
    await drainBy(store, line.send);
    expect((await store.state()).refused[0]?.command).toMatchObject({ text: 'mes mots' });
  });

  test('[12] one that the browser itself cannot read any more takes no other with it', async () => {
    const { ticket, line } = await loaded();
    await store.append(noting(ticket, 'one'), NOW);
    await store.append(noting(ticket, 'unreadable'), NOW);
    await store.append(noting(ticket, 'three'), NOW);
    const mendedBy = unreadable((value) => isRow(value) && JSON.stringify(value).includes('unreadable'));
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    mendedBy();
    expect(notesOf(ticket)).toEqual(['one', 'three']);
    expect((await store.state()).refused).toMatchObject([{ seq: 2, refusal: { code: 'invalid' } }]);
  });

  test('[12] a refusal of another one can be dismissed and said again beside it', async () => {
    const { ticket, line } = await loaded();
    await store.append({ type: 'note', v: 1, ticket: ticketId(), text: 'elsewhere' }, NOW);
    await drainBy(store, line.send);
    const [refused] = (await store.state()).refused;
    await beside((db) => db.add('outbox', null));
    if (refused !== undefined) await store.resend(refused, NOW);
    await drainBy(store, line.send);
    const again = (await store.state()).refused.find((r) => r.seq === 3);
    expect(again).toBeDefined();
    await beside((db) => db.add('outbox', null));
    if (again !== undefined) await store.dismiss(again);
    await store.dropPhoto('00'.repeat(32));
    expect((await store.state()).refused.map((r) => r.seq)).toEqual([2]);
    expect(notesOf(ticket)).toEqual([]);
  });
});

/** Until it is put back, the browser fails to read records that fit: as Chromium does where the file of a large one is gone. */
function unreadable(fits: (value: unknown) => boolean): () => void {
  const clone = globalThis.structuredClone;
  const spy = vi.spyOn(globalThis, 'structuredClone').mockImplementation((value, ...of) => {
    if (fits(value)) throw new DOMException('Failed to read large IndexedDB value', 'UnknownError');
    return clone(value, ...of);
  });
  return () => spy.mockRestore();
}

describe('a document', () => {
  const DAMAGE: readonly [string, (ticket: Record<string, unknown>) => unknown][] = [
    ['of an unknown kind', (ticket) => ({ ...ticket, kind: 'hologram' })],
    ['without a head', ({ head: _, ...rest }) => rest],
    ['whose story is none', (ticket) => ({ ...ticket, timeline: 'x' })],
    ['with half a head', (ticket) => ({ ...ticket, head: { id: ticket['id'] } })],
    ['with an act of nobody', (ticket) => ({ ...ticket, timeline: [null] })],
  ];
  test.each(DAMAGE)('[22] %s is asked again, and the screen shows the others meanwhile', async (_, damage) => {
    const { ticket, line } = await loaded();
    const other = ticketId();
    server.act(mina, opening(other));
    await drainBy(store, line.send);
    await store.append(noting(ticket, 'waits'), NOW);
    await beside(async (db) => {
      const good = (await db.get('documents', ['ticket', ticket])) as Record<string, unknown>;
      await db.delete('documents', ['ticket', ticket]);
      await db.put('documents', damage(good));
    });
    const again = await reopened();
    const live = openLive(again, () => NOW);
    await live.refresh();
    expect(live.get().isReady).toBe(true);
    expect(live.get().view.tickets.has(other)).toBe(true);
    expect((await drainBy(again, line.send)).kind).toBe('ok');
    await live.refresh();
    expect(live.get().view.tickets.get(ticket)?.head.text).toBe('Rien à l’écran');
    expect(notesOf(ticket)).toEqual(['waits']);
    expect((await again.read('all')).documents.filter((d) => d.id === ticket)).toHaveLength(1);
    live.close();
  });

  test('[22] one that the server itself sends so is left out, and not asked for without end', async () => {
    const { ticket, line } = await loaded();
    // A server of another version, say: it sends this ticket in a shape that no screen here can show.
    const odd: typeof line.send = async (request) => {
      const said = await line.send(request);
      if (said.kind !== 'answer') return said;
      const body = said.body as { changes: Record<string, unknown>[] };
      return { kind: 'answer', body: { ...body, changes: body.changes.map((c) => (c['id'] === ticket ? { ...c, head: 'elsewhere' } : c)) } };
    };
    await beside((db) => db.put('documents', { kind: 'ticket', id: ticket }));
    for (let i = 0; i < 5; i += 1) {
      await reopened();
      await store.read('all');
      expect((await drainBy(store, odd)).kind).toBe('ok');
      expect((await store.read('all')).documents.some((d) => d.id === ticket)).toBe(false);
    }
    // The first, of the damaged one, and of the odd one once.
    expect(server.requests.filter((r) => r.epoch === null)).toHaveLength(3);
  });

  test('[17] a page of a reset that cannot be read: the reset begins anew', async () => {
    const line = lineTo(server, mina);
    for (let i = 0; i < 3; i += 1) server.act(mina, opening(ticketId()));
    server.pageSize = 1;
    line.faults.push(
      (deliver) => deliver(),
      (deliver) => deliver(),
      () => ({ kind: 'offline' }),
    );
    expect((await drainBy(store, line.send)).kind).toBe('offline');
    await beside(async (db) => {
      for (const page of await db.getAll('staging')) await db.put('staging', { kind: page.kind, id: page.id });
    });
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    expect((await store.read('all')).documents.filter((d) => d.kind === 'ticket')).toHaveLength(3);
  });
});

describe('the one record of meta', () => {
  const GONE: readonly [string, (db: IDBPDatabase) => Promise<unknown>][] = [
    ['is missing', (db) => db.delete('meta', 'meta')],
    ['is a word', (db) => db.put('meta', 'x', 'meta')],
    ['has no origin', async (db) => db.put('meta', { ...(await db.get('meta', 'meta')), origin: undefined }, 'meta')],
    ['counts from nowhere', async (db) => db.put('meta', { ...(await db.get('meta', 'meta')), base: null }, 'meta')],
  ];
  test.each(GONE)('[6] [1] %s: the same origin goes on, and what was on its way is not executed twice', async (_, damage) => {
    const { ticket, line } = await loaded();
    const { origin } = await store.meta();
    await store.append(noting(ticket, 'settled'), NOW);
    await drainBy(store, line.send);
    await store.append(noting(ticket, 'answer lost'), NOW);
    line.faults.push((deliver) => {
      deliver();
      return { kind: 'timeout' };
    });
    await drainBy(store, line.send);
    await store.append(noting(ticket, 'not sent'), NOW);
    await beside(damage);
    const again = await reopened();
    expect(await again.meta()).toMatchObject({ origin, lost: false, epoch: null });
    expect((await again.outbox()).map((e) => e.seq)).toEqual([2, 3]);
    expect((await drainBy(again, line.send)).kind).toBe('ok');
    expect(notesOf(ticket)).toEqual(['settled', 'answer lost', 'not sent']);
    expect(await again.append(noting(ticket, 'after'), NOW)).toBe(4);
  });

  test.each(GONE)('[47] [1] %s, and its second copy is gone: a new origin that says so; what waits is sent, in its order', async (_, damage) => {
    const { ticket, line } = await loaded();
    const { origin } = await store.meta();
    await store.append(noting(ticket, 'said before'), NOW);
    await drainBy(store, line.send);
    await store.append(noting(ticket, 'one'), NOW);
    await store.append(noting(ticket, 'two'), NOW);
    await beside(damage);
    await beside((db) => db.delete('meta', 'origin'));
    const again = await reopened();
    const meta = await again.meta();
    expect(meta.lost).toBe(true);
    expect(meta.origin).not.toBe(origin);
    expect((await again.outbox()).map((e) => e.seq)).toEqual([1, 2]);
    expect((await drainBy(again, line.send)).kind).toBe('ok');
    expect(notesOf(ticket)).toEqual(['said before', 'one', 'two']);
    expect(await again.append(noting(ticket, 'three'), NOW)).toBe(3);
    await again.clearLost();
    expect((await (await reopened()).meta()).lost).toBe(false);
  });

  test.each(GONE)('[47] [1] %s, its second copy too, and page and worker find it so at once: both go on, as the same newcomer', async (_, damage) => {
    const { ticket, line } = await loaded();
    await store.append(noting(ticket, 'one'), NOW);
    store.close();
    await beside(damage);
    await beside((db) => db.delete('meta', 'origin'));
    const [page, worker, tab] = await Promise.all([openStore(MINA), openStore(MINA), openStore(MINA)]);
    store = page;
    const origins = await Promise.all([page, worker, tab].map(async (one) => (await one.meta()).origin));
    expect(new Set(origins).size).toBe(1);
    expect(await worker.append(noting(ticket, 'two'), NOW)).toBe(2);
    expect((await drainBy(page, line.send)).kind).toBe('ok');
    expect(notesOf(ticket)).toEqual(['one', 'two']);
    for (const one of [worker, tab]) one.close();
  });

  test('[51] after a fork, the second copy is the newcomer', async () => {
    const { line } = await loaded();
    const [first] = [await store.meta()];
    await store.append(noting(ticketId(), 'x'), NOW);
    line.faults.push(() => ({ kind: 'answer', body: { kind: 'fork', receipts: [] } }));
    await drainBy(store, line.send);
    const { origin } = await store.meta();
    expect(origin).not.toBe(first.origin);
    await beside((db) => db.delete('meta', 'meta'));
    expect((await (await reopened()).meta()).origin).toBe(origin);
  });

  test('[47] [1] gone while the app runs: the next tap is kept all the same', async () => {
    const { ticket, line } = await loaded();
    await beside((db) => db.delete('meta', 'meta'));
    expect(await store.append(noting(ticket, 'kept'), NOW)).toBe(1);
    expect((await store.meta()).lost).toBe(false);
    await drainBy(store, line.send);
    expect(notesOf(ticket)).toEqual(['kept']);
  });

  test('[26] does not know who I am any more: it is asked again, under the same origin', async () => {
    const { line } = await loaded();
    const { origin } = await store.meta();
    await beside(async (db) => db.put('meta', { ...(await db.get('meta', 'meta')), me: { person: MINA } }, 'meta'));
    const again = await reopened();
    expect((await again.meta()).me).toBeNull();
    await drainBy(again, line.send);
    expect(await again.meta()).toMatchObject({ origin, lost: false, me: { name: 'Mina' } });
  });
});

describe('what belongs to the device', () => {
  /** As browsers make room: every database of the site; what `localStorage` holds stays. */
  async function evicted(...names: readonly string[]): Promise<void> {
    store.close();
    for (const name of names) {
      await new Promise((resolve) => {
        indexedDB.deleteDatabase(name).onsuccess = resolve;
      });
    }
  }
  const shelf = new Map<string, string>();
  beforeEach(() => {
    shelf.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => shelf.get(key) ?? null,
      setItem: (key: string, value: string) => shelf.set(key, value),
    });
    return () => vi.unstubAllGlobals();
  });

  test('[47] the device’s own database is gone with the person’s: a new origin, and it says that work may be lost', async () => {
    const before = await reopened();
    const { origin } = await before.meta();
    await before.append(noting(ticketId(), 'gone'), NOW);
    await evicted(`relais-${MINA}`, 'relais-device');
    store = await openStore(MINA);
    expect(await store.meta()).toMatchObject({ lost: true, epoch: null });
    expect((await store.meta()).origin).not.toBe(origin);
    await store.clearLost();
    expect((await (await reopened()).meta()).lost).toBe(false);
  });

  test('[47] the device’s own database alone is gone: nothing was lost, and nothing says so', async () => {
    const { origin } = await (await reopened()).meta();
    await evicted('relais-device');
    store = await openStore(MINA);
    expect(await store.meta()).toMatchObject({ lost: false, origin });
  });

  test.each([['x'], [{ people: 7, person: {} }], [{ people: [null, { id: 4 }, { id: MINA, name: 'Mina' }], person: MINA }]])(
    'a record of the device that is damaged (%j) locks nobody out',
    async (record) => {
      const db = await openDB('relais-device');
      await db.put('device', record, 'device');
      db.close();
      const device = await readDevice();
      expect(Array.isArray(device.people) && device.people.every((p) => typeof p.id === 'string')).toBe(true);
      await signIn({ id: MINA, name: 'Mina', language: 'fr' });
      expect((await readDevice()).person).toBe(MINA);
      expect((await (await reopened()).meta()).lost).toBe(false);
    },
  );
});

describe('what is filed beside', () => {
  test('[28] a refusal, a told take and a photo of unknown shapes can be read and let go of', async () => {
    await loaded();
    const { origin } = await store.meta();
    await beside(async (db) => {
      await db.put('refused', { origin, seq: 90 });
      await db.put('told', { origin, seq: 91, joined: 7 });
      await db.put('photos', { hash: 'ab'.repeat(32) });
      await db.put('photos', { hash: 7, state: 'waiting' });
    });
    const held = await store.read('all');
    expect(held.refused).toEqual([{ origin, seq: 90, at: 0, command: null, refusal: { code: 'invalid' }, name: null, because: null }]);
    expect(held.told).toEqual([]);
    expect(held.photos).toMatchObject([{ hash: 'ab'.repeat(32), size: 0 }]);
    await uploadWaiting(store, async () => Response.json({ stored: true }));
    expect(await store.photos()).toMatchObject([{ hash: 'ab'.repeat(32), state: 'refused', reason: 422 }]);
    await store.dismiss({ origin, seq: 90 });
    expect((await store.read('all')).refused).toEqual([]);
  });

  test('[15] [44] a photo whose bytes are gone holds up no other, and is said to be damaged', async () => {
    const { ticket, line } = await loaded();
    const [one, two] = ['aa', 'bb'].map((byte) => byte.repeat(32)) as [string, string];
    const bytes = new Uint8Array([1, 2, 3]).buffer;
    await store.keepPhotos(
      [one, two].map((hash) => ({ hash, bytes, mime: 'image/jpeg', width: 1, height: 1 })),
      NOW,
    );
    for (const hash of [one, two]) await store.append({ type: 'attach', v: 1, ticket, hash, mime: 'image/jpeg', size: 3 }, NOW);
    await drainBy(store, line.send);
    await beside((db) => db.delete('bytes', one));
    const put: typeof fetch = async () => Response.json({ stored: true }, { status: 201 });
    await uploadWaiting(store, put);
    expect(await store.photos()).toMatchObject([{ hash: one, state: 'refused', reason: 422 }]);
  });

  test('[15] one whose bytes cannot be read holds up no other', async () => {
    const { ticket, line } = await loaded();
    const [one, two] = ['aa', 'bb'].map((byte) => byte.repeat(32)) as [string, string];
    const picture = (hash: string, n: number) => ({ hash, bytes: new Uint8Array(n).buffer, mime: 'image/jpeg', width: 1, height: 1 });
    await store.keepPhotos([picture(one, 1), picture(two, 2)], NOW);
    for (const hash of [one, two]) await store.append({ type: 'attach', v: 1, ticket, hash, mime: 'image/jpeg', size: 3 }, NOW);
    await drainBy(store, line.send);
    const put: typeof fetch = async () => Response.json({ stored: true }, { status: 201 });
    const mendedBy = unreadable((value) => value instanceof ArrayBuffer && value.byteLength === 1);
    await uploadWaiting(store, put);
    mendedBy();
    expect((await store.photos()).map((p) => p.hash)).toEqual([one]);
  });
});
