/** The next version of the product: the same sources but for one title, built with another key, as somebody's deployment of tomorrow. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtProject } from './project.ts';

/** Inside the project, where Next accepts the modules of the folder above; ignored by git. */
const FOLDER = '.next-version';

const PARTS = [
  'app',
  'domain',
  'sync',
  'server',
  'prisma',
  'scripts',
  'public',
  'instrumentation.ts',
  'next.config.mjs',
  'package.json',
  'tsconfig.json',
];
/** What the person sees to have changed. */
const HOME = 'domain/words/fr/home.ts';
export const NEW_TITLE = 'Aujourd’hui, deuxième version';

/** The protocol of a version that no longer speaks today's. */
const PROTOCOL = 'domain/protocol.ts';

/**
 * Built once for the same sources, whoever asks.
 * @param apart it speaks the next protocol only, and is built in a folder of its own
 * @returns the folder, for a house to serve
 */
export async function buildNextVersion({ apart = false } = {}): Promise<string> {
  const from = builtProject();
  const folder = join(from, apart ? `${FOLDER}-apart` : FOLDER);
  mkdirSync(folder, { recursive: true });
  const isSource = (path: string) => !/public\/(?:sw\.js|zxing)|\.test\.tsx?$/.test(path);
  for (const part of PARTS) {
    // What its own build put beside the sources stays, so that it is known to be built.
    if (part !== 'public') rmSync(join(folder, part), { recursive: true, force: true });
    cpSync(join(from, part), join(folder, part), { recursive: true, filter: isSource });
  }
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync('../node_modules', join(folder, 'node_modules'));
  const home = join(folder, HOME);
  const words = readFileSync(home, 'utf8');
  writeFileSync(home, words.replace("title: 'Aujourd’hui'", `title: '${NEW_TITLE}'`));
  if (!readFileSync(home, 'utf8').includes(NEW_TITLE)) throw new Error(`${HOME} has no such title any more`);

  if (apart) {
    const protocol = join(folder, PROTOCOL);
    const raised = readFileSync(protocol, 'utf8').replace(
      /(export const PROTOCOL(?:_MIN)? = )(\d+);/g,
      (_, what: string, n: string) => `${what}${Number(n) + 1};`,
    );
    writeFileSync(protocol, raised);
    if (raised === readFileSync(join(from, PROTOCOL), 'utf8')) throw new Error(`${PROTOCOL} has no such numbers any more`);
  }

  const { npm_lifecycle_event: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'scripts/build.ts', '--if-changed'], {
    cwd: folder,
    env: { ...inherited, NODE_ENV: 'production', DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise<number>((done) => child.on('close', (ended) => done(ended ?? 1)));
  if (code !== 0) throw new Error(`the next version could not be built:\n${output}`);
  return folder;
}
