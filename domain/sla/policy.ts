import type { Matrix } from '#domain/priority.ts';
import type { Priority, WaitReason } from '#domain/ticket/ticket.ts';
import type { Target } from './measure.ts';

/** What an organisation (or a contract) promises: plain JSON, 0.5 kB, to travel beside a site's calendar. */
export interface SlaPolicy {
  /** What "one service day" means in the targets and in words, in minutes. */
  readonly dayMinutes: number;
  /** Time to own, time to resolve. */
  readonly targets: Readonly<Record<Priority, { readonly tto: Target; readonly ttr: Target }>>;
  /** Reasons of waiting that stop the time to resolve; being resolved always does. */
  readonly pausedBy: readonly WaitReason[];
  /** Per cent of a target at which somebody is told, ascending, the last one 100. */
  readonly tellAt: readonly number[];
  /** Per cent from which a delay counts as at risk. */
  readonly riskAt: number;
  /** Does the service help with using things that work? Some do, some do not (requirements B12, D2). Absent: it does. */
  readonly helpsWithUse?: boolean;
  /** Which priority impact and urgency give. Absent: the default of domain/priority.ts. */
  readonly matrix?: Matrix;
}

const service = (minutes: number): Target => ({ minutes, counts: 'service' });

/** domain.md section 4. P1 by the clock is for contracts that say so: `{ ...target, counts: 'always' }`. */
export const DEFAULT_POLICY: SlaPolicy = {
  dayMinutes: 600,
  targets: {
    1: { tto: service(15), ttr: service(4 * 60) },
    2: { tto: service(30), ttr: service(600) },
    3: { tto: service(30), ttr: service(3 * 600) },
    4: { tto: service(30), ttr: service(5 * 600) },
  },
  pausedBy: ['requester', 'appointment', 'approval'],
  tellAt: [50, 75, 100],
  riskAt: 75,
};
