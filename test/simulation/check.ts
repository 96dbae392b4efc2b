/** Runs schedules until one breaks an invariant, and says so in words. */
import fc from 'fast-check';
import { type Parts, runSchedule, SHIPPED } from './run.ts';
import { inWords, type Schedule, schedules } from './schedule.ts';
import type { Start } from './start.ts';

export interface Asked {
  readonly runs: number;
  readonly seed: number;
  /** Of a counterexample, as it was printed: only that one is run. */
  readonly path?: string | undefined;
  /** Looks for the shortest schedule that fails. */
  readonly shrink?: boolean;
}

export interface Found {
  readonly passed: number;
  readonly failed: 0 | 1;
  readonly seed: number;
  /** The invariant, the schedule step by step and how to replay it; null when all held. */
  readonly story: string | null;
  /** What `Broken` said. */
  readonly breach: string | null;
}

export async function simulate(start: Start, { runs, seed, path, shrink = true }: Asked, parts: Parts = SHIPPED): Promise<Found> {
  const property = fc.asyncProperty(schedules(), (schedule) => runSchedule(start, schedule, parts));
  const report = await fc.check(property, {
    numRuns: runs,
    seed,
    endOnFailure: !shrink || path !== undefined,
    ...(path === undefined ? {} : { path }),
  });
  if (!report.failed) return { passed: report.numRuns, failed: 0, seed, story: null, breach: null };
  const [schedule] = report.counterexample ?? [];
  const error: unknown = report.errorInstance;
  const breach = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && error.constructor.name !== 'Broken' ? `\n${error.stack}` : '';
  const replay = `npm run simulate -- --seed ${seed} --path ${report.counterexamplePath}`;
  return {
    passed: report.numRuns - 1,
    failed: 1,
    seed,
    breach,
    story: `${breach}${stack}\n${schedule === undefined ? '' : tell(schedule)}\nReplay: ${replay}`,
  };
}

function tell({ steps }: Schedule): string {
  return steps.map((step, i) => `${String(i + 1).padStart(3)}. ${inWords(step)}`).join('\n');
}
