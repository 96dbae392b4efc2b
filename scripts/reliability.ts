/**
 * `npm run reliability -- REPORT…`: writes docs/reliability.md from the reports of `npm run faults -- --report FILE`; of several runs of a row
 * in the same way, the last one counts.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { chromiumLaunch } from '#test/chromium.ts';
import { isKept, type Line } from '#test/faults/bench.ts';

const PAGE = 'docs/reliability.md';
/** What stands above the table is written by hand; the table begins here. */
const MARK = '<!-- table: npm run reliability -->';

type Reported = Line & { readonly at: string };

const runs = new Map<string, Reported>();
for (const file of process.argv.slice(2)) {
  for (const text of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const line = JSON.parse(text) as Reported;
    const key = `${line.row} ${line.way}`;
    if ((runs.get(key)?.at ?? '') <= line.at) runs.set(key, line);
  }
}

const order = (row: string) => Number(/\d+/.exec(row)?.[0] ?? 0);
const lines = [...runs.values()].sort((a, b) => order(a.row) - order(b.row) || a.row.localeCompare(b.row) || a.way.localeCompare(b.way));

function browser(): string {
  const { executablePath } = chromiumLaunch();
  return executablePath === undefined ? 'Chromium of Playwright' : execFileSync(executablePath, ['--version'], { encoding: 'utf8' }).trim();
}

const [cpu] = cpus();
const days = [...new Set(lines.map((l) => l.at.slice(0, 10)))].join(', ');
const out = [
  MARK,
  '',
  `${days}; ${cpus().length} cores ${cpu?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${browser()}.`,
  '',
  '| row | fault (unit) | database | count | lost | doubled | stuck | refused and shown | seconds | seed | kept |',
  '|---|---|---|---|---|---|---|---|---|---|---|',
  ...lines.map(
    (l) =>
      `| ${l.row} | ${l.title} | ${l.way} | ${l.count} | ${l.verdict.lost} | ${l.verdict.doubled} | ${l.verdict.stuck} | ${l.verdict.refused} | ${l.seconds.toFixed(0)} | ${l.seed} | ${isKept(l) ? 'yes' : `**no**: ${l.verdict.breaches.length} breaches`} |`,
  ),
];
const above = readFileSync(PAGE, 'utf8').split(MARK)[0] ?? '';
writeFileSync(PAGE, `${above}${out.join('\n')}\n`);
console.log(`${PAGE}: ${lines.length} lines, ${lines.filter(isKept).length} kept`);
