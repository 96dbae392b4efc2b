import { describe, expect, test } from 'vitest';
import { LEASE } from '#server/notify/claim.ts';
import { databases } from '#test/databases.ts';
import { onStage } from './stage.ts';

const HOUR = 3_600_000;

describe.each(databases())('the end of a notice on $name', (kind) => {
  const s = onStage(kind);

  test('[48] a server that dies between commit and send: the next one sends', async () => {
    const phone = await s.world.phone(s.world.technician);
    await s.world.escalate();
    const next = s.world.notifier({ sweepEvery: 20 });
    next.start();
    await phone.arrived(1);
    await next.stop();
  });

  test('[48] a server that dies while sending: its claim returns after the lease', async () => {
    const phone = await s.world.phone(s.world.technician);
    const { notice } = await s.world.escalate();
    let reached = () => {};
    const sending = new Promise<void>((done) => {
      reached = done;
    });
    const dying = s.world.notifier({
      transport: () => {
        reached();
        return new Promise(() => {});
      },
    });
    dying.wake();
    await sending;
    const next = s.world.notifier();
    await next.settle();
    expect(phone.messages).toHaveLength(0);
    s.world.now += LEASE + 1;
    await next.settle();
    await phone.arrived(1);
    expect(await s.deliveriesOf(notice)).toMatchObject([{ state: 'accepted', attempts: 2 }]);
  });

  test('a server that dies between the last answer and its conclusion: the next one concludes', async () => {
    await s.world.phone(s.world.technician);
    const { ticket, notice } = await s.world.escalate();
    await s.world.notifier().settle();
    await s.fresh.db.notice.update({ where: { id: notice }, data: { state: 'queued' } });
    await s.world.notifier().settle();
    expect(await s.stateOf(notice)).toBe('sent');

    await s.fresh.db.notice.update({ where: { id: notice }, data: { state: 'queued' } });
    await s.fresh.db.delivery.updateMany({ data: { state: 'gone' } });
    const failing = s.world.notifier({ trace: () => Promise.reject(new Error('the database did not answer')) });
    await failing.settle();
    expect(await s.stateOf(notice)).toBe('queued');
    await s.world.notifier().settle();
    expect(await s.stateOf(notice)).toBe('undelivered');
    expect(await s.world.traces(ticket)).toEqual([
      [s.world.technician, 'accepted'],
      [s.world.technician, 'undelivered'],
    ]);
  });

  test('a server killed before the timeline’s line: the next start writes it, once', async () => {
    const { ticket, notice } = await s.world.escalate();
    await s.fresh.db.notice.update({ where: { id: notice }, data: { state: 'undelivered' } });
    await s.world.notifier().settle();
    await s.world.notifier().settle();
    expect(await s.world.traces(ticket)).toEqual([[s.world.technician, 'undelivered']]);
  });

  test('a notice whose line cannot be written does not stop those after it', async () => {
    const poison = await s.world.escalate();
    const phone = await s.world.phone(s.world.technician);
    await s.fresh.db.delivery.create({ data: { noticeId: poison.notice, subscriptionId: 'none', state: 'gone', nextAt: new Date(s.world.now) } });
    const { notice } = await s.world.escalate();
    const failing = s.world.notifier({ trace: () => Promise.reject(new Error('a fault in the code')) });
    await failing.settle();
    await phone.arrived(1);
    expect(await s.stateOf(notice)).toBe('sent');
    expect(await s.stateOf(poison.notice)).toBe('queued');
    // The line of the one, and that of the other's acceptance.
    expect(s.world.logged.map(({ facts }) => (facts['error'] as Error).message)).toEqual(['a fault in the code', 'a fault in the code']);
  });

  test('two servers, forty notices: one message each', async () => {
    const phone = await s.world.phone(s.world.technician);
    for (let i = 0; i < 40; i += 1) await s.world.escalate();
    const servers = [s.world.notifier(), s.world.notifier()];
    await Promise.all(servers.map((server) => server.settle()));
    await Promise.all(servers.map((server) => server.settle()));
    const told = phone.messages.map((m) => m.json['n']);
    expect(told).toHaveLength(40);
    expect(new Set(told).size).toBe(40);
    expect(await s.fresh.db.notice.count({ where: { state: 'sent', kind: 'handover' } })).toBe(40);
  });

  test('no device: undelivered, and traced', async () => {
    const { ticket, notice } = await s.world.escalate();
    await s.world.notifier().settle();
    expect(await s.stateOf(notice)).toBe('undelivered');
    expect(await s.world.traces(ticket)).toEqual([[s.world.technician, 'undelivered']]);
  });

  test('a notice that waited too long is not sent any more: undelivered, and traced', async () => {
    const phone = await s.world.phone(s.world.technician);
    const { ticket, notice } = await s.world.escalate();
    s.world.now += HOUR;
    await s.world.notifier().settle();
    expect(phone.messages).toHaveLength(0);
    expect(await s.stateOf(notice)).toBe('undelivered');
    expect(await s.world.traces(ticket)).toEqual([[s.world.technician, 'undelivered']]);
  });

  test('a service that is down for the whole life of a notice: undelivered once, and traced', async () => {
    await s.world.phone(s.world.technician);
    const { ticket, notice } = await s.world.escalate();
    const notifier = s.world.notifier();
    s.receiver.answerNext(...Array.from({ length: 200 }, () => ({ status: 500 })));
    for (let i = 0; i < 200 && (await s.stateOf(notice)) === 'queued'; i += 1) {
      await notifier.settle();
      s.world.now += 60_000;
    }
    expect(await s.stateOf(notice)).toBe('undelivered');
    expect(await s.world.traces(ticket)).toEqual([[s.world.technician, 'undelivered']]);
    expect((await s.deliveriesOf(notice))[0]?.attempts).toBeLessThan(25);
    s.receiver.forget();
  });

  test('once somebody took the ticket, nobody is called any more', async () => {
    const phone = await s.world.phone(s.world.technician);
    const { ticket, notice } = await s.world.escalate();
    await s.world.say(s.world.technician, { type: 'take', v: 1, ticket, expected: null });
    const notifier = s.world.notifier();
    await notifier.settle();
    expect(phone.messages.map((m) => m.json['k'])).not.toContain('handover');
    expect(await s.stateOf(notice)).toBe('settled');
  });
});
