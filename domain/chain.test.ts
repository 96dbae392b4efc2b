import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor, Role } from './actor.ts';
import { type Chain, type Circles, circlesBehind, circlesOf, DEFAULT_DELAYS, nextStep } from './chain.ts';
import type { PersonId, SiteId, TicketId } from './ids.ts';
import { DEFAULT_WEEK, type ServiceCalendar } from './sla/calendar.ts';
import { isOpenAt } from './sla/openings.ts';
import { SINCE, type Ticket } from './ticket/ticket.ts';

const SITE = 's' as SiteId;
const HERE: ServiceCalendar = { timeZone: 'Europe/Paris', week: DEFAULT_WEEK, publicHolidays: null, schoolHolidays: null, closures: [] };
const MINUTE = 60_000;
/** A Monday, ten o'clock in Paris. */
const MONDAY = Date.UTC(2026, 10, 2, 9);

const ticket = (more: Partial<Ticket> = {}): Ticket =>
  ({
    ...SINCE,
    ...{
      id: 't' as TicketId,
      number: null,
      site: SITE,
      asset: null,
      room: null,
      code: null,
      nature: 'incident',
      channel: 'app',
      category: 'display',
    },
    ...{ symptom: null, text: '', confidential: false, level: 1, categoryLevel: 1, status: 'escalated', handedTo: { to: 'level' }, waitReason: null },
    ...{ waitUntil: null, requester: 'rose', beneficiary: 'rose', recorder: 'rose', openedBySupport: false, assignee: null, assignedAt: null },
    ...{ helpers: [], observers: [], impact: 'person', urgency: 'normal', priority: 4, reachable: true, openedAt: 0, ownedAt: null, endedAt: null },
    ...{ resolution: null, drop: null, photos: [] },
    ...more,
  }) as Ticket;

const who = (person: string, role: Role, site: SiteId | null = SITE): Actor => ({
  person: person as PersonId,
  memberships: [{ role, site }],
  teams: [],
});
const mina = who('mina', 'correspondent');
const hugo = who('hugo', 'correspondent');
const thomas = who('thomas', 'technician', null);
const sonia = who('sonia', 'supervisor', null);
const rose = who('rose', 'requester');
const far = who('far', 'correspondent', 'elsewhere' as SiteId);
const around = {
  actors: [mina, hugo, thomas, sonia, rose, far],
  away: new Map<PersonId, { until: null; deputy: PersonId | null }>(),
  proximity: [] as PersonId[],
  onCall: [] as PersonId[],
};

test('who is called: those who are there, the deputies of those who are not, the proximity team for hands on site, the supervisors', () => {
  expect(circlesOf(ticket(), around)).toEqual({ on_call: [], present: ['mina', 'hugo'], deputies: [], team: [], supervisors: ['sonia'] });
  const away = new Map([[hugo.person, { until: null, deputy: thomas.person }]]);
  // Each in their first circle only, and the one who handed it on knows.
  expect(circlesOf(ticket(), { ...around, away }, mina.person)).toMatchObject({ present: [], deputies: ['thomas'] });
  expect(circlesOf(ticket(), { ...around, proximity: [thomas.person] })).toMatchObject({ team: ['thomas'] });
  expect(circlesOf(ticket({ level: 2 }), { ...around, proximity: [mina.person] })).toMatchObject({ present: ['thomas'], team: [] });
});

test('nobody is called for what they may not see, on call or not', () => {
  const away = new Map([[hugo.person, { until: null, deputy: far.person }]]);
  const all = { ...around, away, proximity: [far.person], onCall: [far.person] };
  expect(Object.values(circlesOf(ticket({ priority: 1 }), all)).flat()).not.toContain('far');
});

