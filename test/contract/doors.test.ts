/**
 * What each door demands: whoever lacks it is refused, with nothing written. A door that is not in the table fails the first test.
 */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as office from '#app/admin/actions.ts';
import * as running from '#app/admin/running.ts';
import { createFirstAdministrator } from '#app/welcome/actions.ts';
import type { PersonId } from '#domain/ids.ts';
import { allDoors, type Door } from '#scripts/doors/list.ts';
import { databases } from '#test/databases.ts';
import { jar } from './cookie-jar.ts';
import {
  addPerson,
  type Behind,
  enter,
  IMPORTS,
  OFFICE,
  OPEN_ROUTES,
  openBehind,
  PERSON,
  READING,
  REGISTER,
  ROUTES,
  RUNNING,
  request,
  stateOf,
} from './doors.ts';
import { ENGINEER, HUGO, MINA, OTHER_SITE, PROVIDER, REQUESTER, type School, SITE, SUPERVISOR, TECH } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const ACTIONS = allDoors().filter(({ kind }) => kind === 'action');
const OPEN_ACTIONS = [
  'welcome/account-actions chooseByLink',
  'welcome/account-actions forgot',
  'welcome/account-actions readLink',
  'welcome/actions createFirstAdministrator',
];

test('every door is here', () => {
  const routes = allDoors()
    .filter(({ kind }) => kind === 'route' || kind === 'stream')
    .map(({ handler, file }) => `${handler} ${file.replace('/route.ts', '')}`);
  expect(routes.sort()).toEqual([...Object.keys(ROUTES), ...OPEN_ROUTES].sort());
  // Whoever can be called without a session is named here: what it does then is another test's.
  const open = ACTIONS.filter(({ demands }) => !demands.who.includes('a session')).map(({ name }) => name);
  expect(open.sort()).toEqual(OPEN_ACTIONS);
});

/** What a door is called with by somebody who has only guessed. */
const GUESSES: readonly unknown[][] = [[], ['x'], [randomUUID()], [{}], [{ person: HUGO, site: SITE }]];
type Act = (...args: unknown[]) => Promise<{ ok?: boolean; fault?: string; status?: number }>;
async function actionOf({ file, handler }: Door): Promise<Act> {
  const all = (await import(/* @vite-ignore */ resolve(file))) as Record<string, Act>;
  return all[handler] as Act;
}

