import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldTime } from '#domain/clock.ts';
import type { PersonId, SiteId, TicketId } from '#domain/ids.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { type Priority, type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { DEFAULT_WEEK, type ServiceCalendar } from './calendar.ts';
import { calendarFor } from './calendar-for.ts';
import { factsOf, type SlaFacts } from './facts.ts';
import { figureOf, type SlaFigure, stepToTell } from './figure.ts';
import { dueAt } from './measure.ts';
import { DEFAULT_POLICY, type SlaPolicy } from './policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEARS = 3 * 365 * 24 * HOUR;
const paris: ServiceCalendar = calendarFor(
  { timeZone: 'Europe/Paris', week: DEFAULT_WEEK, holidays: 'metropole', school: null, closures: [] },
  '2020-01-01',
  '2031-12-31',
);
/** Monday 23 November 2026, in Paris. */
const t = (hour: number, minute = 0, day = 23) => Date.UTC(2026, 10, day, hour - 1, minute);
const karim = 'karim' as PersonId;

const ticket = (priority: Priority, openedAt: number): Ticket =>
  upcastTicket({
    ...{ id: 't' as TicketId, number: null, site: 's' as SiteId, asset: null, room: null, code: null, nature: 'incident', channel: 'scan' },
    ...{ category: 'display', symptom: null, text: '', confidential: false, level: 1, categoryLevel: 1, status: 'new', handedTo: { to: 'level' } },
    ...{ waitReason: null, waitUntil: null, requester: karim, beneficiary: karim, recorder: karim, assignee: null, assignedAt: null, helpers: [] },
    ...{ observers: [], impact: 'group', urgency: 'high', priority, reachable: true, openedAt, ownedAt: null, endedAt: null, resolution: null },
    ...{ drop: null, photos: [] },
  } as unknown as Ticket);
type Step = readonly [TicketEvent, at: number, received?: number | null];
const timeline = (...steps: readonly Step[]): Recorded[] =>
  steps.map(([event, at, received = at], i) => ({ id: String(i), event, by: karim, at, received }));
const opened = (priority: Priority, at: number, received: number | null = at): Step => [
  { type: 'TicketOpened', ticket: ticket(priority, at) },
  at,
  received,
];
const taken = (at: number, received = at): Step => [{ type: 'OwnershipTaken', from: null }, at, received];
const waits = (reason: 'requester' | 'parts' | 'third_party', at: number): Step => [{ type: 'WorkPaused', reason, until: null, text: '' }, at];
const resumed = (at: number): Step => [{ type: 'WorkResumed' }, at];
const resolved = (at: number): Step => [{ type: 'TicketResolved', text: '', resolution: 'permanent', mode: 'on_site' }, at];

function facts(steps: readonly Step[], bySupport = false): SlaFacts {
  const found = factsOf(timeline(...steps), bySupport);
  if (!found) throw new Error('no facts');
  return found;
}
const own = (steps: readonly Step[], now: number, bySupport = false) => figureOf('tto', facts(steps, bySupport), DEFAULT_POLICY, paris, now);
const fix = (steps: readonly Step[], now: number, policy: SlaPolicy = DEFAULT_POLICY) => figureOf('ttr', facts(steps), policy, paris, now);

