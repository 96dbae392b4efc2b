import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonId, SiteId } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { readerOf, standingOf } from '#server/epoch.ts';
import { type Desk, deskOf } from '#server/office/desk.ts';
import { addPerson, disablePerson, listPeople, renewPassword, restorePerson } from '#server/office/people.ts';
import { addSite, listSites } from '#server/office/sites.ts';
import { actorFor, type Session } from '#server/session/actor.ts';
import { signIn } from '#server/session/credentials.ts';
import { welcomeFirstAdmin } from '#server/session/first-admin.ts';
import { Throttle } from '#server/throttle.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { makeOrganisation, makePerson, makeSite, NOW, PASSWORD } from './session-people.ts';

const MINUTE = 60_000;
const SITE = { uai: '045 0062 y', name: ' Lycée  Benjamin-Franklin ', city: 'Orléans', phone: '', timeZone: 'Europe/Paris' };
const PERSON = { givenName: 'Zoé', familyName: 'Martin', login: 'Zoe.Martin@exemple.fr', phone: '', language: 'fr', role: 'correspondent', site: '' };

const link = async (db: Db, expiresAt = NOW + 30 * MINUTE) => {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  await db.oneTimeLink.create({ data: { tokenHash, purpose: 'first-admin', expiresAt: new Date(expiresAt) } });
  return token;
};
const welcome = (token: string) => ({
  token,
  organisation: 'Région Centre',
  givenName: 'Ada',
  familyName: 'Moreau',
  login: ` Ada${token.slice(0, 4)}@Exemple.fr`,
  password: PASSWORD,
  language: 'fr',
});

