import { Agent } from 'node:https';
import { describe, expect, test } from 'vitest';
import { noticesWritten, onNotices } from '#server/notify/signal.ts';
import { createTransport, type Transport } from '#server/notify/transport.ts';
import { keepDevice } from '#server/push/devices.ts';
import { databases } from '#test/databases.ts';
import { onStage } from './stage.ts';
import { SECRETS, vapid } from './world.ts';

const HOUR = 3_600_000;

describe.each(databases())('notices on $name', (kind) => {
  const s = onStage(kind);

  test('[48, 50] an escalation reaches the technician’s phone, with the place and the number and nothing personal', async () => {
    const phone = await s.world.phone(s.world.technician);
    const mine = await s.world.phone(s.world.correspondent);
    const { ticket, notice } = await s.world.escalate();
    expect(phone.messages).toHaveLength(0);
    await s.world.notifier().settle();

    const [message] = await phone.arrived(1);
    const { number } = await s.fresh.db.ticket.findUniqueOrThrow({ where: { id: ticket } });
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
    expect(await s.stateOf(notice)).toBe('sent');
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'accepted', status: 201, attempts: 1 }]);
    expect(s.receiver.faults).toEqual([]);
  });

  test('the language follows the person', async () => {
    const phone = await s.world.phone(s.world.requester);
    await s.fresh.db.notice.create({
      data: {
        id: '018f0000-0000-7000-8000-000000000001',
        personId: s.world.requester,
        kind: 'requester_taken',
        data: { number: null, category: 'display', place: { building: null, room: '204' } },
        createdAt: new Date(s.world.now),
        expiresAt: new Date(s.world.now + HOUR),
      },
    });
    await s.world.notifier().settle();
    const [message] = await phone.arrived(1);
    expect(message?.json).toMatchObject({ l: 'en', r: 'Room 204', o: null });
    expect(message).toMatchObject({ urgency: 'low', ttl: 3600 });
  });

  test('[50] an Apple device gets the same, and beside it what the system shows when the worker cannot', async () => {
    const phone = await s.world.phone(s.world.technician);
    const apple = 'https://web.push.apple.com/QNp1';
    await s.fresh.db.subscription.update({ where: { id: phone.device }, data: { endpoint: apple } });
    const { ticket, notice } = await s.world.escalate();
    const toReceiver = createTransport({
      ...{ subject: 'mailto:a@example.org', ...vapid, testHost: s.receiver.host },
      agent: new Agent({ ca: s.receiver.ca }),
    });
    // Apple's address, at our own s.receiver.
    const transport: Transport = (device, message) => {
      expect(device.endpoint).toBe(apple);
      return toReceiver({ ...device, endpoint: phone.subscription.endpoint }, message);
    };
    await s.world.notifier({ transport }).settle();
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
    const phone = await s.world.phone(s.world.technician);
    const place = { building: 'Bâtiment '.repeat(200), room: 'é'.repeat(3000) };
    await s.fresh.db.notice.create({
      data: {
        ...{ id: '018f0000-0000-7000-8000-000000000003', personId: s.world.technician, kind: 'assigned' },
        data: { number: '2026-00001', category: 'display', place },
        createdAt: new Date(s.world.now),
        expiresAt: new Date(s.world.now + HOUR),
      },
    });
    await s.world.notifier().settle();
    const [message] = await phone.arrived(1);
    expect(message?.json).toMatchObject({ o: '2026-00001', r: null, c: 'display' });
    expect(message?.size).toBeLessThan(3072);
  });

  test('every device of the person gets it; one acceptance is enough', async () => {
    const gone = await s.world.phone(s.world.technician);
    const alive = await s.world.phone(s.world.technician);
    gone.leave();
    const { notice } = await s.world.escalate();
    await s.world.notifier().settle();
    await alive.arrived(1);
    expect(await s.stateOf(notice)).toBe('sent');
  });

  test.each([404, 410])('[49] %i removes the device at once, and the timeline says that nobody was reached', async (status) => {
    await s.world.phone(s.world.technician);
    const { ticket, notice } = await s.world.escalate();
    s.receiver.answerNext({ status });
    await s.world.notifier().settle();
    expect(await s.fresh.db.subscription.count()).toBe(0);
    expect(await s.stateOf(notice)).toBe('undelivered');
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'gone', status }]);
    expect(await s.world.traces(ticket)).toEqual([[s.world.technician, 'undelivered']]);
    await s.world.notifier().settle();
    expect(await s.world.traces(ticket)).toHaveLength(1);
  });

  test('[49] 429 is tried again after Retry-After, not before', async () => {
    const phone = await s.world.phone(s.world.technician);
    const { notice } = await s.world.escalate();
    s.receiver.answerNext({ status: 429, headers: { 'retry-after': '30' } });
    const notifier = s.world.notifier();
    await notifier.settle();
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'waiting', status: 429, attempts: 1 }]);
    const before = s.receiver.requests;
    s.world.now += 29_000;
    await notifier.settle();
    expect(s.receiver.requests).toBe(before);
    expect(await s.stateOf(notice)).toBe('queued');
    s.world.now += 1500;
    await notifier.settle();
    const [message] = await phone.arrived(1);
    expect(message?.ttl).toBe(3600 - 30);
    expect(await s.stateOf(notice)).toBe('sent');
  });

  test('a Retry-After beyond the message’s life gives up at once, and says so', async () => {
    await s.world.phone(s.world.technician);
    const { ticket, notice } = await s.world.escalate();
    s.receiver.answerNext({ status: 429, headers: { 'retry-after': '7200' } });
    await s.world.notifier().settle();
    expect(await s.stateOf(notice)).toBe('undelivered');
    expect(await s.world.traces(ticket)).toEqual([[s.world.technician, 'undelivered']]);
  });

  test.each([
    ['a server error', { status: 503 }],
    ['silence', 'hang'],
    ['a broken connection', 'reset'],
    ['something that is not HTTP', 'garbage'],
  ] as const)('[49] %s is tried again', async (_, answer) => {
    const phone = await s.world.phone(s.world.technician);
    const { notice } = await s.world.escalate();
    s.receiver.answerNext(answer);
    await s.world.notifier({ timeLimit: answer === 'hang' ? 2000 : 10_000 }).settle();
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    s.world.now += 1000;
    await s.world.notifier().settle();
    await phone.arrived(1);
    expect(await s.stateOf(notice)).toBe('sent');
  });

  test('a service that hangs does not hold back the notices of the others', async () => {
    await s.world.phone(s.world.technician);
    await s.world.escalate();
    s.receiver.answerNext('hang');
    const notifier = s.world.notifier({ timeLimit: 3000 });
    notifier.wake();
    while (s.receiver.requests === 0) await new Promise((done) => setTimeout(done, 5));
    const phone = await s.world.phone(s.world.requester);
    const ticket = await s.world.open();
    await s.fresh.db.notice.create({
      data: {
        id: '018f0000-0000-7000-8000-000000000002',
        ticketId: ticket,
        personId: s.world.requester,
        kind: 'note',
        data: { number: null, category: null, place: null },
        createdAt: new Date(s.world.now),
        expiresAt: new Date(s.world.now + HOUR),
      },
    });
    notifier.wake();
    await phone.arrived(1, 2500);
    await notifier.stop();
  });

  test('redirects are never followed, and count as a refusal', async () => {
    const phone = await s.world.phone(s.world.technician);
    const elsewhere = s.receiver.subscribe();
    const { notice } = await s.world.escalate();
    s.receiver.answerNext({ status: 307, headers: { location: elsewhere.subscription.endpoint } });
    await s.world.notifier().settle();
    expect(elsewhere.messages).toHaveLength(0);
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'given-up', status: 307 }]);
    expect(await s.fresh.db.subscription.findUniqueOrThrow({ where: { id: phone.device } })).toMatchObject({ failures: 1 });
  });

  test('five refusals in a row remove the device; one acceptance in between starts the count anew', async () => {
    const phone = await s.world.phone(s.world.technician);
    const notifier = s.world.notifier();
    const failures = async () => (await s.fresh.db.subscription.findUnique({ where: { id: phone.device } }))?.failures ?? 'removed';
    const seen: unknown[] = [];
    for (const status of [403, 400, 403, 403, 201, 403, 403, 403, 403, 403]) {
      await s.world.escalate();
      s.receiver.answerNext({ status });
      await notifier.settle();
      seen.push(await failures());
    }
    expect(seen).toEqual([1, 2, 3, 4, 0, 1, 2, 3, 4, 'removed']);
  });

  test('413 gives the message up and keeps the device', async () => {
    await s.world.phone(s.world.technician);
    const { notice } = await s.world.escalate();
    s.receiver.answerNext({ status: 413 });
    await s.world.notifier().settle();
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'given-up', status: 413 }]);
    expect(await s.fresh.db.subscription.findFirstOrThrow()).toMatchObject({ failures: 0 });
    expect(s.world.logged.map((l) => l.what)).toEqual(['push message too big']);
  });

  test('a phone that changed hands meanwhile does not get the last person’s message', async () => {
    const phone = await s.world.phone(s.world.technician);
    const { notice } = await s.world.escalate();
    s.receiver.answerNext({ status: 503 });
    const notifier = s.world.notifier();
    await notifier.settle();
    await keepDevice(s.fresh.db, s.world.requester, { ...phone.subscription, label: 'Firefox' }, s.world.now);
    s.world.now += 5000;
    await notifier.settle();
    expect(phone.messages).toHaveLength(0);
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'gone' }]);
    expect(await s.stateOf(notice)).toBe('undelivered');
  });

  test('an address that is not a push service is not called, even when it is in the table', async () => {
    const phone = await s.world.phone(s.world.technician);
    await s.fresh.db.subscription.update({ where: { id: phone.device }, data: { endpoint: 'https://169.254.169.254/latest' } });
    const { notice } = await s.world.escalate();
    await s.world.notifier().settle();
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'given-up', status: null }]);
    expect(s.world.logged[0]?.facts).toMatchObject({ why: 'endpoint' });
  });

  test('the log never holds an address', async () => {
    const phone = await s.world.phone(s.world.technician);
    await s.world.escalate();
    s.receiver.answerNext({ status: 410 });
    await s.world.notifier().settle();
    expect(s.world.logged).toHaveLength(1);
    expect(JSON.stringify(s.world.logged)).not.toContain(phone.id);
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
