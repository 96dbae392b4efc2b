/**
 * `npm run simulate -- [--runs N] [--seed S] [--path P] [--mutants]`: random schedules of taps, networks, crashes and restores against the
 * shipped sync; with `--mutants`, against planted faults, each of which must be caught. Ends with `N passed, M failed`.
 */
import { parseArgs } from 'node:util';
import { simulate } from '#test/simulation/check.ts';
import { MUTANTS } from '#test/simulation/mutants.ts';
import { Start } from '#test/simulation/start.ts';

function whole(text: string | undefined, otherwise: number): number {
  const n = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(n) && n >= 0) return n;
  process.stderr.write(`${text} is not a whole number.\n`);
  process.exit(2);
}

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' }, mutants: { type: 'boolean' } },
});
const runs = whole(values.runs, values.mutants === true ? 300 : 150);
const seed = whole(values.seed, Date.now() % 2_147_483_647);
const began = performance.now();
// Poison and alarms are part of the play: the server's log of them would bury the result.
console.error = () => {};
const start = await Start.make();
let passed = 0;
let failed = 0;

console.log(`seed ${seed}`);
if (values.mutants === true) {
  for (const [name, parts] of Object.entries(MUTANTS)) {
    const found = await simulate(start, { runs, seed, shrink: false }, parts);
    if (found.breach === null) failed += 1;
    else passed += 1;
    console.log(
      found.breach === null ? `NOT CAUGHT in ${runs} runs: ${name}` : `caught after ${found.passed} runs: ${name}\n    ${found.breach.slice(0, 160)}`,
    );
  }
} else {
  const found = await simulate(start, { runs, seed, path: values.path });
  ({ passed, failed } = found);
  if (found.story !== null) console.log(`\n${found.story}\n`);
}
start.remove();
console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
