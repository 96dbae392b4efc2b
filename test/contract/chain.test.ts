/** "An escalation is not over until somebody has taken it" (domain.md section 3): the calls, the clocks and the sweep, on a clock of the test's. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instant, TicketId } from '#domain/ids.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import { hold, LEASE, letGo } from '#server/sweep/lease.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { databases } from '#test/databases.ts';
import {
  Device,
  ENGINEER,
  HUGO,
  MINA,
  newTicket,
  OTHER_SITE,
  opening,
  openSchool,
  REQUESTER,
  type School,
  SITE,
  SUPERVISOR,
  TECH,
} from './school.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const up = (ticket: TicketId) => ({ type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: '', team: null });
const onSite = (ticket: TicketId) => ({ ...up(ticket), direction: 'on_site', reason: 'remote_impossible' });
const take = (ticket: TicketId) => ({ type: 'take', v: 1, ticket, expected: null });
const CRITICAL = { impact: 'site', urgency: 'blocking' } as const;

describe.each(databases())('calls on $name', (kind) => {
  let school: School;
  let mina: Device;
  let tech: Device;
  beforeAll(async () => {
    school = await openSchool(kind);
    // Monday 2 November 2026, nine o'clock in Paris.
    school.now = Date.UTC(2026, 10, 2, 8);
    mina = await Device.ready(school, MINA);
    tech = await Device.ready(school, TECH);
  });
  afterAll(() => school.close());

  const events = async <T extends TicketEvent['type']>(ticket: TicketId, type: T) => {
    const rows = await school.db.event.findMany({ where: { ticketId: ticket, type }, orderBy: [{ version: 'asc' }, { ordinal: 'asc' }] });
    return rows.map((r) => r.data as unknown as Extract<TicketEvent, { type: T }>);
  };
  const called = async (ticket: TicketId) => (await events(ticket, 'PeopleCalled')).map((e) => [e.circle, ...e.people]);
  const chain = (ticket: TicketId) => school.db.chain.findUnique({ where: { ticketId: ticket } });
  const pass = async (ms: number) => {
    school.now += ms;
    await sweep(school.db, school.now);
  };
  const at = (day: number, hour: number, minute = 0): Instant => Date.UTC(2026, 10, day, hour, minute);
  const goTo = async (instant: Instant) => {
    if (instant > school.now) await pass(instant - school.now);
  };
  const escalated = async () => {
    const ticket = newTicket();
    await mina.say(opening(ticket), up(ticket));
    return ticket;
  };

  test('the first people are called with the escalation itself, the supervisor after ten minutes, and then it is red', async () => {
    await goTo(at(2, 8));
    const ticket = await escalated();
    expect(await called(ticket)).toEqual([['present', TECH]]);
    expect(await chain(ticket)).toMatchObject({ state: 'running', kind: 'handover' });
    const [notice] = await school.db.notice.findMany({ where: { ticketId: ticket, kind: 'handover' } });
    expect(notice?.mailAt?.getTime()).toBe(school.now + 5 * MINUTE);
    await pass(9 * MINUTE);
    expect(await called(ticket)).toHaveLength(1);
    await pass(2 * MINUTE);
    expect(await called(ticket)).toEqual([
      ['present', TECH],
      ['supervisors', SUPERVISOR],
    ]);
    await pass(10 * MINUTE);
    expect(await chain(ticket)).toMatchObject({ state: 'exhausted' });
    expect((await school.head(ticket)).calling).toMatchObject({ exhausted: school.now });
    expect(await school.db.notice.count({ where: { ticketId: ticket, kind: 'unanswered', personId: SUPERVISOR } })).toBe(1);
    // Said again every 30 service minutes, and still red.
    await pass(29 * MINUTE);
    expect(await called(ticket)).toHaveLength(2);
    await pass(2 * MINUTE);
    expect((await called(ticket)).at(-1)).toEqual(['again', TECH, SUPERVISOR]);
    expect((await school.head(ticket)).calling?.exhausted).not.toBeNull();
    // Taken: nobody is called any more, whatever time passes.
    await tech.say(take(ticket));
    expect((await school.head(ticket)).calling).toBeNull();
    expect(await chain(ticket)).toMatchObject({ state: 'over', nextAt: null });
    const n = (await called(ticket)).length;
    await pass(5 * HOUR);
    expect(await called(ticket)).toHaveLength(n);
    expect(await school.db.notice.count({ where: { ticketId: ticket, kind: 'handover', state: { in: ['queued', 'sent', 'undelivered'] } } })).toBe(0);
  });

  test('handed on and taken in one replay: nobody is called', async () => {
    const ticket = newTicket();
    await mina.say(opening(ticket), take(ticket), { type: 'release', v: 1, ticket, reason: 'cours' }, take(ticket));
    expect(await called(ticket)).toEqual([]);
    expect(await chain(ticket)).toBeNull();
  });

  test('who opens the alert has the time of one more answer', async () => {
    await goTo(at(3, 9));
    const ticket = await escalated();
    await pass(9 * MINUTE);
    await school.db.notice.updateMany({ where: { ticketId: ticket, personId: TECH }, data: { openedAt: new Date(school.now) } });
    await pass(2 * MINUTE);
    expect(await called(ticket)).toHaveLength(1);
    await pass(4 * MINUTE);
    expect(await called(ticket)).toHaveLength(2);
  });

  const given = async (person: string) => {
    const ticket = newTicket();
    await mina.say(opening(ticket));
    await tech.say({ type: 'assign', v: 1, ticket, person, team: null, text: '' });
    return ticket;
  };
  const unseen = (ticket: TicketId, state: string[]) =>
    school.db.notice.findMany({ where: { ticketId: ticket, kind: 'unseen', state: { in: state } }, select: { personId: true } });

  test('given to somebody whose phone is silent: whoever gave it and the supervisor hear of it, until they show that they know', async () => {
    await goTo(at(3, 11));
    const hugo = await Device.ready(school, HUGO);
    const ticket = await given(HUGO);
    expect(await chain(ticket)).toMatchObject({ state: 'running', kind: 'assigned' });
    await pass(9 * MINUTE);
    expect(await called(ticket)).toEqual([]);
    await pass(2 * MINUTE);
    const [[circle, ...people] = []] = await called(ticket);
    expect([circle, new Set(people)]).toEqual(['supervisors', new Set([TECH, SUPERVISOR])]);
    expect((await school.head(ticket)).calling).toMatchObject({ exhausted: null });
    expect(await unseen(ticket, ['queued'])).toHaveLength(2);
    await pass(11 * MINUTE);
    expect((await school.head(ticket)).calling?.exhausted).not.toBeNull();
    // A teacher who asks how far it is changes nothing of that; a word of the owner does.
    const rose = await Device.ready(school, REQUESTER);
    await rose.say({ type: 'note', v: 1, ticket, text: 'Alors ?', visibility: 'public' });
    expect((await school.head(ticket)).calling).not.toBeNull();
    await hugo.say({ type: 'note', v: 1, ticket, text: 'J’y vais', visibility: 'public' });
    expect((await school.head(ticket)).calling).toBeNull();
    expect(await chain(ticket)).toMatchObject({ state: 'over' });
    expect(await unseen(ticket, ['queued', 'sent', 'undelivered'])).toEqual([]);
    const n = (await called(ticket)).length;
    await pass(2 * HOUR);
    expect(await called(ticket)).toHaveLength(n);
  });

  test('given to somebody who sees the alert, who works on it, or who had it before: nobody else is called', async () => {
    await goTo(at(3, 15));
    const hugo = await Device.ready(school, HUGO);
    const [seen, begun, kept] = [await given(HUGO), await given(HUGO), await given(TECH)];
    await school.db.notice.updateMany({ where: { ticketId: seen, kind: 'assigned' }, data: { shownAt: new Date(school.now) } });
    await hugo.say({ type: 'start', v: 1, ticket: begun });
    expect(await chain(kept)).toBeNull();
    await pass(30 * MINUTE);
    for (const ticket of [seen, begun, kept]) expect(await called(ticket)).toEqual([]);
    for (const ticket of [seen, begun]) expect(await chain(ticket)).toMatchObject({ state: 'over' });
  });

  test('hands on site: whoever is there, then the deputies, then the supervisor', async () => {
    await goTo(at(4, 9));
    await school.db.presence.create({ data: { personId: HUGO, siteId: SITE, until: null, deputyId: TECH } });
    const ticket = newTicket();
    const rose = await Device.ready(school, REQUESTER);
    const engineer = await Device.ready(school, ENGINEER);
    await rose.say(opening(ticket));
    await engineer.say({ ...onSite(ticket), reason: 'hardware' });
    expect(await called(ticket)).toEqual([['present', MINA]]);
    await pass(10 * MINUTE);
    expect((await called(ticket)).at(-1)).toEqual(['deputies', TECH]);
    await pass(10 * MINUTE);
    expect((await called(ticket)).at(-1)).toEqual(['supervisors', SUPERVISOR]);
    await school.db.presence.deleteMany({});
    await tech.say(take(ticket));
  });

  test('outside the hours a call rests, and goes on when the school opens', async () => {
    await goTo(at(4, 20));
    const ticket = await escalated();
    await pass(HOUR);
    await pass(8 * HOUR);
    expect(await called(ticket)).toHaveLength(1);
    // Thursday 7:30 in Paris: the first push leaves now, and the next people are called ten minutes later.
    await goTo(at(5, 6, 31));
    expect(await called(ticket)).toHaveLength(1);
    await goTo(at(5, 6, 40));
    expect(await called(ticket)).toHaveLength(2);
    await tech.say(take(ticket));
  });

  test('a critical ticket at night calls whoever is on call, again and again, and nobody else', async () => {
    await goTo(at(5, 21));
    await school.db.onCall.create({
      data: { id: randomUUID(), personId: TECH, siteId: null, from: new Date(at(5, 17)), until: new Date(at(6, 6)) },
    });
    const ticket = newTicket();
    await mina.say(opening(ticket, CRITICAL));
    const [first] = await called(ticket);
    expect(first?.[0]).toBe('present');
    expect(first).toContain(TECH);
    await pass(31 * MINUTE);
    expect((await called(ticket)).at(-1)).toEqual(['on_call', TECH]);
    await tech.say(take(ticket));
    await school.db.onCall.deleteMany({});
  });

  test('a server that was down calls once, and says that it is late', async () => {
    await goTo(at(9, 9));
    const ticket = await escalated();
    school.now += 2 * HOUR;
    await Promise.all([sweep(school.db, school.now), sweep(school.db, school.now), sweep(school.db, school.now)]);
    const said = await events(ticket, 'PeopleCalled');
    expect(said.map((e) => [e.circle, e.late])).toEqual([
      ['present', false],
      ['supervisors', true],
    ]);
    await tech.say(take(ticket));
  });

  test('delays are told at 50, 75 and 100 per cent, only the highest after an absence, to the owner and at last to the supervisor', async () => {
    await goTo(at(10, 9));
    const ticket = newTicket();
    const rose = await Device.ready(school, REQUESTER);
    await rose.say(opening(ticket));
    await pass(16 * MINUTE);
    expect(await events(ticket, 'DelayTold')).toEqual([{ type: 'DelayTold', clock: 'tto', percent: 50, late: false }]);
    await mina.say(take(ticket));
    // P4: five service days to resolve, Armistice day off. After four and a half, one word and not two.
    await goTo(at(17, 15));
    expect((await events(ticket, 'DelayTold')).at(-1)).toEqual({ type: 'DelayTold', clock: 'ttr', percent: 75, late: true });
    // One as one of the level, while nobody had it; one as its owner.
    expect(await school.db.notice.count({ where: { ticketId: ticket, kind: 'delay', personId: MINA } })).toBe(2);
    expect(await school.db.notice.count({ where: { ticketId: ticket, kind: 'delay', personId: HUGO } })).toBe(1);
    await goTo(at(18, 9, 1));
    expect((await events(ticket, 'DelayTold')).at(-1)).toMatchObject({ clock: 'ttr', percent: 100 });
    const told = await school.db.notice.findMany({ where: { ticketId: ticket, kind: 'overdue' } });
    expect(told.map((n) => n.personId).sort()).toEqual([MINA, SUPERVISOR].sort());
    const n = (await events(ticket, 'DelayTold')).length;
    await pass(30 * 24 * HOUR);
    expect(await events(ticket, 'DelayTold')).toHaveLength(n);
  });

  test('a day that was waited for resumes the work; a resolved ticket closes after five service days', async () => {
    const monday = Date.UTC(2027, 0, 11, 9);
    await goTo(monday);
    const ticket = newTicket();
    await mina.say(opening(ticket), take(ticket), { type: 'wait', v: 1, ticket, reason: 'parts', until: monday + 24 * HOUR, text: '' });
    await pass(23 * HOUR);
    expect((await school.head(ticket)).status).toBe('waiting');
    await pass(2 * HOUR);
    expect((await school.head(ticket)).status).toBe('in_progress');
    expect(await school.db.notice.count({ where: { ticketId: ticket, kind: 'resumed', personId: MINA } })).toBe(1);
    await mina.say({ type: 'resolve', v: 1, ticket, text: 'ok', resolution: 'permanent', mode: 'on_site' });
    await pass(6 * 24 * HOUR);
    expect((await school.head(ticket)).status).toBe('resolved');
    await pass(2 * 24 * HOUR);
    expect((await school.head(ticket)).status).toBe('closed');
    const row = await school.db.ticket.findUniqueOrThrow({ where: { id: ticket } });
    expect(row.wakeAt).toBeNull();
  });

  test('an appointment is recalled the day before, once', async () => {
    const day = Date.UTC(2027, 1, 1, 9);
    await goTo(day);
    const ticket = newTicket();
    await tech.say(opening(ticket), take(ticket), {
      type: 'plan_visit',
      ...{ v: 1, ticket, visit: randomUUID(), at: day + 50 * HOUR, minutes: 30, remote: false, text: '' },
    });
    await pass(25 * HOUR);
    expect(await events(ticket, 'VisitReminded')).toEqual([]);
    await pass(2 * HOUR);
    await pass(HOUR);
    expect(await events(ticket, 'VisitReminded')).toHaveLength(1);
  });

  test('a ticket that is resolved before its appointment is looked at once, and reminds nobody', async () => {
    const day = Date.UTC(2027, 2, 1, 9);
    await goTo(day);
    const ticket = newTicket();
    const visit = { type: 'plan_visit', v: 1, ticket, visit: randomUUID(), at: day + 50 * HOUR, minutes: 30, remote: false, text: '' };
    await tech.say(opening(ticket), take(ticket), visit, { type: 'resume', v: 1, ticket });
    await tech.say({ type: 'resolve', v: 1, ticket, text: 'ok', resolution: 'permanent', mode: 'remote' });
    expect((await school.head(ticket)).status).toBe('resolved');
    await pass(27 * HOUR);
    expect(await events(ticket, 'VisitReminded')).toEqual([]);
    const row = await school.db.ticket.findUniqueOrThrow({ where: { id: ticket } });
    expect(row.wakeAt?.getTime()).toBeGreaterThan(school.now);
  });

  test('telling the supervisor leaves it red, and the call goes on', async () => {
    await goTo(Date.UTC(2027, 2, 8, 9));
    const ticket = await escalated();
    await pass(11 * MINUTE);
    await pass(11 * MINUTE);
    const red = (await school.head(ticket)).calling;
    expect(red?.exhausted).not.toBeNull();
    const told = await tech.say({ ...up(ticket), direction: 'hierarchical', reason: 'complaint' });
    expect(told.receipts[0]?.outcome.kind).toBe('executed');
    expect((await school.head(ticket)).calling).toEqual(red);
    await tech.say(take(ticket));
    expect(await chain(ticket)).toMatchObject({ state: 'over' });
  });

  test('a critical ticket that is handed on is called for as critical; a test calls nobody', async () => {
    const ticket = newTicket();
    await mina.say(opening(ticket, CRITICAL), take(ticket));
    await mina.say(up(ticket));
    expect((await events(ticket, 'PeopleCalled')).map((e) => e.kind)).toEqual(['critical']);
    await tech.say(take(ticket));
    const trial = newTicket();
    await mina.say(opening(trial, { isTest: true }), up(trial));
    expect(await called(trial)).toEqual([]);
  });

  test('one ticket that cannot be looked at does not hold up the others', async () => {
    await goTo(Date.UTC(2027, 2, 15, 9));
    const [bad, good] = [newTicket(), newTicket()];
    await mina.say(opening(bad), opening(good));
    await school.db.site.update({ where: { id: OTHER_SITE }, data: { timeZone: 'Nowhere/Atall' } });
    const row = await school.db.ticket.findUniqueOrThrow({ where: { id: bad } });
    await school.db.ticket.update({ where: { id: bad }, data: { head: { ...(row.head as object), site: OTHER_SITE } } });
    await pass(16 * MINUTE);
    expect(await events(good, 'DelayTold')).toHaveLength(1);
    expect(await sweep(school.db, school.now)).toBe(0);
    await school.db.site.update({ where: { id: OTHER_SITE }, data: { timeZone: 'Europe/Paris' } });
  });

  test('[54] several who come second in one transaction are told of one by one', async () => {
    const ticket = newTicket();
    await mina.say(opening(ticket), take(ticket));
    const others = await Promise.all([HUGO, TECH, ENGINEER].map((who) => Device.ready(school, who)));
    await Promise.all(others.map((device) => device.say(take(ticket))));
    expect((await school.head(ticket)).helpers).toHaveLength(3);
    expect(await school.db.notice.count({ where: { ticketId: ticket, kind: 'helper_joined', personId: MINA } })).toBe(3);
  });

  test('of several servers one has the sweep; another takes it when that one is silent', async () => {
    const now = school.now;
    expect(await hold(school.db, 'test', 'one', now)).toBe(true);
    expect(await hold(school.db, 'test', 'two', now)).toBe(false);
    expect(await hold(school.db, 'test', 'one', now + LEASE / 2)).toBe(true);
    expect(await hold(school.db, 'test', 'two', now + LEASE + 1)).toBe(false);
    expect(await hold(school.db, 'test', 'two', now + 2 * LEASE)).toBe(true);
    await letGo(school.db, 'test', 'two');
    const both = await Promise.all(['three', 'four', 'five'].map((name) => hold(school.db, 'test', name, now)));
    expect(both.filter(Boolean)).toHaveLength(1);
  });
});
