import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureKeys } from '#server/keys.ts';
import { migrate } from '#server/migrate.ts';
import { refusedStart, type StartOptions } from '#test/server.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relais-start-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One sentence in each language, no stack trace, exit code 1. */
async function refusal(options: StartOptions): Promise<string> {
  const { code, output } = await refusedStart(options);
  expect(code, output).toBe(1);
  expect(output).not.toMatch(/^\s+at /m);
  expect(output.trim().split('\n'), output).toHaveLength(2);
  return output;
}

test('a database address of an unknown kind is refused by its name, and not repeated', async () => {
  const said = await refusal({ settings: { DATABASE_URL: 'mysql://root:secret@db/relais' } });
  expect(said).toContain('DATABASE_URL doit commencer par « file: »');
  expect(said).not.toContain('secret');
});

test('a database that does not answer is named, without its password', async () => {
  const said = await refusal({ settings: { DATABASE_URL: 'postgresql://relais:secret@127.0.0.1:9/relais' } });
  expect(said).toContain('127.0.0.1:9/relais');
  expect(said).toContain('ECONNREFUSED');
  expect(said).not.toContain('secret');
});

test('a database file that is not one is refused', async () => {
  const path = join(folder, 'letter.db');
  writeFileSync(path, 'Madame, Monsieur,'.repeat(100));
  expect(await refusal({ settings: { DATABASE_URL: `file:${path}` } })).toContain('file is not a database');
});

test('a port that is taken is named', async () => {
  const taken = await new Promise<Server>((done) => {
    const server = createServer().listen(0, () => done(server));
  });
  const address = taken.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const said = await refusal({ settings: { PORT: port } });
  taken.close();
  expect(said).toContain(`Le port ${port} est déjà pris`);
  expect(said).toContain(`Port ${port} is already taken`);
});

test('a data folder that cannot be written is named', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const said = await refusal({ settings: { DATA_DIR: join(file, 'data') } });
  expect(said).toContain('DATA_DIR');
});

test.each([
  ['PORT', '99999'],
  ['PUBLIC_URL', 'relais.example.org'],
  ['VAPID_SUBJECT', 'someone'],
  ['SMTP_URL', 'smtp://mail?tls=perhaps'],
  ['MAIL_FROM', 'Relais <relais>'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s is refused by its name', async (name, value) => {
  expect(await refusal({ settings: { [name]: value } })).toContain(name);
});

test('a Node that is too old is refused, in both languages', async () => {
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })";
  const said = await refusal({ nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(old)}`] });
  expect(said).toContain('Relais demande Node 20.19 ou plus récent ; cette machine a Node 18.20.4.');
});

test('keys that cannot be read are not replaced', async () => {
  const dataDir = join(folder, 'damaged');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'keys.json'), '{"vapidPublic":');
  expect(await refusal({ settings: { DATA_DIR: dataDir } })).toContain('keys.json');
});

test('the keys are made once, and only their owner reads them', () => {
  const dataDir = join(folder, 'keys');
  const keys = ensureKeys(dataDir);
  expect(Buffer.from(keys.serverActions, 'base64')).toHaveLength(32);
  expect(ensureKeys(dataDir)).toEqual(keys);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
});

/** Root writes whatever the mode says; the file system's own mark stops it too. Where that cannot be set, the mode must do. */
function unwritable(path: string): () => void {
  try {
    execFileSync('chattr', ['+i', path], { stdio: 'ignore' });
    return () => execFileSync('chattr', ['-i', path]);
  } catch {
    chmodSync(path, 0o400);
    return () => chmodSync(path, 0o600);
  }
}

test('[14] a database file that may only be read is refused: SQLite would open it all the same, and nothing sent could ever be kept', async () => {
  const path = join(folder, 'read-only.db');
  await migrate(`file:${path}`);
  const give = unwritable(path);
  try {
    await expect(migrate(`file:${path}`)).rejects.toThrow('readonly');
    expect(await refusal({ settings: { DATABASE_URL: `file:${path}` } })).toContain('ne peut pas être utilisée');
  } finally {
    give();
  }
});
