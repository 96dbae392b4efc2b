import { beforeEach, describe, expect, test } from 'vitest';
import type { SiteId } from '#domain/ids.ts';
import { HUGO, MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, noting, opening, taking, ticketId, viewOf } from '#test/contract/phone.ts';
import { openStore } from './store.ts';

const mina = person(MINA, 'Mina');
const hugo = person(HUGO, 'Hugo');

let server: ModelServer;
beforeEach(() => {
  freshBrowser();
  server = new ModelServer();
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
    expect((await viewOf(store)).tickets.get(ticket)?.doubtful).toEqual([{ seq: 1, refusal: { code: 'not-owner', owner: HUGO } }]);
    expect(await drainBy(store, line.send)).toEqual({ kind: 'ok', settled: 1, refused: 1 });
  });
});
