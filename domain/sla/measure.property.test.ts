import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cases } from '#test/sla/cases.ts';
import { MinuteWalk } from '#test/sla/oracle.ts';
import type { ServiceCalendar } from './calendar.ts';
import { type Due, dueAt, elapsed, type Target, thresholds } from './measure.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** SLA_RUNS=20 SLA_SEED=7: twenty times the cases, of that seed. A failure prints its own seed and path. */
const numRuns = 500 * Number(process.env['SLA_RUNS'] ?? 1);
const seed = Number(process.env['SLA_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`SLA_SEED=${seed}, ${numRuns} cases a property`);
const check = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>) => fc.assert(property, { numRuns, seed });

const service = (minutes: number): Target => ({ minutes, counts: 'service' });
const at = (due: Due) => (due.kind === 'at' ? due.at : Number.POSITIVE_INFINITY);
const length = fc.integer({ min: 0, max: 4 * 1440 });
const ms = fc.integer({ min: 0, max: 3 * DAY });
const countings = (calendar: ServiceCalendar) => fc.constantFrom<ServiceCalendar | 'always'>(calendar, calendar, calendar, 'always');
const casesAndCounting = cases.chain((c) => fc.tuple(fc.constant(c), countings(c.calendar)));

test('[41] elapsed is what a walk over each minute of the site’s wall clock counts', () => {
  check(
    fc.property(casesAndCounting, length, ([{ place, start, pauses }, counting], minutes) => {
      const to = start + minutes * MINUTE;
      expect(elapsed(start, to, counting, pauses).ms).toBe(new MinuteWalk(counting, place, pauses).elapsed(start, to));
    }),
  );
}, 300_000);

test('[41] dueAt is the end of the minute in which the walk uses the target up', () => {
  check(
    fc.property(cases, fc.integer({ min: 0, max: 1500 }), fc.boolean(), ({ calendar, place, start, pauses }, minutes, clock) => {
      const target: Target = { minutes, counts: clock ? 'always' : 'service' };
      const walked = new MinuteWalk(clock ? 'always' : calendar, place, pauses).dueAt(start, minutes, 6);
      const due = dueAt(start, target, calendar, pauses);
      if (walked !== null) expect(due).toMatchObject({ kind: 'at', at: walked });
      else if (due.kind === 'at') expect(due.at).toBeGreaterThan(start + 6 * DAY);
    }),
  );
}, 300_000);

test('[41] elapsed never goes down, adds up, and never exceeds the clock', () => {
  check(
    fc.property(casesAndCounting, ms, ms, ([{ start, pauses }, counting], a, b) => {
      const first = elapsed(start, start + a, counting, pauses).ms;
      const rest = elapsed(start + a, start + a + b, counting, pauses).ms;
      const all = elapsed(start, start + a + b, counting, pauses).ms;
      expect(all).toBe(first + rest);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(all).toBeLessThanOrEqual(a + b);
      expect(elapsed(start, start - a, counting, pauses).ms).toBe(0);
    }),
  );
});

test('[41] paused time adds nothing: a pause takes away what it covers, no more, and in any order', () => {
  check(
    fc.property(casesAndCounting, ms, ms, ms, ([{ start, pauses }, counting], a, b, c) => {
      const [to, from] = [start + a, start + b];
      const more = { from, to: from + c, why: 'requester' as const };
      const [low, high] = [Math.min(from, to), Math.min(from + c, to)];
      const covered = elapsed(low, high, counting, pauses).ms;
      const with_ = elapsed(start, to, counting, [more, ...pauses]).ms;
      expect(with_).toBe(elapsed(start, to, counting, pauses).ms - covered);
      expect(elapsed(start, to, counting, [...pauses].reverse().concat(more)).ms).toBe(with_);
      expect(elapsed(start, to, counting, [...pauses, { from: start, to: null, why: 'parts' }]).ms).toBe(0);
    }),
  );
});

test('[41] at the due instant the target is used up, a ms before it is not; a pause never brings it nearer', () => {
  check(
    fc.property(cases, fc.integer({ min: 1, max: 3000 }), ms, ms, ({ calendar, start, pauses }, minutes, b, c) => {
      const due = dueAt(start, service(minutes), calendar, pauses);
      fc.pre(due.kind === 'at');
      const instant = at(due);
      expect(elapsed(start, instant, calendar, pauses).ms).toBe(minutes * MINUTE);
      expect(elapsed(start, instant - 1, calendar, pauses).ms).toBe(minutes * MINUTE - 1);
      const more = dueAt(start, service(minutes), calendar, [...pauses, { from: start + b, to: start + b + c, why: 'approval' }]);
      expect(at(more)).toBeGreaterThanOrEqual(instant);
    }),
  );
});

test('[39] [41] a later start never has an earlier end, a longer target neither, and the steps come in order', () => {
  check(
    fc.property(cases, ms, fc.integer({ min: 0, max: 3000 }), fc.nat(600), ({ calendar, start, pauses }, later, minutes, longer) => {
      const due = at(dueAt(start, service(minutes), calendar, pauses));
      expect(at(dueAt(start + later, service(minutes), calendar, pauses))).toBeGreaterThanOrEqual(due);
      expect(at(dueAt(start, service(minutes + longer), calendar, pauses))).toBeGreaterThanOrEqual(due);
      const steps = thresholds(start, service(minutes), calendar, pauses, [50, 75, 100]).map((step) => at(step.due));
      expect([...steps].sort((a, b) => a - b)).toEqual(steps);
      expect(steps.at(-1)).toBe(due);
    }),
  );
});