describe.each(databases())('the doors on $name', (kind) => {
  let behind: Behind;
  let school: School;
  let admin: PersonId;
  let foreign: PersonId;
  const state = () => stateOf(school.db);
  const person = (login: string, role: string, site: string | null) => addPerson(school, login, role, site);

  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school, admin, foreign } = behind);
  });
  afterAll(() => behind.close());
  beforeEach(() => {
    jar.cookie = undefined;
  });

  const WITHOUT: Record<string, () => Promise<void>> = {
    'nobody signed in': async () => {},
    'a cookie that is not ours': () => enter(admin, { secret: 'another secret, quite as long as the first one' }),
    'a session that was revoked': () => enter(admin, { version: 7 }),
    'a session whose time is over': () => enter(admin, { maxAge: -60 }),
    'a person who never was': () => enter(randomUUID()),
    'an account that is shut': async () => enter(await shut()),
    'a cookie that is no cookie': async () => {
      jar.cookie = 'x'.repeat(5000);
    },
  };
  let closed: PersonId | undefined;
  const shut = async () => {
    closed ??= await person('gone', 'admin', null);
    await school.db.person.update({ where: { id: closed }, data: { disabledAt: new Date() } });
    return closed;
  };

  test.each(Object.keys(WITHOUT))('%s: every door is shut, and nothing is written', async (how) => {
    await WITHOUT[how]?.();
    const before = await state();
    for (const [name, { type, body, call }] of Object.entries(ROUTES)) {
      const response = await call(request(name.split(' ')[0] as string, type, { body: body?.() }));
      expect([name, response.status]).toEqual([name, 401]);
      expect(await response.json()).toEqual({ error: 'signed-out' });
      expect(response.headers.get('cache-control'), name).toBe('no-store');
    }
    for (const [name, act] of Object.entries({ ...OFFICE, ...RUNNING, ...REGISTER, ...READING, ...IMPORTS }))
      expect([name, await act()]).toEqual([name, { ok: false, fault: 'signed-out' }]);
    for (const door of ACTIONS.filter(({ demands }) => demands.who.includes('a session'))) {
      const act = await actionOf(door);
      for (const args of GUESSES) {
        const { status, ok, fault } = await act(...args);
        expect([door.name, status === undefined ? fault : status, ok ?? false]).toEqual([
          door.name,
          status === undefined ? 'signed-out' : 401,
          false,
        ]);
      }
    }
    expect(await createFirstAdministrator({ ...PERSON, token: 'x'.repeat(43), organisation: 'x', password: 'une rivière sous la lune' })).toEqual({
      ok: false,
      fault: 'link',
    });
    expect(await state()).toBe(before);
  });

  test.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://localhost:3001' }],
    ['null: a frame in a sandbox', { origin: 'null' }],
    ['none', { origin: null }],
    ['forged with its proxy’s word', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
  ])('an Origin %s writes nothing, whoever’s cookie it brings', async (_, headers) => {
    await enter(admin);
    const before = await state();
    for (const [name, { type, body, call }] of Object.entries(ROUTES)) {
      if (name.startsWith('GET')) continue;
      const response = await call(request(name.split(' ')[0] as string, type, { body: body?.(), headers }));
      expect([name, response.status]).toEqual([name, 403]);
    }
    expect(await state()).toBe(before);
  });

  test('a body of a type that a form can send, or none, is not read', async () => {
    await enter(admin);
    const before = await state();
    for (const [name, { type, body, call }] of Object.entries(ROUTES)) {
      if (name.startsWith('GET') || type.startsWith('image')) continue;
      for (const given of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', null]) {
        const response = await call(request(name.split(' ')[0] as string, type, { body: body?.(), headers: { 'content-type': given } }));
        expect([name, given, response.status]).toEqual([name, given, 415]);
      }
    }
    expect(await state()).toBe(before);
  });

  test('the office is for administrators of the organisation; nobody else reads or writes there', async () => {
    const local = await person(`local-${kind.name}`, 'admin', SITE);
    const partner = await person(`partner-${kind.name}`, 'partner', null);
    const before = await state();
    for (const id of [MINA, TECH, PROVIDER, REQUESTER, ENGINEER, SUPERVISOR, foreign, local, partner]) {
      await enter(id);
      for (const [name, act] of Object.entries(OFFICE)) expect([id, name, await act()]).toEqual([id, name, { ok: false, fault: 'not-allowed' }]);
    }
    expect(await state()).toBe(before);
    await enter(admin);
    expect((await office.sites()).ok).toBe(true);
  });

  test('the register is for the support; nobody else reads or writes there', async () => {
    const partner = await person(`partner-of-${kind.name}`, 'partner', null);
    const before = await state();
    for (const id of [PROVIDER, REQUESTER, partner]) {
      await enter(id);
      for (const [name, act] of Object.entries(REGISTER)) expect([id, name, await act()]).toEqual([id, name, { ok: false, fault: 'not-allowed' }]);
    }
    await enter(foreign);
    expect(await REGISTER.registerChoices()).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await REGISTER.registerPage()).toMatchObject({ ok: true, value: { rows: [], count: 0 } });
    expect(await state()).toBe(before);
  });

  test('lists are brought in by technicians, engineers, supervisors and administrators; nobody else reads or writes there', async () => {
    const partner = await person(`partner-in-${kind.name}`, 'partner', null);
    const before = await state();
    for (const id of [MINA, PROVIDER, REQUESTER, foreign, partner]) {
      await enter(id);
      for (const [name, act] of Object.entries(IMPORTS)) expect([id, name, await act()]).toEqual([id, name, { ok: false, fault: 'not-allowed' }]);
      for (const name of Object.keys(ROUTES).filter((n) => n.includes('app/api/imports'))) {
        const { type, body, call } = ROUTES[name] as (typeof ROUTES)[string];
        const response = await call(request(name.split(' ')[0] as string, type, { body: body?.() }));
        expect([name, response.status]).toEqual([name, 404]);
      }
    }
    expect(await state()).toBe(before);
  });

  test('who runs the service: supervisors of their sites, and administrators; nobody else reads or writes there', async () => {
    const local = await person(`admin-of-${kind.name}`, 'admin', SITE);
    const near = await person(`near-${kind.name}`, 'supervisor', SITE);
    const far = await person(`far-${kind.name}`, 'supervisor', OTHER_SITE);
    const before = await state();
    for (const id of [MINA, TECH, PROVIDER, REQUESTER, ENGINEER, foreign, local, far]) {
      await enter(id);
      for (const [name, act] of Object.entries(RUNNING)) {
        // The list is of one’s own places.
        if (id === far && name === 'announcements') continue;
        expect([id, name, await act()]).toMatchObject([id, name, { ok: false, fault: 'not-allowed' }]);
      }
    }
    expect(await state()).toBe(before);
    for (const id of [SUPERVISOR, admin, near]) {
      await enter(id);
      expect([id, (await running.roster({ site: SITE, week: '' })).ok]).toEqual([id, true]);
    }
  });

  test('what is to be replaced: read by those who see all tickets of a site, decided by its engineers and supervisors', async () => {
    const near = await person(`engineer-${kind.name}`, 'engineer', SITE);
    const far = await person(`engineer-far-${kind.name}`, 'engineer', OTHER_SITE);
    const before = await state();
    for (const id of [MINA, PROVIDER, REQUESTER, foreign, far]) {
      await enter(id);
      for (const [name, act] of Object.entries(READING)) {
        // Who walks a room reads its tours.
        if (id === MINA && name === 'rounds') continue;
        expect([id, name, await act()]).toEqual([id, name, { ok: false, fault: 'not-allowed' }]);
      }
      const { call } = ROUTES['GET app/api/replacement'] as (typeof ROUTES)[string];
      const file = await call(new Request(`http://x/?site=${SITE}`));
      expect([id, file.status, await file.json()]).toEqual([id, 404, { error: 'unknown' }]);
    }
    expect(await state()).toBe(before);
    for (const id of [TECH, ENGINEER, SUPERVISOR, admin, near]) {
      await enter(id);
      expect([id, (await READING.replacementList()).ok]).toEqual([id, true]);
    }
  });
});
