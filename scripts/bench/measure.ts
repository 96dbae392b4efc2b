import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param q 0..1 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** CPU of this process, user and system, ms. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** CPU of another process, user and system, ms (Linux: /proc/<pid>/stat, 100 ticks a second). */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** What the figures were measured on. */
export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} cores ${cpu?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What was asked for; empty where nothing was. */
  readonly target?: string;
  readonly met?: boolean;
}

export function print(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  for (const { name, value, target, met } of figures) {
    const verdict = met === undefined ? '' : met ? 'ok' : 'MISSED';
    console.log(`  ${name.padEnd(64)} ${value.padStart(16)}  ${(target ?? '').padEnd(14)} ${verdict}`);
  }
}

export const fixed = (n: number, digits = 2): string => n.toFixed(digits);

/** µs of CPU a call: median of seven rounds. */
export function micros(calls: number, run: (i: number) => unknown): number {
  for (let i = 0; i < calls; i += 1) run(i);
  const rounds = Array.from({ length: 7 }, () => {
    const before = ownCpu();
    for (let i = 0; i < calls; i += 1) run(i);
    return ((ownCpu() - before) * 1000) / calls;
  });
  return median(rounds);
}
