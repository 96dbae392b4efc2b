/** Signing in by a real OpenID Connect provider and by a CAS server: who it is, with which roles, until when. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignInSettings } from '#domain/sign-in.ts';
import { makeLink } from '#server/account/links.ts';
import type { Db } from '#server/db.ts';
import { sessionOf } from '#server/session/actor.ts';
import { claimsOf } from '#server/session/cookie.ts';
import { beginSession } from '#server/session/sessions.ts';
import { Throttle } from '#server/throttle.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { type Cas, startCas } from '#test/sso/cas.ts';
import { type Account, type Idp, startIdp } from '#test/sso/idp.ts';
import { type SsoServer, serveSso, Traveller } from '#test/sso/relais.ts';
import { makeOrganisation, makePerson, makeSite } from './session-people.ts';

const UAI = '0450001A';
const OTHER = '0450002B';
const SETTINGS: SignInSettings = {
  buttons: { oidc: 'Compte régional', cas: 'ENT' },
  rules: [
    { claim: 'realm_access.roles', value: 'relais-technicien', role: 'technician', sites: null },
    { claim: 'groups', value: '/correspondants', role: 'correspondent', sites: 'ENTPersonStructRattachUAI' },
    { claim: 'ENTPersonProfils', value: 'National_DIR', role: 'approver', sites: 'ENTPersonStructRattachUAI' },
  ],
  byEmail: true,
  create: true,
  passkeysFrom: null,
};
const MINA: Account = {
  sub: 'f:1:mina',
  claims: {
    preferred_username: 'mina.oidc',
    given_name: 'Mina',
    family_name: 'Diallo',
    email: 'mina@lycee.example',
    email_verified: true,
    realm_access: { roles: ['offline_access'] },
    groups: ['/correspondants'],
    ENTPersonStructRattachUAI: [UAI],
  },
};

const relais: SsoServer = await serveSso();
const idp: Idp = await startIdp();
idp.serve(relais.url);
const cas: Cas = await startCas();
Object.assign(process.env, {
  PUBLIC_URL: relais.url,
  OIDC_ISSUER: idp.issuer,
  OIDC_CLIENT_ID: idp.clientId,
  OIDC_CLIENT_SECRET: idp.clientSecret,
  CAS_URL: cas.url,
});

afterAll(async () => {
  await Promise.all([relais.close(), idp.close(), cas.close()]);
  for (const name of ['PUBLIC_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'CAS_URL']) delete process.env[name];
});

describe.each(databases())('single sign-on on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  let site: string;
  let other: string;

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    await makeOrganisation(db);
    [site, other] = [await makeSite(db, UAI), await makeSite(db, OTHER)];
    await keep(SETTINGS);
    relais.ground = { db, now: Date.now, counts: new Throttle() };
  });
  afterAll(() => fresh.close());

  const keep = (signIn: SignInSettings) => db.organisation.update({ where: { id: 'org' }, data: { signIn: signIn as object } });

  /** Goes through a portal, and takes the session up as the page does. */
  const enter = async (by: 'oidc' | 'cas', traveller = new Traveller(), next = '/a/7K3M-Q9PX') => {
    const { url } = await traveller.go(`${relais.url}/api/sso/${by}/start?next=${encodeURIComponent(next)}`);
    const how = url.searchParams.get('sso');
    if (how !== 'came') return { how, traveller, next: url.searchParams.get('next'), person: null, isIn: async () => false };
    const { response } = await traveller.go(`${relais.url}/api/sso/finish`, { method: 'POST', headers: { origin: relais.url } });
    expect(response.status).toBe(200);
    const claims = await claimsOf(traveller.cookie(relais.url, 'relais.session'));
    if (claims === null) throw new Error('no session');
    const isIn = async () => (await sessionOf(db, claims, Date.now())) !== null;
    return { how, traveller, next: url.searchParams.get('next'), person: claims.person, isIn };
  };
  const rolesOf = async (person: string | null) =>
    (await db.membership.findMany({ where: { personId: person ?? '' } })).map((m) => `${m.role} ${m.siteId ?? '*'}`).sort();

  test('OIDC: an unknown subject with a role gets an account, is let in, and the scanned address came along', async () => {
    idp.account = MINA;
    const { how, next, person, isIn, traveller } = await enter('oidc');
    expect([how, next]).toEqual(['came', '/a/7K3M-Q9PX']);
    expect(await isIn()).toBe(true);
    expect(await rolesOf(person)).toEqual([`correspondent ${site}`]);
    expect(await db.person.findUniqueOrThrow({ where: { id: person ?? '' } })).toMatchObject({
      ...{ login: 'mina.oidc', givenName: 'Mina', familyName: 'Diallo', email: 'mina@lycee.example', passwordHash: null },
    });
    expect(await db.signedIn.findFirst({ where: { personId: person ?? '' } })).toMatchObject({ by: 'oidc' });
    // PKCE, state and nonce went along; no secret in an address.
    const asked = traveller.visited.find((url) => url.startsWith(`${idp.issuer}/auth?`)) ?? '';
    for (const name of ['code_challenge=', 'code_challenge_method=S256', 'state=', 'nonce=']) expect(asked).toContain(name);
    expect(traveller.visited.join()).not.toContain(idp.clientSecret);
  });

  test('the same subject is the same person whatever they are called now; roles are those of this sign-in, the office’s own stay', async () => {
    const before = await enter('oidc');
    await db.membership.create({ data: { id: crypto.randomUUID(), personId: before.person ?? '', role: 'supervisor', siteId: other } });
    idp.account = {
      sub: MINA.sub,
      claims: { ...MINA.claims, preferred_username: 'mina.renamed', groups: [], realm_access: { roles: ['relais-technicien'] } },
    };
    const after = await enter('oidc');
    expect(after.person).toBe(before.person);
    expect(await rolesOf(after.person)).toEqual([`supervisor ${other}`, 'technician *']);
    expect(await db.exit.count({ where: { personId: after.person ?? '', kind: 'rights' } })).toBe(1);
    expect(await db.externalAccount.count({ where: { personId: after.person ?? '' } })).toBe(1);
  });

  test('an account is known by a checked address where the office allows it; an administrator never', async () => {
    const paul = await makePerson(db, 'paul', [{ role: 'requester', siteId: site }]);
    await db.person.update({ where: { id: paul }, data: { email: 'paul@lycee.example' } });
    const boss = await makePerson(db, 'boss', [{ role: 'admin', siteId: null }]);
    await db.person.update({ where: { id: boss }, data: { email: 'boss@lycee.example' } });
    const as = (sub: string, email: string, email_verified: boolean) => {
      idp.account = { sub, claims: { preferred_username: sub, email, email_verified } };
    };
    as('paul-unchecked', 'paul@lycee.example', false);
    expect((await enter('oidc')).how).toBe('refused');
    as('paul-checked', 'paul@lycee.example', true);
    // Whoever held it until now may have written somebody else's address: nothing that they have opens it any more.
    await db.passkey.create({
      data: { id: crypto.randomUUID(), personId: paul, publicKey: new Uint8Array(77), counter: 0, label: 'Clé', createdAt: new Date() },
    });
    await makeLink(db, { person: paul, purpose: 'recovery', by: null }, Date.now());
    const held = { person: paul, sessionVersion: 0, expiresAt: Date.now() + 60_000 };
    const signedIn = await beginSession(db, { person: paul, by: 'password', userAgent: '' }, Date.now());
    const isHeld = async () => [await sessionOf(db, { ...held, signedIn }, Date.now()), await sessionOf(db, { ...held, signedIn: null }, Date.now())];
    expect(await isHeld()).not.toContain(null);
    const linked = await enter('oidc');
    expect(linked.person).toBe(paul);
    expect(await linked.isIn()).toBe(true);
    expect(await isHeld()).toEqual([null, null]);
    expect(await db.person.findUniqueOrThrow({ where: { id: paul } })).toMatchObject({ passwordHash: null });
    expect(await db.passkey.count({ where: { personId: paul } })).toBe(0);
    expect(await db.oneTimeLink.count({ where: { personId: paul, usedAt: null } })).toBe(0);
    // One provider's subject an account: the next one of that address is somebody else.
    as('paul-another', 'paul@lycee.example', true);
    expect((await enter('oidc')).how).toBe('refused');
    as('boss-checked', 'boss@lycee.example', true);
    expect((await enter('oidc')).how).toBe('refused');
    await keep({ ...SETTINGS, byEmail: false });
    as('paul-again', 'paul@lycee.example', true);
    expect((await enter('oidc')).how).toBe('refused');
    await keep(SETTINGS);
  });

  test('a shut account is refused as an unknown one; a stranger without a role gets none', async () => {
    idp.account = { sub: 'stranger', claims: { preferred_username: 'stranger' } };
    expect((await enter('oidc')).how).toBe('refused');
    expect(await db.person.count({ where: { login: 'stranger' } })).toBe(0);
    idp.account = MINA;
    const { person } = await enter('oidc');
    await db.person.update({ where: { id: person ?? '' }, data: { disabledAt: new Date() } });
    expect((await enter('oidc')).how).toBe('refused');
    await db.person.update({ where: { id: person ?? '' }, data: { disabledAt: null } });
  });

  test('an answer that this browser did not ask for, a copied paper, a foreign page: nobody is let in', async () => {
    idp.account = MINA;
    const victim = new Traveller();
    const attacker = await enter('oidc');
    const callback = attacker.traveller.visited.find((url) => url.includes('/api/sso/oidc/callback')) ?? '';
    expect((await victim.go(callback)).url.searchParams.get('sso')).toBe('failed');
    const { response: again } = await attacker.traveller.go(`${relais.url}/api/sso/finish`, { method: 'POST', headers: { origin: relais.url } });
    expect(again.status).toBe(401);
    const { response: foreign } = await victim.go(`${relais.url}/api/sso/finish`, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(foreign.status).toBe(403);
    expect(victim.cookie(relais.url, 'relais.session')).toBeUndefined();
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const { url } = await new Traveller().go(`${relais.url}/api/sso/oidc/start?next=${encodeURIComponent(next)}`);
      expect(url.origin).toBe(relais.url);
    }
  });

  test('OIDC back-channel: the session that ends at the provider ends here, and only by its own signature', async () => {
    idp.account = MINA;
    const { traveller, isIn } = await enter('oidc');
    expect(await isIn()).toBe(true);
    const forged = ['{"alg":"none"}', JSON.stringify({ iss: idp.issuer, aud: 'relais', sub: MINA.sub }), ''].map((part) =>
      Buffer.from(part).toString('base64url'),
    );
    const said = await fetch(`${relais.url}/api/sso/oidc/logout`, { method: 'POST', body: new URLSearchParams({ logout_token: forged.join('.') }) });
    expect(said.status).toBe(400);
    expect(await isIn()).toBe(true);
    const { response } = await traveller.go(`${idp.issuer}/session/end`);
    const page = await response.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await traveller.go(`${idp.issuer}/session/end/confirm`, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    await expect.poll(isIn, { timeout: 10_000 }).toBe(false);
  });

  test('CAS: attributes of an ENT give the roles; a ticket serves once, for its own service; single sign-out ends the session', async () => {
    cas.user = {
      user: 'hélène.roy',
      attributes: { givenName: 'Hélène', sn: 'Roy & <Co>', ENTPersonProfils: 'National_DIR', ENTPersonStructRattachUAI: [UAI, OTHER] },
    };
    const { how, next, person, isIn, traveller } = await enter('cas');
    expect([how, next]).toEqual(['came', '/a/7K3M-Q9PX']);
    expect(await rolesOf(person)).toEqual([`approver ${site}`, `approver ${other}`].sort());
    expect(await db.person.findUniqueOrThrow({ where: { id: person ?? '' } })).toMatchObject({ givenName: 'Hélène', familyName: 'Roy & <Co>' });
    const callback = traveller.visited.find((url) => url.includes('/api/sso/cas/callback')) ?? '';
    expect((await new Traveller().go(callback)).url.searchParams.get('sso')).toBe('failed');
    expect(await isIn()).toBe(true);
    await cas.signOut();
    expect(await isIn()).toBe(false);
  });

  test('CAS: an address that its owner may have typed makes nobody known, and is not kept', async () => {
    const typed = 'rosa@lycee.example';
    const rosa = await makePerson(db, 'rosa', [{ role: 'supervisor', siteId: site }]);
    await db.person.update({ where: { id: rosa }, data: { email: typed } });
    cas.user = { user: 'mallory', attributes: { mail: typed } };
    expect((await enter('cas')).how).toBe('refused');
    cas.user = { user: 'mallory', attributes: { mail: typed, ENTPersonProfils: 'National_DIR', ENTPersonStructRattachUAI: UAI } };
    const { person } = await enter('cas');
    expect(person).not.toBe(rosa);
    expect(await db.person.findUniqueOrThrow({ where: { id: person ?? '' } })).toMatchObject({ login: 'mallory', email: null });
  });

  test('without a button the portal’s doors are shut', async () => {
    await keep({ ...SETTINGS, buttons: { cas: 'ENT' } });
    expect((await new Traveller().go(`${relais.url}/api/sso/oidc/start`)).response.status).toBe(404);
    await keep(SETTINGS);
  });
});
