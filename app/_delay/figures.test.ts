import { expect, test, vi } from 'vitest';
import type { SiteDocument } from '#domain/documents.ts';
import { DEFAULT_WEEK } from '#domain/sla/calendar.ts';
import { calendarFor } from '#domain/sla/calendar-for.ts';
import * as facts from '#domain/sla/facts.ts';
import { DEFAULT_POLICY } from '#domain/sla/policy.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { evolve } from '#domain/ticket/evolve.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { words } from '#domain/words/index.ts';
import * as delays from './figures.ts';
import { dueOf, figureFor, NEVER_DUE, primeDues, shortDelay } from './figures.ts';
import { pressingFirst } from './pressing.ts';

const HOUR = 3_600_000;
/** A Tuesday, 9:00 in Paris. */
const NOW = Date.UTC(2026, 10, 24, 8);
const hours = { timeZone: 'Europe/Paris', week: DEFAULT_WEEK, holidays: 'metropole', school: null, closures: [] } as const;
const site = (more: Partial<SiteDocument> = {}) =>
  ({ kind: 'site', id: 's', calendar: calendarFor(hours, '2025-01-01', '2027-12-31'), policy: DEFAULT_POLICY, ...more }) as unknown as SiteDocument;
const HERE = site();

function ticket(id: string, openedAt: number, more: Partial<Ticket> = {}, ...then: readonly [TicketEvent, number][]): TicketView {
  const head = upcastTicket({
    ...({
      id,
      site: 's',
      status: 'new',
      priority: 3,
      level: 1,
      categoryLevel: 1,
      recorder: 'r',
      requester: 'r',
      handedTo: { to: 'level' },
    } as object),
    ...{
      assignee: null,
      ownedAt: null,
      endedAt: null,
      waitReason: null,
      helpers: [],
      observers: [],
      photos: [],
      openedAt,

      ...more,
    },
  } as unknown as Ticket);
  const all: readonly (readonly [TicketEvent, number])[] = [[{ type: 'TicketOpened', ticket: head }, openedAt], ...then];
  const timeline = all.map(([event, at], i): Recorded => ({ id: `${i}`, event, by: 'm' as never, at, received: at }));
  const now = timeline.reduce<Ticket | null>(evolve, null) as Ticket;
  return { kind: 'ticket', id, version: 1, head: now, timeline, names: {}, pending: [], doubtful: [] } as unknown as TicketView;
}

const said = (t: TicketView, at = HERE) => shortDelay(t, at, words('fr'), 'fr', NOW)?.text.replaceAll('\u00a0', '_');

test('a row counts the time to own, then the time to resolve, and stops where a wait stops it', () => {
  expect(said(ticket('a', NOW - HOUR / 6))).toBe('encore 20_min');
  expect(said(ticket('b', NOW - HOUR))).toBe('retard 30_min');
  const taken: [TicketEvent, number] = [{ type: 'OwnershipTaken', from: null }, NOW - HOUR / 2];
  expect(said(ticket('c', NOW - HOUR, { priority: 2 }, taken))).toBe('encore 9_h');
  const waits = (reason: 'appointment' | 'parts'): [TicketEvent, number] => [{ type: 'WorkPaused', reason, until: null, text: '' }, NOW - HOUR / 4];
  expect(said(ticket('d', NOW - HOUR, {}, taken, waits('appointment')))).toBe('arrêté_: un rendez-vous');
  expect(said(ticket('e', NOW - HOUR, {}, taken, waits('parts')))).toBe('encore 2_j 9_h');
});

test('a site without a calendar, as an older build left it, or in a zone that this phone does not know, has no delay and breaks nothing', () => {
  const { calendar: _, ...old } = HERE;
  const one = ticket('a', NOW - HOUR);
  expect(figureFor(one, old as SiteDocument, 'ttr', NOW)).toBeNull();
  expect(figureFor(one, undefined, 'ttr', NOW)).toBeNull();
  expect(dueOf(one, undefined)).toBe(NEVER_DUE);
  const nowhere = site({ calendar: { ...calendarFor(hours, '2025-01-01', '2027-12-31'), timeZone: 'Mars/Phobos' } });
  expect(figureFor(one, nowhere, 'ttr', NOW)).toBeNull();
  expect(dueOf(one, nowhere)).toBe(NEVER_DUE);
});

