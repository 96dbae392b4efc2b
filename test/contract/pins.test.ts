/** The sites that somebody of the whole organisation chose: what their devices are given, and what leaves with a site that is let go. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SiteId } from '#domain/ids.ts';
import { SITES_HELD } from '#domain/window.ts';
import { pinSites, sitesToHold } from '#server/pins.ts';
import { databases } from '#test/databases.ts';
import { Device, HUGO, MINA, newTicket, note, opening, openSchool, PROVIDER, REQUESTER, type School, SITE, TECH } from './school.ts';

describe.each(databases())('pinned sites on $name', (kind) => {
  let school: School;
  const others: SiteId[] = [];

  beforeAll(async () => {
    school = await openSchool(kind);
    for (let i = 0; i < SITES_HELD; i += 1) {
      const id = randomUUID() as SiteId;
      await school.db.site.create({ data: { id, uai: `075000${i}A`, name: `Lycée ${i}`, city: 'Là', version: 1 } });
      await school.db.asset.create({ data: { id: randomUUID(), siteId: id, type: 'laptop', version: 1 } });
      others.push(id);
    }
    await school.db.asset.create({ data: { id: randomUUID(), siteId: SITE, type: 'laptop', version: 1 } });
  });
  afterAll(() => school.close());

  const sitesOf = (changes: readonly { kind: string }[], what: string) =>
    new Set(
      changes.filter((c) => c.kind === what).map((c) => (c as unknown as { site?: string; id: string }).site ?? (c as unknown as { id: string }).id),
    );

  test('a technician of an organisation that is too large holds no site until they choose', async () => {
    const device = new Device(school, TECH);
    const { changes, me } = await device.reset();
    expect(me?.sites).toEqual([]);
    expect(changes.filter((c) => c.kind !== 'ticket')).toEqual([]);
  });

  test('[19] a chosen site comes whole with the next request, and one let go is not in the reset that follows', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    await mina.say(opening(ticket), note(ticket, 'au tableau'));
    const device = await Device.ready(school, TECH);
    expect(await pinSites(school.db, await school.actor(TECH), [SITE, others[0] as SiteId])).toBe('done');

    const told = await device.pull();
    expect(told.reset).toBe(true);
    expect(new Set(told.me?.sites)).toEqual(new Set([SITE, others[0]]));
    expect(sitesOf(told.changes, 'site')).toEqual(new Set([SITE, others[0]]));
    expect(sitesOf(told.changes, 'asset')).toEqual(new Set([SITE, others[0]]));
    expect(told.changes.find((c) => c.kind === 'ticket' && c.id === ticket)).toMatchObject({ timeline: [{}, {}] });

    device.epoch = told.epoch;
    device.since = told.cursor;
    const more = newTicket();
    await mina.say(opening(more));
    expect((await device.pull()).changes.map((c) => c.id)).toEqual([more]);

    await pinSites(school.db, await school.actor(TECH), [others[0] as SiteId]);
    const after = await device.pull();
    expect(after.reset).toBe(true);
    expect(JSON.stringify(after.changes)).not.toContain(SITE);
  });

  test('[20] what waits when a site is let go is still executed: the role covers the organisation, the choice is of what is held', async () => {
    await pinSites(school.db, await school.actor(TECH), [SITE]);
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    await mina.say(opening(ticket));
    const device = await Device.ready(school, TECH);
    await pinSites(school.db, await school.actor(TECH), []);
    const first = await device.say(note(ticket, 'vu'));
    expect([first.reset, first.receipts]).toEqual([true, []]);
    device.epoch = first.epoch;
    device.since = first.cursor;
    device.seq = 0;
    expect((await device.say(note(ticket, 'vu'))).receipts[0]?.outcome.kind).toBe('executed');
  });

  test('ten at most, of sites that exist, by whose role covers the organisation', async () => {
    const actor = await school.actor(TECH);
    expect(await pinSites(school.db, actor, [SITE, ...others])).toBe('too-many');
    expect(await pinSites(school.db, actor, [randomUUID() as SiteId])).toBe('unknown');
    expect(await pinSites(school.db, actor, others)).toBe('done');
    expect(
      (await sitesToHold(school.db, actor))
        .filter((s) => s.held === 'pinned')
        .map((s) => s.id)
        .sort(),
    ).toEqual([...others].sort());
    for (const person of [MINA, HUGO, REQUESTER, PROVIDER])
      expect(await pinSites(school.db, await school.actor(person), [others[0] as SiteId])).toBe('not-allowed');
    expect((await sitesToHold(school.db, await school.actor(MINA))).map((s) => [s.id, s.held])).toEqual([[SITE, 'own']]);
    expect(await sitesToHold(school.db, await school.actor(PROVIDER))).toEqual([]);
  });

  test('a role taken away takes its chosen sites from the phone, also those still noted', async () => {
    await pinSites(school.db, await school.actor(TECH), others);
    await school.db.membership.updateMany({ where: { personId: TECH }, data: { siteId: SITE } });
    const { me } = await new Device(school, TECH).reset();
    expect(me?.sites).toEqual([SITE]);
    await school.db.membership.updateMany({ where: { personId: TECH }, data: { siteId: null } });
  });

  test('two choices at once are one after the other', async () => {
    const actor = await school.actor(TECH);
    const [five, rest] = [others.slice(0, 5), others.slice(5)];
    for (let i = 0; i < 5; i += 1) {
      await Promise.all([pinSites(school.db, actor, five), pinSites(school.db, actor, rest)]);
      const held = (await sitesToHold(school.db, actor)).filter((s) => s.held === 'pinned');
      expect(held).toHaveLength(5);
    }
  });
});
