/** The real server, in a process of its own, as `npm start` and `npm run demo` run it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './postgres.ts';

export type StartOptions = {
  /** Settings over those of this process; DATA_DIR is a new folder and PORT a free one unless they are given. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `--demo`: with the demonstration's people and tickets. */
  readonly flags?: readonly string[];
  /** Arguments for Node itself. */
  readonly nodeArgs?: readonly string[];
  /** The project folder; another one runs another build. */
  readonly project?: string;
};

export type Running = {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything that it has printed so far. */
  readonly output: () => string;
  /** SIGTERM, then waits. The data folder stays, for the next start. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, then waits: a power cut. */
  readonly kill: () => Promise<void>;
};

export type Ended = { readonly code: number; readonly output: string };

function spawnServer(options: StartOptions, settings: Record<string, string>): { child: ChildProcess; output: () => string; ended: Promise<number> } {
  const args = [...(options.nodeArgs ?? []), 'scripts/start.mjs', ...(options.flags ?? [])];
  const { npm_lifecycle_event: _, ...inherited } = process.env;
  // NODE_ENV of the test runner would be taken for the server's.
  const env = { ...inherited, NODE_ENV: 'production' as const, ...settings };
  const child = spawn(process.execPath, args, { cwd: options.project ?? process.cwd(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number>((done) => child.on('close', (code) => done(code ?? 1)));
  return { child, output: () => text, ended };
}

async function complete(given: Readonly<Record<string, string>> = {}): Promise<{ DATA_DIR: string; PORT: string } & Record<string, string>> {
  const DATA_DIR = given['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'relais-data-'));
  return { PORT: String(await freePort()), ...given, DATA_DIR };
}

/**
 * Starts a built server and waits until it answers.
 * @throws with what it printed, where it ends instead
 */
export async function startServer(options: StartOptions = {}): Promise<Running> {
  const settings = await complete(options.settings);
  const { child, output, ended } = spawnServer(options, settings);
  const atExit = () => {
    child.kill('SIGKILL');
  };
  process.once('exit', atExit);
  const ready = new Promise<'ready'>((done) => child.stdout?.on('data', () => output().includes('Relais répond') && done('ready')));
  const first = await Promise.race([ready, ended]);
  if (first !== 'ready') throw new Error(`the server ended with code ${first}:\n${output()}`);
  const signal = async (name: 'SIGTERM' | 'SIGKILL') => {
    child.kill(name);
    await ended;
    process.off('exit', atExit);
  };
  return {
    url: settings['PUBLIC_URL'] ?? `http://localhost:${settings.PORT}`,
    dataDir: settings.DATA_DIR,
    pid: child.pid ?? 0,
    output,
    stop: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
  };
}

/** Starts a server that is expected to refuse, and waits for its end; one that serves instead is stopped after 20 s. */
export async function refusedStart(options: StartOptions): Promise<Ended> {
  const settings = await complete(options.settings);
  const { child, output, ended } = spawnServer(options, settings);
  const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const code = await ended;
  clearTimeout(limit);
  if (!options.settings?.['DATA_DIR']) rmSync(settings.DATA_DIR, { recursive: true, force: true });
  return { code, output: output() };
}
