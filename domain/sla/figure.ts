import type { Instant } from '#domain/ids.ts';
import type { ServiceCalendar } from './calendar.ts';
import type { Basis, SlaFacts } from './facts.ts';
import { countingOf, type Due, dueAt, elapsed, type Target } from './measure.ts';
import { type Missing, missingBetween } from './openings.ts';
import type { Pause, PauseReason } from './pauses.ts';
import type { SlaPolicy } from './policy.ts';

/** Time to own, time to resolve. */
export type Clock = 'tto' | 'ttr';

/**
 * `not_started`: the service cannot know of the ticket yet. `never`: the site has no service hours. `held` and `missed`: it is over.
 * A delay that is passed is `late` though it be paused (`pausedBy` then says why).
 */
export type SlaState = 'not_started' | 'on_time' | 'at_risk' | 'late' | 'paused' | 'held' | 'missed' | 'never';

/** One clock of one ticket, at one instant. Lengths in ms of what the target counts. */
export interface SlaFigure {
  readonly clock: Clock;
  readonly state: SlaState;
  readonly target: Target;
  /** "One day" of that target, for words: a service day, or 24 h. */
  readonly dayMs: number;
  readonly start: Instant | null;
  /** Which time the start is (invariant 40): to be shown with the figure. */
  readonly basis: Basis;
  readonly spent: number;
  /** What is left; negative when late or missed. */
  readonly left: number;
  readonly due: Due | null;
  /** Why it stands still now. */
  readonly pausedBy: PauseReason | null;
  /** The highest step of `tellAt` that is reached, 0 before the first. */
  readonly reached: number;
  /** Days off that the figure would need and nobody knows: to be said on screen. */
  readonly missing: readonly Missing[];
}

/**
 * Where a clock stands: a function of (ticket, policy, now) and the site's calendar alone (invariant 41).
 * @param now the server's time: on a phone, its clock plus the last known offset
 * @throws RangeError for a time zone that this machine does not know
 */
export function figureOf(clock: Clock, facts: SlaFacts, policy: SlaPolicy, calendar: ServiceCalendar, now: Instant): SlaFigure {
  const target = policy.targets[facts.priority][clock];
  const dayMs = (target.counts === 'always' ? 24 * 60 : policy.dayMinutes) * 60_000;
  const whole = Math.round(target.minutes * 60_000);
  const { start, basis } = facts;
  if (start === null) {
    const none = { spent: 0, left: whole, due: null, pausedBy: null, reached: 0, missing: [] };
    return { clock, state: 'not_started', target, dayMs, start, basis, ...none };
  }
  const pauses = clock === 'tto' ? [] : counted(facts.pauses, policy);
  const end = clock === 'tto' ? (facts.owned ?? facts.ended) : facts.ended;
  const counting = countingOf(target, calendar);
  const spent = elapsed(start, end ?? now, counting, pauses).ms;
  const due = dueAt(start, target, calendar, pauses);
  const pausedBy = end === null ? (pauses.find(({ from, to }) => to === null && from <= now)?.why ?? null) : null;
  const reached = policy.tellAt.findLast((percent) => spent * 100 >= whole * percent) ?? 0;
  const last = Math.max(end ?? now, due.kind === 'at' ? due.at : start);
  return {
    ...{ clock, target, dayMs, start, basis, spent, due, pausedBy, reached },
    state: stateOf({ spent, whole, due, over: end !== null, paused: pausedBy !== null, risk: spent * 100 >= whole * policy.riskAt }),
    left: whole - spent,
    missing: missingBetween(start, last, counting),
  };
}

/** The pauses that stop the time to resolve under this policy. */
export function counted(pauses: readonly Pause[], policy: SlaPolicy): readonly Pause[] {
  return pauses.filter(({ why }) => why === 'resolved' || policy.pausedBy.includes(why));
}

interface Standing {
  readonly spent: number;
  readonly whole: number;
  readonly due: Due;
  readonly over: boolean;
  readonly paused: boolean;
  readonly risk: boolean;
}

function stateOf({ spent, whole, due, over, paused, risk }: Standing): SlaState {
  if (over) return spent <= whole ? 'held' : 'missed';
  if (due.kind === 'never') return 'never';
  if (spent >= whole) return 'late';
  if (paused) return 'paused';
  return risk ? 'at_risk' : 'on_time';
}

/**
 * The step to speak of, after a batch has arrived: the highest one reached, if nobody was told of it or of a higher one; else null.
 * @param told the highest step already told, 0 for none
 */
export function stepToTell(figure: SlaFigure, told: number): number | null {
  return figure.reached > told ? figure.reached : null;
}
