/** A phone counts by the documents that it was sent, the server by its tables: both must come to the same delay, whoever holds the phone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureFor } from '#app/_delay/figures.ts';
import type { Document, SiteDocument } from '#domain/documents.ts';
import type { PersonId, TicketId } from '#domain/ids.ts';
import { factsOf } from '#domain/sla/facts.ts';
import { figureOf, type SlaFigure } from '#domain/sla/figure.ts';
import { dueAt } from '#domain/sla/measure.ts';
import type { Command } from '#domain/ticket/commands.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { replicaOf, type TicketView } from '#domain/view.ts';
import { calendarOf, freshenCalendars, policyOf } from '#server/calendars.ts';
import { databases } from '#test/databases.ts';
import { Device, full, HUGO, kinds, MINA, newTicket, opening, openSchool, REQUESTER, type School, SITE } from './school.ts';

const HOUR = 3_600_000;
const WORKSHOP = {
  week: [
    [
      [480, 720],
      [810, 1020],
    ],
    [[480, 720]],
    [],
    [
      [480, 720],
      [810, 1020],
    ],
    [[480, 720]],
    [],
    [],
  ],
};

describe.each(databases())('delays on $name', ({ open }) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool({ name: 'delays', open } as never);
  });
  afterAll(() => school.close());

  const replica = async (person: PersonId) => {
    const { changes } = await new Device(school, person).reset();
    // As it comes over the line.
    return replicaOf((JSON.parse(JSON.stringify(changes)) as typeof changes).filter((c): c is Document => c.kind !== 'gone'));
  };
  async function byPhone(person: PersonId, ticket: TicketId): Promise<(SlaFigure | null)[]> {
    const { tickets, sites } = await replica(person);
    const document = tickets.get(ticket);
    if (document === undefined) throw new Error('the phone has no such ticket');
    const view: TicketView = { ...document, pending: [], doubtful: [] };
    return (['tto', 'ttr'] as const).map((clock) => figureFor(view, sites.get(document.head.site), clock, school.now));
  }
  async function byServer(ticket: TicketId): Promise<SlaFigure[]> {
    const rows = await school.db.event.findMany({ where: { ticketId: ticket }, orderBy: [{ version: 'asc' }, { ordinal: 'asc' }] });
    const timeline = rows.map(
      (r): Recorded => ({
        id: r.id,
        event: r.data as unknown as TicketEvent,
        by: r.actorId as PersonId | null,
        at: r.occurredAt.getTime(),
        received: r.receivedAt.getTime(),
      }),
    );
    const head = await school.head(ticket);
    const site = await school.db.site.findUniqueOrThrow({ where: { id: head.site } });
    const { sla } = await school.db.organisation.findUniqueOrThrow({ where: { id: 'org' } });
    const facts = factsOf(timeline, head.openedBySupport);
    if (facts === null) throw new Error('no opening');
    const calendar = calendarOf(site.service, site.timeZone, school.now);
    return (['tto', 'ttr'] as const).map((clock) => figureOf(clock, facts, policyOf(sla), calendar, school.now));
  }
  const same = async (ticket: TicketId, ...people: PersonId[]) => {
    const told = JSON.parse(JSON.stringify(await byServer(ticket))) as SlaFigure[];
    for (const person of people) expect(JSON.parse(JSON.stringify(await byPhone(person, ticket)))).toEqual(told);
    return told;
  };

  test('through a ticket’s life, for support and for the one who reported it', async () => {
    const [rose, mina] = await Promise.all([Device.ready(school, REQUESTER), Device.ready(school, MINA)]);
    const ticket = newTicket();
    const on = { v: 1, ticket } as const;
    /** Done in the field a while before the server hears of it. */
    const late = async (device: Device, command: unknown, age: number) => {
      const answer = full(await school.ask(device.person, device.request([device.entry(command, school.now - age)])));
      device.hear(answer);
      expect(kinds(answer.receipts)).toEqual(['executed']);
    };
    await late(rose, opening(ticket), HOUR);
    const [own] = await same(ticket, REQUESTER, MINA, HUGO);
    expect(own).toMatchObject({ basis: 'receipt', start: school.now });
    const life: Command[] = [
      { ...on, type: 'take', expected: null },
      { ...on, type: 'start', v: 2, remote: false },
      { ...on, type: 'note', v: 2, text: 'x', visibility: 'internal', call: null },
      { ...on, type: 'wait', reason: 'appointment', until: null, text: '' },
      { ...on, type: 'resume' },
      { ...on, type: 'wait', reason: 'parts', until: null, text: '' },
      { ...on, type: 'resume' },
      { ...on, type: 'escalate', direction: 'up', reason: 'skills', text: '', team: null },
      { ...on, type: 'take', expected: null },
      { ...on, type: 'release', reason: 'x' },
    ];
    for (const command of life.slice(0, 7)) {
      school.now += 7 * HOUR;
      await late(mina, command, HOUR / 2);
      const [, ttr] = await same(ticket, REQUESTER, MINA, HUGO);
      if (command.type === 'wait') expect(ttr?.pausedBy).toBe(command.reason === 'appointment' ? 'appointment' : null);
    }
    await late(mina, life[7], 0);
    await same(ticket, REQUESTER, MINA);
    await school.db.site.update({ where: { id: SITE }, data: { service: WORKSHOP, timeZone: 'Indian/Reunion' } });
    const { targets, ...plain } = policyOf(null);
    const sla = { ...plain, targets: { ...targets, 3: targets[1], 4: targets[1] } } as object;
    await school.db.organisation.update({ where: { id: 'org' }, data: { sla } });
    const [, workshop] = await same(ticket, REQUESTER, MINA);
    expect(workshop?.target.minutes).toBe(240);
  });

  test('what support opens starts at the act, offline too', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    const answer = full(await school.ask(MINA, mina.request([mina.entry(opening(ticket), school.now - 3 * HOUR)])));
    expect(kinds(answer.receipts)).toEqual(['executed']);
    const [own] = await same(ticket, MINA, HUGO);
    expect(own).toMatchObject({ basis: 'act' });
    expect((await school.head(ticket)).openedBySupport).toBe(true);
  });

  test('sites are read anew when the days off are other ones: once a year, and after a build with other data', async () => {
    const day = (at: string) => Date.parse(at);
    const mina = await Device.ready(school, MINA);
    expect(await freshenCalendars(school.db, day('2026-11-22T12:00Z'))).toBe(true);
    const told = await mina.pull();
    const site = told.changes.find((c): c is SiteDocument => c.kind === 'site' && c.id === SITE);
    expect(site?.calendar?.publicHolidays?.known?.[0]).toBe(`${new Date().getUTCFullYear() - 1}-01-01`);
    const before = await school.version();
    expect(await freshenCalendars(school.db, day('2026-12-31T12:00Z'))).toBe(false);
    expect(await school.version()).toBe(before);
    expect((await mina.pull()).changes).toEqual([]);
    expect(await freshenCalendars(school.db, day('2027-01-01T12:00Z'))).toBe(true);
    expect((await mina.pull()).changes.map((c) => c.kind)).toContain('site');
    expect(await freshenCalendars(school.db, day('2027-01-01T12:00Z'))).toBe(false);
  });

  test('past the end of the data a delay says that it is not sure', () => {
    const far = calendarOf({ school: 'A' }, 'Europe/Paris', Date.UTC(2026, 10, 22));
    const due = dueAt(Date.UTC(2027, 11, 30, 9), { minutes: 1200, counts: 'service' }, far);
    expect(due.missing.map(({ of }) => of)).toEqual(['public', 'school']);
  });
});
