import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StickerCode } from '#domain/ids.ts';
import { leavesOut } from '#domain/imports/problem.ts';
import { databases } from '#test/databases.ts';
import { brought, eventsOf, fixture, remapped, reportOf, written } from './bring.ts';
import { addPerson } from './doors.ts';
import { Device, MINA, newTicket, OTHER_SITE, opening, openSchool, type School, SITE, TECH } from './school.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-imports-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(databases())('imports on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test('GLPI: looked at, nothing is written; written; the same again is nothing; taken back', async () => {
    const mina = await Device.ready(school, MINA);
    const glpi = { 'parc.csv': fixture('glpi-fr-bom.csv') };
    const before = await eventsOf(school);
    const { id, detail } = await brought(school, TECH, glpi, SITE);
    const report = reportOf(detail);
    expect([detail.head.format, report.spelling.encoding, report.spelling.separator]).toEqual(['glpi', 'UTF-8', ';']);
    expect(report.counts).toEqual({ add: 5, change: 0, same: 0, left: 2 });
    expect(report.problems.filter(leavesOut).map((p) => [p.line, p.code])).toEqual([
      [6, 'nameless'],
      [8, 'twice'],
    ]);
    expect(report.problemCounts).toMatchObject({ spoiled: 1, hollow: 1, 'room-near': 1, 'type-unknown': 2, 'state-unknown': 1 });
    expect(report.problems.find((p) => p.code === 'spoiled')).toMatchObject({ line: 4, column: 3, value: '6,37702E+15' });
    expect(await eventsOf(school)).toBe(before);
    expect(await school.db.asset.count()).toBe(0);

    await written(school, id);
    const pc = await school.db.asset.findFirstOrThrow({ where: { serial: '5CG1234XYZ' }, include: { room: true } });
    expect(pc).toMatchObject({ type: 'workstation', maker: 'HP', model: 'ProDesk 400 G6', inventory: 'INV-0001', siteId: SITE, state: 'in_service' });
    expect(pc.room).toMatchObject({ building: 'Bât. B', floor: '2e étage', name: '203' });
    expect(await school.db.asset.count({ where: { roomId: pc.roomId } })).toBe(3);
    expect(await school.db.asset.findFirstOrThrow({ where: { name: 'CDI-PORT-02' } })).toMatchObject({
      type: 'laptop',
      state: 'in_repair',
      maker: 'Lenovo',
    });
    const told = (await mina.pull()).changes.filter((c) => c.kind === 'asset');
    expect(told).toHaveLength(5);

    const events = await eventsOf(school);
    const again = await brought(school, TECH, { 'parc.csv': fixture('glpi-fr-windows-1252.csv') }, SITE);
    expect(reportOf(again.detail).spelling.encoding).toBe('Windows-1252');
    expect(reportOf(again.detail).counts).toEqual({ add: 0, change: 0, same: 5, left: 2 });
    await written(school, again.id);
    expect(await eventsOf(school)).toBe(events);

    // One of them is used meanwhile: it stays, with its room.
    await mina.say(opening(newTicket(), { asset: pc.id as never }));
    const undone = await written(school, id, 'undoing');
    expect(undone.undone).toMatchObject({ removed: 6, restored: 0, kept: 2 });
    expect((await school.db.asset.findMany()).map((a) => a.serial)).toEqual(['5CG1234XYZ']);
    expect((await mina.pull()).changes.filter((c) => c.kind === 'gone')).toHaveLength(6);
  });

  test('what an import changed is as before when it is taken back, but what somebody wrote since', async () => {
    const first = await brought(
      school,
      TECH,
      { 'a.csv': Buffer.from('Nom;Type;Numéro de série;État;Prix\nPC1;Poste;S-1001;En service;100\nPC2;Poste;S-1002;En service;200\n') },
      SITE,
    );
    await written(school, first.id);
    const second = await brought(
      school,
      TECH,
      { 'a.csv': Buffer.from('Nom;Type;Numéro de série;État;Prix\nPC1;Poste;S-1001;En stock;150\nPC2;Poste;S-1002;Réformé;200\n') },
      SITE,
    );
    expect(reportOf(second.detail).changes.map((c) => c.changes)).toEqual([
      [
        { field: 'cost', from: '10000', to: '15000' },
        { field: 'state', from: 'in_service', to: 'in_stock' },
      ],
      [{ field: 'state', from: 'in_service', to: 'retired' }],
    ]);
    await written(school, second.id);
    await school.db.asset.updateMany({ where: { serial: 'S-1001' }, data: { state: 'lost' } });
    const undone = await written(school, second.id, 'undoing');
    expect(undone.undone).toMatchObject({ removed: 0, restored: 2, kept: 1, keptLabels: ['PC1'] });
    expect(await school.db.asset.findFirstOrThrow({ where: { serial: 'S-1001' } })).toMatchObject({ state: 'lost', cost: 10_000 });
    expect(await school.db.asset.findFirstOrThrow({ where: { serial: 'S-1002' } })).toMatchObject({ state: 'in_service', cost: 20_000 });
  });

  test('who serves one site imports into that site, and learns nothing of another', async () => {
    const near = await addPerson(school, `near-${kind.name}`, 'technician', SITE);
    const sheet = (site: string) => Buffer.from(`Établissement;Nom;Numéro de série\n${site};PC9;S-1001\n`);
    const theirs = await brought(school, near, { 'a.csv': sheet('École 1') });
    const nobodys = await brought(school, near, { 'a.csv': sheet('École 77') });
    for (const { detail } of [theirs, nobodys]) expect(reportOf(detail).problems.map((p) => p.code)).toEqual(['site-unknown']);
    await school.db.asset.updateMany({ where: { serial: 'S-1001' }, data: { siteId: OTHER_SITE, roomId: null } });
    // The serial number of another school’s is nobody’s here.
    const own = await brought(school, near, { 'a.csv': Buffer.from('Nom;Numéro de série\nPC9;S-1001\n') });
    expect(own.detail.head.site).toBe(SITE);
    expect(reportOf(own.detail).counts).toMatchObject({ add: 1, change: 0 });
    await expect(remapped(school, near, own, OTHER_SITE)).rejects.toThrow('not-allowed');
  });

  test('killed in the middle, it goes on where it was, and ends the same', async () => {
    const rows = Array.from({ length: 1300 }, (_, i) => `PC-${i};Poste;KILL-${i};Bât. K > ${i % 40}`).join('\n');
    const { id } = await brought(school, TECH, { 'k.csv': Buffer.from(`Nom;Type;Numéro de série;Lieu\n${rows}\n`) }, SITE);
    // How often it asks whether it is over depends on the machine: killed again, later each time, until something was written.
    let some = 0;
    for (let most = 3; some === 0; most += 3) {
      let asked = 0;
      await written(school, id, 'running', () => {
        asked += 1;
        return asked > most;
      });
      some = await school.db.asset.count({ where: { serial: { startsWith: 'KILL-' } } });
    }
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(1300);
    expect((await school.db.import.findUniqueOrThrow({ where: { id } })).state).toBe('running');
    const report = await written(school, id);
    expect(report.counts).toEqual({ add: 1300, change: 0, same: 0, left: 0 });
    expect(await school.db.asset.count({ where: { serial: { startsWith: 'KILL-' } } })).toBe(1300);
    expect(await school.db.room.count({ where: { building: 'Bât. K' } })).toBe(40);
    expect((await school.db.import.findUniqueOrThrow({ where: { id } })).state).toBe('done');
    const undone = await written(school, id, 'undoing');
    expect(undone.undone).toMatchObject({ removed: 1340, kept: 0 });
  });

  test('a sticker on an imported thing keeps it there', async () => {
    const { id } = await brought(school, TECH, { 's.csv': Buffer.from('Nom;Numéro de série\nSTK;STICK-1\nNU;STICK-2\n') }, SITE);
    await written(school, id);
    const asset = await school.db.asset.findFirstOrThrow({ where: { serial: 'STICK-1' } });
    await school.db.sticker.create({ data: { code: 'STCKRAAA' as StickerCode, siteId: SITE, assetId: asset.id } });
    expect((await written(school, id, 'undoing')).undone).toMatchObject({ removed: 1, kept: 1, keptLabels: ['STK'] });
  });
});