test('the most pressing first: what nobody answered, what is critical, then what runs out first, and what stands still last', () => {
  const owned = { ownedAt: NOW - HOUR, status: 'in_progress' } as const;
  const took: [TicketEvent, number] = [{ type: 'OwnershipTaken', from: null }, NOW - HOUR];
  const list = [
    ticket('paused', NOW - 2 * HOUR, {}, took, [{ type: 'WorkPaused', reason: 'requester', until: null, text: '' }, NOW - HOUR]),
    ticket('old-low', NOW - 5 * HOUR, { priority: 4, ...owned }, took),
    ticket('young-high', NOW - 2 * HOUR, { priority: 2, ...owned }, took),
    ticket('unowned', NOW - HOUR / 4, { priority: 4 }),
    ticket('critical', NOW, { priority: 1 }),
    ticket('red', NOW, { priority: 4, calling: { since: NOW, exhausted: NOW } }),
  ];
  const byId = (a: TicketView, b: TicketView) => (a.id < b.id ? -1 : 1);
  const view = { sites: new Map([['s', HERE]]) };
  expect(pressingFirst([...list], view, byId, delays).map((t) => t.id)).toEqual(['red', 'critical', 'unowned', 'young-high', 'old-low', 'paused']);
  // Without the code, by the other order.
  expect(pressingFirst([...list], view, byId, null).map((t) => t.id)[0]).toBe('critical');
});

test('four thousand tickets: each timeline is read once, each figure made once in half a minute, and a change makes one anew', () => {
  let read = 0;
  const all = Array.from({ length: 4000 }, (_, i): TicketView => {
    const { timeline, ...rest } = ticket(`t${i}`, NOW - i * 60_000);
    return {
      ...rest,
      get timeline() {
        read += 1;
        return timeline;
      },
    };
  });
  const view = { sites: new Map([['s', HERE]]) };
  const first = pressingFirst([...all], view, () => 0, delays);
  expect(read).toBe(4000);
  expect(pressingFirst([...all], view, () => 0, delays)).toEqual(first);
  expect(read).toBe(4000);

  const [one] = all as [TicketView];
  const figure = figureFor(one, HERE, 'tto', NOW);
  expect(figureFor(one, HERE, 'tto', NOW + 29_000)).toBe(figure);
  expect(figureFor(one, HERE, 'tto', NOW + 30_000)).not.toBe(figure);
  // The same ticket under other hours.
  const night = site({ calendar: { ...calendarFor(hours, '2025-01-01', '2027-12-31'), week: [[], [], [], [], [], [], []] } });
  expect(figureFor(one, night, 'tto', NOW)?.state).toBe('never');
});

test('events that touch no clock are not folded, and it is the same', () => {
  const quiet: TicketEvent[] = [
    { type: 'NoteAdded', text: 'x', visibility: 'public' },
    { type: 'HelpAsked', helper: 'h' as never, text: '' },
    { type: 'HelperJoined', because: 'joined', owner: null },
    { type: 'PhotoAttached', hash: 'a'.repeat(64) as never },
    { type: 'SameTrouble' },
  ];
  const loud: [TicketEvent, number][] = [
    [{ type: 'OwnershipTaken', from: null }, NOW - 3 * HOUR],
    [{ type: 'WorkPaused', reason: 'approval', until: null, text: '' }, NOW - 2 * HOUR],
    [{ type: 'WorkResumed' }, NOW - HOUR],
  ];
  const mixed = loud.flatMap((event, i): [TicketEvent, number][] => [...quiet.map((q): [TicketEvent, number] => [q, event[1] - i]), event]);
  const of = (t: TicketView) => facts.factsOf(t.timeline, false);
  expect(of(ticket('a', NOW - 4 * HOUR, {}, ...mixed))).toEqual(of(ticket('a', NOW - 4 * HOUR, {}, ...loud)));
  expect(quiet.every(({ type }) => facts.SILENT.has(type))).toBe(true);
});

test('what was done a moment ago is done, though the screens’ clock has not ticked since', () => {
  const taken: [TicketEvent, number] = [{ type: 'OwnershipTaken', from: null }, NOW - HOUR / 2];
  const waits: [TicketEvent, number] = [{ type: 'WorkPaused', reason: 'appointment', until: null, text: '' }, NOW + 5_000];
  expect(said(ticket('a', NOW - HOUR, {}, taken, waits))).toBe('arrêté_: un rendez-vous');
});

test('the open ones are learnt behind the first screen, a little at a time, and no longer when it is left', () => {
  vi.useFakeTimers();
  let read = 0;
  const counted = (id: string, more: Partial<Ticket> = {}): TicketView => {
    const { timeline, ...rest } = ticket(id, NOW - HOUR, more);
    return {
      ...rest,
      get timeline() {
        read += 1;
        return timeline;
      },
    };
  };
  const viewOf = (list: readonly TicketView[]) => ({ tickets: new Map(list.map((t) => [t.id as string, t])), sites: new Map([['s', HERE]]) });
  const open = viewOf([counted('a'), counted('b'), counted('c', { status: 'closed' })]);
  const stop = primeDues(open);
  expect(read).toBe(0);
  vi.advanceTimersByTime(5_000);
  expect(read).toBe(2);
  stop();
  primeDues(viewOf([counted('d')]))();
  vi.advanceTimersByTime(5_000);
  expect(read).toBe(2);
  vi.useRealTimers();
});
