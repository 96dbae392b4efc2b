import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweep } from '#server/sweep/sweep.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { makeWorld, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Tuesday 3 November 2026, 21:00 and 7:30 of the next day in Paris. */
const NIGHT = Date.UTC(2026, 10, 3, 20);
const OPENS = Date.UTC(2026, 10, 4, 6, 30);

describe.each(databases())('quiet hours on $name', ({ open }) => {
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
    await fresh.db.organisation.update({ where: { id: 'org' }, data: { alerts: {} } });
    world.now = NIGHT;
    return () => fresh.close();
  });
  const settle = async () => {
    await sweep(fresh.db, world.now);
    await world.notifier().settle();
  };

  test('a call in the evening rings when the school opens, and not before', async () => {
    const phone = await world.phone(world.technician);
    const { notice } = await world.escalate();
    await settle();
    world.now = OPENS - MINUTE;
    await settle();
    expect(phone.messages).toHaveLength(0);
    expect(await fresh.db.notice.findUniqueOrThrow({ where: { id: notice } })).toMatchObject({ state: 'queued', heldUntil: new Date(OPENS) });
    world.now = OPENS;
    await settle();
    const [message] = await phone.arrived(1);
    expect(message?.json).toMatchObject({ k: 'handover', n: notice });
  });

  test('several that waited for the morning are one, which says how many; taken meanwhile, they are not counted', async () => {
    const phone = await world.phone(world.technician);
    const tickets = [];
    for (let i = 0; i < 4; i += 1) tickets.push((await world.escalate()).ticket);
    await settle();
    await world.say(world.technician, { type: 'take', v: 1, ticket: tickets[0] as never, expected: null });
    world.now = OPENS;
    await settle();
    const messages = await phone.arrived(1);
    expect(messages.map((m) => m.json)).toEqual([expect.objectContaining({ k: 'gathered', m: 3, t: null, o: null })]);
    await settle();
    expect(phone.messages).toHaveLength(1);
  });

  test('news rest as calls do', async () => {
    const phone = await world.phone(world.correspondent);
    const { ticket } = await world.escalate();
    await world.say(world.technician, { type: 'take', v: 1, ticket, expected: null });
    await settle();
    expect(phone.messages).toHaveLength(0);
  });

  test('what is critical crosses them, to whoever is on call and to nobody else', async () => {
    const called = await world.phone(world.technician);
    const other = await world.phone(world.correspondent);
    const turn = { id: randomUUID(), personId: world.technician, siteId: null, from: new Date(NIGHT - HOUR), until: new Date(OPENS) };
    await fresh.db.onCall.create({ data: turn });
    const ticket = await world.open();
    await world.say(world.correspondent, {
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
    await fresh.db.person.update({ where: { id: world.technician }, data: { email: 'paul@example.org' } });
    const { ticket } = await world.escalate();
    world.now += 4 * MINUTE;
    await settle();
    expect(await fresh.db.mail.count({ where: { kind: 'call' } })).toBe(0);
    world.now += 2 * MINUTE;
    await settle();
    expect(await fresh.db.mail.findMany({ where: { kind: 'call' } })).toMatchObject([{ personId: world.technician, ticketId: ticket }]);
    expect(await world.traces(ticket)).toEqual([[world.technician, 'mailed']]);
    const { notice } = await world.escalate();
    await fresh.db.notice.update({ where: { id: notice }, data: { openedAt: new Date(world.now) } });
    world.now += 6 * MINUTE;
    await settle();
    expect(await fresh.db.mail.count({ where: { kind: 'call' } })).toBe(1);
  });

  test('what rests lives as much longer; whoever lost sight of it meanwhile is not told', async () => {
    await world.phone(world.technician);
    const phone = await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    const before = await fresh.db.notice.findUniqueOrThrow({ where: { id: notice } });
    await settle();
    const held = await fresh.db.notice.findUniqueOrThrow({ where: { id: notice } });
    expect(held.expiresAt.getTime() - before.expiresAt.getTime()).toBe(OPENS - NIGHT);
    await fresh.db.membership.deleteMany({ where: { personId: world.technician } });
    world.now = OPENS;
    await settle();
    expect(phone.messages).toHaveLength(0);
    expect(await fresh.db.notice.findUniqueOrThrow({ where: { id: notice } })).toMatchObject({ state: 'settled', ticketId: ticket });
  });

  test('on call for another school wakes nobody for this one', async () => {
    const phone = await world.phone(world.technician);
    const other = randomUUID();
    await fresh.db.site.create({ data: { id: other, uai: '0750002B', name: 'Ailleurs', city: 'Paris', version: 0 } });
    const turn = { id: randomUUID(), personId: world.technician, siteId: other, from: new Date(NIGHT - HOUR), until: new Date(OPENS) };
    await fresh.db.onCall.create({ data: turn });
    const ticket = await world.open();
    await world.say(world.correspondent, {
      type: 'qualify',
      ...{ v: 1, ticket, nature: 'incident', category: 'network', symptom: 'site_down', impact: 'site', urgency: 'blocking' },
      ...{ asset: null, room: null, reachable: true, priority: null, reason: '' },
    });
    await settle();
    expect(phone.messages).toHaveLength(0);
  });

  test('what is tried again after the school has closed does not ring then', async () => {
    // A quarter of an hour before it closes.
    world.now = Date.UTC(2026, 10, 3, 16, 15);
    const phone = await world.phone(world.correspondent);
    const ticket = await world.open();
    await world.say(world.technician, { type: 'note', v: 2, ticket, text: 'Vu', visibility: 'public', call: null });
    receiver.answerNext({ status: 503, headers: { 'retry-after': '1800' } });
    await settle();
    world.now += 31 * MINUTE;
    await settle();
    expect(phone.messages).toHaveLength(0);
    world.now = OPENS;
    await settle();
    await phone.arrived(1);
  });
});