describe('where a clock stands', () => {
  test('on time, at risk, late, held, missed', () => {
    const start = opened(2, t(9));
    expect(own([start], t(9, 10))).toMatchObject({ state: 'on_time', left: 20 * MINUTE, spent: 10 * MINUTE, reached: 0 });
    expect(own([start], t(9, 15))).toMatchObject({ state: 'on_time', reached: 50 });
    expect(own([start], t(9, 23))).toMatchObject({ state: 'at_risk', reached: 75 });
    expect(own([start], t(9, 30) - 1)).toMatchObject({ state: 'at_risk', left: 1 });
    expect(own([start], t(9, 30))).toMatchObject({ state: 'late', left: 0, reached: 100 });
    expect(own([start], t(10, 10))).toMatchObject({ state: 'late', left: -40 * MINUTE, reached: 100 });
    expect(own([start, taken(t(9, 30))], t(15))).toMatchObject({ state: 'held', left: 0, reached: 100 });
    expect(own([start, taken(t(9, 31))], t(15))).toMatchObject({ state: 'missed', left: -MINUTE });
    expect(own([start], t(9, 10)).due).toEqual({ kind: 'at', at: t(9, 30), missing: [] });
  });
  test('the time to own ends at the first take and never starts again', () => {
    const steps = [opened(2, t(9)), taken(t(9, 5)), [{ type: 'OwnershipReleased', reason: '' }, t(9, 20)], taken(t(14))] as Step[];
    expect(own(steps, t(16))).toMatchObject({ state: 'held', spent: 5 * MINUTE });
  });
  test('the time to resolve stands still for the reasons of the policy, not for the others', () => {
    const requester = [opened(2, t(9)), taken(t(9)), waits('requester', t(10)), resumed(t(12))];
    expect(fix(requester, t(13))).toMatchObject({ state: 'on_time', spent: 2 * HOUR, pausedBy: null });
    expect(fix(requester.slice(0, 3), t(16))).toMatchObject({ state: 'paused', pausedBy: 'requester', spent: HOUR, left: 9 * HOUR });
    expect(fix(requester.slice(0, 3), t(16)).due).toMatchObject({ kind: 'paused', since: t(10), left: 9 * HOUR });
    const parts = [opened(2, t(9)), taken(t(9)), waits('parts', t(10)), resumed(t(12))];
    expect(fix(parts, t(13))).toMatchObject({ state: 'on_time', spent: 4 * HOUR });
    const contract = { ...DEFAULT_POLICY, pausedBy: [...DEFAULT_POLICY.pausedBy, 'third_party' as const] };
    const away = [opened(2, t(9)), taken(t(9)), waits('third_party', t(10))];
    expect(fix(away, t(13))).toMatchObject({ state: 'on_time', pausedBy: null });
    expect(fix(away, t(13), contract)).toMatchObject({ state: 'paused', pausedBy: 'third_party' });
  });
  test('another reason of waiting is another pause', () => {
    const steps = [opened(2, t(9)), taken(t(9)), waits('requester', t(10)), waits('parts', t(11)), resumed(t(12)), resolved(t(13))];
    expect(facts(steps).pauses).toEqual([
      { from: t(10), to: t(11), why: 'requester' },
      { from: t(11), to: t(12), why: 'parts' },
    ]);
    expect(fix(steps, t(17))).toMatchObject({ state: 'held', spent: 3 * HOUR });
  });
  test('late stays late while it waits', () => {
    const steps = [opened(1, t(9)), taken(t(9)), waits('requester', t(14))];
    expect(fix(steps, t(16))).toMatchObject({ state: 'late', left: -HOUR, pausedBy: 'requester' });
  });
  test('resolved stops the clock, closing adds nothing, reopening starts it where it was', () => {
    const steps: Step[] = [opened(2, t(9)), taken(t(9)), resolved(t(11)), [{ type: 'TicketClosed' }, t(11, 0, 30)]];
    expect(facts(steps)).toMatchObject({ ended: t(11), pauses: [] });
    expect(fix(steps, t(12, 0, 30))).toMatchObject({ state: 'held', spent: 2 * HOUR });
    // Whatever event brings it back, the status tells.
    const again = [...steps.slice(0, 3), resumed(t(9, 0, 24))];
    expect(facts(again)).toMatchObject({ ended: null, pauses: [{ from: t(11), to: t(9, 0, 24), why: 'resolved' }] });
    expect(fix(again, t(10, 0, 24))).toMatchObject({ state: 'on_time', spent: 3 * HOUR });
  });
  test('a change of priority recomputes both targets from the original start', () => {
    const asked = facts([opened(4, t(9)), taken(t(9, 10))]);
    const spent = 5 * HOUR;
    expect(figureOf('ttr', asked, DEFAULT_POLICY, paris, t(14))).toMatchObject({ state: 'on_time', left: 50 * HOUR - spent });
    expect(figureOf('ttr', { ...asked, priority: 1 }, DEFAULT_POLICY, paris, t(14))).toMatchObject({
      state: 'late',
      left: 4 * HOUR - spent,
      start: t(9),
    });
    const contract: SlaPolicy = {
      ...DEFAULT_POLICY,
      targets: { ...DEFAULT_POLICY.targets, 1: { tto: { minutes: 15, counts: 'always' }, ttr: { minutes: 240, counts: 'always' } } },
    };
    expect(figureOf('ttr', { ...asked, start: t(17), priority: 1 }, contract, paris, t(20))).toMatchObject({ spent: 3 * HOUR, dayMs: 24 * HOUR });
  });
  test('no service hours: never due; school holidays past their data: the figure carries the warning', () => {
    const none = { ...paris, week: [[], [], [], [], [], [], []] as const };
    expect(figureOf('ttr', facts([opened(2, t(9))]), DEFAULT_POLICY, none, t(16))).toMatchObject({ state: 'never', due: { kind: 'never' } });
    const school = calendarFor(
      { timeZone: 'Europe/Paris', week: DEFAULT_WEEK, holidays: null, school: 'A', closures: [] },
      '2026-01-01',
      '2027-12-31',
    );
    expect(figureOf('ttr', facts([opened(2, t(9))]), DEFAULT_POLICY, school, t(16)).missing).toEqual([
      { of: 'school', known: ['2026-01-01', '2026-08-31'] },
    ]);
  });
  test('of a batch only the highest step speaks, once', () => {
    const late = own([opened(2, t(9))], t(10, 10));
    expect(stepToTell(late, 0)).toBe(100);
    expect(stepToTell(late, 50)).toBe(100);
    expect(stepToTell(late, 100)).toBeNull();
    expect(stepToTell(own([opened(2, t(9))], t(9, 10)), 0)).toBeNull();
  });
  test('the policy and the facts are plain JSON', () => {
    const again = JSON.parse(JSON.stringify(DEFAULT_POLICY)) as SlaPolicy;
    const asked = facts([opened(2, t(9)), taken(t(9, 10))]);
    expect(figureOf('ttr', asked, again, paris, t(14))).toEqual(figureOf('ttr', asked, DEFAULT_POLICY, paris, t(14)));
    expect(JSON.stringify(DEFAULT_POLICY).length).toBeLessThan(600);
  });
  test('a timeline without its opening has no clocks', () => {
    expect(factsOf(timeline(taken(t(9))), true)).toBeNull();
  });
});

