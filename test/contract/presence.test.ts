/** Who is on site: said by its people, offline too, on the phones of their colleagues with the next request, and no further. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegisterCommandOf } from '#domain/register/commands.ts';
import { databases } from '#test/databases.ts';
import { Device, HUGO, kinds, MINA, OTHER_SITE, openSchool, REQUESTER, type School, SITE, TECH } from './school.ts';

type Said = RegisterCommandOf<'set_presence'>;

describe.each(databases())('presence on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  const say = (away: Said['away'], more: Partial<Said> = {}): Said => ({ type: 'set_presence', v: 1, site: SITE, everywhere: false, away, ...more });
  const away = { until: '2026-12-24', deputy: HUGO };
  const minaOn = async (device: Device) => {
    const site = (await device.pull()).changes.find((c) => c.kind === 'site' && c.id === SITE);
    return site?.kind === 'site' ? (site.colleagues.find((c) => c.id === MINA)?.away ?? 'here') : 'nothing new';
  };

  test('an absence and its end reach the colleagues; a requester learns nothing of it', async () => {
    const [mina, hugo, tech, rose] = await Promise.all([MINA, HUGO, TECH, REQUESTER].map((p) => Device.ready(school, p)));
    if (mina === undefined || hugo === undefined || tech === undefined || rose === undefined) throw new Error('nobody');
    expect(kinds((await mina.say(say(away))).receipts)).toEqual(['executed']);
    for (const device of [hugo, tech]) expect(await minaOn(device)).toEqual(away);
    expect(JSON.stringify((await rose.pull()).changes)).not.toContain(HUGO);
    expect(kinds((await mina.say(say(null))).receipts)).toEqual(['executed']);
    expect(await minaOn(hugo)).toBe('here');
    expect(await minaOn(hugo)).toBe('nothing new');
  });

  test('whoever works for all sites says it once for all', async () => {
    const [tech, hugo] = [await Device.ready(school, TECH), await Device.ready(school, HUGO)];
    expect(kinds((await tech.say(say({ until: null, deputy: null }, { everywhere: true }))).receipts)).toEqual(['executed']);
    const site = (await hugo.pull()).changes.find((c) => c.kind === 'site');
    expect(site?.kind === 'site' && site.colleagues.find((c) => c.id === TECH)?.away).toEqual({ until: null, deputy: null });
    expect(kinds((await tech.say(say(null, { everywhere: true }))).receipts)).toEqual(['executed']);
    expect(await school.db.presence.count()).toBe(0);
  });

  test('only of a site of one’s own, with a deputy who works there, until a day that there is', async () => {
    const mina = await Device.ready(school, MINA);
    const refused = await mina.say(
      say(away, { site: OTHER_SITE }),
      say(away, { everywhere: true }),
      ...[MINA, REQUESTER].map((deputy) => say({ ...away, deputy })),
      say({ ...away, until: '2026-02-31' }),
    );
    expect(kinds(refused.receipts)).toEqual([...['refused not-allowed', 'refused not-allowed', 'refused rule', 'refused rule'], 'refused invalid']);
    for (const id of [TECH, REQUESTER])
      expect([id, kinds((await (await Device.ready(school, id)).say(say(away))).receipts)]).toEqual([id, ['refused not-allowed']]);
    expect(await school.db.presence.count()).toBe(0);
  });
});
