import { Agent } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LEASE } from '#server/notify/claim.ts';
import { noticesWritten, onNotices } from '#server/notify/signal.ts';
import { createTransport, type Transport } from '#server/notify/transport.ts';
import { keepDevice } from '#server/push/devices.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { makeWorld, SECRETS, vapid, type World } from './world.ts';

const HOUR = 3_600_000;

describe.each(databases())('notices on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let receiver: Receiver;
  let world: World;

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());
  beforeEach(async () => {
    fresh = await open();
    world = await makeWorld(fresh.db, receiver);
    return () => fresh.close();
  });

  const stateOf = async (notice: string) => (await fresh.db.notice.findUniqueOrThrow({ where: { id: notice } })).state;
  const deliveriesOf = (notice: string) => fresh.db.delivery.findMany({ where: { noticeId: notice } });

  test('[48, 50] an escalation reaches the technician’s phone, with the place and the number and nothing personal', async () => {
    const phone = await world.phone(world.technician);
    const mine = await world.phone(world.correspondent);
    const { ticket, notice } = await world.escalate();
    expect(phone.messages).toHaveLength(0);
    await world.notifier().settle();

    const [message] = await phone.arrived(1);
    const { number } = await fresh.db.ticket.findUniqueOrThrow({ where: { id: ticket } });
    expect(message?.json).toEqual({
      v: 1,
      n: notice,
      d: phone.device,
      t: ticket,
      k: 'handover',
      o: number,
      r: 'Bât. B, salle 203',
      c: 'display',
      l: 'fr',
    });
    expect(message).toMatchObject({ ttl: 3600, urgency: 'high', topic: expect.stringMatching(/^[\w-]{32}$/) });
    expect(message?.topic).not.toContain(ticket.slice(0, 8));
    expect(message?.size).toBeLessThan(400);
    for (const secret of SECRETS) expect(message?.text).not.toContain(secret);
    expect(mine.messages).toHaveLength(0);
    expect(await stateOf(notice)).toBe('sent');
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'accepted', status: 201, attempts: 1 }]);
    expect(receiver.faults).toEqual([]);
  });

  test('the language follows the person', async () => {
    const phone = await world.phone(world.requester);
    await fresh.db.notice.create({
      data: {
        id: '018f0000-0000-7000-8000-000000000001',
        personId: world.requester,
        kind: 'requester_taken',
        data: { number: null, category: 'display', place: { building: null, room: '204' } },
        createdAt: new Date(world.now),
        expiresAt: new Date(world.now + HOUR),
      },
    });
    await world.notifier().settle();
    const [message] = await phone.arrived(1);
    expect(message?.json).toMatchObject({ l: 'en', r: 'Room 204', o: null });
    expect(message).toMatchObject({ urgency: 'low', ttl: 3600 });
  });

  test('[50] an Apple device gets the same, and beside it what the system shows when the worker cannot', async () => {
    const phone = await world.phone(world.technician);
    const apple = 'https://web.push.apple.com/QNp1';
    await fresh.db.subscription.update({ where: { id: phone.device }, data: { endpoint: apple } });
    const { ticket, notice } = await world.escalate();
    const toReceiver = createTransport({
      ...{ subject: 'mailto:a@example.org', ...vapid, testHost: receiver.host },
      agent: new Agent({ ca: receiver.ca }),
    });
    // Apple's address, at our own receiver.
    const transport: Transport = (device, message) => {
      expect(device.endpoint).toBe(apple);
      return toReceiver({ ...device, endpoint: phone.subscription.endpoint }, message);
    };
    await world.notifier({ transport }).settle();
    const [message] = await phone.arrived(1);
    const { web_push, mutable, notification, ...classic } = { ...message?.json } as Record<string, unknown>;
    expect({ web_push, mutable, notification }).toEqual({
      web_push: 8030,
      mutable: true,
      notification: {
        title: 'On vous passe le relais',
        body: 'Bât. B, salle 203 · Affichage. À prendre en charge.',
        navigate: `https://relais.example.org/tickets/${ticket}`,
        lang: 'fr',
        tag: ticket,
        data: classic,
      },
    });
    expect(classic).toMatchObject({ v: 1, n: notice, t: ticket, k: 'handover' });
    for (const secret of SECRETS) expect(message?.text).not.toContain(secret);
    expect(message?.size).toBeLessThan(1024);
  });

  test('a message is 3 kB at most, whatever a room is called', async () => {
    const phone = await world.phone(world.technician);
    const place = { building: 'Bâtiment '.repeat(200), room: 'é'.repeat(3000) };
    await fresh.db.notice.create({
      data: {
        ...{ id: '018f0000-0000-7000-8000-000000000003', personId: world.technician, kind: 'assigned' },
        data: { number: '2026-00001', category: 'display', place },
        createdAt: new Date(world.now),
        expiresAt: new Date(world.now + HOUR),
      },
    });
    await world.notifier().settle();
    const [message] = await phone.arrived(1);
    expect(message?.json).toMatchObject({ o: '2026-00001', r: null, c: 'display' });
    expect(message?.size).toBeLessThan(3072);
  });

  test('every device of the person gets it; one acceptance is enough', async () => {
    const gone = await world.phone(world.technician);
    const alive = await world.phone(world.technician);
    gone.leave();
    const { notice } = await world.escalate();
    await world.notifier().settle();
    await alive.arrived(1);
    expect(await stateOf(notice)).toBe('sent');
  });

  test.each([404, 410])('[49] %i removes the device at once, and the timeline says that nobody was reached', async (status) => {
    await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    receiver.answerNext({ status });
    await world.notifier().settle();
    expect(await fresh.db.subscription.count()).toBe(0);
    expect(await stateOf(notice)).toBe('undelivered');
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'gone', status }]);
    expect(await world.traces(ticket)).toEqual([[world.technician, 'undelivered']]);
    await world.notifier().settle();
    expect(await world.traces(ticket)).toHaveLength(1);
  });

  test('[49] 429 is tried again after Retry-After, not before', async () => {
    const phone = await world.phone(world.technician);
    const { notice } = await world.escalate();
    receiver.answerNext({ status: 429, headers: { 'retry-after': '30' } });
    const notifier = world.notifier();
    await notifier.settle();
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'waiting', status: 429, attempts: 1 }]);
    const before = receiver.requests;
    world.now += 29_000;
    await notifier.settle();
    expect(receiver.requests).toBe(before);
    expect(await stateOf(notice)).toBe('queued');
    world.now += 1500;
    await notifier.settle();
    const [message] = await phone.arrived(1);
    expect(message?.ttl).toBe(3600 - 30);
    expect(await stateOf(notice)).toBe('sent');
  });

  test('a Retry-After beyond the message’s life gives up at once, and says so', async () => {
    await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    receiver.answerNext({ status: 429, headers: { 'retry-after': '7200' } });
    await world.notifier().settle();
    expect(await stateOf(notice)).toBe('undelivered');
    expect(await world.traces(ticket)).toEqual([[world.technician, 'undelivered']]);
  });

  test.each([
    ['a server error', { status: 503 }],
    ['silence', 'hang'],
    ['a broken connection', 'reset'],
    ['something that is not HTTP', 'garbage'],
  ] as const)('[49] %s is tried again', async (_, answer) => {
    const phone = await world.phone(world.technician);
    const { notice } = await world.escalate();
    receiver.answerNext(answer);
    await world.notifier({ timeLimit: answer === 'hang' ? 2000 : 10_000 }).settle();
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    world.now += 1000;
    await world.notifier().settle();
    await phone.arrived(1);
    expect(await stateOf(notice)).toBe('sent');
  });

  test('a service that hangs does not hold back the notices of the others', async () => {
    await world.phone(world.technician);
    await world.escalate();
    receiver.answerNext('hang');
    const notifier = world.notifier({ timeLimit: 3000 });
    notifier.wake();
    while (receiver.requests === 0) await new Promise((done) => setTimeout(done, 5));
    const phone = await world.phone(world.requester);
    const ticket = await world.open();
    await fresh.db.notice.create({
      data: {
        id: '018f0000-0000-7000-8000-000000000002',
        ticketId: ticket,
        personId: world.requester,
        kind: 'note',
        data: { number: null, category: null, place: null },
        createdAt: new Date(world.now),
        expiresAt: new Date(world.now + HOUR),
      },
    });
    notifier.wake();
    await phone.arrived(1, 2500);
    await notifier.stop();
  });

  test('redirects are never followed, and count as a refusal', async () => {
    const phone = await world.phone(world.technician);
    const elsewhere = receiver.subscribe();
    const { notice } = await world.escalate();
    receiver.answerNext({ status: 307, headers: { location: elsewhere.subscription.endpoint } });
    await world.notifier().settle();
    expect(elsewhere.messages).toHaveLength(0);
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'given-up', status: 307 }]);
    expect(await fresh.db.subscription.findUniqueOrThrow({ where: { id: phone.device } })).toMatchObject({ failures: 1 });
  });

  test('five refusals in a row remove the device; one acceptance in between starts the count anew', async () => {
    const phone = await world.phone(world.technician);
    const notifier = world.notifier();
    const failures = async () => (await fresh.db.subscription.findUnique({ where: { id: phone.device } }))?.failures ?? 'removed';
    const seen: unknown[] = [];
    for (const status of [403, 400, 403, 403, 201, 403, 403, 403, 403, 403]) {
      await world.escalate();
      receiver.answerNext({ status });
      await notifier.settle();
      seen.push(await failures());
    }
    expect(seen).toEqual([1, 2, 3, 4, 0, 1, 2, 3, 4, 'removed']);
  });

  test('413 gives the message up and keeps the device', async () => {
    await world.phone(world.technician);
    const { notice } = await world.escalate();
    receiver.answerNext({ status: 413 });
    await world.notifier().settle();
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'given-up', status: 413 }]);
    expect(await fresh.db.subscription.findFirstOrThrow()).toMatchObject({ failures: 0 });
    expect(world.logged.map((l) => l.what)).toEqual(['push message too big']);
  });

  test('[48] a server that dies between commit and send: the next one sends', async () => {
    const phone = await world.phone(world.technician);
    await world.escalate();
    const next = world.notifier({ sweepEvery: 20 });
    next.start();
    await phone.arrived(1);
    await next.stop();
  });

  test('[48] a server that dies while sending: its claim returns after the lease', async () => {
    const phone = await world.phone(world.technician);
    const { notice } = await world.escalate();
    let reached = () => {};
    const sending = new Promise<void>((done) => {
      reached = done;
    });
    const dying = world.notifier({
      transport: () => {
        reached();
        return new Promise(() => {});
      },
    });
    dying.wake();
    await sending;
    const next = world.notifier();
    await next.settle();
    expect(phone.messages).toHaveLength(0);
    world.now += LEASE + 1;
    await next.settle();
    await phone.arrived(1);
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'accepted', attempts: 2 }]);
  });

  test('a server that dies between the last answer and its conclusion: the next one concludes', async () => {
    await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    await world.notifier().settle();
    await fresh.db.notice.update({ where: { id: notice }, data: { state: 'queued' } });
    await world.notifier().settle();
    expect(await stateOf(notice)).toBe('sent');

    await fresh.db.notice.update({ where: { id: notice }, data: { state: 'queued' } });
    await fresh.db.delivery.updateMany({ data: { state: 'gone' } });
    const failing = world.notifier({ trace: () => Promise.reject(new Error('the database did not answer')) });
    await failing.settle();
    expect(await stateOf(notice)).toBe('queued');
    await world.notifier().settle();
    expect(await stateOf(notice)).toBe('undelivered');
    expect(await world.traces(ticket)).toEqual([
      [world.technician, 'accepted'],
      [world.technician, 'undelivered'],
    ]);
  });

  test('a server killed before the timeline’s line: the next start writes it, once', async () => {
    const { ticket, notice } = await world.escalate();
    await fresh.db.notice.update({ where: { id: notice }, data: { state: 'undelivered' } });
    await world.notifier().settle();
    await world.notifier().settle();
    expect(await world.traces(ticket)).toEqual([[world.technician, 'undelivered']]);
  });

  test('a notice whose line cannot be written does not stop those after it', async () => {
    const poison = await world.escalate();
    const phone = await world.phone(world.technician);
    await fresh.db.delivery.create({ data: { noticeId: poison.notice, subscriptionId: 'none', state: 'gone', nextAt: new Date(world.now) } });
    const { notice } = await world.escalate();
    const failing = world.notifier({ trace: () => Promise.reject(new Error('a fault in the code')) });
    await failing.settle();
    await phone.arrived(1);
    expect(await stateOf(notice)).toBe('sent');
    expect(await stateOf(poison.notice)).toBe('queued');
    // The line of the one, and that of the other's acceptance.
    expect(world.logged.map(({ facts }) => facts['error'])).toEqual(['a fault in the code', 'a fault in the code']);
  });

  test('two servers, forty notices: one message each', async () => {
    const phone = await world.phone(world.technician);
    for (let i = 0; i < 40; i += 1) await world.escalate();
    const servers = [world.notifier(), world.notifier()];
    await Promise.all(servers.map((server) => server.settle()));
    await Promise.all(servers.map((server) => server.settle()));
    const told = phone.messages.map((m) => m.json['n']);
    expect(told).toHaveLength(40);
    expect(new Set(told).size).toBe(40);
    expect(await fresh.db.notice.count({ where: { state: 'sent', kind: 'handover' } })).toBe(40);
  });

  test('no device: undelivered, and traced', async () => {
    const { ticket, notice } = await world.escalate();
    await world.notifier().settle();
    expect(await stateOf(notice)).toBe('undelivered');
    expect(await world.traces(ticket)).toEqual([[world.technician, 'undelivered']]);
  });

  test('a notice that waited too long is not sent any more: undelivered, and traced', async () => {
    const phone = await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    world.now += HOUR;
    await world.notifier().settle();
    expect(phone.messages).toHaveLength(0);
    expect(await stateOf(notice)).toBe('undelivered');
    expect(await world.traces(ticket)).toEqual([[world.technician, 'undelivered']]);
  });

  test('a service that is down for the whole life of a notice: undelivered once, and traced', async () => {
    await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    const notifier = world.notifier();
    receiver.answerNext(...Array.from({ length: 200 }, () => ({ status: 500 })));
    for (let i = 0; i < 200 && (await stateOf(notice)) === 'queued'; i += 1) {
      await notifier.settle();
      world.now += 60_000;
    }
    expect(await stateOf(notice)).toBe('undelivered');
    expect(await world.traces(ticket)).toEqual([[world.technician, 'undelivered']]);
    expect((await deliveriesOf(notice))[0]?.attempts).toBeLessThan(25);
    receiver.forget();
  });

  test('once somebody took the ticket, nobody is called any more', async () => {
    const phone = await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    await world.say(world.technician, { type: 'take', v: 1, ticket, expected: null });
    const notifier = world.notifier();
    await notifier.settle();
    expect(phone.messages.map((m) => m.json['k'])).not.toContain('handover');
    expect(await stateOf(notice)).toBe('settled');
  });

  test('a phone that changed hands meanwhile does not get the last person’s message', async () => {
    const phone = await world.phone(world.technician);
    const { notice } = await world.escalate();
    receiver.answerNext({ status: 503 });
    const notifier = world.notifier();
    await notifier.settle();
    await keepDevice(fresh.db, world.requester, { ...phone.subscription, label: 'Firefox' }, world.now);
    world.now += 5000;
    await notifier.settle();
    expect(phone.messages).toHaveLength(0);
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'gone' }]);
    expect(await stateOf(notice)).toBe('undelivered');
  });

  test('an address that is not a push service is not called, even when it is in the table', async () => {
    const phone = await world.phone(world.technician);
    await fresh.db.subscription.update({ where: { id: phone.device }, data: { endpoint: 'https://169.254.169.254/latest' } });
    const { notice } = await world.escalate();
    await world.notifier().settle();
    expect(await deliveriesOf(notice)).toMatchObject([{ state: 'given-up', status: null }]);
    expect(world.logged[0]?.facts).toMatchObject({ why: 'endpoint' });
  });

  test('the log never holds an address', async () => {
    const phone = await world.phone(world.technician);
    await world.escalate();
    receiver.answerNext({ status: 410 });
    await world.notifier().settle();
    expect(world.logged).toHaveLength(1);
    expect(JSON.stringify(world.logged)).not.toContain(phone.id);
  });

  test('the signal wakes whoever listens', async () => {
    let woken = 0;
    const stop = onNotices(() => {
      woken += 1;
    });
    noticesWritten();
    stop();
    noticesWritten();
    expect(woken).toBe(1);
  });
});
