/** Who is on site: said by its correspondents, on the phones of their colleagues with the next request, and no further. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PUT } from '#app/api/presence/route.ts';
import { databases } from '#test/databases.ts';
import { type Behind, enter, JSON_TYPE, openBehind, request } from './doors.ts';
import { Device, HUGO, MINA, OTHER_SITE, REQUESTER, type School, SITE, TECH } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

describe.each(databases())('presence on $name', (kind) => {
  let behind: Behind;
  let school: School;
  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school } = behind);
  });
  afterAll(() => behind.close());

  const put = async (body: object) => (await PUT(request('PUT', JSON_TYPE, { body }))).status;
  const away = { site: SITE, isHere: false, until: '2026-12-24', deputy: HUGO };
  const minaOn = async (device: Device) => {
    const site = (await device.pull()).changes.find((c) => c.kind === 'site' && c.id === SITE);
    return site?.kind === 'site' ? (site.colleagues.find((c) => c.id === MINA)?.away ?? 'here') : 'nothing new';
  };

  test('an absence and its end reach the colleagues; a requester learns nothing of it', async () => {
    const [hugo, tech, rose] = [await Device.ready(school, HUGO), await Device.ready(school, TECH), await Device.ready(school, REQUESTER)];
    await enter(MINA);
    expect(await put(away)).toBe(204);
    for (const device of [hugo, tech]) expect(await minaOn(device)).toEqual({ until: '2026-12-24', deputy: HUGO });
    expect(JSON.stringify((await rose.pull()).changes)).not.toContain(HUGO);
    expect(await put({ ...away, isHere: true })).toBe(204);
    expect(await minaOn(hugo)).toBe('here');
    expect(await minaOn(hugo)).toBe('nothing new');
  });

  test('only of a site of one’s own, with a deputy who works there', async () => {
    await enter(MINA);
    expect(await put({ ...away, site: OTHER_SITE })).toBe(404);
    for (const deputy of [MINA, REQUESTER, behind.foreign]) expect([deputy, await put({ ...away, deputy })]).toEqual([deputy, 404]);
    for (const id of [TECH, REQUESTER, behind.foreign]) {
      await enter(id);
      expect([id, await put(away)]).toEqual([id, 404]);
    }
    expect(await school.db.presence.count()).toBe(0);
  });
});