describe('which time starts and stops a clock', () => {
  test('[40] a requester’s ticket counts from receipt, support’s own from the act, and the figure names which', () => {
    const offline = opened(2, t(9), t(11));
    expect(own([offline], t(11, 5))).toMatchObject({ start: t(11), basis: 'receipt', spent: 5 * MINUTE });
    expect(own([offline], t(11, 5), true)).toMatchObject({ start: t(9), basis: 'act', spent: 125 * MINUTE, state: 'late' });
  });
  test('[40] on the phone of who opened it, a clock has not started before the server has it; support’s has', () => {
    const waiting = opened(2, t(9), null);
    expect(own([waiting], t(12))).toMatchObject({ state: 'not_started', start: null, due: null, left: 30 * MINUTE });
    expect(own([waiting], t(9, 12), true)).toMatchObject({ state: 'on_time', spent: 12 * MINUTE });
  });
  test('[40] a take at 9:05 that arrives at 11:00 stops the clock at 9:05, on a phone two hours ahead', () => {
    const at = fieldTime(t(11, 5), -2 * HOUR, t(8), t(11));
    expect(own([opened(2, t(9)), taken(at, t(11))], t(11))).toMatchObject({ state: 'held', spent: 5 * MINUTE });
  });
  test('[40] an act never stops a clock before its start, nor after its receipt', () => {
    expect(facts([opened(2, t(9), t(11)), taken(t(9, 5), t(11))]).owned).toBe(t(11));
    expect(facts([opened(2, t(9)), taken(t(12), t(11)), resolved(t(8))])).toMatchObject({ owned: t(11), ended: t(9) });
    expect(own([opened(2, t(9), t(11)), taken(t(9, 5), t(11))], t(12))).toMatchObject({ state: 'held', spent: 0 });
  });

  const wrong = fc.integer({ min: -YEARS, max: YEARS });
  const gap = fc.integer({ min: 0, max: 5 * 24 * HOUR });
  const priorities = fc.constantFrom<Priority>(1, 2, 3, 4);
  const dueOf = (start: number, priority: Priority) => {
    const due = dueAt(start, DEFAULT_POLICY.targets[priority].ttr, paris);
    return due.kind === 'at' ? due.at : Number.NaN;
  };

  test('[39] a device clock wrong by years moves no deadline outside what [last contact, receipt] gives', () => {
    fc.assert(
      fc.property(wrong, wrong, gap, gap, priorities, (clock, offset, offline, sync, priority) => {
        const contact = t(8);
        const tap = contact + offline;
        const received = tap + sync;
        const at = fieldTime(tap + clock, offset, contact, received);
        for (const bySupport of [true, false]) {
          const { due, start } = own([opened(priority, at, received)], received, bySupport);
          expect(start).toBeGreaterThanOrEqual(contact);
          expect(start).toBeLessThanOrEqual(received);
          expect(due?.kind).toBe('at');
          const figure = figureOf('ttr', facts([opened(priority, at, received)], bySupport), DEFAULT_POLICY, paris, received);
          const instant = figure.due?.kind === 'at' ? figure.due.at : Number.NaN;
          expect(instant).toBeGreaterThanOrEqual(dueOf(contact, priority));
          expect(instant).toBeLessThanOrEqual(dueOf(received, priority));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('[39] nor does it make an answer earlier than last contact or later than receipt: the figure lies between theirs', () => {
    fc.assert(
      fc.property(wrong, wrong, gap, gap, (clock, offset, offline, sync) => {
        const start = opened(3, t(8));
        const tap = t(8) + offline;
        const received = tap + sync;
        const at = fieldTime(tap + clock, offset, t(8), received);
        const spent = (when: number) => own([start, taken(when, received)], received).spent;
        expect(spent(at)).toBeGreaterThanOrEqual(0);
        expect(spent(at)).toBeLessThanOrEqual(spent(received));
      }),
      { numRuns: 500 },
    );
  });

  test('[41] as now goes on, what is spent never goes down and a step that is reached stays reached', () => {
    const histories: readonly (readonly Step[])[] = [
      [opened(3, t(9))],
      [opened(2, t(9)), taken(t(9, 5)), waits('requester', t(10)), resumed(t(14))],
      [opened(1, t(9)), taken(t(9, 5)), waits('requester', t(10))],
      [opened(1, t(9)), taken(t(9, 5)), resolved(t(10))],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...histories), gap, gap, (steps, a, b) => {
        // At and after the last act that is known.
        const now = t(14) + a;
        for (const clock of ['tto', 'ttr'] as const) {
          const [before, after]: SlaFigure[] = [now, now + b].map((at) => figureOf(clock, facts(steps), DEFAULT_POLICY, paris, at));
          expect(after?.spent).toBeGreaterThanOrEqual(before?.spent ?? Number.NaN);
          expect(after?.reached).toBeGreaterThanOrEqual(before?.reached ?? Number.NaN);
          expect(after?.due).toEqual(before?.due);
        }
      }),
      { numRuns: 500 },
    );
  });
});
