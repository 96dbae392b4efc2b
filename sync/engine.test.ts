import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PhotoHash } from '#domain/ids.ts';
import { MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { freshBrowser, lineTo, NOW, opening, ticketId } from '#test/contract/phone.ts';
import { backoff } from './backoff.ts';
import { readDevice, signIn, signInBegins } from './device.ts';
import { type Engine, startEngine } from './engine.ts';
import { hashOf } from './picture.ts';
import type { Store } from './port.ts';
import type { Send, SendResult } from './send.ts';
import { openStore } from './store.ts';
import type { Surroundings } from './surroundings.ts';

const mina = person(MINA, 'Mina');
const noPhotos: typeof fetch = async () => Promise.reject(new TypeError('Failed to fetch'));

let server: ModelServer;
let engine: Engine;
let store: Store;
beforeEach(async () => {
  freshBrowser();
  server = new ModelServer();
  await signIn({ id: MINA, name: 'Mina', language: 'fr' });
  store = await openStore(MINA);
});
afterEach(() => {
  engine.stop();
  store.close();
});

/** A page whose clock, timers and events are ours. */
class FakePage implements Surroundings {
  time = NOW;
  visible = true;
  timers: { at: number; work: () => void }[] = [];
  listeners = new Set<() => void>();
  now = () => this.time;
  random = () => 0.5;
  isVisible = () => this.visible;
  isOnline = () => true;
  onOccasion = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  after = (ms: number, work: () => void) => {
    const timer = { at: this.time + ms, work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((t) => t !== timer);
    };
  };

  async pass(ms: number): Promise<void> {
    this.time += ms;
    const due = this.timers.filter((t) => t.at <= this.time);
    this.timers = this.timers.filter((t) => t.at > this.time);
    for (const { work } of due) work();
    await quiet();
  }

  async occasion(): Promise<void> {
    for (const listener of this.listeners) listener();
    await quiet();
  }
}

async function quiet(): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (i > 3 && !engine.status().isDraining) break;
  }
  // The drain is over; what it brought may still be being read.
  await engine.live.refresh();
}

async function start(send: Send): Promise<FakePage> {
  const surroundings = new FakePage();
  engine = startEngine({ store, send, fetch: noPhotos, surroundings });
  await quiet();
  return surroundings;
}

test('[32] without sync, push or events: start, tap and poll alone bring everything both ways', async () => {
  const page = await start(lineTo(server, mina).send);
  expect(engine.status().connection).toMatchObject({ kind: 'online', retryAt: null });
  expect(engine.live.get().me?.name).toBe('Mina');
  const ticket = ticketId();
  expect(await engine.submit(opening(ticket))).toBe(1);
  await quiet();
  expect(engine.live.get().outbox).toEqual([]);
  expect(engine.live.get().view.tickets.get(ticket)?.head.number).toBe('2026-00001');
  const other = ticketId();
  server.act(mina, opening(other));
  await page.pass(30_000);
  expect(engine.live.get().view.tickets.has(other)).toBe(true);
  expect((await readDevice()).people[0]).toMatchObject({ id: MINA, name: 'Mina', lastContact: NOW });
});

test('a tap resolves at once whatever the network does, and what fails is tried again ever less often', async () => {
  const answers: SendResult[] = [];
  const line = lineTo(server, mina);
  let tries = 0;
  const page = await start(async (request) => {
    tries += 1;
    return answers.shift() ?? (await line.send(request));
  });
  answers.push({ kind: 'offline' }, { kind: 'timeout' }, { kind: 'portal' }, { kind: 'busy', retryAfter: 40_000 });
  await engine.submit(opening(ticketId()));
  await quiet();
  const waits: [string, number][] = [];
  for (let i = 0; i < 4; i += 1) {
    const { kind, retryAt } = engine.status().connection;
    waits.push([kind, (retryAt ?? 0) - page.time]);
    await page.pass((retryAt ?? 0) - page.time);
  }
  expect(waits).toEqual([
    ['offline', 1500],
    ['weak', 3000],
    ['portal', 6000],
    ['server-down', 45_000],
  ]);
  expect(engine.status().connection).toMatchObject({ kind: 'online', retryAt: null });
  expect(engine.live.get().outbox).toEqual([]);
  expect(tries).toBeLessThan(8);
});

test('[42] a photo that takes minutes keeps no text waiting; one that fails is tried again ever less often, and then goes', async () => {
  const line = lineTo(server, mina);
  const uploads: ((said: Response) => void)[] = [];
  const surroundings = new FakePage();
  const fetchIt: typeof fetch = () => new Promise((done) => uploads.push(done));
  engine = startEngine({ store, send: line.send, fetch: fetchIt, surroundings });
  await quiet();
  const bytes = new Uint8Array(100).buffer;
  const photo = { hash: await hashOf(bytes), bytes, mime: 'image/jpeg', width: 1, height: 1 } as const;
  await engine.submit(opening(ticketId(), { photos: [photo.hash as PhotoHash] }), [photo]);
  await quiet();
  expect(uploads).toHaveLength(1);
  await engine.submit(opening(ticketId()));
  await quiet();
  expect(server.executed).toHaveLength(2);
  expect(engine.live.get().outbox).toEqual([]);
  const waits: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    uploads.at(-1)?.(new Response('', { status: 502 }));
    await quiet();
    waits.push((engine.status().connection.retryAt ?? 0) - surroundings.time);
    await surroundings.pass(waits.at(-1) ?? 0);
  }
  expect(waits).toEqual([1500, 3000, 6000, 6000]);
  uploads.at(-1)?.(Response.json({ stored: true }));
  await quiet();
  expect(await store.photos()).toEqual([]);
});

