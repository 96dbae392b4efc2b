import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isUuid } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { actorFor, sessionOf } from '#server/session/actor.ts';
import { claimsOf } from '#server/session/cookie.ts';
import { signIn } from '#server/session/credentials.ts';
import { knownDevice, rememberDevice } from '#server/session/known-device.ts';
import { disable, revokeSessions } from '#server/session/revoke.ts';
import { Throttle } from '#server/throttle.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { Browser, makeOrganisation, makePerson, makeSite, NOW, PASSWORD } from './session-people.ts';

const QUARTER = 15 * 60_000;

describe.each(databases())('a session on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  let site: string;
  let mina: string;
  let n = 0;
  let login = '';

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    await makeOrganisation(db);
    site = await makeSite(db, '0450001A');
  });
  afterAll(() => fresh.close());
  beforeEach(async () => {
    n += 1;
    login = `mina${n}@exemple.fr`;
    mina = await makePerson(db, login, [{ role: 'correspondent', siteId: site }]);
  });

  const enter = async (browser = new Browser(db)) => {
    expect((await browser.signIn(login, PASSWORD)).status).toBe(200);
    const claims = await claimsOf(browser.session);
    if (claims === null) throw new Error('the cookie says nothing');
    return { browser, claims, now: () => sessionOf(db, claims, NOW) };
  };

  test('opens with the login in any case, and says who, with which rights', async () => {
    const browser = new Browser(db);
    expect(await browser.signIn(` ${login.toUpperCase()} `, PASSWORD)).toMatchObject({ status: 200, body: { ok: true } });
    const { now } = await enter(browser);
    expect(await now()).toMatchObject({
      actor: { person: mina, memberships: [{ role: 'correspondent', site }], teams: [] },
      name: 'Mina Diallo',
      language: 'fr',
    });
    expect(await actorFor(db, mina)).toEqual({
      person: mina,
      memberships: [{ role: 'correspondent', site }],
      teams: [],
      name: 'Mina Diallo',
      language: 'fr',
    });
  });

  test('two roles and two teams come once each', async () => {
    for (const [i, role] of ['technician', 'supervisor'].entries()) {
      await db.membership.create({ data: { id: `${mina}-${role}`, personId: mina, role, siteId: null } });
      await db.team.create({ data: { id: `${mina}-team-${i}`, name: 'Proximité', kind: 'proximity', members: { create: { personId: mina } } } });
    }
    const actor = await actorFor(db, mina);
    expect(actor?.memberships).toHaveLength(3);
    expect(actor?.teams).toHaveLength(2);
  });

  test('its cookie is for this server and no script, for 30 days, and holds no name', async () => {
    const { browser, claims } = await enter();
    const line = browser.setCookies.find((cookie) => cookie.startsWith('relais.session=')) ?? '';
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).toMatch(/; Path=\//);
    expect(line).not.toMatch(/Domain=/i);
    expect(claims).toMatchObject({ person: mina, sessionVersion: 0 });
    expect(isUuid(claims.person)).toBe(true);
    expect(Math.abs(claims.expiresAt - (Date.now() + 30 * 86_400_000))).toBeLessThan(60_000);
  });

  test('a wrong password and an unknown login get the same answer', async () => {
    const wrong = await new Browser(db).signIn(login, `${PASSWORD}.`);
    const unknown = await new Browser(db).signIn('nobody@exemple.fr', PASSWORD);
    expect(wrong).toMatchObject({ status: 401, body: { error: 'wrong' } });
    expect(unknown.body).toEqual(wrong.body);
    expect([...unknown.headers.keys()]).toEqual([...wrong.headers.keys()]);
  });

  test('an unknown login costs the time of a known one', async () => {
    const counts = new Throttle();
    const time = async (who: string) => {
      const start = performance.now();
      await signIn(db, { login: who, password: 'not the password', address: null }, NOW, counts);
      return performance.now() - start;
    };
    await time(login);
    const known: number[] = [];
    const unknown: number[] = [];
    // In turns, and the quickest of each: a busy machine slows both. Without the same work, one is fifty times the other.
    for (let i = 0; i < 4; i += 1) {
      known.push(await time(login));
      unknown.push(await time(`nobody${i}`));
    }
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(1 / 4);
    expect(ratio).toBeLessThan(4);
  });

  test('ten wrong passwords in a quarter of an hour, then words, even for the right one; then it opens again', async () => {
    const counts = new Throttle();
    for (let i = 0; i < 10; i += 1) expect((await new Browser(db, counts).signIn(login, `wrong number ${i}`, NOW + i)).status).toBe(401);
    const refused = await new Browser(db, counts).signIn(login, PASSWORD, NOW + 1000);
    expect(refused).toMatchObject({ status: 429, body: { error: 'throttled', seconds: 899 } });
    expect(refused.headers.get('retry-after')).toBe('899');
    expect((await new Browser(db, counts).signIn(login, PASSWORD, NOW + QUARTER)).status).toBe(200);
  });

  test('an address that tries many accounts is stopped; honest sign-ins are not counted', async () => {
    const counts = new Throttle();
    const from = (who: string, password: string) => signIn(db, { login: who, password, address: '192.0.2.7' }, NOW, counts);
    for (let i = 0; i < 12; i += 1) expect((await from(login, PASSWORD)).kind).toBe('known');
    let wrong = 0;
    for (let i = 0; i < 6; i += 1) {
      const tries = await Promise.all(Array.from({ length: 10 }, (_, k) => from(`guess${i}${k}`, 'azertyuiop12')));
      wrong += tries.filter(({ kind }) => kind === 'wrong').length;
    }
    expect(wrong).toBe(40);
    expect((await from(login, PASSWORD)).kind).toBe('throttled');
    expect((await signIn(db, { login, password: PASSWORD, address: '192.0.2.8' }, NOW, counts)).kind).toBe('known');
  });

  test('strangers who guess at an account shut it to nobody: not on the device it is known on, and elsewhere they only slow it', async () => {
    const counts = new Throttle();
    const own = new Browser(db, counts);
    expect((await own.signIn(login, PASSWORD)).status).toBe(200);
    expect(own.cookies.get('relais.device')).not.toContain(login);
    const guess = (n: number, at = NOW) => signIn(db, { login, password: 'azertyuiop12', address: `192.0.2.${n}` }, at, counts);
    // From thirty addresses: twenty tries, then one a minute.
    const kinds: string[] = [];
    for (let n = 0; n < 30; n += 1) kinds.push((await guess(n)).kind);
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(21);
    expect(await guess(99)).toMatchObject({ kind: 'throttled', retryAfter: 60_000 });
    expect((await guess(99, NOW + 60_001)).kind).toBe('wrong');
    // The owner, on their own phone, notices nothing; and on another they wait a minute, not a quarter of an hour.
    expect((await own.signIn(login, PASSWORD, NOW + 60_002)).status).toBe(200);
    const elsewhere = { login, password: PASSWORD, address: '198.51.100.1' };
    expect((await signIn(db, elsewhere, NOW + 60_003, counts)).kind).toBe('throttled');
    expect((await signIn(db, elsewhere, NOW + 120_010, counts)).kind).toBe('known');
    // A phone that is known is no way around: ten of its own, and it waits too.
    for (let i = 0; i < 10; i += 1) expect((await own.signIn(login, `not it ${i}`, NOW)).status).toBe(401);
    expect((await own.signIn(login, PASSWORD, NOW)).status).toBe(429);
  });

  test('guesses are counted while a directory that may know the password does not answer', async () => {
    const counts = new Throttle();
    const guess = (password: string) => signIn(db, { login, password, address: '192.0.2.77' }, NOW, counts, async () => ({ kind: 'unreachable' }));
    for (let i = 0; i < 10; i += 1) expect((await guess(`guess ${i}`)).kind).toBe('unreachable');
    expect((await guess(PASSWORD)).kind).toBe('throttled');
  });

  test('a device is known for the logins that signed in on it, and by nothing that somebody makes up', () => {
    const lines = ['mina', 'hugo'].reduce<string | undefined>((cookie, who) => /=([^;]+)/.exec(rememberDevice(cookie, who))?.[1], undefined);
    expect(knownDevice(lines, 'mina')).not.toBeNull();
    expect(knownDevice(lines, 'hugo')).toBe(knownDevice(lines, 'mina'));
    expect(knownDevice(lines, 'rose')).toBeNull();
    const [nonce = '', mark = ''] = (lines ?? '').split('.');
    for (const made of ['', 'x', nonce, `${nonce}.${'A'.repeat(22)}`, `${'A'.repeat(22)}.${mark}`, `${lines}.${'é'.repeat(22)}`, undefined])
      expect(knownDevice(made, 'mina')).toBeNull();
    let cookie: string | undefined;
    for (let n = 0; n < 20; n += 1) cookie = /=([^;]+)/.exec(rememberDevice(cookie, `p${n}`))?.[1];
    expect(cookie?.split('.')).toHaveLength(9);
    expect(knownDevice(cookie, 'p19')).not.toBeNull();
    expect(knownDevice(cookie, 'p0')).toBeNull();
  });

  test('a disabled person is out at the next request, and cannot come back', async () => {
    const { now, browser } = await enter();
    expect(await disable(db, mina, NOW)).toBe(true);
    expect(await disable(db, mina, NOW)).toBe(false);
    expect(await now()).toBeNull();
    expect(await actorFor(db, mina)).toBeNull();
    expect((await browser.ask('GET', 'session')).body).toEqual({});
    expect(browser.session).toBeUndefined();
    expect(await new Browser(db).signIn(login, PASSWORD)).toMatchObject({ status: 401, body: { error: 'wrong' } });
  });

  test('revoked: every device is out, and the person signs in again', async () => {
    const [one, two] = [await enter(), await enter()];
    await revokeSessions(db, mina, NOW);
    expect([await one.now(), await two.now()]).toEqual([null, null]);
    expect(await (await enter()).now()).not.toBeNull();
  });

  test('a role removed between two requests is gone at the second', async () => {
    const { now } = await enter();
    expect((await now())?.actor.memberships).toHaveLength(1);
    await db.membership.deleteMany({ where: { personId: mina } });
    expect((await now())?.actor.memberships).toEqual([]);
  });

  test('a visit renews the cookie; a session too old, or of another key, says nothing', async () => {
    const { browser, claims } = await enter();
    const before = browser.session;
    expect((await browser.ask('GET', 'session')).body['expires']).toBeTypeOf('string');
    expect(browser.session).toBeDefined();
    expect(browser.session).not.toBe(before);
    expect(await sessionOf(db, claims, claims.expiresAt)).toBeNull();
    expect(await claimsOf(`${before?.slice(0, -4)}AAAA`)).toBeNull();
    expect(await claimsOf(undefined)).toBeNull();
  });

  test('signing out clears the cookie; without the page’s token nothing is done', async () => {
    const { browser } = await enter();
    await browser.ask('POST', 'signout', { csrfToken: 'of somebody else' });
    expect(browser.session).toBeDefined();
    const { body } = await browser.ask('GET', 'csrf');
    await browser.ask('POST', 'signout', { csrfToken: String(body['csrfToken']) });
    expect(browser.session).toBeUndefined();
    const other = new Browser(db);
    expect(await other.ask('POST', 'callback/credentials', { csrfToken: 'no', login, password: PASSWORD })).toMatchObject({
      status: 403,
      body: { error: 'stale' },
    });
    expect(other.session).toBeUndefined();
  });

  test('next-auth’s other doors are shut, and a long form is not read', async () => {
    const browser = new Browser(db);
    for (const path of ['signin', 'providers', 'error', 'callback/credentials']) expect((await browser.ask('GET', path)).status).toBe(404);
    for (const path of ['_log', 'session', 'signin/credentials']) expect((await browser.ask('POST', path)).status).toBe(404);
    expect((await browser.signIn(login, 'x'.repeat(9000))).status).toBe(413);
  });
});
