import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backUp } from '#server/copy/backup.ts';
import { declareRestored, planRestore, restore } from '#server/copy/restore.ts';
import { openDatabase } from '#server/db.ts';
import { databases } from '#test/databases.ts';
import { alarmsDuring, Device, full, kinds, MINA, newTicket, note, opening, openSchool, School } from './school.ts';

const run = promisify(execFile);
const NOW = new Date('2026-11-22T08:00:00.000Z');
const HASH = 'ab'.repeat(32);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relais-restore-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A data folder with one photo and keys. */
function dataDir(name: string, keys: string | null = 'les clés'): string {
  const made = join(folder, name);
  mkdirSync(join(made, 'photos', 'ab'), { recursive: true });
  writeFileSync(join(made, 'photos', 'ab', HASH), 'octets');
  if (keys !== null) writeFileSync(join(made, 'keys.json'), keys);
  return made;
}

describe.each(databases())('a backup on $name', (kind) => {
  test('[21] taken while it is used, put back elsewhere: another incarnation, the device begins again, an alarm counts what is forgotten', async () => {
    const school = await openSchool(kind);
    const elsewhere = await kind.open();
    try {
      const mina = await Device.ready(school, MINA);
      const ticket = newTicket();
      await mina.say(opening(ticket));
      const from = { databaseUrl: school.url, dataDir: dataDir(`from-${kind.name}`) };
      const copy = join(folder, `copy-${kind.name}`);
      const about = await backUp(from, copy, NOW);
      expect(about).toMatchObject({ database: kind.name, organisation: 'Essai', tickets: 1, photos: 1, version: await school.version() });
      await expect(backUp(from, copy, NOW)).rejects.toThrow('exists already');
      await mina.say(note(ticket, 'deux'), note(ticket, 'trois'));
      await expect(planRestore(from, copy), 'a server runs on it').rejects.toThrow('is using this database');
      await expect(restore(from, copy, NOW)).rejects.toThrow('is using this database');

      await elsewhere.db.$disconnect();
      const to = { databaseUrl: elsewhere.url, dataDir: dataDir(`to-${kind.name}`, null) };
      rmSync(join(to.dataDir, 'photos'), { recursive: true });
      await restore(to, copy, NOW);
      expect(readFileSync(join(to.dataDir, 'photos', 'ab', HASH), 'utf8')).toBe('octets');
      expect(readFileSync(join(to.dataDir, 'keys.json'), 'utf8')).toBe('les clés');

      const { db, close } = await openDatabase(elsewhere.url, false);
      const restored = new School(db, elsewhere.url, close);
      restored.now = school.now;
      let reset: Awaited<ReturnType<School['ask']>> | undefined;
      const request = mina.request([mina.entry(note(ticket, 'quatre'))]);
      const alarms = await alarmsDuring(async () => {
        reset = await restored.ask(MINA, request);
      });
      expect(alarms).toMatchObject([{ level: 'alarm', forgotten: 2 }]);
      expect(reset).toMatchObject({ reset: true, receipts: [] });
      const { epoch, cursor: since } = full(reset as never);
      expect(epoch.split('.')[0]).not.toBe(mina.epoch?.split('.')[0]);
      expect(kinds(full(await restored.ask(MINA, { ...request, epoch, since })).receipts)).toEqual(['executed']);
      const texts = await db.event.findMany({ where: { type: 'NoteAdded' }, select: { data: true } });
      expect(texts.map((e) => (e.data as { text?: string }).text)).toEqual(['quatre']);
      await close();

      // A second time, over what stands there now.
      expect((await planRestore(to, copy)).replaced).toMatchObject({ organisation: 'Essai', tickets: 1 });
      writeFileSync(join(to.dataDir, 'keys.json'), 'celles d’ici');
      const kept = await restore(to, copy, NOW);
      expect(kept === null || existsSync(kept)).toBe(true);
      expect(kept === null).toBe(kind.name === 'postgresql');
      expect(readFileSync(join(to.dataDir, 'keys.json'), 'utf8')).toBe('celles d’ici');
      const before = await planRestore(to, copy);
      await declareRestored(to);
      expect(await planRestore(to, copy)).toEqual(before);
    } finally {
      await elsewhere.close();
      await school.close();
    }
  });
});

describe('what is refused', () => {
  test('a folder that is no backup, one of another kind of database, one that is damaged', async () => {
    const here = { databaseUrl: `file:${join(folder, 'nothing.db')}`, dataDir: folder };
    await expect(planRestore(here, folder)).rejects.toThrow('is not a backup of Relais');
    await expect(backUp(here, join(folder, 'never'), NOW)).rejects.toThrow('There is no database');
    expect(
      readdirSync(folder).filter((name) => name.startsWith('never')),
      'nothing is left behind',
    ).toEqual([]);
    const copy = join(folder, 'copy-damaged');
    mkdirSync(copy);
    writeFileSync(join(copy, 'relais.json'), JSON.stringify({ format: 1, database: 'sqlite' }));
    writeFileSync(join(copy, 'relais.db'), 'Madame, Monsieur,'.repeat(100));
    await expect(planRestore(here, copy)).rejects.toThrow('is damaged');
    await expect(planRestore({ ...here, databaseUrl: 'postgresql://nobody@127.0.0.1:9/none' }, copy)).rejects.toThrow('sqlite database');
  });

  test('the commands say it in both languages, and replace nothing that they were not told to', async () => {
    const [sqlite] = databases();
    const school = await openSchool(sqlite as never);
    const env = { ...process.env, DATABASE_URL: school.url, DATA_DIR: dataDir('command') };
    const command = (name: string, ...args: string[]) =>
      run(process.execPath, ['--conditions=react-server', '--import', 'tsx', `scripts/${name}.ts`, ...args], { env });
    try {
      const copy = join(folder, 'by-command');
      expect((await command('backup', copy)).stdout).toContain('Sauvegarde faite');
      await expect(command('restore', copy, '--yes')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('arrêtez-le d’abord') });
      await school.db.$disconnect();
      await expect(command('restore', copy)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/--yes[\s\S]*--yes/) });
      expect((await command('restore', copy, '--yes')).stdout).toContain('Sauvegarde rétablie');
    } finally {
      await school.close();
    }
  });
});
