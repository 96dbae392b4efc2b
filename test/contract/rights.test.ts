/** The register of rights: derived from what was delivered, read by those whose work it is, and never a formula in their spreadsheet. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { GET } from '#app/api/rights/route.ts';
import type { PersonId } from '#domain/ids.ts';
import type { AccessForm } from '#domain/ticket/ticket.ts';
import { env } from '#server/env.ts';
import { databases } from '#test/databases.ts';
import { addPerson, type Behind, enter, openBehind } from './doors.ts';
import {
  Device,
  ENGINEER,
  HUGO,
  kinds,
  MINA,
  newTicket,
  OTHER_SITE,
  opening,
  PROVIDER,
  REQUESTER,
  type School,
  SITE,
  SUPERVISOR,
  TECH,
} from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

describe.each(databases())('the register of rights on $name', (kind) => {
  let behind: Behind;
  let school: School;
  let anne: PersonId;
  let denis: PersonId;
  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school } = behind);
    anne = await addPerson(school, `anne-${kind.name}`, 'approver', SITE);
    denis = await addPerson(school, `denis-${kind.name}`, 'approver', OTHER_SITE);
    await deliver({ sense: 'open', resource: '=HYPERLINK("https://evil.example")' }, REQUESTER);
    await deliver({ sense: 'open', resource: 'Vie scolaire' }, HUGO);
    await deliver({ sense: 'close', resource: 'vie scolaire' }, HUGO);
  });
  afterAll(() => behind.close());

  async function deliver(access: Pick<AccessForm, 'sense' | 'resource'>, person: PersonId): Promise<void> {
    const ticket = newTicket();
    school.now += 60_000;
    const form = { ...access, rights: 'write', from: '2026-11-01', until: null } as const;
    const ask = { category: 'request', symptom: 'access_right', nature: 'service_request', access: form } as const;
    const engineer = await Device.ready(school, ENGINEER);
    await engineer.say(opening(ticket, { ...ask, beneficiary: { person, name: '' } }));
    await (await Device.ready(school, anne)).say({ type: 'approve', v: 1, ticket, text: '' });
    const { receipts } = await engineer.say(
      { type: 'take', v: 1, ticket, expected: null },
      { type: 'start', v: 2, ticket, remote: false },
      { type: 'complete_task', v: 1, ticket, task: 'apply_right' },
      { type: 'resolve', v: 1, ticket, text: 'Posé.', resolution: 'delivered', mode: 'remote' },
    );
    expect(kinds(receipts)).toEqual(['executed', 'executed', 'executed', 'executed']);
  }

  const ask = (query = '') => GET(new Request(`${env().publicUrl}/api/rights${query}`));
  const lines = async (query = '') => {
    const answer = await ask(query);
    return answer.status === 200
      ? ((await answer.json()) as { lines: { who: string; closed: unknown; opened: { by: string } }[] }).lines
      : answer.status;
  };

  test('says who has what, by whose word, and what was taken back', async () => {
    await enter(TECH);
    expect(await lines()).toMatchObject([
      { who: 'Hugo Essai', resource: 'Vie scolaire', opened: { by: `anne-${kind.name} Essai` }, closed: { number: expect.any(String) } },
      { who: 'Rose Essai', siteName: 'École 0', closed: null },
    ]);
    expect(await lines(`?site=${SITE}`)).toHaveLength(2);
    expect(await lines(`?site=${OTHER_SITE}`)).toEqual([]);
    expect(await lines(`?site=${randomUUID()}`)).toBe(404);
    await enter(anne);
    expect(await lines()).toHaveLength(2);
  });

  test('of another school its head learns nothing; whoever may not read it is told what one is told of nothing', async () => {
    await enter(denis);
    expect(await lines()).toEqual([]);
    expect(await lines(`?site=${SITE}`)).toBe(404);
    for (const id of [MINA, HUGO, REQUESTER, PROVIDER, behind.foreign]) {
      await enter(id);
      for (const query of ['', `?site=${SITE}`, '?as=csv', `?site=${SITE}&as=csv`]) {
        const answer = await ask(query);
        expect([id, query, answer.status, await answer.json()]).toEqual([id, query, 404, { error: 'unknown' }]);
      }
    }
  });

  test('as a file: one line each, no cell that a spreadsheet would run', async () => {
    await enter(SUPERVISOR);
    const answer = await ask('?as=csv');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
    expect(text.startsWith('\ufeff"Établissement";')).toBe(true);
    expect(text.trim().split('\r\n')).toHaveLength(3);
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(text).not.toMatch(/[;\n]"?[=+@-]/);
  });
});
