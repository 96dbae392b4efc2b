import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { TicketId } from '#domain/ids.ts';
import { NOTICE_KINDS } from '#domain/notice.ts';
import { LANGUAGES } from '#domain/words/index.ts';
import { HUGO, MINA, ModelServer, person } from '#test/contract/model-server.ts';
import { drainBy, freshBrowser, lineTo, NOW, opening, taking, ticketId } from '#test/contract/phone.ts';
import { onPush, onTouch, type Worker } from './alert.ts';
import { badgeOf } from './badge.ts';
import { carriedOf, parseAlert } from './carried.ts';
import { closeAnsweredIn, type OnScreen } from './closing.ts';
import { readDevice, signIn } from './device.ts';
import { notificationOf, type Shown } from './notification.ts';
import { openStore } from './store.ts';

const mina = person(MINA, 'Mina');
const hugo = person(HUGO, 'Hugo');
const NOTICE = '0190f000-0000-7000-8000-000000000001';
const DEVICE = '0190f000-0000-7000-8000-000000000002';

let server: ModelServer;
beforeEach(async () => {
  freshBrowser();
  server = new ModelServer();
  await signIn({ id: MINA, name: 'Mina', language: 'fr' });
});

function payload(ticket: string | null, k = 'handover', more: object = {}): string {
  return JSON.stringify({ v: 1, n: NOTICE, d: DEVICE, t: ticket, k, o: '2026-00123', r: 'Bât. B, salle 203', c: 'display', l: 'fr', ...more });
}

function aWorker(more: Partial<Worker> = {}): { worker: Worker; shown: Shown[]; visited: string[]; acks: unknown[] } {
  const shown: Shown[] = [];
  const visited: string[] = [];
  const acks: unknown[] = [];
  const worker: Worker = {
    fetch: async (_, init) => {
      acks.push(JSON.parse(String(init?.body)));
      return new Response(null, { status: 204 });
    },
    now: () => NOW,
    device: readDevice,
    open: async ({ person: id }) => (id === null ? null : await openStore(id)),
    drain: (store) => drainBy(store, lineTo(server, mina).send),
    show: async (what) => void shown.push(what),
    visit: async (path) => void visited.push(path),
    after: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    tidy: async () => undefined,
    ...more,
  };
  return { worker, shown, visited, acks };
}

describe('a push', () => {
  test('[50] is drained, then shown in two lines that passers-by may read, then acknowledged', async () => {
    const ticket = ticketId();
    server.act(hugo, opening(ticket, { text: 'Le mot de passe de Léa' }));
    const { worker, shown, acks } = aWorker();
    await onPush(payload(ticket), worker);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({
      title: 'On vous passe le relais',
      options: {
        tag: ticket,
        lang: 'fr',
        actions: [{ action: 'take', title: 'Prendre en charge' }],
        data: { notice: NOTICE, device: DEVICE, ticket, calls: true, person: MINA },
      },
    });
    expect(shown[0]?.options.body).toContain('Bât. B, salle 203');
    expect(JSON.stringify(shown)).not.toMatch(/Léa|Hugo/);
    expect(acks).toEqual([{ notice: NOTICE, step: 'shown', device: DEVICE }]);
    const store = await openStore(MINA);
    expect((await store.read('all')).documents.some((d) => d.id === ticket)).toBe(true);
    store.close();
  });

  test('is shown within 2 s when the drain hangs, and when it fails', async () => {
    const never = () => new Promise<never>(() => undefined);
    for (const hanging of [aWorker({ drain: never }), aWorker({ open: never })]) {
      const waits: number[] = [];
      hanging.shown.length = 0;
      void onPush(payload(ticketId()), { ...hanging.worker, after: async (ms) => void waits.push(ms) });
      await vi.waitFor(() => expect(hanging.shown).toHaveLength(1));
      expect(waits[0]).toBeLessThan(2_000);
    }
    const failing = aWorker({
      drain: async () => Promise.reject(new Error('no')),
      fetch: async () => Promise.reject(new TypeError('Failed to fetch')),
    });
    await onPush(payload(ticketId()), failing.worker);
    expect(failing.shown).toHaveLength(1);
    const broken = aWorker({ open: async () => Promise.reject(new Error('blocked')) });
    await onPush(payload(ticketId()), broken.worker);
    expect(broken.shown).toHaveLength(1);
  });

  test('offers nothing to take when somebody has it by now', async () => {
    const ticket = ticketId();
    server.act(hugo, opening(ticket));
    server.act(hugo, taking(ticket));
    const { worker, shown } = aWorker();
    await onPush(payload(ticket), worker);
    expect(shown[0]?.options.actions).toBeUndefined();
  });

  test('of which nothing can be read, or with nobody signed in, is shown without anything of anybody', async () => {
    for (const text of [undefined, '', 'null', '42', '{"k":"handover"}', payload(ticketId(), 'a-kind-of-later')]) {
      const { worker, shown, acks } = aWorker();
      await onPush(text, worker);
      expect(shown[0]).toMatchObject({ title: 'Du nouveau dans Relais', options: { tag: 'relais' } });
      expect(acks).toEqual([]);
    }
    const { worker, shown } = aWorker({ device: async () => ({ ...(await readDevice()), person: null }) });
    await onPush(payload(ticketId()), worker);
    expect(JSON.stringify(shown)).not.toMatch(/203|2026|Affichage/);
    const noDevice = aWorker({ device: async () => Promise.reject(new Error('blocked')) });
    await onPush(payload(ticketId()), noDevice.worker);
    expect(noDevice.shown).toHaveLength(1);
  });

  test('[48] every kind has its two lines in both languages, and the ticket’s next alert takes its place', () => {
    const ticket = ticketId();
    for (const kind of NOTICE_KINDS) {
      for (const l of LANGUAGES) {
        const alert = parseAlert(payload(ticket, kind, { l }));
        if (alert === null) throw new Error(kind);
        const { title, options } = notificationOf(alert, MINA);
        expect(title.length * (options.body?.length ?? 0)).toBeGreaterThan(0);
        expect(options).toMatchObject({ tag: ticket, renotify: true, lang: l });
      }
    }
  });
});

