/** Who opens a confidential ticket is written down, whichever way it was opened; read by who answers for it, and let go of after six months. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readings } from '#app/admin/running.ts';
import { POST as tell } from '#app/api/readings/route.ts';
import { GET as who } from '#app/api/tickets/[id]/readings/route.ts';
import { GET as open } from '#app/api/tickets/[id]/route.ts';
import type { PersonId, TicketId } from '#domain/ids.ts';
import { prune } from '#server/prune.ts';
import { databases } from '#test/databases.ts';
import { addPerson, type Behind, enter, JSON_TYPE, openBehind, request } from './doors.ts';
import { Device, ENGINEER, HUGO, MINA, newTicket, OTHER_SITE, opening, REQUESTER, type School, SITE, SUPERVISOR, TECH } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const MINUTE = 60_000;

describe.each(databases())('readings of confidential tickets on $name', (kind) => {
  let behind: Behind;
  let school: School;
  let secret: TicketId;
  let plain: TicketId;
  let elsewhere: PersonId;
  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school } = behind);
    elsewhere = await addPerson(school, `gita-${kind.name}`, 'supervisor', OTHER_SITE);
    const rose = await Device.ready(school, REQUESTER);
    [secret, plain] = [newTicket(), newTicket()];
    await rose.say(opening(secret, { nature: 'assistance', category: 'other', symptom: 'complaint', text: 'Une plainte' }), opening(plain));
    expect((await school.head(secret)).confidential).toBe(true);
  });
  afterAll(() => behind.close());

  const rows = () => school.db.readLog.findMany({ orderBy: { at: 'asc' } });
  const at = (id: string) => ({ params: Promise.resolve({ id }) });
  const read = async (person: string, id: string) => {
    await enter(person);
    return (await open(request('GET', '', {}), at(id))).status;
  };
  const say = async (person: string, list: readonly { ticket: string; ago: number }[]) => {
    await enter(person);
    return (await tell(request('POST', JSON_TYPE, { body: { readings: list } }))).status;
  };
  const listed = async (person: string, id: string) => {
    await enter(person);
    const answer = await who(request('GET', '', {}), at(id));
    return answer.status === 200 ? ((await answer.json()) as { rows: { who: string }[] }).rows.map((r) => r.who) : answer.status;
  };

  test('a pull is no reading; opening it is, once in a quarter of an hour, and not by whose own it is', async () => {
    await Device.ready(school, TECH);
    expect(await rows()).toEqual([]);
    expect(await read(TECH, secret)).toBe(200);
    expect(await read(TECH, secret)).toBe(200);
    expect(await read(TECH, plain)).toBe(200);
    expect(await read(REQUESTER, secret)).toBe(200);
    // Whom it is kept from opens nothing, and is not noted.
    expect(await read(HUGO, secret)).toBe(404);
    expect((await rows()).map(({ personId, ticketId }) => [personId, ticketId])).toEqual([[TECH, secret]]);
  });

  test('a phone tells what was opened in a dead zone, each at its time; what is not theirs to see is passed over', async () => {
    const away = [
      { ticket: secret, ago: 3 * 3_600_000 },
      { ticket: secret, ago: 3 * 3_600_000 - MINUTE },
      { ticket: plain, ago: 0 },
      { ticket: randomUUID(), ago: 0 },
    ];
    expect(await say(ENGINEER, away)).toBe(204);
    expect(await say(HUGO, away)).toBe(204);
    const mine = (await rows()).filter((r) => r.personId === ENGINEER);
    expect(mine).toHaveLength(1);
    expect(Math.abs(Date.now() - 3 * 3_600_000 - (mine[0]?.at.getTime() ?? 0))).toBeLessThan(MINUTE);
    expect((await rows()).some((r) => r.personId === HUGO)).toBe(false);
    expect(await say(ENGINEER, [{ ticket: secret, ago: -1 }])).toBe(400);
  });

  test('who opened it is read by those who answer for it, and by nobody else', async () => {
    expect(await listed(SUPERVISOR, secret)).toEqual(['Thomas Essai', 'Irène Essai']);
    expect(await listed(TECH, secret)).toBe(404);
    expect(await listed(MINA, secret)).toBe(404);
    expect(await listed(REQUESTER, secret)).toBe(404);
    expect(await listed(elsewhere, secret)).toBe(404);
    expect(await listed(SUPERVISOR, plain)).toBe(404);
    const tech = await Device.ready(school, TECH);
    await tech.say({ type: 'take', v: 1, ticket: secret, expected: null });
    expect(await listed(TECH, secret)).toEqual(['Thomas Essai', 'Irène Essai']);
  });

  test('the office lists them for the sites that one answers for', async () => {
    const office = async (person: string, site = '') => {
      await enter(person);
      const told = await readings({ site, before: '' });
      return told.ok ? told.value.rows.map(({ who: name, ticket, number }) => [name, ticket, number !== null]) : told.fault;
    };
    const all = [
      ['Thomas Essai', secret, true],
      ['Irène Essai', secret, true],
    ];
    expect(await office(SUPERVISOR)).toEqual(all);
    expect(await office(behind.admin, SITE)).toEqual(all);
    expect(await office(elsewhere)).toEqual([]);
    expect(await office(elsewhere, SITE)).toBe('not-allowed');
    expect(await office(TECH)).toBe('not-allowed');
  });

  test('they are let go of after six months', async () => {
    const DAY = 86_400_000;
    expect(await prune(school.db, Date.now() + 180 * DAY)).toMatchObject({ readings: 0 });
    expect(await prune(school.db, Date.now() + 184 * DAY)).toMatchObject({ readings: 2 });
    expect(await rows()).toEqual([]);
  });
});
