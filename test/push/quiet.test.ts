import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sweep } from '#server/sweep/sweep.ts';
import { databases } from '#test/databases.ts';
import { onStage } from './stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Tuesday 3 November 2026, 21:00 and 7:30 of the next day in Paris. */
const NIGHT = Date.UTC(2026, 10, 3, 20);
const OPENS = Date.UTC(2026, 10, 4, 6, 30);

describe.each(databases())('quiet hours on $name', (kind) => {
  const s = onStage(kind, async ({ fresh, world }) => {
    await fresh.db.organisation.update({ where: { id: 'org' }, data: { alerts: {} } });
    world.now = NIGHT;
  });
  const settle = async () => {
    await sweep(s.fresh.db, s.world.now);
    await s.world.notifier().settle();
  };

  test('a call in the evening rings when the school opens, and not before', async () => {
    const phone = await s.world.phone(s.world.technician);
    const { notice } = await s.world.escalate();
    await settle();
    s.world.now = OPENS - MINUTE;
    await settle();
    expect(phone.messages).toHaveLength(0);
    expect(await s.fresh.db.notice.findUniqueOrThrow({ where: { id: notice } })).toMatchObject({ state: 'queued', heldUntil: new Date(OPENS) });
    s.world.now = OPENS;
    await settle();
    const [message] = await phone.arrived(1);
    expect(message?.json).toMatchObject({ k: 'handover', n: notice });
  });

  test('several that waited for the morning are one, which says how many; taken meanwhile, they are not counted', async () => {
    const phone = await s.world.phone(s.world.technician);
    const tickets = [];
    for (let i = 0; i < 4; i += 1) tickets.push((await s.world.escalate()).ticket);
    await settle();
    await s.world.say(s.world.technician, { type: 'take', v: 1, ticket: tickets[0] as never, expected: null });
    s.world.now = OPENS;
    await settle();
    const messages = await phone.arrived(1);
    expect(messages.map((m) => m.json)).toEqual([expect.objectContaining({ k: 'gathered', m: 3, t: null, o: null })]);
    await settle();
    expect(phone.messages).toHaveLength(1);
  });

  test('news rest as calls do', async () => {
    const phone = await s.world.phone(s.world.correspondent);
    const { ticket } = await s.world.escalate();
    await s.world.say(s.world.technician, { type: 'take', v: 1, ticket, expected: null });
    await settle();
    expect(phone.messages).toHaveLength(0);
  });

  test('what is critical crosses them, to whoever is on call and to nobody else', async () => {
    const called = await s.world.phone(s.world.technician);
    const other = await s.world.phone(s.world.correspondent);
    const turn = { id: randomUUID(), personId: s.world.technician, siteId: null, from: new Date(NIGHT - HOUR), until: new Date(OPENS) };
    await s.fresh.db.onCall.create({ data: turn });
    const ticket = await s.world.open();
    await s.world.say(s.world.correspondent, {
      type: 'qualify',
      ...{ v: 1, ticket, nature: 'incident', category: 'network', symptom: 'site_down', impact: 'site', urgency: 'blocking' },
      ...{ asset: null, room: null, reachable: true, priority: null, reason: '' },
    });
    await settle();
    const [message] = await called.arrived(1);
    expect(message?.json).toMatchObject({ k: 'critical', t: ticket });
    expect(other.messages).toHaveLength(0);
  });

  test('a mail follows a call that nobody opened, by night too, and the timeline says so; one that was opened needs none', async () => {
    await s.fresh.db.person.update({ where: { id: s.world.technician }, data: { email: 'paul@example.org' } });
    const { ticket } = await s.world.escalate();
    s.world.now += 4 * MINUTE;
    await settle();
    expect(await s.fresh.db.mail.count({ where: { kind: 'call' } })).toBe(0);
    s.world.now += 2 * MINUTE;
    await settle();
    expect(await s.fresh.db.mail.findMany({ where: { kind: 'call' } })).toMatchObject([{ personId: s.world.technician, ticketId: ticket }]);
    expect(await s.world.traces(ticket)).toEqual([[s.world.technician, 'mailed']]);
    const { notice } = await s.world.escalate();
    await s.fresh.db.notice.update({ where: { id: notice }, data: { openedAt: new Date(s.world.now) } });
    s.world.now += 6 * MINUTE;
    await settle();
    expect(await s.fresh.db.mail.count({ where: { kind: 'call' } })).toBe(1);
  });

  test('what rests lives as much longer; whoever lost sight of it meanwhile is not told', async () => {
    await s.world.phone(s.world.technician);
    const phone = await s.world.phone(s.world.technician);
    const { ticket, notice } = await s.world.escalate();
    const before = await s.fresh.db.notice.findUniqueOrThrow({ where: { id: notice } });
    await settle();
    const held = await s.fresh.db.notice.findUniqueOrThrow({ where: { id: notice } });
    expect(held.expiresAt.getTime() - before.expiresAt.getTime()).toBe(OPENS - NIGHT);
    await s.fresh.db.membership.deleteMany({ where: { personId: s.world.technician } });
    s.world.now = OPENS;
    await settle();
    expect(phone.messages).toHaveLength(0);
    expect(await s.fresh.db.notice.findUniqueOrThrow({ where: { id: notice } })).toMatchObject({ state: 'settled', ticketId: ticket });
  });

  test('on call for another school wakes nobody for this one', async () => {
    const phone = await s.world.phone(s.world.technician);
    const other = randomUUID();
    await s.fresh.db.site.create({ data: { id: other, uai: '0750002B', name: 'Ailleurs', city: 'Paris', version: 0 } });
    const turn = { id: randomUUID(), personId: s.world.technician, siteId: other, from: new Date(NIGHT - HOUR), until: new Date(OPENS) };
    await s.fresh.db.onCall.create({ data: turn });
    const ticket = await s.world.open();
    await s.world.say(s.world.correspondent, {
      type: 'qualify',
      ...{ v: 1, ticket, nature: 'incident', category: 'network', symptom: 'site_down', impact: 'site', urgency: 'blocking' },
      ...{ asset: null, room: null, reachable: true, priority: null, reason: '' },
    });
    await settle();
    expect(phone.messages).toHaveLength(0);
  });

  test('what is tried again after the school has closed does not ring then', async () => {
    // A quarter of an hour before it closes.
    s.world.now = Date.UTC(2026, 10, 3, 16, 15);
    const phone = await s.world.phone(s.world.correspondent);
    const ticket = await s.world.open();
    await s.world.say(s.world.technician, { type: 'note', v: 2, ticket, text: 'Vu', visibility: 'public', call: null });
    s.receiver.answerNext({ status: 503, headers: { 'retry-after': '1800' } });
    await settle();
    s.world.now += 31 * MINUTE;
    await settle();
    expect(phone.messages).toHaveLength(0);
    s.world.now = OPENS;
    await settle();
    await phone.arrived(1);
  });
});
