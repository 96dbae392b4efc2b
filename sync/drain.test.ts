import { beforeEach, describe, expect, test } from 'vitest';
import type { SiteId } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import { replicaOf, type View } from '#domain/view.ts';
import type { SyncRequest } from '#domain/wire.ts';
import { HUGO, MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, noting, opening, taking, ticketId } from '#test/contract/phone.ts';
import { drain } from './drain.ts';
import { mintOrigin } from './mint.ts';
import type { News, Store } from './port.ts';
import { routeSend, type SendResult } from './send.ts';
import { openStore } from './store.ts';

const mina = person(MINA, 'Mina');
const hugo = person(HUGO, 'Hugo');

let server: ModelServer;
beforeEach(() => {
  freshBrowser();
  server = new ModelServer();
});

async function view(store: Store): Promise<View> {
  const { meta, outbox, documents } = await store.read('all');
  return project(replicaOf(documents), outbox, meta.me ?? mina);
}

function notesOf(v: View, ticket: string): string[] {
  return (v.tickets.get(ticket)?.timeline ?? []).flatMap((r) => (r.event.type === 'NoteAdded' ? [r.event.text] : []));
}

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
    expect(notesOf(await view(store), ticket)).toEqual(['une fois']);
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
    expect(notesOf(await view(store), ticket)).toEqual(['la mienne']);
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
        counts.push(notesOf(await view(store), ticket).length);
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
    expect(notesOf(await view(store), ticket)).toEqual(Array.from({ length: 250 }, (_, i) => `n${i}`));
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
    expect(notesOf(await view(store), ticket)).toHaveLength(5);
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

describe('a reset', () => {
  test('[17] pages wait in staging; cut in the middle, the old replica is whole; then all is swapped at once', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    const old = ticketId();
    server.act(hugo, opening(old));
    await drainBy(store, line.send);
    for (let i = 0; i < 5; i += 1) server.act(hugo, opening(ticketId()));
    server.takeAway(old);
    server.epoch = 'epoch-2';
    server.pageSize = 2;
    line.faults.push(
      (deliver) => deliver(),
      () => ({ kind: 'offline' }),
    );
    expect((await drainBy(store, line.send)).kind).toBe('offline');
    const cut = await store.read('all');
    expect(cut.meta.epoch).toBe('epoch-1');
    expect(cut.meta.reset?.epoch).toBe('epoch-2');
    expect(cut.documents.filter((d) => d.kind === 'ticket').map((d) => d.id)).toEqual([old]);
    store.close();

    const again = await openStore(MINA);
    expect((await drainBy(again, line.send)).kind).toBe('ok');
    const whole = await again.read('all');
    expect(whole.meta).toMatchObject({ epoch: 'epoch-2', reset: null });
    // [19] nothing of what was taken away is left
    expect(
      whole.documents
        .filter((d) => d.kind === 'ticket')
        .map((d) => d.id)
        .sort(),
    ).toEqual([...server.tickets.keys()].sort());
    expect(JSON.stringify(whole)).not.toContain(old);
  });

  test('[17] when the world changes between two pages, the reset begins again and the worlds do not mix', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    const gone = ticketId();
    server.act(hugo, opening(gone));
    for (let i = 0; i < 4; i += 1) server.act(hugo, opening(ticketId()));
    server.pageSize = 2;
    line.faults.push(
      (deliver) => deliver(),
      (deliver) => {
        server.tickets.delete(gone);
        server.epoch = 'epoch-2';
        return deliver();
      },
    );
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    const { documents } = await store.read('all');
    expect(
      documents
        .filter((d) => d.kind === 'ticket')
        .map((d) => d.id)
        .sort(),
    ).toEqual([...server.tickets.keys()].sort());
  });

  test('[21] commands wait for the reset, then are sent in order', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append(opening(ticket), NOW);
    await store.append(noting(ticket, 'a'), NOW);
    server.epoch = 'epoch-2';
    expect(await drainBy(store, line.send)).toEqual({ kind: 'ok', settled: 2, refused: 0 });
    expect(server.executed).toHaveLength(2);
  });

  test('[19] a ticket taken away leaves no byte on the device', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    const ticket = ticketId();
    server.act(hugo, opening(ticket, { text: 'secret' }));
    await drainBy(store, line.send);
    server.takeAway(ticket);
    await drainBy(store, line.send);
    expect(JSON.stringify(await store.read('all'))).not.toMatch(/secret/);
  });
});

