/** One trouble, one ticket: a whole school says that its network is down, or that the same thing fails. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportedDocument } from '#domain/documents.ts';
import type { PersonId, RoomId } from '#domain/ids.ts';
import type { Command } from '#domain/ticket/commands.ts';
import { databases } from '#test/databases.ts';
import { Device, ENGINEER, kinds, MINA, newTicket, opening, openSchool, REQUESTER, type Said, type School, SITE } from './school.ts';

const down = (more: Parameters<typeof opening>[1] = {}) => {
  const ticket = newTicket();
  return { ticket, command: opening(ticket, { category: 'network', symptom: 'site_down', impact: 'site', urgency: 'blocking', ...more }) };
};
const reportedIn = (said: Said, id: string) => said.changes.find((c): c is ReportedDocument => c.kind === 'reported' && c.id === id);

describe.each(databases())('one trouble on $name', (kind) => {
  let school: School;
  let rose: Device;
  let paul: Device;
  let mina: Device;
  beforeAll(async () => {
    school = await openSchool(kind);
    const id = randomUUID() as PersonId;
    await school.db.person.create({ data: { id, login: 'paul', givenName: 'Paul', familyName: 'Faure' } });
    await school.db.membership.create({ data: { id: randomUUID(), personId: id, role: 'requester', siteId: SITE } });
    [rose, paul, mina] = [await Device.ready(school, REQUESTER), await Device.ready(school, id), await Device.ready(school, MINA)];
  });
  afterAll(() => school.close());

  test('said by three people, also in one request: one ticket is open, the others follow it, and it calls once', async () => {
    const [first, second, third] = [down(), down(), down()];
    expect(kinds((await rose.say(first.command, third.command)).receipts)).toEqual(['executed', 'executed']);
    expect(reportedIn(await paul.pull(), first.ticket)).toMatchObject({ siteDown: true, status: 'new' });
    expect(kinds((await paul.say(second.command)).receipts)).toEqual(['executed']);
    expect(await school.head(first.ticket)).toMatchObject({ status: 'new', priority: 1, observers: [paul.person] });
    for (const { ticket } of [second, third]) expect(await school.head(ticket)).toMatchObject({ status: 'dropped', duplicateOf: first.ticket });
    expect(await school.db.ticket.count({ where: { siteId: SITE, open: true } })).toBe(1);
    const called = await school.db.notice.findMany({ where: { kind: 'critical' } });
    expect(called.map((n) => [n.ticketId, n.personId])).toEqual([[first.ticket, ENGINEER]]);

    // A test of oneself is no such ticket; once it is repaired, the next one is a trouble of its own.
    const trial = down({ isTest: true });
    await mina.say(trial.command);
    expect(await school.head(trial.ticket)).toMatchObject({ status: 'new', duplicateOf: null });
    expect(reportedIn(await paul.pull(), trial.ticket)).toBeUndefined();
    await mina.say({ type: 'drop', v: 1, ticket: first.ticket, reason: 'no_longer_needed', text: '' } satisfies Command);
    const next = down();
    await rose.say(next.command);
    expect(await school.head(next.ticket)).toMatchObject({ status: 'new', duplicateOf: null });
  });

  test('the same fault: one tap follows it, its state comes, its words do not, and it says when it is repaired', async () => {
    const room = randomUUID() as RoomId;
    await school.db.room.create({ data: { id: room, siteId: SITE, name: '203', version: 1 } });
    const ticket = newTicket();
    await rose.say(opening(ticket, { room, text: 'des mots' }));
    expect(reportedIn(await paul.pull(), ticket)).not.toHaveProperty('joined');
    const joined = await paul.say({ type: 'me_too', v: 1, ticket } satisfies Command);
    expect(kinds(joined.receipts)).toEqual(['executed']);
    expect(reportedIn(joined, ticket)).toMatchObject({ joined: true, status: 'new' });
    await mina.say({ type: 'take', v: 1, ticket, expected: null } satisfies Command);
    await mina.say({ type: 'start', v: 2, ticket, remote: false } satisfies Command);
    await mina.say({ type: 'resolve', v: 1, ticket, text: 'fait', resolution: 'permanent', mode: 'on_site' } satisfies Command);
    const told = await school.db.notice.findMany({ where: { personId: paul.person, ticketId: ticket }, orderBy: { version: 'asc' } });
    expect(told.map((n) => n.kind)).toEqual(['requester_taken', 'requester_resolved']);
    const now = await paul.pull();
    expect(reportedIn(now, ticket)).toMatchObject({ joined: true, status: 'resolved' });
    expect(JSON.stringify(now)).not.toContain('des mots');
    // The same from the start: a phone that begins anew is told the same.
    expect(reportedIn(await new Device(school, paul.person).reset(), ticket)).toMatchObject({ joined: true, status: 'resolved' });
    await rose.say({ type: 'confirm', v: 1, ticket } satisfies Command);
    expect((await paul.pull()).changes).toContainEqual({ kind: 'gone', of: 'ticket', id: ticket });
  });
});
