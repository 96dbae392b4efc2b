/** Runs rows, each in a world of its own, and prints what became of the promise. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from './dice.ts';
import type { Verdict } from './judge.ts';
import type { Row, Way } from './row.ts';
import { f01 } from './rows/f01.ts';
import { f02, f03 } from './rows/f02-f03.ts';
import { f04 } from './rows/f04.ts';
import { f05 } from './rows/f05.ts';
import { f06 } from './rows/f06.ts';
import { f07 } from './rows/f07.ts';
import { f08 } from './rows/f08.ts';
import { f09 } from './rows/f09.ts';
import { f10 } from './rows/f10.ts';
import { f11 } from './rows/f11.ts';
import { f12 } from './rows/f12.ts';
import { f13 } from './rows/f13.ts';
import { f14, f14s } from './rows/f14.ts';
import { f15 } from './rows/f15.ts';
import { f16 } from './rows/f16.ts';
import { f17 } from './rows/f17.ts';
import { f18 } from './rows/f18.ts';
import { f20 } from './rows/f20.ts';
import { f21 } from './rows/f21.ts';
import { f22 } from './rows/f22.ts';
import { f23 } from './rows/f23.ts';

export const ROWS: readonly Row[] = [
  f01,
  f02,
  f03,
  f04,
  f05,
  f06,
  f07,
  f08,
  f09,
  f10,
  f11,
  f12,
  f13,
  f14,
  f14s,
  f15,
  f16,
  f17,
  f18,
  f20,
  f21,
  f22,
  f23,
];

export interface Wanted {
  /** Row ids; empty: all. */
  readonly only: readonly string[];
  /** In place of each way's own. */
  readonly count: number | null;
  readonly seed: string;
  readonly set: 'short' | 'full';
  /** Only this database, or this number of servers. */
  readonly database: string | null;
  readonly servers: number | null;
  /** How many rows run side by side: most of a row is waiting. */
  readonly lanes: number;
}

/** One line of the table. */
export interface Line {
  readonly row: string;
  readonly title: string;
  readonly way: string;
  readonly count: number;
  readonly seed: string;
  readonly seconds: number;
  readonly verdict: Verdict;
}

/** Not the product's word: the bench could not go on. */
const BROKE = 'the bench broke';

/** A short row takes half a minute; on a machine that does much else, two. A browser that never answers must not hold up all others. ms */
const SHORT_LIMIT = 240_000;

async function overdue(): Promise<never> {
  await sleep(SHORT_LIMIT, undefined, { ref: false });
  throw new Error(`no end after ${SHORT_LIMIT / 1000} s`);
}

const nameOf = ({ database, servers = 1 }: Way) => `${database}${servers > 1 ? `, ${servers} servers` : ''}`;

export const isKept = ({ verdict }: Line) => verdict.breaches.length === 0;

/** What the dice give depends on seed, row and way alone, so that a row finds the same alone as beside others. */
async function runWay(wanted: Wanted, row: Row, way: Way, tell: (line: string) => void): Promise<Line> {
  const { database, servers = 1 } = way;
  const count = wanted.count ?? way[wanted.set];
  const name = nameOf(way);
  const from = performance.now();
  const attempt = async () => {
    const dice = new Dice(`${wanted.seed} ${row.id} ${name}`);
    const run = row.run({ dice, count, database, servers, tell: (line) => tell(`  ${row.id} ${name}: ${line}`) });
    return await Promise.race(wanted.set === 'short' ? [run, overdue()] : [run]).catch((error: unknown): Verdict => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { lost: 0, doubled: 0, stuck: 0, refused: 0, breaches: [`${BROKE}: ${why}`] };
    });
  };
  let verdict = await attempt();
  // A browser that a loaded machine ended says nothing of the promise: told, and tried once more. A broken promise is never tried again.
  if (wanted.set === 'short' && verdict.breaches[0]?.startsWith(BROKE)) {
    tell(`  ${row.id} ${name}: ${verdict.breaches[0]}; once more`);
    verdict = await attempt();
  }
  return { row: row.id, title: row.title, way: name, count, seed: wanted.seed, seconds: (performance.now() - from) / 1000, verdict };
}

/**
 * @param each told as soon as a way has ended
 * @returns in the order of the rows
 */
export async function runRows(wanted: Wanted, each: (line: Line) => void, tell: (line: string) => void): Promise<Line[]> {
  const isWanted = ({ database, servers = 1, [wanted.set]: count }: Way) =>
    (wanted.database ?? database) === database && (wanted.servers ?? servers) === servers && (wanted.count ?? count) > 0;
  const rows = ROWS.filter((row) => wanted.only.length === 0 || wanted.only.includes(row.id));
  const ways = rows.flatMap((row) => row.ways.filter(isWanted).map((way) => ({ row, way })));
  const lines: Line[] = [];
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < ways.length; i = next++) {
      const { row, way } = ways[i] as (typeof ways)[number];
      const line = await runWay(wanted, row, way, tell);
      lines[i] = line;
      each(line);
    }
  };
  await Promise.all(Array.from({ length: wanted.lanes }, lane));
  return lines;
}
