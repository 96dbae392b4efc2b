/** A secretary plans who is on call; whoever is finds it on their own phone, and what makes no sense is refused in words. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SiteDocument } from '#domain/documents.ts';
import { endTurn, listOnCall, type Roster, setTurn } from '#server/office/oncall.ts';
import type { Post } from '#server/office/post.ts';
import { onCallFor } from '#server/oncall.ts';
import { storeOf } from '#server/sql.ts';
import { databases } from '#test/databases.ts';
import { Device, HUGO, MINA, OTHER_SITE, REQUESTER, type School, SITE, TECH } from './school.ts';
import { openRun, toldBy } from './seats.ts';

const PARIS = (text: string) => Date.parse(`${text}+01:00`);

describe.each(databases())('the roster on $name', (kind) => {
  let school: School;
  let bruno: Post;
  let local: Post;
  beforeAll(async () => {
    ({ school, bruno, local } = await openRun(kind));
  });
  afterAll(() => school.close());
  const turn = { id: '', person: MINA as string, site: SITE as string, from: '2027-01-04T17:30', until: '2027-01-05T07:30' };
  const week = (post: Post, site = ''): Promise<Roster> => toldBy(listOnCall(post, { site, week: '2027-01-06' }));
  const siteOn = async (device: Device) => (await device.pull()).changes.find((c): c is SiteDocument => c.kind === 'site' && c.id === SITE);

  test('a turn is on the list of its days, on that person’s phone, and on nobody else’s', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    expect(await setTurn(bruno, turn)).toEqual({ ok: true, value: null });
    const told = await week(bruno);
    expect(told).toMatchObject({ monday: '2027-01-04', today: '2027-01-04', mayAll: true, isAdmin: false, timeZone: 'Europe/Paris' });
    expect(told.days.map(({ slices }) => slices.map((s) => s.turn.name))).toEqual([['Mina Essai'], ['Mina Essai'], [], [], [], [], []]);
    expect(told.days[0]?.slices[0]).toMatchObject({ from: PARIS('2027-01-04T17:30'), until: null, turn: { fromWall: '2027-01-04T17:30' } });
    expect((await siteOn(mina))?.onCall).toEqual([{ everywhere: false, from: PARIS('2027-01-04T17:30'), until: PARIS('2027-01-05T07:30') }]);
    expect(await siteOn(hugo)).not.toHaveProperty('onCall');
    expect(await onCallFor(storeOf(school.db).read, SITE, PARIS('2027-01-04T20:00'))).toEqual([MINA]);
  });

  test('what makes no sense is refused, and nothing is written', async () => {
    const before = await school.db.onCall.count();
    const fault = async (change: Partial<typeof turn>, post = bruno) => setTurn(post, { ...turn, ...change });
    expect(await fault({ until: '2027-01-04T17:00' })).toEqual({ ok: false, fault: 'turn-order', field: 'until' });
    expect(await fault({ until: '2028-01-04T17:00' })).toMatchObject({ fault: 'turn-long' });
    expect(await fault({ from: '2027-01-01T17:30', until: '2027-01-02T07:30' })).toMatchObject({ fault: 'turn-past' });
    expect(await fault({ from: '2027-01-05T00:00', until: '2027-01-05T12:00' })).toEqual({ ok: false, fault: 'turn-twice', field: 'person' });
    expect(await fault({ from: 'demain' })).toEqual({ ok: false, fault: 'invalid', field: 'from' });
    for (const person of [REQUESTER, randomUUID()]) expect(await fault({ person })).toMatchObject({ fault: 'not-there', field: 'person' });
    // A correspondent of one school is not on call for all, nor for the other.
    expect(await fault({ site: '' })).toMatchObject({ fault: 'not-there' });
    expect(await fault({ site: OTHER_SITE })).toMatchObject({ fault: 'not-there' });
    expect(await fault({ site: randomUUID() })).toMatchObject({ fault: 'not-allowed' });
    // Nor does the supervisor of one school plan for others.
    for (const site of ['', OTHER_SITE]) expect(await fault({ site, person: TECH }, local)).toMatchObject({ fault: 'not-allowed' });
    expect(await school.db.onCall.count()).toBe(before);
  });

  test('a turn is changed, ended or taken back by whoever runs its place', async () => {
    expect(await setTurn(bruno, { ...turn, site: '', person: TECH, from: '2027-01-06T18:00', until: '2027-01-07T08:00' })).toMatchObject({
      ok: true,
    });
    const slices = (await week(local)).days.flatMap((d) => d.slices);
    const [near, everywhere] = [slices.find((s) => s.turn.site === SITE)?.turn, slices.find((s) => s.turn.site === null)?.turn];
    // Seen by the school, changed by the house.
    expect([near?.mayChange, everywhere?.mayChange]).toEqual([true, false]);
    expect(await endTurn(local, everywhere?.id)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await setTurn(local, { ...turn, id: everywhere?.id, person: HUGO })).toEqual({ ok: false, fault: 'not-allowed' });

    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    expect(await setTurn(local, { ...turn, id: near?.id, person: HUGO, until: '2027-01-05T08:00' })).toMatchObject({ ok: true });
    expect((await siteOn(hugo))?.onCall).toEqual([{ everywhere: false, from: PARIS('2027-01-04T17:30'), until: PARIS('2027-01-05T08:00') }]);
    expect(await siteOn(mina)).not.toHaveProperty('onCall');

    const later = { ...local, now: PARIS('2027-01-04T22:00') };
    expect(await endTurn(later, near?.id)).toMatchObject({ ok: true });
    expect((await school.db.onCall.findUniqueOrThrow({ where: { id: near?.id ?? '' } })).until.getTime()).toBe(later.now);
    expect(await endTurn({ ...later, now: later.now + 1 }, near?.id)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await endTurn(bruno, everywhere?.id)).toMatchObject({ ok: true });
    expect(await school.db.onCall.count({ where: { siteId: null } })).toBe(0);
    for (const id of [undefined, 7, "'; DROP"]) expect(await endTurn(bruno, id)).toEqual({ ok: false, fault: 'not-allowed' });
  });

  test('hours are those of the site', async () => {
    await school.db.site.update({ where: { id: OTHER_SITE }, data: { timeZone: 'Indian/Reunion' } });
    expect(await setTurn(bruno, { ...turn, site: OTHER_SITE, person: TECH })).toMatchObject({ ok: true });
    const told = await week(bruno, OTHER_SITE);
    expect(told.timeZone).toBe('Indian/Reunion');
    expect(told.days[0]?.slices[0]).toMatchObject({ from: Date.parse('2027-01-04T17:30+04:00'), turn: { fromWall: '2027-01-04T17:30' } });
  });
});
