/** A throw-away PostgreSQL from the machine's own binaries: a folder, a free port of 127.0.0.1, no password. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { programOf } from './debian.ts';

export type Postgres = {
  /** URL of a database of this server. */
  readonly url: (database: string) => string;
  /** Process id of the server, and the folder to remove after it. */
  readonly pid: number;
  readonly folder: string;
  readonly stop: () => Promise<void>;
  /** Ends it and keeps its folder: `fast` as an update does, `immediate` without a checkpoint, as a crash does. */
  readonly halt: (how: 'fast' | 'immediate') => Promise<void>;
  /** Starts it again, on the same port. `durable`: a commit that was answered outlives an immediate end. */
  readonly resume: (options?: { durable?: boolean }) => Promise<void>;
};

const isRoot = process.getuid?.() === 0;

function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...versions.map((version) => join(debian, version, 'bin'))];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** The folder of `initdb` and `postgres`; as root on Debian they are installed where they are missing. */
export function postgresBinaries(): string {
  return programOf(findBinaries, 'postgresql');
}

/** PostgreSQL refuses to run as root: it then runs as an account without rights. */
function account(): { uid: number; gid: number } | undefined {
  if (!isRoot) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const ask = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
      return { uid: ask('-u'), gid: ask('-g') };
    } catch {
      // no such account: the next one
    }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody".');
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

export async function stopPostgres(pid: number, folder: string): Promise<void> {
  try {
    process.kill(pid, 'SIGQUIT');
    for (let i = 0; i < 200; i += 1) {
      process.kill(pid, 0);
      await sleep(25);
    }
  } catch {
    // it is gone
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Starts a server, in about a second and a half.
 * @param options.fsync true: writes reach the disk as in production (benchmarks); false, the default, is quicker
 * @param options.detached true: it outlives this process, and whoever knows its pid and folder stops it
 */
export async function startPostgres(options: { fsync?: boolean; detached?: boolean } = {}): Promise<Postgres> {
  const binaries = postgresBinaries();
  const user = account();
  const folder = mkdtempSync(join(tmpdir(), 'relais-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const as = { ...user, cwd: folder };
  const initdb = ['-D', join(folder, 'data'), '-U', 'relais', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  execFileSync(join(binaries, 'initdb'), initdb, { ...as, stdio: ['ignore', 'ignore', 'inherit'] });
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=200', 'shared_buffers=128MB'];
  if (!options.fsync) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const launch = (more: readonly string[] = []) => {
    const args = ['-D', join(folder, 'data'), ...[...settings, ...more].flatMap((setting) => ['-c', setting])];
    const child = spawn(join(binaries, 'postgres'), args, { ...as, stdio: 'ignore', detached: options.detached ?? false });
    child.unref();
    return child;
  };
  const url = (database: string) => `postgresql://relais@127.0.0.1:${port}/${database}`;
  const isReady = async () => {
    for (let i = 0; !(await answers(url('postgres'))); i += 1) {
      if (server.exitCode !== null || i > 400) throw new Error(`PostgreSQL did not start (exit code ${server.exitCode}).`);
      await sleep(25);
    }
  };
  let server = launch();
  if (server.pid === undefined) throw new Error('PostgreSQL did not start.');
  const kill = () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  if (!options.detached) process.once('exit', kill);
  await isReady();
  const stop = async () => {
    process.off('exit', kill);
    await stopPostgres(server.pid ?? 0, folder);
  };
  const halt = async (how: 'fast' | 'immediate') => {
    const ended = new Promise((done) => server.once('exit', done));
    server.ref();
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  };
  const resume = async ({ durable = false } = {}) => {
    server = launch(durable ? ['synchronous_commit=on'] : []);
    await isReady();
  };
  return { url, pid: server.pid, folder, stop, halt, resume };
}