describe.each(databases())('the office on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  let site: string;

  const versionNow = async () => (await db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).version;
  const sessionFor = async (person: string): Promise<Session> => {
    const actor = await actorFor(db, person);
    if (actor === null) throw new Error('no such person');
    return { actor, name: actor.name, language: actor.language };
  };
  const deskFor = async (person: string): Promise<Desk> => {
    const desk = deskOf({ db, session: await sessionFor(person), now: NOW }, new Throttle());
    if ('ok' in desk) throw new Error(desk.fault);
    return desk;
  };

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    await makeOrganisation(db);
    site = await makeSite(db, '0450001A');
  });
  afterAll(() => fresh.close());

  describe('the first administrator', () => {
    beforeEach(async () => {
      await db.membership.deleteMany({ where: { role: 'admin' } });
    });

    test('a link used by ten at once makes one administrator, who can sign in', async () => {
      const token = await link(db);
      const before = await versionNow();
      // Ten browsers, ten logins: nothing but the link stands between them.
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) => welcomeFirstAdmin(db, { ...welcome(token), login: `ada${i}@exemple.fr` }, NOW)),
      );
      const won = answers.filter(({ ok }) => ok);
      expect(won).toHaveLength(1);
      expect(answers.filter((answer) => !answer.ok && answer.fault === 'link')).toHaveLength(9);
      expect(await db.membership.count({ where: { role: 'admin', siteId: null } })).toBe(1);
      expect(await versionNow()).toBe(before + 1);
      expect((await db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).name).toBe('Région Centre');
      const login = won[0]?.ok ? won[0].login : '';
      expect((await signIn(db, { login, password: PASSWORD, address: null }, NOW, new Throttle())).kind).toBe('known');
    });

    test('a link that is old, unknown, malformed, or comes after an administrator is dead', async () => {
      const dead = { ok: false, fault: 'link' };
      const old = await link(db, NOW - 1);
      expect(await welcomeFirstAdmin(db, welcome(old), NOW)).toEqual(dead);
      expect(await welcomeFirstAdmin(db, welcome(randomBytes(32).toString('base64url')), NOW)).toEqual(dead);
      expect(await welcomeFirstAdmin(db, welcome('%'), NOW)).toEqual(dead);
      const late = await link(db);
      await makePerson(db, `boss-${late}`, [{ role: 'admin', siteId: null }]);
      expect(await welcomeFirstAdmin(db, welcome(late), NOW)).toEqual(dead);
    });

    test('a weak password or an empty name is said, and the link still works after it', async () => {
      const token = await link(db);
      const fault = async (change: object) => welcomeFirstAdmin(db, { ...welcome(token), ...change }, NOW);
      expect(await fault({ password: 'motdepasse2026!' })).toEqual({ ok: false, fault: 'common', field: 'password' });
      expect(await fault({ password: 'ada-moreau-2026' })).toEqual({ ok: false, fault: 'common', field: 'password' });
      expect(await fault({ password: 'court' })).toEqual({ ok: false, fault: 'short', field: 'password' });
      expect(await fault({ givenName: '  ' })).toEqual({ ok: false, fault: 'invalid', field: 'givenName' });
      expect(await fault({})).toMatchObject({ ok: true });
    });
  });

  describe('an administrator', () => {
    let boss: string;
    let desk: Desk;
    beforeAll(async () => {
      boss = await makePerson(db, 'boss@exemple.fr', [{ role: 'admin', siteId: null }]);
      desk = await deskFor(boss);
    });

    test('creates a site, stamped with a version that devices will ask for', async () => {
      const before = await versionNow();
      const told = await addSite(desk, SITE);
      expect(told.ok).toBe(true);
      const row = await db.site.findUniqueOrThrow({ where: { uai: '0450062Y' } });
      expect(row).toMatchObject({ name: 'Lycée Benjamin-Franklin', city: 'Orléans', phone: null, version: before + 1 });
      expect(await versionNow()).toBe(before + 1);
      const listed = await listSites(desk);
      expect(listed.ok && listed.value.map(({ uai }) => uai)).toContain('0450062Y');
    });

    test('is told which field is wrong, and nothing is written', async () => {
      const before = await db.site.count();
      expect(await addSite(desk, { ...SITE, uai: '0450062A' })).toEqual({ ok: false, fault: 'uai', field: 'uai' });
      expect(await addSite(desk, { ...SITE, uai: '0450001A' })).toEqual({ ok: false, fault: 'uai', field: 'uai' });
      expect(await addSite(desk, SITE)).toEqual({ ok: false, fault: 'uai-taken', field: 'uai' });
      expect(await addSite(desk, { ...SITE, uai: '0750655E', timeZone: 'Europe/Paname' })).toMatchObject({ fault: 'time-zone' });
      expect(await addSite(desk, { ...SITE, name: 'x'.repeat(121) })).toEqual({ ok: false, fault: 'invalid', field: 'name' });
      expect(await addSite(desk, { ...SITE, city: '\n' })).toEqual({ ok: false, fault: 'invalid', field: 'city' });
      expect(await addSite(desk, null)).toMatchObject({ fault: 'invalid' });
      expect(await db.site.count()).toBe(before);
    });

    test('creates a correspondent, who signs in with the password shown once; their site is stamped, their epoch is their own', async () => {
      const before = await versionNow();
      const told = await addPerson(desk, { ...PERSON, site });
      if (!told.ok) throw new Error(told.fault);
      expect(told.value.password).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
      expect(
        (await signIn(db, { login: 'zoe.martin@exemple.fr', password: told.value.password ?? '', address: null }, NOW, new Throttle())).kind,
      ).toBe('known');
      expect((await db.site.findUniqueOrThrow({ where: { id: site } })).version).toBe(before + 1);
      const actor = await actorFor(db, told.value.id);
      expect(actor?.memberships).toEqual([{ role: 'correspondent', site }]);
      if (actor === null) return;
      const { epoch } = await readerOf(db, actor, await standingOf(db, actor.person));
      await db.membership.updateMany({ where: { personId: told.value.id }, data: { role: 'approver' } });
      const changed = await actorFor(db, told.value.id);
      expect(changed && (await readerOf(db, changed, await standingOf(db, changed.person))).epoch).not.toBe(epoch);
    });

    test('a role goes where it can be held', async () => {
      const scope = { ok: false, fault: 'scope', field: 'site' };
      expect(await addPerson(desk, { ...PERSON, login: 'a@exemple.fr' })).toEqual(scope);
      expect(await addPerson(desk, { ...PERSON, login: 'a@exemple.fr', role: 'admin', site })).toEqual(scope);
      expect(await addPerson(desk, { ...PERSON, login: 'a@exemple.fr', site: randomUUID() })).toEqual({
        ok: false,
        fault: 'not-allowed',
        field: 'site',
      });
      expect(await addPerson(desk, { ...PERSON, login: 'a@exemple.fr', role: 'root' })).toMatchObject({ fault: 'invalid', field: 'role' });
      expect(await addPerson(desk, { ...PERSON, login: 'BOSS@exemple.fr', role: 'technician' })).toEqual({
        ok: false,
        fault: 'login-taken',
        field: 'login',
      });
    });

    test('shuts an account, opens it again, renews its password: sessions end each time', async () => {
      const told = await addPerson(desk, { ...PERSON, login: 'leo@exemple.fr', role: 'technician' });
      if (!told.ok) throw new Error(told.fault);
      const { id, password } = told.value;
      const tryIt = async (given: string) =>
        (await signIn(db, { login: 'leo@exemple.fr', password: given, address: null }, NOW, new Throttle())).kind;
      const before = await versionNow();
      expect(await disablePerson(desk, id)).toEqual({ ok: true, value: null });
      // A technician of the organisation is on the list of every site.
      expect((await db.site.findUniqueOrThrow({ where: { id: site } })).version).toBe(before + 1);
      expect(await tryIt(password ?? '')).toBe('wrong');
      expect(await renewPassword(desk, id)).toEqual({ ok: false, fault: 'not-allowed' });
      expect(await restorePerson(desk, id)).toEqual({ ok: true, value: null });
      expect(await tryIt(password ?? '')).toBe('known');
      const renewed = await renewPassword(desk, id);
      if (!renewed.ok) throw new Error(renewed.fault);
      expect([await tryIt(password ?? ''), await tryIt(renewed.value.password)]).toEqual(['wrong', 'known']);
      expect((await db.person.findUniqueOrThrow({ where: { id } })).sessionVersion).toBe(2);
      const people = await listPeople(desk);
      expect(people.ok && people.value.rows.find((row) => row.id === id)).toMatchObject({
        name: 'Zoé Martin',
        disabled: false,
        roles: [{ role: 'technician', site: null }],
      });
    });

    test('ends a session: its devices hear no more alerts', async () => {
      for (const [i, end] of [renewPassword, disablePerson].entries()) {
        const told = await addPerson(desk, { ...PERSON, login: `ana${i}@exemple.fr`, role: 'technician' });
        if (!told.ok) throw new Error(told.fault);
        const keys = { p256dh: 'p', auth: 'a', label: 'Chrome', createdAt: new Date(NOW), lastContact: new Date(NOW) };
        await db.subscription.create({ data: { id: randomUUID(), personId: told.value.id, endpoint: `https://push.example/${i}`, ...keys } });
        expect((await end(desk, told.value.id)).ok).toBe(true);
        expect(await db.subscription.count({ where: { personId: told.value.id } })).toBe(0);
      }
    });

    test('what is not there and what may not be touched get one answer', async () => {
      const zoe = await makePerson(db, 'plain@exemple.fr', [{ role: 'correspondent', siteId: site }]);
      const localAdmin = await makePerson(db, 'local@exemple.fr', [{ role: 'admin', siteId: site }]);
      const forbidden = { ok: false, fault: 'not-allowed' };
      for (const person of [zoe, localAdmin]) {
        expect(deskOf({ db, session: await sessionFor(person), now: NOW }, new Throttle())).toEqual(forbidden);
      }
      expect(deskOf({ db, session: null, now: NOW }, new Throttle())).toEqual({ ok: false, fault: 'signed-out' });
      for (const id of [randomUUID(), 'x', null, { toString: () => zoe }]) {
        expect(await disablePerson(desk, id)).toEqual(forbidden);
        expect(await restorePerson(desk, id)).toEqual(forbidden);
        expect(await renewPassword(desk, id)).toEqual(forbidden);
      }
      expect(await disablePerson(desk, boss)).toEqual({ ok: false, fault: 'self' });
      expect(await renewPassword(desk, boss)).toEqual({ ok: false, fault: 'self' });
    });

    test('sixty acts a minute, then patience', async () => {
      const counts = new Throttle();
      const actor = { person: randomUUID() as PersonId, memberships: [{ role: 'admin' as const, site: null as SiteId | null }], teams: [] };
      const sit = (now: number) => deskOf({ db, session: { actor, name: 'Ada', language: 'fr' }, now }, counts);
      for (let i = 0; i < 60; i += 1) expect('ok' in sit(NOW)).toBe(false);
      expect(sit(NOW)).toEqual({ ok: false, fault: 'too-many' });
      expect('ok' in sit(NOW + MINUTE)).toBe(false);
    });
  });
});
