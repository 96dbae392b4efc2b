/** At most two benches at a time on one machine: more would time each other's limits out, and say nothing of the product. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PLACES = 2;
const WAIT = 1_000;
const LONGEST = 600_000;

function isAlive(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

function enter(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch {
    if (isAlive(folder)) return false;
    rmSync(folder, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

/** Waits for a place, ten minutes at most: a bench that runs beside others is better than none. It is given back when the process ends. */
export async function takePlace(tell: (line: string) => void): Promise<void> {
  for (let i = 0; i < LONGEST / WAIT; i += 1) {
    for (let place = 0; place < PLACES; place += 1) {
      const folder = join(tmpdir(), `relais-faults-${place}`);
      if (!enter(folder)) continue;
      process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
      return;
    }
    if (i === 0) tell('two benches are at work already: waiting for a place');
    await sleep(WAIT);
  }
}