test('[42] on a line that lets some photos through, the next try comes soon', async () => {
  const line = lineTo(server, mina);
  let asked = 0;
  const surroundings = new FakePage();
  const fetchIt: typeof fetch = async () => {
    asked += 1;
    if (asked <= 3 || asked === 5) throw new TypeError('Failed to fetch');
    return Response.json({ stored: true });
  };
  engine = startEngine({ store, send: line.send, fetch: fetchIt, surroundings });
  await quiet();
  const photos = await Promise.all(
    [1, 2].map(async (n) => {
      const bytes = new Uint8Array(100).fill(n).buffer;
      return { hash: await hashOf(bytes), bytes, mime: 'image/jpeg', width: 1, height: 1 } as const;
    }),
  );
  await engine.submit(opening(ticketId(), { photos: photos.map((p) => p.hash as PhotoHash) }), photos);
  const waits: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    await quiet();
    waits.push((engine.status().connection.retryAt ?? 0) - surroundings.time);
    await surroundings.pass(waits.at(-1) ?? 0);
  }
  // The fourth request arrives, the fifth does not.
  expect(waits).toEqual([1500, 3000, 6000, 1500]);
  await quiet();
  expect(await store.photos()).toEqual([]);
});

test('seen again, or back on a network: tried at once', async () => {
  const line = lineTo(server, mina);
  line.faults.push(() => ({ kind: 'offline' }));
  const page = await start(line.send);
  expect(engine.status().connection.kind).toBe('offline');
  await page.occasion();
  expect(engine.status().connection.kind).toBe('online');
});

test('[34] a session that ended pauses; after signing in again, everything goes', async () => {
  const line = lineTo(server, mina);
  line.faults.push(
    () => ({ kind: 'unauthorised' }),
    () => ({ kind: 'unauthorised' }),
  );
  const page = await start(line.send);
  await engine.submit(opening(ticketId()));
  await quiet();
  expect(engine.status().connection).toMatchObject({ kind: 'signed-out', retryAt: null });
  expect(page.timers).toEqual([]);
  expect(engine.live.get().outbox).toHaveLength(1);
  await engine.drainNow();
  expect(engine.status().connection.kind).toBe('online');
  await engine.live.refresh();
  expect(engine.live.get().outbox).toEqual([]);
});

test('[33] while credentials are being given, nothing of anybody is sent', async () => {
  const line = lineTo(server, mina);
  await start(line.send);
  const before = server.requests.length;
  await signInBegins();
  await engine.submit(opening(ticketId()));
  await quiet();
  expect(server.requests).toHaveLength(before);
  expect(engine.status().connection.kind).toBe('signed-out');
  await signIn({ id: MINA, name: 'Mina', language: 'fr' });
  await engine.drainNow();
  expect(server.executed).toHaveLength(1);
});

test('[22] an answer of a newer version: outdated, nothing planned, nothing lost', async () => {
  const page = await start(async () => ({ kind: 'answer', body: { kind: 'answer', protocol: 99 } }));
  await engine.submit(opening(ticketId()));
  await quiet();
  expect(engine.status().connection).toMatchObject({ kind: 'outdated', retryAt: null });
  expect(page.timers).toEqual([]);
  expect(await store.outbox()).toHaveLength(1);
});

test('unseen and with nothing to send, nobody is asked', async () => {
  const page = await start(lineTo(server, mina).send);
  const before = server.requests.length;
  page.visible = false;
  await page.pass(30_000);
  await page.pass(30_000);
  expect(server.requests).toHaveLength(before);
  page.visible = true;
  await page.pass(30_000);
  expect(server.requests.length).toBeGreaterThan(before);
});

test('back-off doubles to a minute, is spread, and never sooner than the server asked', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((n) => backoff(n, 0.9999, null))).toEqual(
    [2000, 4000, 8000, 16000, 31998, 59997, 59997].map((n) => expect.closeTo(n, -2)),
  );
  expect(backoff(1, 0, null)).toBe(1000);
  expect(backoff(1, 0, 30_000)).toBe(30_000);
  expect(backoff(9, 0.999, 120_000)).toBeGreaterThan(120_000);
});

test('looked at with something to send: tried again within 8 s however long it has failed, and never sooner than the server asked', async () => {
  const answers: SendResult[] = [];
  const line = lineTo(server, mina);
  const page = await start(async (request) => answers.shift() ?? (await line.send(request)));
  answers.push(...Array.from({ length: 9 }, (): SendResult => ({ kind: 'offline' })), { kind: 'busy', retryAfter: 40_000 });
  const waitNow = async () => {
    const wait = (engine.status().connection.retryAt ?? 0) - page.time;
    await page.pass(wait);
    return wait;
  };
  await page.occasion();
  for (let i = 0; i < 6; i += 1) await waitNow();
  expect(await waitNow()).toBe(45_000);
  await engine.submit(opening(ticketId()));
  await quiet();
  expect(await waitNow()).toBe(6_000);
  expect(await waitNow()).toBe(45_000);
  expect(engine.live.get().outbox).toEqual([]);
});

test('6 000 phones that waited ask the server that is back over 4 s at least, once each', () => {
  const phase = (i: number) => backoff(9, (i % 1000) / 1000, null, true);
  const gaps = Array.from({ length: 6000 }, (_, i) => phase(i));
  expect(Math.min(...gaps)).toBe(4000);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(8000);
  const perSecond = [4, 5, 6, 7].map((s) => gaps.filter((g) => Math.floor(g / 1000) === s).length);
  expect(Math.max(...perSecond)).toBeLessThanOrEqual(1500);
});
