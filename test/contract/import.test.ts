import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IMPORT_BATCH, importRegister } from '#server/register-import.ts';
import { databases } from '#test/databases.ts';
import { Device, HUGO, kinds, MINA, newTicket, OTHER_SITE, opening, openSchool, type School, SITE } from './school.ts';

const asset = (siteId: string) => ({
  id: randomUUID(),
  siteId,
  roomId: null,
  type: 'workstation',
  maker: 'HP',
  model: 'ProDesk',
  state: 'in_service',
});

describe.each(databases())('an import on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test('[57] 48 000 rows under way delay no command by more than 2 s', { timeout: 180_000 }, async () => {
    const phones = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const rows = Array.from({ length: 48_000 }, () => asset(OTHER_SITE));
    let isUnderWay = true;
    const importing = importRegister(school.db, { assets: rows }).then(() => {
      isUnderWay = false;
    });
    const waits: number[] = [];
    await Promise.all(
      phones.map(async (phone) => {
        while (isUnderWay) {
          const start = performance.now();
          expect(kinds((await phone.say(opening(newTicket()))).receipts)).toEqual(['executed']);
          if (isUnderWay) waits.push(performance.now() - start);
          await new Promise((done) => setTimeout(done, 20));
        }
      }),
    );
    await importing;
    expect(waits.length, 'commands ran while it was under way').toBeGreaterThan(10);
    expect(Math.max(...waits)).toBeLessThan(2000);
    expect(await school.db.asset.count({ where: { siteId: OTHER_SITE } })).toBe(48_000);
    const versions = await school.db.asset.groupBy({ by: ['version'], where: { siteId: OTHER_SITE }, _count: true });
    expect(versions).toHaveLength(48_000 / IMPORT_BATCH);
    expect(Math.max(...versions.map((v) => v._count))).toBe(IMPORT_BATCH);
  });

  test('[18] a phone of the site is told of every row, with its stickers; said again, it is the same register', async () => {
    const mina = await Device.ready(school, MINA);
    const assets = Array.from({ length: 1200 }, () => asset(SITE));
    const stickers = assets.map((a, i) => ({
      code: `IMPRT${String(i).padStart(3, '0')}`.padEnd(8, 'X') + i,
      siteId: SITE,
      assetId: a.id,
      roomId: null,
    }));
    for (const time of ['first', 'again']) {
      await importRegister(school.db, { assets, stickers });
      const told = new Map<string, readonly string[]>();
      for (let more = true; more; ) {
        const answer = await mina.pull();
        for (const c of answer.changes) if (c.kind === 'asset') told.set(c.id, c.codes);
        more = answer.more;
      }
      expect([...told.keys()].sort(), time).toEqual(assets.map((a) => a.id).sort());
      expect([...told].every(([id, codes]) => codes[0] === stickers.find((s) => s.assetId === id)?.code)).toBe(true);
    }
    expect(await school.db.asset.count({ where: { siteId: SITE } })).toBe(1200);
  });
});
