/** The office says who is away and who stands in: on the phones of the colleagues, and in whom a call reaches. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SiteDocument } from '#domain/documents.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Post } from '#server/office/post.ts';
import { listPresence, type Presences, setAway, setBack } from '#server/office/presence.ts';
import { awayAt } from '#server/presence.ts';
import { storeOf } from '#server/sql.ts';
import { databases } from '#test/databases.ts';
import { Device, ENGINEER, HUGO, handsCalled, MINA, OTHER_SITE, REQUESTER, type School, SITE, TECH } from './school.ts';
import { openRun, toldBy } from './seats.ts';

describe.each(databases())('presence at the office on $name', (kind) => {
  let school: School;
  let bruno: Post;
  let local: Post;
  beforeAll(async () => {
    ({ school, bruno, local } = await openRun(kind));
  });
  afterAll(() => school.close());
  const listed = (post: Post, site: string = SITE): Promise<Presences> => toldBy(listPresence(post, site));
  const rowOf = async (person: PersonId, post = bruno) => (await listed(post)).rows.find((r) => r.person === person);
  const colleague = async (device: Device, person: PersonId) => {
    const site = (await device.pull()).changes.find((c): c is SiteDocument => c.kind === 'site' && c.id === SITE);
    return site?.colleagues.find((c) => c.id === person);
  };
  const hands = () => handsCalled(school);

  test('a correspondent is away until a day with a deputy, and back: on the colleagues’ phones, and for who is called', async () => {
    const hugo = await Device.ready(school, HUGO);
    expect(await setAway(local, { person: MINA, site: SITE, until: '2027-01-08', deputy: TECH })).toEqual({ ok: true, value: null });
    expect((await colleague(hugo, MINA))?.away).toEqual({ until: '2027-01-08', deputy: TECH });
    expect(await rowOf(MINA)).toMatchObject({ name: 'Mina Essai', place: SITE, away: { until: '2027-01-08', deputy: TECH, deputyIsAway: false } });
    // First in the list, so that it is seen.
    expect((await listed(local)).rows[0]?.person).toBe(MINA);
    expect(await hands()).toEqual({ present: [HUGO], deputies: [TECH] });
    expect(await setBack(local, { person: MINA, site: SITE })).toMatchObject({ ok: true });
    expect((await colleague(hugo, MINA))?.away).toBeUndefined();
    expect(await hands()).toEqual({ present: [MINA, HUGO], deputies: [] });
  });

  test('who works for all sites is away from all of them, said by whoever runs all or by themselves', async () => {
    const hugo = await Device.ready(school, HUGO);
    expect(await setAway(local, { person: TECH, site: '', until: '', deputy: ENGINEER })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await setAway(bruno, { person: TECH, site: '', until: '', deputy: ENGINEER })).toMatchObject({ ok: true });
    expect((await colleague(hugo, TECH))?.away).toEqual({ until: null, deputy: ENGINEER });
    for (const site of [SITE, OTHER_SITE]) expect([...(await awayAt(storeOf(school.db).read, site, school.now)).keys()]).toEqual([TECH]);
    // The school sees it, and cannot change it.
    expect(await rowOf(TECH, local)).toMatchObject({ place: null, mayChange: false, away: { until: null } });
    // A deputy who is away is said to be.
    await setAway(bruno, { person: MINA, site: SITE, until: '', deputy: TECH });
    expect(await rowOf(MINA)).toMatchObject({ away: { deputy: TECH, deputyIsAway: true } });
    expect(await hands()).toEqual({ present: [HUGO], deputies: [ENGINEER] });
    const tech = await Device.ready(school, TECH);
    await tech.say({ type: 'set_presence', v: 1, site: SITE, everywhere: true, away: null });
    expect(await rowOf(TECH)).toMatchObject({ away: null });
    await setBack(bruno, { person: MINA, site: SITE });
  });

  test('what makes no sense or is not theirs is refused, and nothing is written', async () => {
    const fault = async (change: object, post = bruno) => setAway(post, { person: MINA, site: SITE, until: '2027-01-08', deputy: '', ...change });
    expect(await fault({ until: '2027-01-03' })).toEqual({ ok: false, fault: 'day-past', field: 'until' });
    expect(await fault({ until: '2027-02-31' })).toMatchObject({ ok: false });
    expect(await fault({ until: 'lundi' })).toEqual({ ok: false, fault: 'invalid', field: 'until' });
    for (const person of [REQUESTER, randomUUID(), TECH]) expect(await fault({ person })).toEqual({ ok: false, fault: 'not-there', field: 'person' });
    for (const deputy of [MINA, REQUESTER, randomUUID()]) expect(await fault({ deputy })).toEqual({ ok: false, fault: 'not-there', field: 'deputy' });
    for (const site of [OTHER_SITE, '']) expect(await fault({ site }, local)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await fault({ site: randomUUID() })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await setBack(local, { person: MINA, site: OTHER_SITE })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await listPresence(local, OTHER_SITE)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await school.db.presence.count()).toBe(0);
  });
});
