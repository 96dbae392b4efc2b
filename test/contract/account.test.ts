/** One's own account: every sign-in is a row that can be ended, a lost phone is told to forget, a password is changed by the old one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as syncRoute } from '#app/api/sync/route.ts';
import type { PersonId } from '#domain/ids.ts';
import { NO_SIGN_IN } from '#domain/sign-in.ts';
import { CONTENT_TYPE } from '#domain/wire.ts';
import { accountOf, changePassword, changeProfile, cookieAnew, endOwn, type Self } from '#server/account/account.ts';
import { makeLink } from '#server/account/links.ts';
import { beginEnrol } from '#server/account/passkeys.ts';
import { contactsOf } from '#server/contacts.ts';
import type { Db } from '#server/db.ts';
import { type Claims, sessionOf } from '#server/session/actor.ts';
import { claimsOf } from '#server/session/cookie.ts';
import { storeOf } from '#server/sql.ts';
import { Throttle } from '#server/throttle.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { jar } from './cookie-jar.ts';
import { empty, enter as enterOld, request } from './doors.ts';
import { Browser, makeOrganisation, makePerson, makeSite, NOW, PASSWORD } from './session-people.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const MINUTE = 60_000;
const CHOSEN = 'quatre chevaux mangent du trèfle';

describe.each(databases())('an account on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  let mina: string;
  let login: string;
  let n = 0;
  const shared = globalThis as { relaisDb?: unknown };

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    shared.relaisDb = Promise.resolve(fresh);
    await makeOrganisation(db);
  });
  afterAll(async () => {
    delete shared.relaisDb;
    await fresh.close();
  });
  beforeEach(async () => {
    n += 1;
    login = `own${n}@exemple.fr`;
    mina = await makePerson(db, login, [{ role: 'correspondent', siteId: await makeSite(db, `045${String(n).padStart(4, '0')}A`) }]);
  });

  const enter = async (now = NOW) => {
    const browser = new Browser(db);
    expect((await browser.signIn(login, PASSWORD, now)).status).toBe(200);
    const claims = (await claimsOf(browser.session)) as Claims;
    const self: Self = { db, person: mina as PersonId, signedIn: claims.signedIn, now };
    let held = claims;
    const isIn = async (at = now) => (await sessionOf(db, held, at)) !== null;
    /** As the answer of the door gives it. */
    const takeCookie = async () => {
      const line = (await cookieAnew(self)) ?? '';
      held = (await claimsOf(/^[^=]+=([^;]+)/.exec(line)?.[1])) as Claims;
    };
    return { browser, claims, self, isIn, takeCookie };
  };

  test('each sign-in is a line with its device; one is ended, then all the others, and nobody else’s', async () => {
    const [phone, desk, third] = [await enter(), await enter(), await enter()];
    const other = await makePerson(db, `other${n}@exemple.fr`);
    const account = await accountOf(phone.self);
    expect(account?.sessions).toHaveLength(3);
    expect(account?.sessions.filter((s) => s.isThis).map((s) => s.id)).toEqual([phone.claims.signedIn]);
    expect(account?.sessions.map((s) => s.by)).toEqual(['password', 'password', 'password']);
    const session = desk.claims.signedIn ?? '';
    expect(await endOwn({ ...phone.self, person: other as PersonId }, { session })).toBe(0);
    expect(await desk.isIn()).toBe(true);
    expect(await endOwn(phone.self, { session })).toBe(1);
    expect([await phone.isIn(), await desk.isIn(), await third.isIn()]).toEqual([true, false, true]);
    expect(await endOwn(phone.self, { others: true })).toBe(1);
    await phone.takeCookie();
    expect([await phone.isIn(), await third.isIn()]).toEqual([true, false]);
    expect((await accountOf(phone.self))?.sessions).toHaveLength(1);
  });

  test('signing out ends the row: a copy of the cookie opens nothing', async () => {
    const { browser, isIn } = await enter();
    const { body } = await browser.ask('GET', 'csrf');
    await browser.ask('POST', 'signout', { csrfToken: String(body['csrfToken']) });
    expect(await isIn()).toBe(false);
  });

  test('a cookie of before there were rows opens, and its renewal gives it one', async () => {
    await enterOld(mina);
    const old = (await claimsOf(jar.cookie)) as Claims;
    expect(old.signedIn).toBeNull();
    expect(await sessionOf(db, old, Date.now())).not.toBeNull();
    const browser = new Browser(db);
    browser.cookies.set('relais.session', jar.cookie ?? '');
    await browser.ask('GET', 'session', {}, Date.now());
    const claims = (await claimsOf(browser.session)) as Claims;
    expect(claims.signedIn).not.toBeNull();
    expect(await sessionOf(db, claims, Date.now())).not.toBeNull();
  });

  test('a cookie of before there were rows ends with all the others, and keeps nobody in', async () => {
    await enterOld(mina);
    const old = (await claimsOf(jar.cookie)) as Claims;
    const phone = await enter();
    await endOwn(phone.self, { others: true });
    expect(await sessionOf(db, old, Date.now())).toBeNull();
    await phone.takeCookie();
    expect(await phone.isIn()).toBe(true);
    const again = { ...old, sessionVersion: old.sessionVersion + 1 };
    expect(await sessionOf(db, again, Date.now())).not.toBeNull();
    expect(await cookieAnew({ ...phone.self, signedIn: null })).toBeNull();
    expect(await changePassword(phone.self, { old: PASSWORD, chosen: CHOSEN }, new Throttle())).toBe('kept');
    expect(await sessionOf(db, again, Date.now())).toBeNull();
  });

  test('when it was last seen is written at most every five minutes', async () => {
    const { claims, isIn } = await enter();
    const seen = async () => {
      await contactsOf(storeOf(db)).flush();
      return (await db.signedIn.findUniqueOrThrow({ where: { id: claims.signedIn ?? '' } })).lastSeen.getTime();
    };
    expect(await isIn(NOW + 4 * MINUTE)).toBe(true);
    expect(await seen()).toBe(NOW);
    expect(await isIn(NOW + 6 * MINUTE)).toBe(true);
    expect(await seen()).toBe(NOW + 6 * MINUTE);
  });

  test('a lost phone is told to forget at its next contact, and asking for its session does not take its cookie away', async () => {
    const [phone, desk] = [await enter(), await enter()];
    await endOwn(desk.self, { session: phone.claims.signedIn ?? '', lost: true });
    jar.cookie = phone.browser.session;
    const answer = await syncRoute(request('POST', CONTENT_TYPE, { body: empty() }));
    expect([answer.status, await answer.json()]).toEqual([401, { error: 'signed-out', forget: true }]);
    expect((await phone.browser.ask('GET', 'session')).body).toEqual({});
    expect(phone.browser.session).toBe(jar.cookie);
    const row = await db.signedIn.findUniqueOrThrow({ where: { id: phone.claims.signedIn ?? '' } });
    expect(row.lastSeen.getTime()).toBeGreaterThanOrEqual(row.endedAt?.getTime() ?? Number.POSITIVE_INFINITY);
    // Ended without being lost: signed out, and nothing more.
    const third = await enter();
    await endOwn(desk.self, { session: third.claims.signedIn ?? '' });
    jar.cookie = third.browser.session;
    const plain = await syncRoute(request('POST', CONTENT_TYPE, { body: empty() }));
    expect(await plain.json()).toEqual({ error: 'signed-out' });
  });

  test('a password is changed by the old one; the others are signed out, this one stays', async () => {
    const [phone, desk] = [await enter(), await enter()];
    expect(await changePassword(phone.self, { old: 'not this one at all', chosen: CHOSEN }, new Throttle())).toBe('wrong');
    expect(await changePassword(phone.self, { old: PASSWORD, chosen: 'court' }, new Throttle())).toBe('short');
    expect(await changePassword(phone.self, { old: PASSWORD, chosen: 'Bienvenue2026' }, new Throttle())).toBe('common');
    expect(await changePassword(phone.self, { old: PASSWORD, chosen: CHOSEN }, new Throttle())).toBe('kept');
    await phone.takeCookie();
    expect([await phone.isIn(), await desk.isIn()]).toEqual([true, false]);
    expect((await new Browser(db).signIn(login, PASSWORD)).status).toBe(401);
    expect((await new Browser(db).signIn(login, CHOSEN)).status).toBe(200);
    expect(await db.securityEvent.count({ where: { personId: mina, kind: 'password-changed' } })).toBe(1);
  });

  test('ten wrong guesses of one’s own password, then a pause', async () => {
    const { self } = await enter();
    const counts = new Throttle();
    const guess = () => changePassword(self, { old: 'not this one at all', chosen: CHOSEN }, counts);
    for (let i = 0; i < 10; i += 1) expect(await guess()).toBe('wrong');
    expect(await changePassword(self, { old: PASSWORD, chosen: CHOSEN }, counts)).toBe('throttled');
  });

  test('telephone and language are one’s own to change; a new address asks for the password', async () => {
    const { self } = await enter();
    const profile = { phone: '06 12 34 56 78', email: null, language: 'en' as const };
    expect(await changeProfile(self, profile, new Throttle())).toBe('kept');
    expect(await changeProfile(self, { ...profile, email: 'mina@exemple.fr' }, new Throttle())).toBe('wrong');
    expect(await changeProfile(self, { ...profile, email: 'mina@exemple.fr', password: PASSWORD }, new Throttle())).toBe('kept');
    expect(await accountOf(self)).toMatchObject({ phone: '06 12 34 56 78', email: 'mina@exemple.fr', language: 'en', hasPassword: true });
    // Where a portal's address opens an account, nobody says which address is theirs.
    await db.organisation.update({ where: { id: 'org' }, data: { signIn: { ...NO_SIGN_IN, byEmail: true } } });
    const other = { ...profile, email: 'chef@exemple.fr', password: PASSWORD };
    expect(await changeProfile(self, other, new Throttle())).toBe('office');
    expect(await changeProfile(self, { ...profile, email: 'mina@exemple.fr', phone: null }, new Throttle())).toBe('kept');
    await db.organisation.update({ where: { id: 'org' }, data: { signIn: NO_SIGN_IN as object } });
    expect(await accountOf(self)).toMatchObject({ email: 'mina@exemple.fr', phone: null });
  });

  test('without a password, a sign-in of a moment ago is the proof; an older one asks to sign in again', async () => {
    const { self } = await enter();
    await db.person.update({ where: { id: mina }, data: { passwordHash: null } });
    const late = { ...self, now: NOW + 10 * MINUTE };
    expect((await beginEnrol(late, {})).kept).toBe('stale');
    expect((await beginEnrol({ ...self, signedIn: null }, {})).kept).toBe('stale');
    const profile = { phone: null, email: 'mina@exemple.fr', language: 'fr' as const };
    expect(await changeProfile(late, profile, new Throttle())).toBe('stale');
    expect((await beginEnrol({ ...self, now: NOW + 9 * MINUTE }, {})).kept).toBe('kept');
    expect(await changeProfile(self, profile, new Throttle())).toBe('kept');
  });

  test('links that were open end with the password, and with the address that they were sent to', async () => {
    const { self } = await enter();
    const open = () => db.oneTimeLink.count({ where: { personId: mina, usedAt: null } });
    const make = () => makeLink(db, { person: mina, purpose: 'recovery', by: null }, NOW);
    await make();
    await make();
    // A stranger who asks for another does not spend the one that its owner is about to open.
    expect(await open()).toBe(2);
    expect(await changePassword(self, { old: PASSWORD, chosen: CHOSEN }, new Throttle())).toBe('kept');
    expect(await open()).toBe(0);
    await make();
    const profile = { phone: null, email: 'mina@exemple.fr', language: 'fr' as const, password: CHOSEN };
    expect(await changeProfile(self, profile, new Throttle())).toBe('kept');
    expect(await open()).toBe(0);
  });
});
