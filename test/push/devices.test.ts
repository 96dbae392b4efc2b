import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acknowledge } from '#server/push/ack.ts';
import { devicesOf, dropDevice, keepDevice, SubscriptionSchema } from '#server/push/devices.ts';
import { startTrial, trialOf } from '#server/push/trial.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { makeWorld, type World } from './world.ts';

describe.each(databases())('devices on $name', ({ open }) => {
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

  test('a device that comes back is the same one, heard later', async () => {
    const phone = await world.phone(world.technician);
    const again = await keepDevice(fresh.db, world.technician, { ...phone.subscription, label: 'Firefox' }, world.now + 1000);
    expect(again).toBe(phone.device);
    expect(await devicesOf(fresh.db, world.technician)).toEqual([
      { id: phone.device, label: 'Firefox', createdAt: world.now, lastContact: world.now + 1000, lastShown: null },
    ]);
  });

  test('a device that changes hands moves, and what it proved before is forgotten', async () => {
    const phone = await world.phone(world.technician);
    await fresh.db.subscription.update({ where: { id: phone.device }, data: { lastShown: new Date(world.now), failures: 3 } });
    await keepDevice(fresh.db, world.correspondent, { ...phone.subscription, label: 'Safari' }, world.now + 5000);
    expect(await devicesOf(fresh.db, world.technician)).toEqual([]);
    expect(await devicesOf(fresh.db, world.correspondent)).toMatchObject([{ lastShown: null, createdAt: world.now + 5000 }]);
    expect(await fresh.db.subscription.findFirstOrThrow()).toMatchObject({ failures: 0 });
  });

  test('the same device said ten times at once is one row', async () => {
    const { subscription } = receiver.subscribe();
    const ids = await Promise.all(
      Array.from({ length: 10 }, () => keepDevice(fresh.db, world.technician, { ...subscription, label: 'x' }, world.now)),
    );
    expect(new Set(ids).size).toBe(1);
  });

  test('an eleventh device pushes out the one that was silent the longest', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 10; i += 1) {
      world.now += 1000;
      ids.push((await world.phone(world.technician)).device);
    }
    const other = await world.phone(world.correspondent);
    world.now += 1000;
    ids.push((await world.phone(world.technician)).device);
    expect((await devicesOf(fresh.db, world.technician)).map((d) => d.id).sort()).toEqual(ids.slice(1).sort());
    expect((await devicesOf(fresh.db, world.correspondent)).map((d) => d.id)).toEqual([other.device]);
  });

  test('one removes only one’s own device', async () => {
    const phone = await world.phone(world.technician);
    await dropDevice(fresh.db, world.correspondent, phone.device);
    expect(await devicesOf(fresh.db, world.technician)).toHaveLength(1);
    await dropDevice(fresh.db, world.technician, phone.device);
    expect(await devicesOf(fresh.db, world.technician)).toHaveLength(0);
  });

  test('a test to oneself: stored, accepted, shown, each to be seen', async () => {
    const phone = await world.phone(world.technician, 'Poste du CDI');
    const other = await world.phone(world.correspondent);
    const id = await startTrial(fresh.db, world.technician, null, world.now);
    expect(await trialOf(fresh.db, world.technician, id)).toMatchObject({ state: 'queued', devices: [], shownAt: null });

    await world.notifier().settle();
    const [message] = await phone.arrived(1);
    expect(message?.json).toEqual({ v: 1, n: id, d: phone.device, t: null, k: 'test', o: null, r: null, c: null, l: 'fr' });
    expect(message).toMatchObject({ ttl: 300, urgency: 'high', topic: null });
    expect(other.messages).toHaveLength(0);
    expect(await trialOf(fresh.db, world.technician, id)).toMatchObject({
      state: 'sent',
      devices: [{ id: phone.device, label: 'Poste du CDI', state: 'accepted', status: 201 }],
      shownAt: null,
    });

    await acknowledge(fresh.db, world.technician, { notice: id, step: 'shown', device: phone.device }, world.now + 2000);
    expect(await trialOf(fresh.db, world.technician, id)).toMatchObject({ storedAt: world.now, shownAt: world.now + 2000 });
    expect(await devicesOf(fresh.db, world.technician)).toMatchObject([{ lastShown: world.now + 2000 }]);
    expect(await trialOf(fresh.db, world.correspondent, id)).toBeNull();
    expect(await trialOf(fresh.db, world.technician, randomUUID())).toBeNull();
  });

  test('a test to one device alone leaves the others in peace, and nobody tests another’s', async () => {
    const here = await world.phone(world.technician);
    const there = await world.phone(world.technician);
    const foreign = await world.phone(world.correspondent);
    await startTrial(fresh.db, world.technician, here.device, world.now);
    const stolen = await startTrial(fresh.db, world.technician, foreign.device, world.now);
    await world.notifier().settle();
    await here.arrived(1);
    expect([here.messages.length, there.messages.length, foreign.messages.length]).toEqual([1, 0, 0]);
    expect(await trialOf(fresh.db, world.technician, stolen)).toMatchObject({ state: 'undelivered', devices: [] });
  });

  test('shown and opened are told in the timeline, each once', async () => {
    const phone = await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    await world.notifier().settle();
    const said = { notice, device: phone.device };
    for (const step of ['shown', 'shown', 'opened', 'opened', 'shown'] as const) {
      world.now += 100;
      await acknowledge(fresh.db, world.technician, { ...said, step }, world.now);
    }
    expect(await world.traces(ticket)).toEqual([
      [world.technician, 'accepted'],
      [world.technician, 'shown'],
      [world.technician, 'opened'],
    ]);
    expect(await devicesOf(fresh.db, world.technician)).toMatchObject([{ lastShown: world.now }]);
  });

  test('another person’s acknowledgement and one of nothing get the same answer, and change nothing', async () => {
    await world.phone(world.technician);
    const { ticket, notice } = await world.escalate();
    const foreign = await acknowledge(fresh.db, world.requester, { notice, step: 'opened' }, world.now);
    const unknown = await acknowledge(fresh.db, world.requester, { notice: randomUUID(), step: 'opened' }, world.now);
    expect(foreign).toBe(unknown);
    expect(await world.traces(ticket)).toEqual([]);
    expect(await fresh.db.notice.findUniqueOrThrow({ where: { id: notice } })).toMatchObject({ openedAt: null, shownAt: null });
  });

  test('an acknowledgement cannot speak for another’s device', async () => {
    const phone = await world.phone(world.correspondent);
    const { notice } = await world.escalate();
    await acknowledge(fresh.db, world.technician, { notice, step: 'shown', device: phone.device }, world.now);
    expect(await devicesOf(fresh.db, world.correspondent)).toMatchObject([{ lastShown: null }]);
  });
});

describe('what a browser gives', () => {
  const good = { endpoint: 'https://fcm.googleapis.com/fcm/send/x', label: 'Chrome' };
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const parse = (over: object) => SubscriptionSchema.safeParse({ ...good, keys, ...over });

  test('is taken as it is, the label without what cannot be seen', () => {
    expect(parse({}).success).toBe(true);
    expect(parse({ label: `  Poste\u202e du\n\n CDI ${'x'.repeat(100)}` }).data?.label).toBe(`Poste du CDI ${'x'.repeat(47)}`);
  });

  test.each([
    [
      'a key that is no point of the curve',
      { keys: { ...keys, p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url') } },
    ],
    ['a key that is too short', { keys: { ...keys, p256dh: keys.p256dh.slice(0, 60) } }],
    ['a secret that is too long', { keys: { ...keys, auth: `${keys.auth}AAAA` } }],
    ['no keys', { keys: undefined }],
    ['letters that are not base64url', { keys: { ...keys, auth: '<script>alert(1)</script>' } }],
    ['an address that is not text', { endpoint: 7 }],
  ])('is refused with %s', (_, over) => {
    expect(parse(over).success).toBe(false);
  });
});
