import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { choicesOf, choose, wantsMail } from '#server/push/choices.ts';
import { dropDevice, keepDevice } from '#server/push/devices.ts';
import { storeOf } from '#server/sql.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { makeWorld, type World } from './world.ts';

const HOUR = 3_600_000;

describe.each(databases())('what a person wants to hear, on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let receiver: Receiver;
  let world: World;
  let tech: PersonId;

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());
  beforeEach(async () => {
    fresh = await open();
    world = await makeWorld(fresh.db, receiver);
    tech = world.technician;
    return () => fresh.close();
  });

  const silence = (channel: string, topic: 'calls' | 'mine' = 'calls') => choose(fresh.db, tech, { topic, channel, wanted: false }, world.now);
  const stateOf = async (notice: string) => (await fresh.db.notice.findUniqueOrThrow({ where: { id: notice } })).state;
  const onCall = (from: number, until: number) =>
    fresh.db.onCall.create({ data: { id: randomUUID(), personId: tech, siteId: null, from: new Date(from), until: new Date(until) } });
  const notice = (kind: string) =>
    fresh.db.notice.create({
      data: {
        id: randomUUID(),
        personId: tech,
        kind,
        data: { site: world.site },
        createdAt: new Date(world.now),
        expiresAt: new Date(world.now + HOUR),
      },
    });

  test('a topic is silent on the device where it was switched off, and nowhere else', async () => {
    const [quiet, loud] = [await world.phone(tech), await world.phone(tech)];
    expect(await silence(quiet.device)).toBe('kept');
    const call = await world.escalate();
    const note = await notice('note');
    await world.notifier().settle();
    await loud.arrived(2);
    expect(quiet.messages.map((m) => m.json['k'])).toEqual(['note']);
    expect([await stateOf(call.notice), await stateOf(note.id)]).toEqual(['sent', 'sent']);
    expect(await choose(fresh.db, tech, { topic: 'calls', channel: quiet.device, wanted: true }, world.now)).toBe('kept');
    await world.escalate();
    await world.notifier().settle();
    await quiet.arrived(2);
  });

  test('a call that no device wants counts as heard by nobody; of the rest nothing is said', async () => {
    const phone = await world.phone(tech);
    await silence(phone.device);
    await silence(phone.device, 'mine');
    const { ticket, notice: call } = await world.escalate();
    const note = await notice('note');
    await world.notifier().settle();
    expect(phone.messages).toEqual([]);
    expect([await stateOf(call), await stateOf(note.id)]).toEqual(['undelivered', 'unwanted']);
    expect(await world.traces(ticket)).toEqual([[tech, 'undelivered']]);
  });

  test('while on call, the last device that hears calls cannot be silenced; before and after it can', async () => {
    const [one, two] = [await world.phone(tech), await world.phone(tech)];
    const rota = await onCall(world.now + HOUR, world.now + 9 * HOUR);
    expect(await choicesOf(fresh.db, tech, world.now)).toMatchObject({ onCall: true, off: [] });
    expect(await silence(one.device)).toBe('kept');
    expect(await silence(two.device)).toBe('on-call');
    expect(await silence(two.device, 'mine')).toBe('kept');
    expect(await silence('mail')).toBe('kept');
    world.now = rota.until.getTime() + 1;
    expect(await silence(two.device)).toBe('kept');
    expect((await choicesOf(fresh.db, tech, world.now)).onCall).toBe(false);
  });

  test('two devices switched off at once leave one that hears, for whoever is on call', async () => {
    const phones = [await world.phone(tech), await world.phone(tech)];
    await onCall(world.now, world.now + HOUR);
    const said = await Promise.all(phones.map(({ device }) => silence(device)));
    expect(said.sort()).toEqual(['kept', 'on-call']);
  });

  test('what is critical reaches whoever is on call when the device that heard it has left', async () => {
    const [left, quiet] = [await world.phone(tech), await world.phone(tech)];
    await silence(quiet.device);
    await dropDevice(fresh.db, tech, left.device);
    await notice('critical');
    await world.notifier().settle();
    expect(quiet.messages).toEqual([]);
    await onCall(world.now, world.now + HOUR);
    await notice('critical');
    await world.notifier().settle();
    await quiet.arrived(1);
  });

  test('choices follow a device to its new address, and leave with it', async () => {
    const phone = await world.phone(tech);
    await silence(phone.device);
    const next = receiver.subscribe().subscription;
    const moved = await keepDevice(fresh.db, tech, { ...next, label: 'x', renewed: true, replaces: phone.device }, world.now);
    expect((await choicesOf(fresh.db, tech, world.now)).off).toEqual([{ topic: 'calls', channel: moved }]);
    expect(await fresh.db.subscription.count()).toBe(1);
    // The worker knows only the address that the browser took away.
    const last = await keepDevice(
      fresh.db,
      tech,
      { ...receiver.subscribe().subscription, label: 'x', renewed: true, replaces: next.endpoint },
      world.now,
    );
    expect((await choicesOf(fresh.db, tech, world.now)).off).toEqual([{ topic: 'calls', channel: last }]);
    // Another's device is nobody's predecessor.
    await keepDevice(fresh.db, world.correspondent, { ...receiver.subscribe().subscription, label: 'x', renewed: true, replaces: last }, world.now);
    expect((await choicesOf(fresh.db, tech, world.now)).off).toHaveLength(1);
    expect(await fresh.db.subscription.count()).toBe(2);
    await dropDevice(fresh.db, tech, last);
    expect(await fresh.db.alertChoice.count()).toBe(0);
  });

  test('one chooses for one’s own devices and mail, and mail is wanted until it is not', async () => {
    const foreign = await world.phone(world.correspondent);
    expect(await silence(foreign.device)).toBe('unknown');
    expect(await silence(randomUUID())).toBe('unknown');
    const sql = storeOf(fresh.db).read;
    expect(await wantsMail(sql, tech, 'mine')).toBe(true);
    await silence('mail', 'mine');
    expect([await wantsMail(sql, tech, 'mine'), await wantsMail(sql, tech, 'calls'), await wantsMail(sql, world.requester, 'mine')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('the screen learns whether there is an address to write to', async () => {
    expect((await choicesOf(fresh.db, tech, world.now)).mail).toBe('none');
    await fresh.db.person.update({ where: { id: tech }, data: { email: 'paul@example.org' } });
    expect((await choicesOf(fresh.db, tech, world.now)).mail).toBe('ok');
    await fresh.db.person.update({ where: { id: tech }, data: { emailRefusedAt: new Date() } });
    expect((await choicesOf(fresh.db, tech, world.now)).mail).toBe('refused');
  });
});