const mine = (ticket: TicketId) => ({ notice: NOTICE, device: DEVICE, ticket, calls: true, person: MINA });

describe('a touch', () => {
  test('"Prendre en charge" works without network: the tap waits in the outbox, the ticket opens', async () => {
    const ticket = ticketId();
    server.act(hugo, opening(ticket));
    const off = aWorker({
      drain: (store) => drainBy(store, async () => ({ kind: 'offline' })),
      fetch: async () => Promise.reject(new TypeError('off')),
    });
    await onTouch('take', mine(ticket), off.worker);
    expect(off.visited).toEqual([`/tickets/${ticket}`]);
    const store = await openStore(MINA);
    expect((await store.outbox()).map((e) => e.command)).toEqual([{ type: 'take', v: 1, ticket, expected: null }]);
    const on = aWorker();
    await onTouch('', { ...mine(ticket), device: null }, on.worker);
    expect(await store.outbox()).toEqual([]);
    expect(server.tickets.get(ticket)?.head.assignee).toBe(MINA);
    expect(on.acks).toEqual([{ notice: NOTICE, step: 'opened' }]);
    store.close();
  });

  test('opens the app and takes nothing when nobody is signed in', async () => {
    const { worker, visited } = aWorker({ device: async () => ({ ...(await readDevice()), person: null }) });
    await onTouch('take', carriedOf(null), worker);
    expect(visited).toEqual(['/']);
    const store = await openStore(MINA);
    expect(await store.outbox()).toEqual([]);
    store.close();
  });

  test('a window that may not open loses no tap', async () => {
    const ticket = ticketId();
    server.act(hugo, opening(ticket));
    const { worker } = aWorker({ visit: async () => Promise.reject(new Error('not allowed')) });
    await onTouch('take', mine(ticket), worker);
    expect(server.tickets.get(ticket)?.head.assignee).toBe(MINA);
  });

  test('[33] of an alert that was shown to somebody else takes nothing for whoever is signed in now', async () => {
    const ticket = ticketId();
    server.act(hugo, opening(ticket));
    const { worker, visited, acks } = aWorker();
    await onTouch('take', { ...mine(ticket), person: HUGO }, worker);
    expect(visited).toEqual([`/tickets/${ticket}`]);
    expect(server.tickets.get(ticket)?.head.assignee).toBeNull();
    expect(acks).toEqual([]);
  });
});

describe('after a drain', () => {
  const onScreen = (data: unknown): OnScreen & { closed: boolean } => ({
    data,
    closed: false,
    close() {
      this.closed = true;
    },
  });

  test('a call that somebody answered is put away, on every device that hears of it; the others stay', async () => {
    const [taken, free, unknown] = [ticketId(), ticketId(), ticketId()];
    for (const ticket of [taken, free]) server.act(hugo, opening(ticket));
    server.act(hugo, taking(taken));
    const shown = [mine(taken), mine(free), mine(unknown), { ...mine(taken), calls: false }, null].map(onScreen);
    const { worker } = aWorker({ tidy: (store) => closeAnsweredIn(store, shown) });
    await onPush(payload(free), worker);
    expect(shown.map((s) => s.closed)).toEqual([true, false, false, false, false]);
    // Also one that the system showed by itself, with the push for its data.
    const declared = onScreen(JSON.parse(payload(taken)));
    const next = aWorker({ tidy: (store) => closeAnsweredIn(store, [declared]) });
    await onPush(payload(null, 'test'), next.worker);
    expect(declared.closed).toBe(true);
  });

  test('the icon counts what waits for the person and what has not left, as the screens do', async () => {
    const counted: number[] = [];
    vi.stubGlobal('navigator', { setAppBadge: async (n: number) => counted.push(n), clearAppBadge: async () => counted.push(0) });
    try {
      const [ours, theirs] = [ticketId(), ticketId()];
      for (const ticket of [ours, theirs]) server.act(hugo, opening(ticket));
      const { worker } = aWorker({ tidy: badgeOf });
      await onPush(payload(ours), worker);
      // One tap without network: one action on its way, and one ticket that is Mina's by now.
      const off = aWorker({ tidy: badgeOf, drain: (store) => drainBy(store, async () => ({ kind: 'offline' })) });
      await onTouch('take', mine(ours), off.worker);
      // It has left: the ticket alone waits.
      await onTouch('', mine(ours), worker);
      expect(counted).toEqual([0, 2, 1]);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
