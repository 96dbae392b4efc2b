import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId, RoomId, SiteId } from '#domain/ids.ts';
import { leavesOut } from '#domain/imports/problem.ts';
import { filesOf, forgetFiles } from '#server/imports/files.ts';
import { importRow } from '#server/imports/row.ts';
import { carry } from '#server/imports/turns.ts';
import { showImport, startImport, undoneImport } from '#server/office/imports.ts';
import { storeOf } from '#server/sql.ts';
import { databases } from '#test/databases.ts';
import { brought, importer, reportOf, written } from './bring.ts';
import { addPerson } from './doors.ts';
import { OTHER_SITE, openSchool, type School, SITE, TECH } from './school.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-imports-since-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(databases())('what became of who imports, and of the register, on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
    // The server's own turn finds nothing to do: a test writes for it.
    const shared = globalThis as { relaisDb?: unknown };
    shared.relaisDb = Promise.reject(new Error('not in this test'));
    await (shared.relaisDb as Promise<never>).catch(() => {});
  });
  afterAll(async () => {
    delete (globalThis as { relaisDb?: unknown }).relaisDb;
    await school.close();
  });
  afterEach(() => school.db.asset.updateMany({ data: { roomId: null } }));

  const moved = (person: PersonId, siteId: SiteId) => school.db.membership.updateMany({ where: { personId: person }, data: { siteId } });
  const list = (...rows: string[]) => ({ 'a.csv': Buffer.from(`Nom;Numéro de série;Établissement\n${rows.join('\n')}\n`) });
  const room = async (site: SiteId, name: string) => {
    const id = crypto.randomUUID() as RoomId;
    await school.db.room.create({ data: { id, siteId: site, name, version: 1 } });
    return id;
  };
  const asset = (serial: string) => school.db.asset.findFirstOrThrow({ where: { serial } });
  const stateOf = async (id: string) => (await school.db.import.findUniqueOrThrow({ where: { id } })).state;

  test('who lost the site of their import writes nothing there, begun before or not', async () => {
    const near = await addPerson(school, `since-${kind.name}`, 'technician', SITE);
    const { id, detail } = await brought(school, near, list('PC1;LOST-1;', 'PC2;LOST-2;'), SITE);
    expect(reportOf(detail).counts.add).toBe(2);
    await moved(near, OTHER_SITE);
    expect(await startImport(await importer(school, near), id)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await stateOf(id)).toBe('read');
    // It was running, and is gone on with after a restart.
    const report = await written(school, id);
    expect([report.counts, report.problems.filter(leavesOut).map((p) => p.code)]).toEqual([
      { add: 0, change: 0, same: 0, left: 2 },
      ['no-site', 'no-site'],
    ]);
    expect(await school.db.asset.count({ where: { serial: { startsWith: 'LOST-' } } })).toBe(0);
    // The same after a part was written: no line is told as written that was not.
    await moved(near, SITE);
    const part = await brought(school, near, list('PC3;LOST-3;'), SITE);
    await moved(near, OTHER_SITE);
    await school.db.import.update({ where: { id: part.id }, data: { written: 1 } });
    expect((await written(school, part.id)).counts).toMatchObject({ add: 0, left: 1 });
  });

  test('who lost the site takes nothing back there; whoever has every site does, in their own name', async () => {
    const near = await addPerson(school, `undo-${kind.name}`, 'technician', SITE);
    const { id } = await brought(school, near, list('PC1;GONE-1;', 'PC2;GONE-2;'), SITE);
    await written(school, id);
    await moved(near, OTHER_SITE);
    await undoneImport(await importer(school, near), id);
    // What they are called now is not told to who may not see them.
    expect((await written(school, id, 'undoing')).undone).toEqual({ removed: 0, restored: 0, kept: 2, keptLabels: [] });
    expect(await school.db.asset.count({ where: { serial: { startsWith: 'GONE-' } } })).toBe(2);
    await school.db.import.update({ where: { id }, data: { state: 'done' } });
    expect((await undoneImport(await importer(school, TECH), id)).ok).toBe(true);
    expect((await written(school, id, 'undoing')).undone).toMatchObject({ removed: 2, kept: 0 });
    const by = await school.db.registerEvent.findMany({ where: { importId: `undo ${id}` }, select: { actorId: true } });
    expect(new Set(by.map((e) => e.actorId))).toEqual(new Set([TECH]));
  });

  test('taken back, a thing is never in one school and a room of another', async () => {
    const [there, here] = [await room(OTHER_SITE, 'Y1'), await room(SITE, 'X1')];
    await written(school, (await brought(school, TECH, list('PC-R;ROOM-1;', 'PC-S;ROOM-2;'), SITE)).id);
    await school.db.asset.updateMany({ where: { serial: 'ROOM-2' }, data: { roomId: here } });
    const { name } = await school.db.site.findUniqueOrThrow({ where: { id: OTHER_SITE } });
    const { id } = await brought(school, TECH, list(`PC-RR;ROOM-1;${name}`, `PC-S;ROOM-2;${name}`), SITE);
    await written(school, id);
    expect(await asset('ROOM-1')).toMatchObject({ siteId: OTHER_SITE, roomId: null, name: 'PC-RR' });
    // Its new school puts the one in a room; the other comes back to the first school by hand, into no room.
    await school.db.asset.updateMany({ where: { serial: 'ROOM-1' }, data: { roomId: there } });
    const third = await school.db.site.findFirst({ where: { id: { notIn: [SITE, OTHER_SITE] } } });
    expect(await asset('ROOM-2')).toMatchObject({ siteId: OTHER_SITE, roomId: null });
    const elsewhere = third?.id ?? crypto.randomUUID();
    if (third === null) await school.db.site.create({ data: { id: elsewhere, uai: '0340009J', name: 'École 9', city: 'Ici', version: 1 } });
    await school.db.asset.updateMany({ where: { serial: 'ROOM-2' }, data: { siteId: elsewhere } });
    const { undone } = await written(school, id, 'undoing');
    expect(undone).toMatchObject({ restored: 1, kept: 2 });
    expect(new Set(undone?.keptLabels)).toEqual(new Set(['PC-RR', 'PC-S']));
    // Its name is as before; its place is that which people gave it since.
    expect(await asset('ROOM-1')).toMatchObject({ siteId: OTHER_SITE, roomId: there, name: 'PC-R' });
    expect(await asset('ROOM-2')).toMatchObject({ siteId: elsewhere, roomId: null });
  });

  test('an import that broke after a part tells what it wrote, and goes on where its file is still there', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `PC-${i};BROKE-${i};`);
    const { id } = await brought(school, TECH, list(...rows), SITE);
    await school.db.import.update({ where: { id }, data: { state: 'running' } });
    const row = await importRow(storeOf(school.db).read, id);
    // Its time is asked for at the start and at each batch.
    let asked = 0;
    const clock = () => {
      asked += 1;
      if (asked === 3) throw new Error('broken');
      return school.now;
    };
    await carry(school.db, row as NonNullable<typeof row>, { isOver: () => false, clock });
    const sonia = await importer(school, TECH);
    const told = await showImport(sonia, id);
    if (!told.ok) throw new Error(told.fault);
    expect(told.value).toMatchObject({ head: { state: 'failed' }, undoable: true, hasFile: true });
    expect(told.value.head.written).toBeGreaterThan(0);
    expect(reportOf(told.value).counts.add).toBe(600);
    expect((await startImport(sonia, id)).ok).toBe(true);
    expect((await written(school, id)).counts).toEqual({ add: 600, change: 0, same: 0, left: 0 });
    expect([await stateOf(id), (await filesOf(id)).length]).toEqual(['done', 0]);
    expect(await school.db.asset.count({ where: { serial: { startsWith: 'BROKE-' } } })).toBe(600);

    // Its file is lost with the disk: what it was to come to still stands, and it can be taken back.
    const lost = await brought(school, TECH, list('PC;BROKE-X;'), SITE);
    await school.db.import.update({ where: { id: lost.id }, data: { written: 1 } });
    await forgetFiles(lost.id);
    expect((await written(school, lost.id)).counts.add).toBe(1);
    expect(await stateOf(lost.id)).toBe('failed');
    expect(await startImport(sonia, lost.id)).toEqual({ ok: false, fault: 'import-over' });
    expect(await showImport(sonia, lost.id)).toMatchObject({ ok: true, value: { undoable: true, hasFile: false } });
  });

  test('stopped after its last batch it keeps its file, and can still be gone on with', async () => {
    const { id } = await brought(school, TECH, list('PC;LAST-1;'), SITE);
    await school.db.import.update({ where: { id }, data: { state: 'running' } });
    const row = await importRow(storeOf(school.db).read, id);
    const nothing = await brought(school, TECH, list('PC;;Nulle part'), SITE);
    expect(nothing.id).not.toBe(id);
    // Nothing to write: nobody sees before the end that it was stopped.
    const stopped = await importRow(storeOf(school.db).read, nothing.id);
    await school.db.import.update({ where: { id: nothing.id }, data: { state: 'stopped' } });
    await carry(school.db, stopped as NonNullable<typeof stopped>, { isOver: () => false, clock: () => school.now });
    expect([await stateOf(nothing.id), (await filesOf(nothing.id)).length]).toEqual(['stopped', 1]);
    await carry(school.db, row as NonNullable<typeof row>, { isOver: () => false, clock: () => school.now });
    expect([await stateOf(id), (await filesOf(id)).length]).toEqual(['done', 0]);
  });
});
