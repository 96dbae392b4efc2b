import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SiteDocument } from '#domain/documents.ts';
import { emptyReplica, replicaOf } from '#domain/view.ts';
import { HUGO, MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, noting, opening, taking, ticketId } from '#test/contract/phone.ts';
import { type Live, openLive } from './live.ts';
import type { Store } from './port.ts';
import { changedReplica } from './replica.ts';
import { openStore } from './store.ts';

const mina = person(MINA, 'Mina');
const hugo = person(HUGO, 'Hugo');
const open: { close(): void }[] = [];
let server: ModelServer;

beforeEach(() => {
  freshBrowser();
  server = new ModelServer();
});
afterEach(() => {
  for (const thing of open.splice(0)) thing.close();
});

async function tab(now = () => NOW): Promise<{ store: Store; live: Live }> {
  const store = await openStore(MINA);
  const live = openLive(store, now);
  open.push(live, store);
  await live.refresh();
  return { store, live };
}

async function until(is: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !is(); i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(is()).toBe(true);
}

test('[23] the view is the replica with the outbox over it; a reload offline gives the same view', async () => {
  const { store, live } = await tab();
  const line = lineTo(server, mina);
  const theirs = ticketId();
  server.act(hugo, opening(theirs));
  await drainBy(store, line.send);
  const mine = ticketId();
  await store.append(opening(mine), NOW);
  await store.append(taking(theirs), NOW);
  await live.refresh();
  const before = live.get();
  expect(before.view.tickets.get(mine)?.pending).toEqual([1]);
  expect(before.view.tickets.get(theirs)?.head.assignee).toBe(MINA);
  expect(before.outbox.map((w) => [w.seq, w.state])).toEqual([
    [1, 'phone'],
    [2, 'phone'],
  ]);
  const { live: again } = await tab();
  expect(again.get()).toEqual(before);
});

test('[24] from tap to settlement no screen misses the effect, in this tab and in another', async () => {
  const one = await tab();
  const two = await tab();
  const line = lineTo(server, mina);
  await drainBy(one.store, line.send);
  const ticket = ticketId();
  const seen: boolean[] = [];
  await one.store.append(opening(ticket), NOW);
  await until(() => two.live.get().view.tickets.has(ticket));
  two.live.subscribe(() => seen.push(two.live.get().view.tickets.has(ticket)));
  one.live.subscribe(() => seen.push(one.live.get().view.tickets.has(ticket)));
  for (let i = 0; i < 5; i += 1) {
    await one.store.append(noting(ticket, `${i}`), NOW);
    await drainBy(one.store, line.send);
  }
  await until(() => two.live.get().view.tickets.get(ticket)?.head.number === '2026-00001' && two.live.get().outbox.length === 0);
  await one.live.refresh();
  expect(one.live.get().view.tickets.get(ticket)?.timeline).toHaveLength(6);
  expect(seen.length).toBeGreaterThan(4);
  expect(new Set(seen)).toEqual(new Set([true]));
});

test('[24] a note whose answer was lost before a reset is told once, at every moment until its receipt', async () => {
  const { store, live } = await tab();
  const line = lineTo(server, mina);
  const ticket = ticketId();
  server.act(hugo, opening(ticket));
  await drainBy(store, line.send);
  await store.append(noting(ticket, 'vu'), NOW);
  line.faults.push((deliver) => {
    deliver();
    return { kind: 'timeout' };
  });
  await drainBy(store, line.send);
  const told: number[] = [];
  const look = () =>
    told.push(
      live
        .get()
        .view.tickets.get(ticket)
        ?.timeline.filter((r) => r.event.type === 'NoteAdded').length ?? -1,
    );
  server.epoch = 'epoch-2';
  await live.refresh();
  look();
  live.subscribe(look);
  // Between the reset and the receipt, the entry waits and the ticket has it.
  line.faults.push(
    (deliver) => deliver(),
    (deliver) => {
      deliver();
      return { kind: 'timeout' };
    },
  );
  await drainBy(store, line.send);
  await live.refresh();
  expect(live.get().outbox).toHaveLength(1);
  expect(live.get().epoch).toBe('epoch-2');
  await drainBy(store, line.send);
  await live.refresh();
  expect(live.get().outbox).toHaveLength(0);
  expect(new Set(told)).toEqual(new Set([1]));
});

test('"Envoyé…" while it is in flight, in the other tab too', async () => {
  const one = await tab();
  const two = await tab();
  const line = lineTo(server, mina);
  await drainBy(one.store, line.send);
  await one.store.append(opening(ticketId()), NOW);
  let answer: () => void = () => undefined;
  line.faults.push((deliver) => new Promise((resolve) => (answer = () => resolve(deliver()))));
  const draining = drainBy(one.store, line.send);
  await until(() => two.live.get().outbox[0]?.state === 'sent');
  expect(one.live.get().outbox[0]?.state).toBe('sent');
  answer();
  await draining;
  await until(() => two.live.get().outbox.length === 0);
});

test('what did not change is the same object', async () => {
  const { store, live } = await tab();
  const line = lineTo(server, mina);
  const a = ticketId();
  const b = ticketId();
  server.act(hugo, opening(a));
  server.act(hugo, opening(b));
  await drainBy(store, line.send);
  await live.refresh();
  const before = live.get();
  await live.refresh();
  expect(live.get()).toBe(before);
  // A poll that brings nothing new moves at most the time of the last contact.
  await drainBy(store, line.send);
  await live.refresh();
  expect(live.get().view).toBe(before.view);
  server.act(hugo, noting(a, 'x'));
  await drainBy(store, line.send);
  await live.refresh();
  expect(live.get().view.tickets.get(a)).not.toBe(before.view.tickets.get(a));
  expect(live.get().view.tickets.get(b)).toBe(before.view.tickets.get(b));
  expect(live.get().view.sites).toBe(before.view.sites);
});

