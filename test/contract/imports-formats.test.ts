import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELDS } from '#domain/imports/fields.ts';
import type { Mapping } from '#domain/imports/mapping.ts';
import { filesOf } from '#server/imports/files.ts';
import { forgetOld } from '#server/imports/turns.ts';
import { mapImport, startImport } from '#server/office/imports.ts';
import { exportOf } from '#server/office/register/export.ts';
import { keeperOf } from '#server/office/register/keeper.ts';
import { readFileOf } from '#server/sheets/read.ts';
import { writeXlsx } from '#server/sheets/xlsx-write.ts';
import { Throttle } from '#server/throttle.ts';
import { databases } from '#test/databases.ts';
import { brought, fixture, importer, reportOf, written } from './bring.ts';
import { addPerson } from './doors.ts';
import { Device, HUGO, kinds, MINA, newTicket, OTHER_SITE, opening, openSchool, type School, SITE, TECH } from './school.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-formats-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(databases())('formats on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());
  const bring = async (name: string, site: string | null = null) => {
    const { id, detail } = await brought(school, TECH, { [name]: fixture(name) }, site);
    await written(school, id);
    return { detail, report: reportOf(detail) };
  };
  const asset = (serial: string) => school.db.asset.findFirstOrThrow({ where: { serial }, include: { room: true } });

  test('iTop: localised headers, ISO-8859-1, places with slashes', async () => {
    const { detail, report } = await bring('itop-fr-latin1.csv');
    expect([detail.head.format, report.spelling.encoding, report.spelling.separator]).toEqual(['itop', 'ISO-8859-1', ',']);
    expect(report.counts).toEqual({ add: 2, change: 0, same: 0, left: 1 });
    expect(report.unknown.site).toEqual([{ value: 'Collège Inconnu', n: 1 }]);
    expect(await asset('ABC1234')).toMatchObject({
      siteId: SITE,
      type: 'laptop',
      critical: true,
      purchasedOn: '2024-08-20',
      warrantyUntil: '2027-08-19',
    });
    expect((await asset('ABC1234')).room).toMatchObject({ building: 'Bât. A', floor: '1er', name: 'Direction' });
    expect(await asset('CZC0479792')).toMatchObject({ state: 'in_stock', purchasedOn: null, note: 'Prêté\nen octobre' });
    expect((await bring('itop-en.csv')).report.counts.add).toBe(1);
    expect(await asset('FOC1243W0ED')).toMatchObject({ type: 'switch', maker: 'Cisco', critical: true });
  });

  test('Snipe-IT: Mac Roman, CR alone, headers said twice, M/D/YY, thousands with a comma', async () => {
    const { detail, report } = await bring('snipe-mac-cr.csv');
    expect([detail.head.format, report.spelling.encoding, detail.mapping?.dayOrder]).toEqual(['snipe', 'Mac Roman', 'mdy']);
    expect(report.counts).toMatchObject({ add: 2, left: 0 });
    const ipad = await asset('DMPXK0AAAA');
    expect(ipad).toMatchObject({
      type: 'tablet',
      inventory: '00451',
      purchasedOn: '2024-09-03',
      cost: 124_990,
      note: 'Coque fêlée – "prêt"',
      state: 'in_service',
    });
    expect(ipad.room?.name).toBe('Salle café');
    expect(await asset('DMPXK0AAAB')).toMatchObject({ purchasedOn: '2023-12-25', state: 'in_stock', roomId: ipad.roomId });
  });

  test('our own sheet: UTF-16, days of a spreadsheet, decimal commas; a formula stays text', async () => {
    const { report } = await bring('sheet-utf16.csv');
    expect([report.spelling.encoding, report.spelling.separator, report.counts.add]).toEqual(['UTF-16', '\t', 2]);
    expect(await asset('X4HF9B01238')).toMatchObject({
      ...{ type: 'projector', inventory: '04412', purchasedOn: '2024-09-01', warrantyUntil: '2027-08-31', cost: 54_990 },
      note: '=HYPERLINK("http://exemple";"ne pas ouvrir")',
    });
    expect((await bring('sheet.csv')).report.counts).toMatchObject({ same: 2, add: 0 });
    // The same as a workbook.
    const read = await readFileOf(fixture('sheet.csv'));
    if (read.kind !== 'table') throw new Error('no table');
    const bytes = await writeXlsx([read.sheet.headers, ...read.sheet.lines.map((l) => l.cells)], read.sheet.headers.length);
    const { detail } = await brought(school, TECH, { 'parc.xlsx': bytes });
    expect([reportOf(detail).spelling.kind, reportOf(detail).counts.same]).toEqual(['xlsx', 2]);
  });

  test('the columns and the choices of a source are remembered for its next file', async () => {
    const file = (serial: string) => ({ 'x.csv': Buffer.from(`Truc;Bidule;Genre\n${serial};PC;Boulier\n`) });
    const first = await brought(school, TECH, file('TRUC-1'), SITE);
    expect(reportOf(first.detail).problems.map((p) => p.code)).toContain('nameless');
    const mapping: Mapping = {
      ...(first.detail.mapping as Mapping),
      columns: ['serial', 'name', 'type'],
      choices: { type: { boulier: 'other' }, state: {}, site: {} },
    };
    const sonia = await importer(school, TECH);
    const told = await mapImport(sonia, { id: first.id, mapping, site: SITE });
    expect(told.ok && reportOf(told.value).counts).toMatchObject({ add: 1, left: 0 });
    expect(await mapImport(sonia, { id: first.id, mapping: { ...mapping, columns: ['serial', 'serial', null] }, site: SITE })).toMatchObject({
      fault: 'invalid',
    });
    const shared = globalThis as { relaisDb?: unknown };
    shared.relaisDb = Promise.resolve({ db: school.db, close: school.close });
    expect((await startImport(sonia, first.id)).ok).toBe(true);
    await expect.poll(async () => (await school.db.import.findUniqueOrThrow({ where: { id: first.id } })).state, { timeout: 10_000 }).toBe('done');
    delete shared.relaisDb;
    expect((await asset('TRUC-1')).name).toBe('PC');
    const next = await brought(school, TECH, file('TRUC-2'), SITE);
    expect(next.detail.mapping).toEqual(mapping);
    expect(reportOf(next.detail).problems).toEqual([]);
    expect(FIELDS).toContain('serial');
  });

  test('what the table gives to take home comes back unchanged, in both languages and both shapes', async () => {
    const { session, db } = await importer(school, TECH);
    for (const language of ['fr', 'en'] as const) {
      for (const as of ['csv', 'xlsx']) {
        const keeper = keeperOf({ db, session: { ...session, language }, now: school.now }, new Throttle());
        if ('ok' in keeper) throw new Error(keeper.fault);
        const file = await exportOf(keeper, new URLSearchParams({ as, site: SITE }));
        const bytes = new Uint8Array(await new Response(file?.body).arrayBuffer());
        const report = reportOf((await brought(school, TECH, { [`parc.${as}`]: bytes })).detail);
        expect([language, as, report.changes, report.problems]).toEqual([language, as, [], []]);
        expect([report.counts.add, report.counts.left]).toEqual([0, 0]);
        expect(report.counts.same).toBe(await school.db.asset.count({ where: { siteId: SITE } }));
      }
    }
  });

  test('one that nobody went on with is forgotten after a week, with its file', async () => {
    const { id } = await brought(school, TECH, { 'old.csv': Buffer.from('Nom\nPC\n') }, SITE);
    expect(await forgetOld(school.db, school.now + 6 * 86_400_000)).toBe(0);
    expect(await filesOf(id)).toHaveLength(1);
    expect(await forgetOld(school.db, school.now + 8 * 86_400_000)).toBeGreaterThan(0);
    expect([await filesOf(id), await school.db.import.findUnique({ where: { id } })]).toEqual([[], null]);
  });

  test('new schools are an administrator’s', async () => {
    const schools = {
      'a.csv': Buffer.from('Identifiant_de_l_etablissement;Nom_etablissement;Nom_commune\n0940176F;École Doisneau;Fresnes\n0940176A;Faux;Fresnes\n'),
    };
    await expect(brought(school, TECH, schools)).rejects.toThrow('import-schools');
    const admin = await addPerson(school, `ada-${kind.name}`, 'admin', null);
    const { detail } = await brought(school, admin, schools);
    expect(reportOf(detail).counts).toMatchObject({ add: 1, left: 1 });
    expect(reportOf(detail).problems.map((p) => p.code)).toEqual(['uai']);
  });

  test('[57] thousands of lines under way delay no command by more than 2 s', { timeout: 180_000 }, async () => {
    const phones = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const rows = Array.from({ length: 8000 }, (_, i) => `PC-${i};Poste;LOAD-${i};Bât. ${i % 3} > ${i % 40}`).join('\n');
    const { id } = await brought(school, TECH, { 'l.csv': Buffer.from(`Nom;Type;Numéro de série;Lieu\n${rows}\n`) }, OTHER_SITE);
    let isUnderWay = true;
    const importing = written(school, id).finally(() => {
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
    expect(await school.db.asset.count({ where: { siteId: OTHER_SITE } })).toBe(8000);
    const versions = await school.db.registerEvent.groupBy({ by: ['version'], where: { importId: id }, _count: true });
    expect(Math.max(...versions.map((v) => v._count))).toBeLessThanOrEqual(500);
  });
});
