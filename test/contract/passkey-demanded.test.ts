/** From the day on which passkeys are demanded, who runs the service and has none makes one after the password, and does nothing else before. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { NO_SIGN_IN } from '#domain/sign-in.ts';
import { accountOf, type Self } from '#server/account/account.ts';
import { makeLink, spendLink } from '#server/account/links.ts';
import { removeKey, renameKey } from '#server/account/passkeys.ts';
import { askRecovery } from '#server/account/recovery.ts';
import type { Db } from '#server/db.ts';
import { env } from '#server/env.ts';
import type { Desk } from '#server/office/desk.ts';
import { readSignIn, setSignIn } from '#server/office/sign-in.ts';
import { type Claims, sessionOf } from '#server/session/actor.ts';
import { claimsOf } from '#server/session/cookie.ts';
import { handlePasskey } from '#server/session/passkey-door.ts';
import { beginSession } from '#server/session/sessions.ts';
import { Throttle } from '#server/throttle.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { Browser, makeOrganisation, makePerson, makeSite, NOW, PASSWORD } from './session-people.ts';

const DAY = 86_400_000;

describe.each(databases())('passkeys that are demanded on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  let site: string;
  let n = 0;
  const counts = new Throttle();

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    await makeOrganisation(db);
    site = await makeSite(db, '0450062Y');
  });
  afterAll(() => fresh.close());

  const demand = (from: number | null) =>
    db.organisation.update({ where: { id: 'org' }, data: { signIn: { ...NO_SIGN_IN, passkeysFrom: from } as object } });
  const someone = async (role: 'supervisor' | 'admin' | 'correspondent') => {
    n += 1;
    const login = `must${n}@exemple.fr`;
    return { login, id: await makePerson(db, login, [{ role, siteId: role === 'admin' ? null : site }]) };
  };
  const giveKey = (personId: string) =>
    db.passkey.create({
      data: { id: randomUUID(), personId, publicKey: new Uint8Array(77), counter: 0, label: 'Clé', createdAt: new Date(NOW) },
    });
  const make = async (browser: Browser, body: unknown) => {
    const headers = {
      origin: env().publicUrl,
      'content-type': 'application/json',
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    };
    const request = new Request(`${env().publicUrl}/api/passkey/make`, { method: 'POST', headers, body: JSON.stringify(body) });
    return handlePasskey(request, 'make', { db, now: () => NOW, counts });
  };

  test('before that day the password is enough; from it on it opens nothing, and neither do the sessions of before', async () => {
    const [boss, mina] = [await someone('supervisor'), await someone('correspondent')];
    await demand(NOW + DAY);
    const early = new Browser(db);
    expect((await early.signIn(boss.login, PASSWORD)).status).toBe(200);
    const held = (await claimsOf(early.session)) as Claims;
    const minaIn = new Browser(db);
    expect((await minaIn.signIn(mina.login, PASSWORD)).status).toBe(200);
    expect(await sessionOf(db, held, NOW)).not.toBeNull();
    await demand(NOW);
    expect(await sessionOf(db, held, NOW)).toBeNull();
    expect(await sessionOf(db, (await claimsOf(minaIn.session)) as Claims, NOW)).not.toBeNull();
    const late = new Browser(db);
    const said = await late.signIn(boss.login, PASSWORD);
    expect([said.status, said.body['error']]).toEqual([401, 'must']);
    expect((said.body['options'] as { rp: { name: string } }).rp.name).toBe('Relais');
    expect(late.session).toBeUndefined();
    // A wrong password says nothing of it.
    expect((await new Browser(db).signIn(boss.login, 'pas celui-là du tout')).body).toEqual({ error: 'wrong' });
    // What is no passkey opens nothing; and the step serves once.
    expect((await make(late, { label: 'Clé', response: { id: 'x' } })).status).toBe(401);
    expect((await make(late, { label: 'Clé', response: { id: 'x' } })).status).toBe(401);
    expect(await db.passkey.count({ where: { personId: boss.id } })).toBe(0);
    expect(await db.signedIn.count({ where: { personId: boss.id } })).toBe(1);
    // With one, it is the second step as before, and the older session opens again.
    await giveKey(boss.id);
    expect((await new Browser(db).signIn(boss.login, PASSWORD)).body['error']).toBe('second');
    expect(await sessionOf(db, held, NOW)).not.toBeNull();
    await demand(null);
  });

  test('what the portal asked is the portal’s: its sessions go on', async () => {
    const boss = await someone('supervisor');
    await demand(NOW);
    const claims = (signedIn: string) => ({ person: boss.id, sessionVersion: 0, signedIn, expiresAt: NOW + DAY });
    const byPortal = await beginSession(db, { person: boss.id, by: 'oidc', userAgent: '', outside: 'oidc:x' }, NOW);
    const byPassword = await beginSession(db, { person: boss.id, by: 'password', userAgent: '' }, NOW);
    expect(await sessionOf(db, claims(byPortal), NOW)).not.toBeNull();
    expect(await sessionOf(db, claims(byPassword), NOW)).toBeNull();
    await demand(null);
  });

  test('without the step that a right password gave, nobody makes a key for anybody', async () => {
    const boss = await someone('supervisor');
    await demand(NOW);
    expect((await make(new Browser(db), { label: 'Clé', response: { id: 'x' } })).status).toBe(401);
    expect((await make(new Browser(db), { label: '' })).status).toBe(400);
    // Sessions that are ended meanwhile end the step as well.
    const browser = new Browser(db);
    await browser.signIn(boss.login, PASSWORD);
    await db.person.update({ where: { id: boss.id }, data: { sessionVersion: { increment: 1 } } });
    expect((await make(browser, { label: 'Clé', response: { id: 'x' } })).status).toBe(401);
    await demand(null);
  });

  test('a mailbox alone makes no first key; an administrator’s link forgets the lost one, and a new one is demanded', async () => {
    const boss = await someone('supervisor');
    await db.person.update({ where: { id: boss.id }, data: { email: boss.login } });
    await demand(NOW);
    await askRecovery(db, { login: boss.login, address: null }, NOW, new Throttle()).done;
    expect(await db.oneTimeLink.count({ where: { personId: boss.id } })).toBe(0);
    await giveKey(boss.id);
    const link = await makeLink(db, { person: boss.id, purpose: 'anew', by: randomUUID() }, NOW);
    const used = await spendLink(db, { token: link.url.split('token=')[1], password: 'quatre chevaux mangent du trèfle' }, NOW);
    expect(used).toMatchObject({ ok: true, purpose: 'anew' });
    const said = await new Browser(db).signIn(boss.login, 'quatre chevaux mangent du trèfle');
    expect(said.body['error']).toBe('must');
    await demand(null);
  });

  test('the only key that is demanded stays; it is called otherwise by its owner alone', async () => {
    const boss = await someone('supervisor');
    const key = await giveKey(boss.id);
    const signedIn = await beginSession(db, { person: boss.id, by: 'passkey', userAgent: '' }, NOW);
    const self: Self = { db, person: boss.id as PersonId, signedIn, now: NOW };
    await demand(NOW);
    expect(await removeKey(self, { passkey: key.id, password: PASSWORD })).toBe('last-key');
    expect(await renameKey(self, { passkey: key.id, label: 'Mon téléphone' })).toBe('kept');
    const other = await someone('supervisor');
    expect(await renameKey({ ...self, person: other.id as PersonId }, { passkey: key.id, label: 'Volée' })).toBe('key');
    expect(await accountOf(self)).toMatchObject({ demandedFrom: NOW, passkeys: [{ label: 'Mon téléphone' }] });
    const second = await giveKey(boss.id);
    expect(await removeKey(self, { passkey: second.id, password: PASSWORD })).toBe('kept');
    await demand(null);
    expect(await removeKey(self, { passkey: key.id, password: PASSWORD })).toBe('kept');
  });

  test('whoever demands it has theirs, and reads who has none yet', async () => {
    const admin = await someone('admin');
    const desk = {
      db,
      now: NOW,
      session: { actor: { person: admin.id, memberships: [], teams: [] }, name: 'Ada', language: 'fr' },
    } as unknown as Desk;
    const wanted = { buttons: {}, rules: [], byEmail: false, create: false, passkeysFrom: NOW };
    expect(await setSignIn(desk, wanted)).toMatchObject({ ok: false, fault: 'own-key' });
    const before = await readSignIn(desk);
    expect(before.ok && before.value.keyless.some(({ id }) => id === admin.id)).toBe(true);
    await giveKey(admin.id);
    expect(await setSignIn(desk, wanted)).toEqual({ ok: true, value: null });
    const after = await readSignIn(desk);
    expect(after.ok && after.value.settings.passkeysFrom).toBe(NOW);
    expect(after.ok && after.value.keyless.some(({ id }) => id === admin.id)).toBe(false);
    await demand(null);
  });
});
