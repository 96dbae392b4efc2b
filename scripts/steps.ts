/** The parts of `npm run check` and `npm test`: each is run, timed and counted. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Count = { readonly passed: number; readonly failed: number };
export type Step = { readonly name: string; readonly run: () => Promise<Count> };

const BIN = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  playwright: 'node_modules/@playwright/test/cli.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
} as const;

type Ran = { code: number; output: string };

function node(args: readonly string[], settings: Record<string, string> = {}, quiet = false): Promise<Ran> {
  return new Promise((done, fail) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const child = spawn(process.execPath, args, { env: { ...inherited, NO_COLOR: '1', ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (!quiet) process.stdout.write(chunk);
      });
    }
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** A tool that counts for one: it speaks only when it fails. */
function tool(name: string, args: readonly string[]): Step {
  const run = async () => {
    const { code, output } = await node(args, {}, true);
    if (code !== 0) console.log(output);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  };
  return { name, run };
}

/** Gives `use` a file to have a report written to, and answers what was written there; undefined where nothing was. */
async function withReport(use: (file: string) => Promise<Ran>): Promise<{ code: number; report: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'relais-report-'));
  try {
    const file = join(folder, 'report.json');
    const { code } = await use(file);
    let report: unknown;
    try {
      report = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // the runner ended before it could write: its exit code tells
    }
    return { code, report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A runner that fails without a failed test (a file that does not load, a worker that died) counts one failure. */
function honest(count: Count, code: number): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

export function vitest(project: string): Step {
  const run = async () => {
    const args = (file: string) => [BIN.vitest, 'run', '--project', project, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
    const { code, report } = await withReport((file) => node(args(file)));
    const { numPassedTests = 0, numFailedTests = 0 } = (report ?? {}) as { numPassedTests?: number; numFailedTests?: number };
    return honest({ passed: numPassedTests, failed: numFailedTests }, code);
  };
  return { name: `vitest ${project}`, run };
}

export function playwright(): Step {
  const run = async () => {
    const args = [BIN.playwright, 'test', '--reporter=list,json'];
    const { code, report } = await withReport((file) => node(args, { PLAYWRIGHT_JSON_OUTPUT_NAME: file }));
    const { stats } = (report ?? {}) as { stats?: { expected: number; unexpected: number; flaky: number } };
    const flaky = stats?.flaky ?? 0;
    // A browser on a loaded machine may miss a time limit once; it is told, and not hidden in a failure that nobody believes.
    if (flaky > 0) console.log(`${flaky} passed at the second try only: see above`);
    return honest({ passed: (stats?.expected ?? 0) + flaky, failed: stats?.unexpected ?? 0 }, code);
  };
  return { name: 'end to end', run };
}

/** One of our scripts that ends with `N passed, M failed`. */
export function counting(name: string, args: readonly string[]): Step {
  const run = async () => {
    const { code, output } = await node(args);
    const last = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
    return honest({ passed: Number(last?.[1] ?? 0), failed: Number(last?.[2] ?? 1) }, code);
  };
  return { name, run };
}

export const tsx = (file: string, ...args: string[]) => ['--conditions=react-server', '--import', 'tsx', file, ...args];

export const generate = tool('generated clients', tsx('scripts/generate.ts'));
export const drift = tool('models and migrations', tsx('scripts/migration.ts', 'drift'));
export const build = tool('build', tsx('scripts/build.ts', '--if-changed'));

/** What `npm run check` runs, in under a minute. */
export const checks: readonly Step[] = [
  generate,
  tool('format, lint, rooms', [BIN.biome, 'ci', '--colors=off', '.']),
  tool('types', [BIN.tsc, '--pretty', 'false']),
  tool('types of domain/, with neither DOM nor Node', [BIN.tsc, '-p', 'domain', '--pretty', 'false']),
  tool('each invariant has its test', tsx('scripts/invariants.ts', '--check')),
  tool('the tables of the rules', tsx('scripts/tables.ts', '--check')),
  tool('every door says what it demands', tsx('scripts/doors.ts', '--check')),
  tool('nothing unused', [BIN.knip, '--no-progress', '--no-config-hints']),
  vitest('rooms'),
];

/** Runs all of them, whatever fails, and ends with the line that sums them up. */
export async function runAll(steps: readonly Step[]): Promise<void> {
  let total: Count = { passed: 0, failed: 0 };
  for (const { name, run } of steps) {
    const start = performance.now();
    const { passed, failed } = await run();
    total = { passed: total.passed + passed, failed: total.failed + failed };
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