test('whoever is on call is among the first for a critical ticket only', () => {
  const all = { ...around, onCall: [thomas.person] };
  expect(circlesOf(ticket({ priority: 1 }), all)).toMatchObject({ on_call: ['thomas'], present: ['thomas', 'mina', 'hugo'] });
  expect(circlesOf(ticket({ priority: 2 }), all)).toMatchObject({ on_call: [], present: ['mina', 'hugo'] });
});

test('behind somebody who was given a ticket and does not answer: their deputy, whoever gave it, the supervisors', () => {
  const given = ticket({ status: 'taken', assignee: hugo.person });
  expect(circlesBehind(given, around, thomas.person)).toEqual({
    ...{ on_call: [], present: ['hugo'], deputies: [], team: [], supervisors: ['thomas', 'sonia'] },
  });
  const away = new Map([[hugo.person, { until: null, deputy: mina.person }]]);
  expect(circlesBehind(given, { ...around, away }, rose.person)).toMatchObject({ present: [], deputies: ['mina'] });
  expect(circlesBehind(ticket({ priority: 1, assignee: hugo.person }), { ...around, onCall: [mina.person, far.person] }, null).on_call).toEqual([
    'mina',
  ]);
});

test('a critical ticket waits two minutes for each of the two ways, another five', () => {
  const circles = circlesOf(ticket(), around);
  const chain: Chain = { state: 'running', step: 0, stepAt: null, nextAt: MONDAY };
  const facts = { circles, delays: DEFAULT_DELAYS, calendar: HERE, openedAt: null };
  expect(nextStep(ticket(), chain, facts, MONDAY)).toMatchObject({ do: 'call', circle: 'present', nextAt: MONDAY + 10 * MINUTE });
  expect(nextStep(ticket({ priority: 1 }), chain, facts, MONDAY)).toMatchObject({ nextAt: MONDAY + 4 * MINUTE });
});

const people = fc.uniqueArray(fc.constantFrom(...(['mina', 'hugo', 'thomas', 'sonia', 'ines', 'paul'] as PersonId[])), { maxLength: 3 });

test('whoever there is and however late one looks: everybody once, then red, then again; by night only who is on call; never stuck', () => {
  fc.assert(
    fc.property(
      fc.record({ present: people, deputies: people, team: people, supervisors: people, on_call: people }),
      fc.array(fc.integer({ min: 0, max: 40 * 60 }), { minLength: 30, maxLength: 60 }),
      fc.constantFrom(1, 4),
      (given, lateness, priority) => {
        const circles: Circles = { ...given, on_call: priority === 1 ? given.on_call : [] };
        const about = ticket({ priority: priority as 1 | 4 });
        let chain: Chain = { state: 'running', step: 0, stepAt: null, nextAt: MONDAY };
        const called: string[] = [];
        for (const late of lateness) {
          const now = chain.nextAt + late * 1000;
          const step = nextStep(about, chain, { circles, delays: DEFAULT_DELAYS, calendar: HERE, openedAt: null }, now);
          expect(step.nextAt).toBeGreaterThan(now);
          if (step.do === 'wait') {
            chain = { ...chain, nextAt: step.nextAt };
            continue;
          }
          if (step.do === 'call') {
            expect(step.people.length).toBeGreaterThan(0);
            if (!isOpenAt(now, HERE)) expect(step.circle).toBe('on_call');
            if (chain.state === 'exhausted') expect(['again', 'on_call']).toContain(step.circle);
            else called.push(step.circle);
          }
          chain = { state: step.do === 'exhaust' ? 'exhausted' : chain.state, step: step.step, stepAt: now, nextAt: step.nextAt };
        }
        const circlesCalled = called.filter((c) => c !== 'on_call');
        expect(new Set(circlesCalled).size).toBe(circlesCalled.length);
        if (chain.state === 'exhausted') {
          const due = (['present', 'deputies', 'team', 'supervisors'] as const).filter((c) => circles[c].length > 0);
          expect(circlesCalled).toEqual(due);
        }
      },
    ),
    { numRuns: 300 },
  );
});
