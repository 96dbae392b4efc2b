import { beforeEach, describe, expect, test } from 'vitest';
import type { SyncRequest } from '#domain/wire.ts';
import { HUGO, MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, notesOf, noting, opening, ticketId, viewOf } from '#test/contract/phone.ts';
import { openStore } from './store.ts';

const mina = person(MINA, 'Mina');
const hugo = person(HUGO, 'Hugo');

let server: ModelServer;
beforeEach(() => {
  freshBrowser();
  server = new ModelServer();
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
    expect(notesOf(await viewOf(store), mine)).toEqual(['a', 'b']);
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
