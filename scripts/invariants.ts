/**
 * `npm run invariants`: writes docs/invariants.md, which test shows which invariant of the sync design. With `--check` it writes nothing and
 * fails where an invariant has no test or the table is stale. A test cites an invariant by its number in square brackets, in its name.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import invariants from '#test/invariants.json' with { type: 'json' };

const TABLE = 'docs/invariants.md';
const ROOMS = ['app', 'domain', 'sync', 'server', 'scripts', 'test'];

interface Cited {
  readonly file: string;
  readonly name: string;
}

function testFiles(): string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(test|spec)\.tsx?$/.test(file))
      .map((file) => join(room, file)),
  ).sort();
}

const faultRows = () => readdirSync('test/faults/rows').map((file) => join('test/faults/rows', file));

/** Names of tests, as they stand in the source; those of `test.each` with their holes. */
const NAME = /\b(?:test|it|describe)(?:\.\w+)*(?:\((?:[^()]|\([^()]*\))*\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;
/** `[19]`, `[19, 52]` */
const CITES = /\[(\d{1,2}(?:, \d{1,2})*)\]/g;
/** In the simulation: `hold(truth, 6, …)`, checked after every step of every schedule. */
const HELD = /\bhold\([^;]*?,\s*(\d{1,2}),\s*\(\)/gs;
/** In the fault bench: the number of what was broken. */
const BREACH = /`\[(\d{1,2})\] /g;

function citations(): Map<number, Cited[]> {
  const found = new Map<number, Cited[]>();
  const cite = (n: number, by: Cited) => {
    const before = found.get(n) ?? [];
    if (!before.some((c) => c.file === by.file && c.name === by.name)) found.set(n, [...before, by]);
  };
  for (const file of testFiles()) {
    for (const [, , name = ''] of readFileSync(file, 'utf8').matchAll(NAME)) {
      for (const [, list = ''] of name.matchAll(CITES))
        for (const n of list.split(',')) cite(Number(n), { file, name: name.replace(CITES, '').trim() });
    }
  }
  const sources: readonly [string, readonly string[], RegExp][] = [
    [
      'after every step of the simulation',
      ['test/truths.ts', 'test/simulation/watch.ts', 'test/simulation/ledger.ts', 'test/simulation/run.ts'],
      HELD,
    ],
    ['after every row of the fault bench', ['test/faults/judge.ts'], BREACH],
    ...faultRows().map((file): [string, string[], RegExp] => ['a row of the fault bench', [file], BREACH]),
  ];
  for (const [name, files, pattern] of sources)
    for (const file of files) for (const [, n] of readFileSync(file, 'utf8').matchAll(pattern)) cite(Number(n), { file, name });
  return found;
}

function table(found: ReadonlyMap<number, readonly Cited[]>): string {
  const lines = [
    '# The invariants and their tests',
    '',
    'Written by `npm run invariants`; `npm run check` fails where one has no test or this file is stale.',
  ];
  let group = '';
  for (const { n, group: of, text } of invariants) {
    if (of !== group) {
      group = of;
      lines.push('', `## ${of}`, '', '| | invariant | shown by |', '|---|---|---|');
    }
    const cell = (s: string) => s.replaceAll('|', '\\|').replaceAll('\n', ' ');
    const shown = (found.get(n) ?? []).map(({ file, name }) => `${cell(name)} (${file})`);
    lines.push(`| ${n} | ${cell(text)} | ${shown.join('<br>')} |`);
  }
  return `${lines.join('\n')}\n`;
}

const found = citations();
const text = table(found);
const missing = invariants.filter(({ n }) => !found.has(n));
if (missing.length > 0) {
  for (const { n, text: what } of missing) console.log(`no test cites [${n}]: ${what}`);
  process.exitCode = 1;
}
if (process.argv.includes('--check')) {
  if (readFileSync(TABLE, 'utf8') !== text) {
    console.log(`${TABLE} is stale: run npm run invariants`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(TABLE, text);
  console.log(`${TABLE}: ${found.size} of ${invariants.length}`);
}