test('news that never came: a reading notices, and reads everything', async () => {
  const { store, live } = await tab();
  const line = lineTo(server, mina);
  await drainBy(store, line.send);
  await live.refresh();
  const deaf = await openStore(MINA);
  open.push(deaf);
  const silent: Store = { ...deaf, tell: () => undefined };
  for (let i = 0; i < 3; i += 1) server.act(hugo, opening(ticketId()));
  await drainBy(silent, line.send);
  await live.refresh();
  expect(live.get().view.tickets.size).toBe(3);
});

test('[28] [33] signing out in one tab empties the others; what waits is still counted after coming back', async () => {
  const one = await tab();
  const two = await tab();
  const line = lineTo(server, mina);
  server.act(hugo, opening(ticketId(), { text: 'secret' }));
  await drainBy(one.store, line.send);
  await one.store.append(opening(ticketId()), NOW);
  await one.store.signOut();
  await until(() => two.live.get().isOver === 'signed-out');
  expect(two.live.get().view.tickets.size).toBe(0);
  expect(JSON.stringify([...two.live.get().view.tickets])).not.toContain('secret');
  const back = await tab();
  expect(back.live.get().outbox).toHaveLength(1);
  expect(back.live.get().me).toBeNull();
});

test('30 days without contact: nothing is shown but what waits here, and writing goes on', async () => {
  let now = NOW;
  const { store, live } = await tab(() => now);
  const line = lineTo(server, mina);
  server.act(hugo, opening(ticketId()));
  await drainBy(store, line.send);
  await live.refresh();
  expect(live.get().view.tickets.size).toBe(1);
  now = NOW + 31 * 86_400_000;
  await store.append(opening(ticketId()), now);
  await live.refresh();
  expect(live.get()).toMatchObject({ isExpired: true });
  expect(live.get().view.tickets.size).toBe(0);
  expect(live.get().outbox).toHaveLength(1);
});

test('what left the window leaves the device at the next start, but not what something waits for', async () => {
  const { store } = await tab();
  const line = lineTo(server, mina);
  const [gone, needed] = [ticketId(), ticketId()];
  for (const ticket of [gone, needed]) {
    server.act(hugo, opening(ticket));
    server.act(hugo, taking(ticket));
    server.act(hugo, { type: 'resolve', v: 1, ticket, text: 'fait', resolution: 'permanent', mode: 'on_site' });
  }
  await drainBy(store, line.send);
  await store.append(noting(needed, 'encore'), NOW);
  await tab(() => NOW + 39 * 86_400_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await store.read('all')).documents.filter((d) => d.kind === 'ticket').map((d) => d.id)).toEqual([needed]);
});

test('a replica after some keys were read again', () => {
  const site = (name: string) => ({ kind: 'site', id: 's', name }) as unknown as SiteDocument;
  const before = { ...emptyReplica(), sites: new Map([['s', site('old')]]) };
  expect(changedReplica(before, [], [])).toBe(before);
  const after = changedReplica(
    before,
    [
      ['site', 's'],
      ['ticket', 't'],
    ],
    [site('new')],
  );
  expect(after.sites.get('s')?.name).toBe('new');
  expect(before.sites.get('s')?.name).toBe('old');
  expect(after.rooms).toBe(before.rooms);
  expect(changedReplica(after, [['site', 's']], []).sites.size).toBe(0);
});

test('[17] [19] [26] whatever was answered and in whatever order, what is kept in memory is what the disk holds, and that is the server', async () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('theirs' as const), n: fc.nat(5) }),
    fc.record({ what: fc.constant('mine' as const), n: fc.nat(5) }),
    fc.record({ what: fc.constant('gone' as const), n: fc.nat(5) }),
    fc.record({ what: fc.constant('reset' as const), n: fc.nat(5) }),
    fc.record({ what: fc.constant('lost' as const), n: fc.nat(5) }),
    fc.record({ what: fc.constant('drain' as const), n: fc.nat(5) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      freshBrowser();
      server = new ModelServer();
      server.pageSize = 3;
      const { store, live } = await tab();
      const line = lineTo(server, mina);
      const tickets = Array.from({ length: 6 }, () => ticketId());
      const at = (n: number) => tickets[n] as (typeof tickets)[number];
      const turn = async () => {
        await drainBy(store, line.send);
        await live.refresh();
        const { documents } = await store.read('all');
        expect({ ...live.get().view, tickets: null }).toEqual({ ...replicaOf(documents), tickets: null });
      };
      for (const { what, n } of steps) {
        if (what === 'theirs') server.act(hugo, server.tickets.has(at(n)) ? noting(at(n), `${n}`) : opening(at(n)));
        else if (what === 'mine') await store.append(noting(at(n), 'vu'), NOW);
        else if (what === 'gone') server.takeAway(at(n));
        else if (what === 'reset') server.epoch = `epoch ${server.version} ${n}`;
        else if (what === 'lost')
          line.faults.push((deliver) => {
            deliver();
            return { kind: 'timeout' };
          });
        else await turn();
      }
      line.faults.length = 0;
      await turn();
      expect(live.get().outbox).toEqual([]);
      const shown = [...live.get().view.tickets.values()].map(({ pending: _, doubtful: __, ...d }) => d);
      expect(new Map(shown.map((d) => [d.id, d]))).toEqual(new Map([...server.tickets].map(([id, d]) => [id, d])));
      for (const thing of open.splice(0)) thing.close();
    }),
    { numRuns: 60, seed: 26 },
  );
}, 60_000);
