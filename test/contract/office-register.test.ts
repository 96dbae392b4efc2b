/** The register at the office: what each person finds in it, page by page, and nothing of a school that is not theirs. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchTextOf } from '#domain/register/search-text.ts';
import { NO_FILTER, SORTS } from '#domain/register/table.ts';
import { countBulk, stepBulk } from '#server/office/register/bulk.ts';
import { listChoices } from '#server/office/register/choices.ts';
import { exportOf } from '#server/office/register/export.ts';
import type { Keeper } from '#server/office/register/keeper.ts';
import { listAssets, PAGE, type RegisterPage } from '#server/office/register/page.ts';
import { fillSearch } from '#server/search-fill.ts';
import { readXlsx } from '#server/sheets/xlsx-read.ts';
import { databases } from '#test/databases.ts';
import { fillRegister } from '#test/fill-register.ts';
import { addPerson } from './doors.ts';
import { MINA, OTHER_SITE, openSchool, PROVIDER, REQUESTER, type School, SITE, TECH } from './school.ts';
import { keeperFor, toldBy } from './seats.ts';

const id = (kind: number, n: number) => `${String(kind).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const room = (n: number) => id(0x30, n);
const asset = (n: number) => id(0x31, n);
const COUNT = PAGE * 2 + 37;

describe.each(databases())('the register on $name', (kind) => {
  let school: School;
  let tech: Keeper;
  let mina: Keeper;
  let far: Keeper;
  beforeAll(async () => {
    school = await openSchool(kind);
    const plain = {
      maker: 'HP',
      model: 'ProDesk 400',
      name: null,
      critical: false,
      vip: false,
      charter: null,
      purchasedOn: null,
      cost: null,
    } as const;
    const known = (a: { id: string; siteId: string; serial?: string | null; inventory?: string | null } & Record<string, unknown>) => {
      const row = {
        type: 'workstation',
        state: 'in_service',
        roomId: null,
        warrantyUntil: null,
        seenAt: null,
        serial: null,
        inventory: null,
        ...plain,
        ...a,
      };
      return { ...row, search: searchTextOf(row) };
    };
    await fillRegister(school.db, {
      rooms: [
        { id: room(1), siteId: SITE, building: 'Bât. B', floor: '2', name: '203', vip: false },
        { id: room(2), siteId: SITE, building: null, floor: null, name: 'Salle des élèves', vip: true },
        { id: room(3), siteId: OTHER_SITE, building: null, floor: null, name: 'CDI', vip: false },
      ],
      assets: [
        ...Array.from({ length: COUNT }, (_, n) =>
          known({
            id: asset(n),
            siteId: SITE,
            roomId: n % 2 ? room(1) : null,
            serial: `CZC-${1000 + n}`,
            inventory: n % 5 ? `INV ${n}` : null,
            cost: n % 3 ? n : null,
            seenAt: n % 4 ? new Date(1_700_000_000_000 + (n % 7) * 1e9) : null,
          }),
        ),
        known({
          id: asset(5000),
          siteId: SITE,
          roomId: room(2),
          type: 'projector',
          maker: 'Epson',
          model: 'EB-X49',
          name: 'Élèves-VP',
          serial: 'X4YZ/12',
          inventory: 'VP-1',
          critical: true,
          charter: false,
          warrantyUntil: '2026-01-31',
          seenAt: new Date(school.now),
        }),
        known({ id: asset(6000), siteId: OTHER_SITE, roomId: room(3), serial: 'SECRET-77', inventory: 'AILLEURS', seenAt: null }),
      ],
      stickers: [{ code: '7K3MQ9PX', siteId: SITE, assetId: asset(5000) }],
    });
    tech = await keeperFor(school, TECH);
    mina = await keeperFor(school, MINA);
    far = await keeperFor(school, await addPerson(school, 'far', 'correspondent', OTHER_SITE));
  });
  afterAll(() => school.close());

  const listed = (keeper: Keeper, input: object = {}): Promise<RegisterPage> => toldBy(listAssets(keeper, input));
  const found = async (keeper: Keeper, filter: object) => (await listed(keeper, { filter })).rows.map((row) => row.id);

  test.each(
    SORTS.flatMap((sort) => [
      { sort, up: true },
      { sort, up: false },
    ]),
  )('every asset once, by $sort, up: $up', async (how) => {
    const ids: string[] = [];
    let page = await listed(tech, how);
    expect(page.count).toBe(COUNT + 2);
    for (;;) {
      ids.push(...page.rows.map((row) => row.id));
      if (page.after === null) break;
      page = await listed(tech, { ...how, after: page.after });
      expect(page.count).toBeNull();
    }
    expect(new Set(ids).size).toBe(COUNT + 2);
    expect(ids).toHaveLength(COUNT + 2);
  });

  test('what is not known comes last, whichever way the rest goes', async () => {
    for (const up of [true, false]) {
      const { rows } = await listed(tech, { sort: 'warrantyUntil', up });
      expect(rows[0]?.warrantyUntil).toBe('2026-01-31');
    }
  });

  test.each(['x4yz12', 'eb x49', 'eleves', 'ÉLÈVES-vp', 'vp1', 'epson', '7k3m-q9px', 'q9px', 'vidéoproj', 'salle des eleves', 'epson elèves'])(
    'one thing is found by “%s”, as it stands on it, in its room or on its sticker',
    async (text) => expect(await found(tech, { text })).toEqual([asset(5000)]),
  );

  test('what an earlier version wrote is found after a start', async () => {
    const { count } = await school.db.asset.updateMany({ where: { id: { not: asset(6000) } }, data: { search: null } });
    expect(await found(tech, { text: 'x4yz12' })).toEqual([]);
    expect(await fillSearch(school.db)).toBe(count);
    expect(await found(tech, { text: 'x4yz12' })).toEqual([asset(5000)]);
    expect(await fillSearch(school.db)).toBe(0);
  });

  test('a room is found as people write it: b203', async () => {
    expect((await listed(tech, { filter: { text: 'bat b-203' } })).count).toBe(Math.floor(COUNT / 2));
  });

  test('each criterion leaves what does not answer', async () => {
    for (const filter of [
      { critical: 'yes' },
      { charter: 'no' },
      { vip: 'yes' },
      { warranty: 'over' },
      { type: 'projector' },
      { maker: 'Epson', model: 'EB-X49' },
      { site: SITE, room: room(2) },
    ]) {
      expect([filter, await found(tech, filter)]).toEqual([filter, [asset(5000)]]);
    }
    expect((await listed(tech, { filter: { seen: 'never' } })).count).toBe(Math.ceil(COUNT / 4) + 1);
    expect((await listed(tech, { filter: { room: 'none' } })).count).toBe(Math.ceil(COUNT / 2));
    expect((await listed(tech, { filter: { building: 'Bât. B', state: 'in_service', charter: 'unknown' } })).count).toBe(Math.floor(COUNT / 2));
  });

  test('somebody of one school finds nothing of another’s, whatever they ask', async () => {
    expect((await listed(mina)).count).toBe(COUNT + 1);
    expect((await listed(far)).count).toBe(1);
    for (const filter of [{ text: 'secret77' }, { text: 'ailleurs' }, { site: OTHER_SITE }, { room: room(3) }]) {
      expect([filter, await found(mina, filter)]).toEqual([filter, []]);
      expect([filter, await found(far, filter)]).toEqual([filter, [asset(6000)]]);
    }
    expect(await listChoices(mina, { site: OTHER_SITE })).toEqual({ ok: false, fault: 'not-allowed' });
    const choices = await listChoices(mina, { site: SITE });
    expect(choices).toMatchObject({ ok: true, value: { sites: [{ id: SITE, keeps: false }], rooms: [{ id: room(2) }, { id: room(1) }] } });
    expect(JSON.stringify(choices)).not.toContain('CDI');
  });

  test('who is not of the support has no register', async () => {
    for (const person of [REQUESTER, PROVIDER]) await expect(keeperFor(school, person)).rejects.toThrow('not-allowed');
  });

  test('a question that is none is refused, not an error', async () => {
    for (const input of [
      { filter: { site: "' OR 1=1" } },
      { sort: 'id; DROP' },
      { after: ['x'] },
      { after: [1, 2, 3, 4] },
      { filter: { warranty: 'x' } },
      { filter: { text: 'x'.repeat(201) } },
    ]) {
      expect([input, (await listAssets(tech, input)).ok]).toEqual([input, false]);
    }
    expect(await found(tech, { text: '% _ \' " ; --' })).toHaveLength(PAGE);
    expect(await found(tech, { site: randomUUID() })).toEqual([]);
  });

  test('what the table shows is a file of the same lines, guarded, and of one’s own school alone', async () => {
    await school.db.asset.update({ where: { id: asset(5000) }, data: { note: '=HYPERLINK("http://evil")', version: 1 } });
    const csv = async (keeper: Keeper, query: string) => {
      const file = await exportOf(keeper, new URLSearchParams(query));
      return file === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(await new Response(file.body).arrayBuffer());
    };
    const one = (await csv(tech, 'as=csv&text=x4yz12')) ?? '';
    const [first, second, ...rest] = one.split('\r\n');
    expect(first).toMatch(/^\ufeffÉtablissement;Bâtiment;Étage;Salle;Nom;Type;Fabricant;/);
    expect(second).toContain(`;Salle des élèves;Élèves-VP;Vidéoprojecteur;Epson;EB-X49;X4YZ/12;VP-1;En service;;2026-01-31;`);
    expect(second).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(rest).toEqual(['']);
    expect((await csv(tech, 'as=csv'))?.split('\r\n')).toHaveLength(COUNT + 4);
    expect(await csv(mina, 'as=csv')).not.toContain('SECRET');
    expect((await csv(mina, `as=csv&site=${OTHER_SITE}`))?.split('\r\n')).toHaveLength(2);
    const lines = await readXlsx(
      new Uint8Array(await new Response((await exportOf(tech, new URLSearchParams('as=xlsx&text=x4yz12')))?.body).arrayBuffer()),
    );
    expect(lines.map(({ cells }) => cells[8])).toEqual(['Numéro de série', 'X4YZ/12']);
    for (const query of ['', 'as=pdf', 'as=csv&site=x', 'as=csv&warranty=x'])
      expect([query, await exportOf(tech, new URLSearchParams(query))]).toEqual([query, null]);
  });

  const versionOf = async () => (await school.db.organisation.findFirstOrThrow()).version;

  test('many are changed at once: counted before, in steps, each with what it was; those of others are not', async () => {
    const filter = { ...NO_FILTER, site: SITE, type: 'workstation' };
    const ask = { ids: null, filter, changes: { state: 'in_stock', charter: true, room: room(2) } };
    expect(await countBulk(tech, ask)).toMatchObject({ ok: true, value: { count: COUNT, changing: COUNT } });
    const seen = await versionOf();
    const steps: number[] = [];
    let after: string | null = null;
    do {
      const told = await stepBulk(tech, { ...ask, after, seen });
      if (!told.ok) throw new Error(told.fault);
      steps.push(told.value.changed);
      after = told.value.after;
    } while (after !== null);
    expect(steps.reduce((a, b) => a + b, 0)).toBe(COUNT);
    expect(await countBulk(tech, ask)).toMatchObject({ ok: true, value: { count: COUNT, changing: 0 } });
    expect(await school.db.asset.count({ where: { siteId: SITE, roomId: room(2), state: 'in_stock' } })).toBe(COUNT);
    const [event] = await school.db.registerEvent.findMany({ where: { subjectId: asset(1) } });
    expect(event?.data).toEqual({
      type: 'AssetChanged',
      from: { state: 'in_service', charter: null, room: room(1) },
      to: { state: 'in_stock', charter: true, room: room(2) },
    });
    // Chosen one by one, of two schools: a room is of one of them.
    const both = { ids: [asset(1), asset(6000)], changes: { room: room(1) } };
    // What was changed since the count is left as it is, and counted.
    expect(await stepBulk(tech, { ...both, seen })).toEqual({ ok: true, value: { changed: 0, skipped: 1, after: null } });
    expect(await countBulk(tech, both)).toMatchObject({ ok: true, value: { count: 2, changing: 1 } });
    expect(await stepBulk(tech, { ...both, seen: await versionOf() })).toEqual({ ok: true, value: { changed: 1, skipped: 0, after: null } });
    expect(await school.db.asset.findUnique({ where: { id: asset(6000) } })).toMatchObject({ roomId: room(3) });
  });

  test('hands on site change nothing of many at once, nor a supervisor of one school what is another’s', async () => {
    const ask = { ids: [asset(1), asset(6000)], changes: { critical: true } };
    const seen = await versionOf();
    expect(await countBulk(mina, ask)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await stepBulk(mina, { ...ask, seen })).toEqual({ ok: false, fault: 'not-allowed' });
    const near = await keeperFor(school, await addPerson(school, 'near', 'supervisor', SITE));
    expect(await countBulk(near, ask)).toMatchObject({ ok: true, value: { count: 1, changing: 1 } });
    expect(await stepBulk(near, { ...ask, changes: { room: room(3) }, seen })).toEqual({ ok: false, fault: 'not-allowed', field: 'room' });
    expect(await stepBulk(near, { ...ask, seen })).toEqual({ ok: true, value: { changed: 1, skipped: 0, after: null } });
    expect(await school.db.asset.findUnique({ where: { id: asset(6000) } })).toMatchObject({ critical: false });
    for (const changes of [{ serial: 'x' }, { state: 'burnt' }, { cost: -1 }, { room: 'x' }]) {
      const told = await stepBulk(near, { ids: [asset(1)], changes, seen });
      expect([changes, told.ok ? told.value.changed : 0]).toEqual([changes, 0]);
    }
  });
});
