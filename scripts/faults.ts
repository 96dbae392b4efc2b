/**
 * `npm run faults -- [--only F5[,F6]] [--count N] [--seed S] [--short] [--database sqlite|postgresql] [--servers N]
 * [--lanes N] [--report FILE]`
 * Breaks everything that a school's network, a pocket and a deployment break, with the built app in Chromium and real server processes, and
 * checks after each row that the promise was kept (test/faults). Ends with `N passed, M failed`.
 */
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import setup from '#test/e2e/harness/setup.ts';
import { isKept, type Line, runRows } from '#test/faults/bench.ts';
import { takePlace } from '#test/faults/turn.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    count: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 100_000_000) },
    short: { type: 'boolean', default: false },
    database: { type: 'string' },
    servers: { type: 'string' },
    lanes: { type: 'string' },
    report: { type: 'string' },
  },
});

const HEAD = ['row', 'way', 'count', 'lost', 'doubled', 'stuck', 'refused', 'seconds', 'seed'] as const;

function cells({ row, way, count, verdict, seconds, seed }: Line): string[] {
  return [row, way, count, verdict.lost, verdict.doubled, verdict.stuck, verdict.refused, seconds.toFixed(0), seed].map(String);
}

/** How many breaches are printed: the first tell, the hundredth does not. */
const SHOWN = 12;

function say(line: Line): void {
  console.log(`${isKept(line) ? 'ok  ' : 'FAIL'} ${line.title}: ${HEAD.map((name, i) => `${name} ${cells(line)[i]}`).join(', ')}`);
  for (const breach of line.verdict.breaches.slice(0, SHOWN)) console.log(`       ${breach}`);
  if (!isKept(line)) console.log(`       again: npm run faults -- --only ${line.row} --count ${line.count} --seed ${line.seed}`);
  if (values.report !== undefined) appendFileSync(values.report, `${JSON.stringify({ ...line, at: new Date().toISOString() })}\n`);
}

await takePlace((line) => console.log(line));
const teardown = await setup();
try {
  const lines = await runRows(
    {
      only: values.only === '' ? [] : values.only.split(','),
      count: values.count === undefined ? null : Number(values.count),
      seed: values.seed,
      set: values.short ? 'short' : 'full',
      database: values.database ?? null,
      servers: values.servers === undefined ? null : Number(values.servers),
      lanes: Number(values.lanes ?? (values.short ? 2 : 1)),
    },
    say,
    (line) => console.log(line),
  );
  console.log(`\n| ${HEAD.join(' | ')} |\n|${HEAD.map(() => '---|').join('')}`);
  for (const line of lines) console.log(`| ${cells(line).join(' | ')} |`);
  const failed = lines.filter((line) => !isKept(line)).length;
  console.log(`\n${lines.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && lines.length > 0 ? 0 : 1;
} finally {
  await teardown();
}
// A row that was given up may hold on to its browsers and servers.
process.exit();
