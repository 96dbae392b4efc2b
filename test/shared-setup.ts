/** Once for a whole vitest run: the folder where the test files share their migrated templates and one PostgreSQL (databases.ts). */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopPostgres } from './postgres.ts';

export default function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'relais-test-'));
  process.env['RELAIS_TEST_SHARED'] = folder;
  return async () => {
    const started = join(folder, 'postgres.json');
    if (existsSync(started)) {
      const { pid, folder: data } = JSON.parse(readFileSync(started, 'utf8')) as { pid: number; folder: string };
      await stopPostgres(pid, data);
    }
    rmSync(folder, { recursive: true, force: true });
  };
}