describe('refusals', () => {
  test('[27] [28] [53] a refused open and what hangs on it: filed once, survive a reload, one choice', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append(opening(ticket, { site: '0190a000-0000-7000-8000-0000000000bb' as SiteId }), NOW);
    await store.append(noting(ticket, 'mes mots'), NOW);
    await store.append(taking(ticket), NOW);
    line.faults.push((deliver) => {
      deliver();
      return { kind: 'timeout' };
    });
    await drainBy(store, line.send);
    expect(await drainBy(store, line.send)).toEqual({ kind: 'ok', settled: 3, refused: 3 });
    store.close();
    const again = await openStore(MINA);
    const { refused } = await again.state();
    expect(refused.map((r) => [r.seq, r.because, r.refusal.code])).toEqual([
      [1, null, 'not-allowed'],
      [2, 1, 'unknown'],
      [3, 1, 'unknown'],
    ]);
    expect(refused[1]?.command).toEqual(noting(ticket, 'mes mots'));
    const [open] = refused;
    if (open === undefined) throw new Error('no refusal');
    expect(await again.resend(open, NOW)).toEqual([4, 5, 6]);
    expect((await again.state()).refused).toEqual([]);
    await drainBy(again, line.send);
    const filed = (await again.state()).refused;
    expect(filed.map((r) => [r.seq, r.because])).toEqual([
      [4, null],
      [5, 4],
      [6, 4],
    ]);
    await again.dismiss({ origin: open.origin, seq: 4 });
    expect((await again.state()).refused).toEqual([]);
  });

  test('[13] [12] a command of an unknown name settles, and the next one runs', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const ticket = ticketId();
    await store.append({ type: 'teleport', v: 7, ticket }, NOW);
    await store.append(opening(ticket), NOW);
    expect(await drainBy(store, line.send)).toEqual({ kind: 'ok', settled: 2, refused: 1 });
    expect(server.tickets.has(ticket)).toBe(true);
  });

  test('[54] a take that came second is told until it is read, and is no refusal', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    const ticket = ticketId();
    server.act(hugo, opening(ticket));
    await drainBy(store, line.send);
    await store.append(taking(ticket), NOW);
    server.act(hugo, taking(ticket));
    expect(await drainBy(store, line.send)).toEqual({ kind: 'ok', settled: 1, refused: 0 });
    const { told } = await store.read([]);
    expect(told).toMatchObject([{ seq: 1, ticket, joined: { owner: HUGO, name: 'Hugo' } }]);
    await store.clearTold({ origin: (await store.meta()).origin, seq: 1 });
    expect((await store.read([])).told).toEqual([]);
  });

  test('[25] what will probably be refused is said so, and still sent', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    const ticket = ticketId();
    server.act(hugo, opening(ticket));
    server.act(hugo, taking(ticket));
    await drainBy(store, line.send);
    await store.append({ type: 'start', v: 2, ticket, remote: false }, NOW);
    expect((await view(store)).tickets.get(ticket)?.doubtful).toEqual([{ seq: 1, refusal: { code: 'not-owner', owner: HUGO } }]);
    expect(await drainBy(store, line.send)).toEqual({ kind: 'ok', settled: 1, refused: 1 });
  });
});

describe('a cloned phone', () => {
  test('[51] the copy takes a new origin and says the rest again, once, in order; doubled fork answers change nothing more', async () => {
    const store = await openStore(MINA);
    const line = lineTo(server, mina);
    await drainBy(store, line.send);
    const { origin } = await store.meta();
    // The other copy spoke first, as seq 2.
    const shared = opening(ticketId());
    const theirs = { at: NOW, offset: 0 };
    server.answer(mina, {
      ...blank(origin),
      entries: [
        { seq: 1, command: shared, ...theirs },
        { seq: 2, command: opening(ticketId()), ...theirs },
      ],
    });
    await store.append(shared, NOW);
    const mine = ticketId();
    await store.append(opening(mine), NOW);
    await store.append(noting(mine, 'a'), NOW);
    await store.append(noting(mine, 'b'), NOW);
    const fork = server.answer(mina, { ...blank(origin), since: (await store.meta()).cursor, entries: await store.outbox() });
    expect(fork).toMatchObject({ kind: 'fork', receipts: [{ seq: 1 }] });
    expect((await drainBy(store, line.send)).kind).toBe('ok');
    const forked = await store.meta();
    expect(forked.origin).not.toBe(origin);
    expect(forked.settled).toBe(3);
    expect(server.tickets.size).toBe(3);
    expect(notesOf(await view(store), mine)).toEqual(['a', 'b']);
    expect(await store.append(noting(mine, 'c'), NOW)).toBe(4);
    line.faults.push(() => ({ kind: 'answer', body: fork }));
    await drainBy(store, async (request) => (request.origin === origin ? { kind: 'answer', body: fork } : line.send(request)));
    expect(await store.outbox()).toEqual([]);
    expect(server.executed.filter((c) => c.includes('"text":"c"'))).toHaveLength(1);
  });
});

function blank(origin: SyncRequest['origin']): SyncRequest {
  return { protocol: 1, origin, person: MINA, epoch: 'epoch-1', since: 1, settled: 0, page: null, entries: [] };
}
