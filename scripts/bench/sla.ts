/** CPU of the arithmetic of delays, in this process: every screen with tickets does it again each half minute. */
import { dueOf } from '#app/_delay/figures.ts';
import type { SiteDocument } from '#domain/documents.ts';
import { type DayHours, DEFAULT_WEEK, type ServiceCalendar } from '#domain/sla/calendar.ts';
import { calendarFor } from '#domain/sla/calendar-for.ts';
import type { SlaFacts } from '#domain/sla/facts.ts';
import { figureOf } from '#domain/sla/figure.ts';
import { dueAt, elapsed } from '#domain/sla/measure.ts';
import { DEFAULT_POLICY } from '#domain/sla/policy.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { fixed, median, micros, ownCpu, print } from './measure.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 1, 9, 12);

/** Nobody asked for this zone before: each round must be a first look. */
const ZONES = ['Europe/Paris', 'Indian/Reunion', 'America/Cayenne', 'America/Miquelon', 'Pacific/Noumea', 'Indian/Mayotte', 'Pacific/Tahiti'];

function calendar(timeZone: string): ServiceCalendar {
  const noon: DayHours = [
    [480, 720],
    [810, 1050],
  ];
  const week = DEFAULT_WEEK.map((hours) => (hours.length > 0 ? noon : [])) as unknown as ServiceCalendar['week'];
  return calendarFor({ timeZone, week, holidays: 'metropole', school: 'A', closures: [] }, '2026-01-01', '2027-12-31');
}

/** As many as a phone may hold. */
const HELD = 4000;

/** A ticket in the middle of its life: alerts, a note and a wait on its timeline. */
function ticket(i: number): TicketView {
  const bare = { id: `t${i}`, site: 's', status: 'new', priority: 1 + (i % 4), level: 1, categoryLevel: 1, recorder: 'r', requester: 'r' };
  const lists = { helpers: [], observers: [], photos: [], handedTo: { to: 'level' }, assignee: null, ownedAt: null, endedAt: null };
  const head = upcastTicket({ ...bare, ...lists } as unknown as Ticket);
  const events = [
    { type: 'TicketOpened', ticket: head },
    ...Array.from({ length: 4 }, () => ({ type: 'AlertTraced' })),
    { type: 'OwnershipTaken', from: null },
    { type: 'WorkStarted' },
    { type: 'NoteAdded', text: 'x', visibility: 'public' },
    { type: 'WorkPaused', reason: 'requester', until: null, text: '' },
    { type: 'WorkResumed' },
  ] as unknown as TicketEvent[];
  const at = START + i * 600_000;
  const timeline = events.map((event, n): Recorded => ({ id: `${n}`, event, by: null, at: at + n * 60_000, received: at + n * 60_000 }));
  return {
    kind: 'ticket',
    id: bare.id,
    version: 1,
    head: { ...head, ownedAt: at },
    timeline,
    names: {},
    pending: [],
    doubtful: [],
  } as unknown as TicketView;
}

/** ms to learn when each ticket of a full phone runs out, and to ask again, as every sort does. */
function benchList(calendar: ServiceCalendar): { readonly first: number; readonly again: number } {
  const site = { kind: 'site', id: 's', calendar, policy: DEFAULT_POLICY } as unknown as SiteDocument;
  const rounds = Array.from({ length: 5 }, () => {
    const all = Array.from({ length: HELD }, (_, i) => ticket(i));
    const start = ownCpu();
    for (const one of all) dueOf(one, site);
    const middle = ownCpu();
    for (const one of all) dueOf(one, site);
    return { first: middle - start, again: ownCpu() - middle };
  });
  return { first: median(rounds.map((r) => r.first)), again: median(rounds.map((r) => r.again)) };
}

export function benchSla(): void {
  const paris = calendar('Europe/Paris');
  const starts = Array.from({ length: 1000 }, (_, i) => START + i * 61_000);
  const start = (i: number) => starts[i % starts.length] ?? START;
  const pauses = [
    { from: START + 2 * DAY, to: START + 3 * DAY, why: 'requester' as const },
    { from: START + 8 * DAY, to: START + 9 * DAY, why: 'approval' as const },
  ];
  const facts = (i: number): SlaFacts => ({ start: start(i), basis: 'receipt', owned: null, ended: null, priority: 4, pauses });
  const first = ZONES.map((zone) => {
    const fresh = calendar(zone);
    const before = ownCpu();
    dueAt(START, { minutes: 50 * 60, counts: 'service' }, fresh, []);
    return ownCpu() - before;
  });
  const row = (name: string, us: number, target: number) => ({ name, value: `${fixed(us)} µs`, target: `<= ${target} µs`, met: us <= target });
  const list = benchList(paris);
  print('Delays (CPU of one call)', [
    row(
      'dueAt, 1 service day',
      micros(50_000, (i) => dueAt(start(i), { minutes: 480, counts: 'service' }, paris)),
      10,
    ),
    row(
      'dueAt, 5 weeks of service with two pauses',
      micros(20_000, (i) => dueAt(start(i), { minutes: 12_000, counts: 'service' }, paris, pauses)),
      20,
    ),
    row(
      'elapsed, a year',
      micros(2000, (i) => elapsed(start(i), start(i) + 365 * DAY, paris)),
      100,
    ),
    row(
      'figureOf, five weeks old, two pauses',
      micros(20_000, (i) => figureOf('ttr', facts(i), DEFAULT_POLICY, paris, START + 35 * DAY)),
      40,
    ),
    { name: 'dueAt, first look at a calendar and a zone, 10 days ahead', value: `${fixed(median(first) * 1000, 0)} µs` },
    { name: `when each of ${HELD} tickets runs out, first look`, value: `${fixed(list.first)} ms` },
    { name: 'the same again, as a sort asks', value: `${fixed(list.again)} ms` },
    { name: 'a calendar of two years as JSON', value: `${JSON.stringify(paris).length} bytes` },
  ]);
}
