import type { Instant } from '#domain/ids.ts';
import type { WaitReason } from '#domain/ticket/ticket.ts';

export type PauseReason = WaitReason | 'resolved';

/** A time in which a clock stands still: [from, to[; `to: null` while it lasts. In any order, they may overlap or be empty. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly why: PauseReason;
}

/** In order, apart, none empty; the open end is Infinity. */
export function merged(pauses: readonly Pause[]): [Instant, Instant][] {
  const apart: [Instant, Instant][] = [];
  const sorted = pauses.map(({ from, to }) => [from, to ?? Number.POSITIVE_INFINITY] as const).sort((a, b) => a[0] - b[0]);
  for (const [from, to] of sorted) {
    const last = apart.at(-1);
    if (to <= from) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}
