/** The identity of somebody locked out: compared here, told as yes or no, and the number is nowhere. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as office from '#app/admin/actions.ts';
import { POST } from '#app/api/tickets/[id]/identity/route.ts';
import type { PersonId, TicketId } from '#domain/ids.ts';
import type { Command } from '#domain/ticket/commands.ts';
import { databases } from '#test/databases.ts';
import { jar } from './cookie-jar.ts';
import { addPerson, type Behind, enter, JSON_TYPE, openBehind, request } from './doors.ts';
import { Device, ENGINEER, HUGO, kinds, MINA, newTicket, opening, PROVIDER, REQUESTER, type School, SITE, TECH } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const NUMBER = '41-207 B';
const WHY = 'Retour de congé, ne le retrouve plus';
const FITS = { why: WHY, familyName: 'essai', agentNumber: '41207b' };

describe.each(databases())('the identity check on $name', (kind) => {
  let behind: Behind;
  let school: School;
  let ada: PersonId;
  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school, admin: ada } = behind);
    await enter(ada);
    expect(await office.agentNumber({ person: REQUESTER, agentNumber: NUMBER })).toEqual({ ok: true, value: null });
  });
  afterAll(() => behind.close());
  beforeEach(() => {
    jar.cookie = undefined;
    // Another quarter of an hour.
    delete (globalThis as { relaisThrottle?: unknown }).relaisThrottle;
  });

  /** Of the tickets; notices go their own way meanwhile. */
  const written = async () => JSON.stringify([await school.db.ticket.findMany({ orderBy: { id: 'asc' } }), await school.db.event.count()]);
  const ask = async (ticket: string, body: object): Promise<[number, unknown]> => {
    const answer = await POST(request('POST', JSON_TYPE, { body }), { params: Promise.resolve({ id: ticket }) });
    return [answer.status, await answer.json()];
  };

  /** Opened by a colleague for the one who is locked out, taken by the technician. */
  async function lockedOut(beneficiary: Extract<Command, { type: 'open' }>['beneficiary'] = { person: REQUESTER, name: '' }): Promise<TicketId> {
    const ticket = newTicket();
    const mina = await Device.ready(school, MINA);
    await mina.say(opening(ticket, { category: 'accounts', symptom: 'forgotten_password', beneficiary }));
    const tech = await Device.ready(school, TECH);
    const { receipts } = await tech.say({ type: 'take', v: 1, ticket, expected: null }, { type: 'start', v: 2, ticket, remote: false });
    expect(kinds(receipts)).toEqual(['executed', 'executed']);
    return ticket;
  }

  test('says yes to the name and the number, whoever wrote them how; then the ticket can be resolved', async () => {
    const ticket = await lockedOut();
    const tech = await Device.ready(school, TECH);
    const done = { type: 'resolve', v: 1, ticket, text: 'Provisoire donné.', resolution: 'permanent', mode: 'remote' } as const;
    const before = (await tech.say(done)).receipts[0]?.outcome;
    expect(before).toMatchObject({ kind: 'refused', refusal: { code: 'rule', rule: 'identity-first' } });
    await enter(TECH);
    expect(await ask(ticket, { ...FITS, agentNumber: '41208B' })).toEqual([200, { same: false }]);
    expect(await ask(ticket, { ...FITS, familyName: 'Autre' })).toEqual([200, { same: false }]);
    expect(await ask(ticket, FITS)).toEqual([200, { same: true }]);
    // Said again it stays said, once.
    expect(await ask(ticket, FITS)).toEqual([200, { same: true }]);
    const head = await school.head(ticket);
    expect(head.checks).toEqual([{ check: 'identity', by: TECH, at: expect.any(Number), how: WHY, photo: null }]);
    for (const task of head.tasks) await tech.say({ type: 'complete_task', v: 1, ticket, task: task.id });
    expect(kinds((await tech.say(done)).receipts)).toEqual(['executed']);
    // Tomorrow somebody asks whether it was changed.
    expect((await school.head(ticket)).tasks.at(-1)).toMatchObject({ step: 'changed_next_day', after: expect.any(Number), done: null });

    const events = await school.db.event.findMany({ where: { ticketId: ticket }, select: { type: true, data: true, actorId: true } });
    expect(events.filter((e) => e.type === 'CheckFailed' && e.actorId === TECH)).toHaveLength(2);
    const everything = JSON.stringify([
      events,
      await school.db.ticket.findMany(),
      await school.db.person.findMany(),
      await school.db.notice.findMany(),
    ]);
    for (const form of [NUMBER, '41207B', '41207b', '41208B']) expect(everything).not.toContain(form);
  });

  test('five tries in a quarter of an hour, then none, even the right one', async () => {
    const ticket = await lockedOut();
    await enter(TECH);
    for (let i = 0; i < 5; i += 1) expect(await ask(ticket, { ...FITS, agentNumber: `9900${i}` })).toEqual([200, { same: false }]);
    expect(await ask(ticket, FITS)).toEqual([429, { error: 'too-often' }]);
    expect((await school.head(ticket)).checks).toEqual([]);
  });

  test('a ticket that is not theirs to check, one that needs no check, and one that is not there are the same', async () => {
    const ticket = await lockedOut();
    const plain = newTicket();
    const tech = await Device.ready(school, TECH);
    await tech.say(opening(plain, { category: 'software', symptom: 'app_error' }), { type: 'take', v: 1, ticket: plain, expected: null });
    const before = await written();
    for (const id of [MINA, HUGO, ENGINEER, REQUESTER, PROVIDER, behind.foreign, ada]) {
      await enter(id);
      for (const which of [ticket, newTicket(), 'x', plain]) expect([id, await ask(which, FITS)]).toEqual([id, [404, { error: 'unknown' }]]);
    }
    await enter(TECH);
    expect(await ask(plain, FITS)).toEqual([404, { error: 'unknown' }]);
    expect(await written()).toBe(before);
  });

  test('a number or a password in the story is refused, and nothing of it is kept', async () => {
    const ticket = await lockedOut();
    await enter(TECH);
    const before = await written();
    expect(await ask(ticket, { ...FITS, why: 'Son numéro est 41 207 B' })).toEqual([422, { error: 'told' }]);
    expect(await ask(ticket, { ...FITS, why: 'mot de passe : Soleil42' })).toEqual([422, { error: 'told' }]);
    for (const body of [{ ...FITS, why: ' ' }, { ...FITS, agentNumber: '12' }, { ...FITS, familyName: '' }, {}])
      expect(await ask(ticket, body)).toEqual([400, { error: 'invalid' }]);
    expect(await written()).toBe(before);
  });

  test('somebody without an account is found among the people of the site by the name that was written', async () => {
    const rose = await addPerson(school, `zoe-${kind.name}`, 'requester', SITE);
    await school.db.person.update({ where: { id: rose }, data: { familyName: 'Le Goff' } });
    await enter(ada);
    await office.agentNumber({ person: rose, agentNumber: '55501' });
    const ticket = await lockedOut({ person: null, name: 'Mme Le Goff, CDI' });
    await enter(TECH);
    // Somebody else's name and number, right as they are, are not hers.
    expect(await ask(ticket, FITS)).toEqual([200, { same: false }]);
    expect(await ask(ticket, { why: WHY, familyName: 'LE-GOFF', agentNumber: '55501' })).toEqual([200, { same: true }]);
  });

  test('who has no number known is never recognised; a number that is taken back neither', async () => {
    const ticket = await lockedOut({ person: HUGO, name: '' });
    await enter(TECH);
    expect(await ask(ticket, { ...FITS, familyName: 'Essai' })).toEqual([200, { same: false }]);
    await enter(ada);
    const list = async () => {
      const told = await office.people({});
      return told.ok ? told.value.rows.find(({ id }) => id === HUGO)?.hasAgentNumber : null;
    };
    await office.agentNumber({ person: HUGO, agentNumber: '77123' });
    expect(await list()).toBe(true);
    await office.agentNumber({ person: HUGO, agentNumber: '' });
    expect(await list()).toBe(false);
    expect(await office.agentNumber({ person: HUGO, agentNumber: '1' })).toEqual({ ok: false, fault: 'invalid', field: 'agentNumber' });
  });
});

test('no word of the number reaches a log', () => {
  for (const file of ['server/identity.ts', 'server/identity-door.ts']) expect(readFileSync(file, 'utf8')).not.toMatch(/console\./);
});
