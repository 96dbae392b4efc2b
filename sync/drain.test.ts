import { beforeEach, describe, expect, test } from 'vitest';
import type { SyncRequest } from '#domain/wire.ts';
import { HUGO, MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, notesOf, noting, opening, ticketId, viewOf } from '#test/contract/phone.ts';
import { drain } from './drain.ts';
import { mintOrigin } from './mint.ts';
import type { News } from './port.ts';
import { routeSend, type SendResult } from './send.ts';
import { openStore } from './store.ts';

const mina = person(MINA, 'Mina');
const hugo = person(HUGO, 'Hugo');

let server: ModelServer;
beforeEach(() => {
  freshBrowser();
  server = new ModelServer();
});

describe('a turn', () => {
  test('[2] what is sent leaves the box only with its receipt, its effect and the cursor together', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append(opening(ticket), NOW);
    expect(await drainBy(store, line.send)).toEqual({ kind: 'ok', settled: 1, refused: 0 });
    const held = await store.read('all');
    expect(held.outbox).toEqual([]);
    expect(held.meta.settled).toBe(1);
    expect(held.meta.cursor).toBe(server.version);
    expect(held.documents.find((d) => d.id === ticket)).toMatchObject({ head: { number: '2026-00001' } });
  });

  test('[6] [2] an answer that was lost: said again, executed once, settled once', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append(opening(ticket), NOW);
    await store.append(noting(ticket, 'une fois'), NOW);
    line.faults.push((deliver) => {
      deliver();
      return { kind: 'timeout' };
    });
    expect((await drainBy(store, line.send)).kind).toBe('timeout');
    expect(await store.outbox()).toHaveLength(2);
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    expect(server.executed).toHaveLength(2);
    expect(notesOf(await viewOf(store), ticket)).toEqual(['une fois']);
  });

  test('[16] [24] an answer kept on the way and given when the cursor has moved on changes nothing', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    const ticket = ticketId();
    server.act(hugo, opening(ticket));
    await drainBy(store, line.send);
    let old: SendResult | undefined;
    line.faults.push((deliver) => {
      old = deliver();
      return { kind: 'timeout' };
    });
    await drainBy(store, line.send);
    await store.append(noting(ticket, 'la mienne'), NOW);
    await drainBy(store, line.send);
    const before = await store.read('all');
    line.faults.push(() => old as SendResult);
    await drainBy(store, line.send);
    const after = await store.read('all');
    expect({ ...after.meta, revision: 0, lastContact: 0 }).toEqual({ ...before.meta, revision: 0, lastContact: 0 });
    expect(notesOf(await viewOf(store), ticket)).toEqual(['la mienne']);
  });

  test('[24] the effect of a tap is seen after every step from tap to settlement, also when changes come in pages', async () => {
    const store = await openStore(MINA);
    server.pageSize = 2;
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    for (let i = 0; i < 5; i += 1) server.act(hugo, opening(ticketId()));
    const ticket = ticketId();
    await store.append(opening(ticket), NOW);
    await store.append(noting(ticket, 'gardée'), NOW);
    const counts: number[] = [];
    let watching = Promise.resolve();
    store.listen(() => {
      watching = watching.then(async () => {
        counts.push(notesOf(await viewOf(store), ticket).length);
      });
    });
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    await watching;
    expect(counts.length).toBeGreaterThan(3);
    expect(new Set(counts)).toEqual(new Set([1]));
  });

  test('[7] whatever the network does, execution order is tap order', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append(opening(ticket), NOW);
    for (let i = 0; i < 250; i += 1) await store.append(noting(ticket, `n${i}`), NOW);
    line.faults.push(
      () => ({ kind: 'offline' }),
      (deliver) => {
        deliver();
        return { kind: 'offline' };
      },
    );
    for (let i = 0; i < 3; i += 1) await drainBy(store, line.send);
    expect(await store.outbox()).toEqual([]);
    expect(server.requests.every((r) => r.entries.length <= 100)).toBe(true);
    expect(notesOf(await viewOf(store), ticket)).toEqual(Array.from({ length: 250 }, (_, i) => `n${i}`));
    const seqs = server.requests.flatMap((r) => r.entries.map((e) => e.seq));
    expect(seqs.slice(0, 3)).toEqual([1, 2, 3]);
  });

  test('a request stays under 256 kB, and one entry always goes', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append(opening(ticket), NOW);
    for (let i = 0; i < 99; i += 1) await store.append(noting(ticket, 'é'.repeat(4000)), NOW);
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    const sizes = server.requests.map((r) => new TextEncoder().encode(JSON.stringify(r)).byteLength);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
    expect(server.executed).toHaveLength(100);
  });

  test('[22] an answer this version cannot read stops absorption whole; cursor and outbox stay', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    await store.append(opening(ticketId()), NOW);
    const before = await store.state();
    const spoil = (change: object) => (deliver: () => SendResult) => {
      const said = deliver();
      return said.kind === 'answer' ? { ...said, body: { ...(said.body as object), ...change } } : said;
    };
    line.faults.push(spoil({ changes: [{ kind: 'hologram', id: 'x' }] }));
    expect((await drainBy(store, line.send)).kind).toBe('blocked');
    line.faults.push(spoil({ protocol: 99 }));
    expect((await drainBy(store, line.send)).kind).toBe('blocked');
    expect(await store.state()).toEqual(before);
    expect((await drainBy(store, line.send)).kind).toBe('ok');
  });

  test('[37] a server that no longer speaks our protocol leaves the outbox alone', async () => {
    const store = await openStore(MINA);
    await store.append(opening(ticketId()), NOW);
    expect((await drainBy(store, async () => ({ kind: 'answer', body: { kind: 'upgrade', protocol: 9 } }))).kind).toBe('upgrade');
    expect(await store.outbox()).toHaveLength(1);
  });

  test('[34] [14] 401, 403, 503, time-out and no network settle nothing, and the next turn sends the same', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    await store.append(opening(ticketId()), NOW);
    const before = await store.state();
    for (const result of [
      { kind: 'unauthorised' },
      { kind: 'foreign-origin' },
      { kind: 'busy', retryAfter: 2000 },
      { kind: 'timeout' },
      { kind: 'offline' },
      { kind: 'portal' },
    ] as const) {
      expect(await drainBy(store, async () => result)).toEqual(result);
      expect(await store.state()).toEqual(before);
    }
    expect(await drainBy(store, async () => Promise.reject(new Error('whatever')))).toEqual({ kind: 'offline' });
    expect((await drainBy(store, line.send)).kind).toBe('ok');
  });

  test('[31] a captive portal’s 200 HTML is not an answer: nothing leaves the box', async () => {
    const store = await openStore(MINA);
    await store.append(opening(ticketId()), NOW);
    const portal: typeof fetch = async () => new Response('<html>Bienvenue</html>', { headers: { 'content-type': 'text/html' } });
    expect((await drainBy(store, routeSend(portal))).kind).toBe('portal');
    expect(await store.outbox()).toHaveLength(1);
  });

  test('[33] another person’s session never sends this outbox, even for an origin the server has not met', async () => {
    const store = await openStore(MINA);
    await store.append(opening(ticketId()), NOW);
    expect((await drainBy(store, lineTo(server, hugo).send)).kind).toBe('foreign-origin');
    expect(server.executed).toEqual([]);
    expect(await drain(store, { send: lineTo(server, mina).send, now: () => NOW, mint: mintOrigin, isSignedIn: async () => false })).toEqual({
      kind: 'not-signed-in',
    });
    expect(server.executed).toEqual([]);
    expect(await store.outbox()).toHaveLength(1);
  });

  test('[29] two drains at once: one has the turn, the other goes away', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await store.append(opening(ticketId()), NOW);
    const results = await Promise.all([drainBy(store, line.send), drainBy(store, line.send)]);
    expect(results.map((r) => r.kind).sort()).toEqual(['ok', 'taken']);
  });

  test('[6] without any lock, two drains at once still execute once and settle once', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append(opening(ticket), NOW);
    for (let i = 0; i < 5; i += 1) await store.append(noting(ticket, `n${i}`), NOW);
    const free = { send: line.send, now: () => NOW, mint: mintOrigin, takeTurn: async <T>(_: string, work: () => Promise<T>) => await work() };
    await Promise.all([drain(store, free), drain(store, free), drain(store, free)]);
    expect(server.executed).toHaveLength(6);
    expect(await store.outbox()).toEqual([]);
    expect(notesOf(await viewOf(store), ticket)).toHaveLength(5);
  });

  test('what is in flight is told while it is, and taken back whatever happens', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    await store.append(opening(ticketId()), NOW);
    const heard: News[] = [];
    store.listen((news) => heard.push(news));
    line.faults.push(() => ({ kind: 'offline' }));
    await drainBy(store, line.send);
    expect(heard).toEqual([
      { kind: 'sending', seqs: [1] },
      { kind: 'sending', seqs: [] },
    ]);
  });

  test('a server that settles nothing is not asked for ever', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    await store.append(opening(ticketId()), NOW);
    let asked = 0;
    const mute = async (request: SyncRequest): Promise<SendResult> => {
      asked += 1;
      return {
        kind: 'answer',
        body: {
          kind: 'answer',
          protocol: 1,
          epoch: server.epoch,
          since: request.since,
          reset: false,
          cursor: request.since,
          more: false,
          page: null,
          receipts: [],
          changes: [],
          me: null,
          now: NOW,
        },
      };
    };
    expect((await drainBy(store, mute)).kind).toBe('busy');
    expect(asked).toBe(1);
  });
});
