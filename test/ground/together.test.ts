import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '#test/databases.ts';

const run = promisify(execFile);

/** Runs a piece of the server in three processes at once, and answers what each printed. */
async function inThree(source: string): Promise<string[]> {
  const args = ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '-e', source];
  const outputs = await Promise.all([1, 2, 3].map(() => run(process.execPath, args)));
  return outputs.map(({ stdout }) => stdout.trim());
}

const migrating = (url: string) => `const { migrate } = await import('./server/migrate.ts'); console.log((await migrate('${url}')).length)`;

describe('three processes that start at once', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relais-together-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('agree on the keys', async () => {
    const source = `const { ensureKeys } = await import('./server/keys.ts'); console.log(JSON.stringify(ensureKeys('${folder}/keys')))`;
    const keys = await inThree(source);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toContain('vapidPrivate');
  });

  test('migrate SQLite once', async () => {
    const applied = (await inThree(migrating(`file:${folder}/relais.db`))).map(Number);
    expect(applied.filter((n) => n > 0)).toHaveLength(1);
    const database = new Database(join(folder, 'relais.db'), { readonly: true });
    expect(database.prepare('SELECT count(*) AS n FROM "Ticket"').get()).toEqual({ n: 0 });
    expect(database.prepare('SELECT count(*) AS n FROM "_prisma_migrations" WHERE finished_at IS NULL').get()).toEqual({ n: 0 });
    database.close();
  });

  test('migrate PostgreSQL once', async () => {
    const fresh = await openPostgres();
    const admin = new pg.Client({ connectionString: fresh.url });
    await admin.connect();
    try {
      await admin.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      const applied = (await inThree(migrating(fresh.url))).map(Number);
      expect(applied.filter((n) => n > 0)).toHaveLength(1);
      expect((await admin.query('SELECT count(*)::int AS n FROM "Ticket"')).rows).toEqual([{ n: 0 }]);
    } finally {
      await admin.end();
      await fresh.close();
    }
  });
});
