/** A real directory (Debian's slapd): its logins and passwords open accounts here, by the same rules as the portals, and its end is the end. */

import { Attribute, Change } from 'ldapts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NO_SIGN_IN } from '#domain/sign-in.ts';
import type { Db } from '#server/db.ts';
import { env, readEnv } from '#server/env.ts';
import { type Claims, sessionOf } from '#server/session/actor.ts';
import { claimsOf } from '#server/session/cookie.ts';
import { watchDirectory } from '#server/session/sso/directory-watch.ts';
import { askDirectory, directoryState } from '#server/session/sso/ldap.ts';
import { escapeFilter } from '#server/session/sso/ldap-groups.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { SERVICE, type Slapd, SUFFIX, startSlapd } from '#test/sso/slapd.ts';
import { Browser, makeOrganisation, makePerson, makeSite, NOW, PASSWORD } from './session-people.ts';

const SERVICE_PASSWORD = 'le compte de service';
const HERS = 'mot de passe de l’annuaire';
const UAI = '0450062Y';

const person = (uid: string, more = '') =>
  `dn: uid=${uid},${SUFFIX}\nobjectClass: inetOrgPerson\nobjectClass: shadowAccount\nuid: ${uid}\ncn: ${uid}\nsn: Diallo\ngivenName: Mina\nmail: ${uid}@ecole.test\ndepartmentNumber: ${UAI}\nuserPassword: ${HERS}\n${more}`;
const group = (cn: string, ...members: string[]) =>
  `dn: cn=${cn},${SUFFIX}\nobjectClass: groupOfNames\ncn: ${cn}\n${members.map((m) => `member: uid=${m},${SUFFIX}`).join('\n')}\n`;

const LDIF = [
  ...['mina', 'hugo', 'twin', 'nobody-here', 'late', 'local', 'star'].map((uid) => person(uid)),
  // Another entry that bears the login of the first.
  `dn: cn=twin,${SUFFIX}\nobjectClass: inetOrgPerson\ncn: twin\nsn: Autre\nuid: twin\nuserPassword: ${HERS}\n`,
  group('informatique', 'mina', 'late', 'star'),
  group('direction', 'hugo'),
].join('\n');

let slapd: Slapd;
const setting = () => env().ldap as unknown as { url: URL; startTls: boolean; ca: string | undefined; bindPassword: string };

beforeAll(async () => {
  slapd = await startSlapd(LDIF, SERVICE_PASSWORD);
  Object.assign(process.env, {
    ...{ LDAP_URL: slapd.plain, LDAP_CA: slapd.ca, LDAP_BASE: SUFFIX, LDAP_BIND_DN: SERVICE, LDAP_BIND_PASSWORD: SERVICE_PASSWORD },
  });
}, 120_000);
afterAll(() => slapd?.stop());
afterEach(() => {
  Object.assign(setting(), { url: new URL(slapd.plain), startTls: true, ca: slapd.ca, bindPassword: SERVICE_PASSWORD });
});

test('a login and its password, over StartTLS and over LDAPS; another password is wrong, an empty one is never asked about', async () => {
  for (const url of [slapd.plain, slapd.secure]) {
    setting().url = new URL(url);
    const known = await askDirectory('mina', HERS, ['departmentNumber'], NOW);
    expect(known).toMatchObject({
      kind: 'known',
      outside: { provider: 'ldap', login: 'mina', givenName: 'Mina', familyName: 'Diallo', email: null },
    });
    if (known.kind !== 'known') throw new Error();
    expect(known.outside.subject).toMatch(/^uuid:[0-9a-f-]{36}$/);
    expect(known.outside.claims).toMatchObject({ departmentNumber: [UAI], group: ['informatique'], memberOf: [`cn=informatique,${SUFFIX}`] });
    expect(JSON.stringify(known)).not.toContain(HERS);
    expect((await askDirectory('mina', `${HERS}.`, [], NOW)).kind).toBe('wrong');
    expect((await askDirectory('mina', '', [], NOW)).kind).toBe('wrong');
    expect((await askDirectory('mina', '\0', [], NOW)).kind).toBe('wrong');
    expect((await askDirectory('unknown', HERS, [], NOW)).kind).toBe('wrong');
  }
});

test('what is typed as a login is a value and nothing else (RFC 4515); two entries of one login are nobody', async () => {
  expect(escapeFilter('a*b(c)d\\e\0é')).toBe('a\\2ab\\28c\\29d\\5ce\\00é');
  for (const login of ['*', 'min*', 'mina)(objectClass=*', 'mina)(|(uid=*', '*)(uid=*))(|(uid=*', 'mina\\2a', `uid=mina,${SUFFIX}`])
    expect([login, (await askDirectory(login, HERS, [], NOW)).kind]).toEqual([login, 'wrong']);
  expect((await askDirectory('twin', HERS, [], NOW)).kind).toBe('wrong');
});

test('nothing is said to a directory that cannot prove who it is, nor in clear to another machine', async () => {
  for (const url of [slapd.plain, slapd.secure]) {
    Object.assign(setting(), { url: new URL(url), ca: undefined });
    expect((await askDirectory('mina', HERS, [], NOW)).kind).toBe('unreachable');
  }
  const source = { LDAP_URL: 'ldap://annuaire.exemple.fr', LDAP_BASE: SUFFIX };
  expect(() => readEnv({ ...source, LDAP_STARTTLS: '0' })).toThrow('LDAP_STARTTLS');
  expect(readEnv(source).ldap?.startTls).toBe(true);
  expect(() => readEnv({ LDAP_URL: 'ldap://a' })).toThrow('LDAP_BASE');
  expect(() => readEnv({ ...source, LDAP_URL: 'http://a' })).toThrow('LDAP_URL');
  expect(() => readEnv({ ...source, LDAP_FILTER: 'uid=x' })).toThrow('LDAP_FILTER');
});

test('the office reads whether the directory answers, and whether it knows the service account', async () => {
  expect(await directoryState()).toBe('ok');
  setting().bindPassword = 'un autre';
  expect(await directoryState()).toBe('refused');
  setting().url = new URL('ldap://localhost:1');
  expect(await directoryState()).toBe('unreachable');
});

describe.each(databases())('the directory on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  let site: string;

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    await makeOrganisation(db);
    site = await makeSite(db, UAI);
    const rules = [
      { claim: 'group', value: 'informatique', role: 'correspondent', sites: 'departmentNumber' },
      { claim: 'memberOf', value: `cn=direction,${SUFFIX}`, role: 'supervisor', sites: null },
    ];
    await db.organisation.update({ where: { id: 'org' }, data: { signIn: { ...NO_SIGN_IN, rules, create: true } as object } });
  });
  afterAll(() => fresh.close());

  const enter = async (login: string, password = HERS) => {
    const browser = new Browser(db);
    const said = await browser.signIn(login, password);
    return { said, claims: (await claimsOf(browser.session)) as Claims };
  };

  test('by the form of the password: an account by the rules, its roles at its sites, the same one the next time', async () => {
    const { said, claims } = await enter('MINA');
    expect(said.status).toBe(200);
    const found = await db.person.findUniqueOrThrow({ where: { id: claims.person }, include: { memberships: true, accounts: true, sessions: true } });
    expect(found).toMatchObject({ login: 'mina', givenName: 'Mina', passwordHash: null, email: null });
    expect(found.memberships.map((m) => [m.role, m.siteId])).toEqual([['correspondent', site]]);
    expect(found.sessions.map((s) => [s.by, s.outside])).toEqual([['ldap', `ldap:${found.accounts[0]?.subject}`]]);
    expect((await enter('mina')).claims.person).toBe(claims.person);
    expect((await enter('mina', 'pas celui-là')).said).toMatchObject({ status: 401, body: { error: 'wrong' } });
    // Whoever the rules give nothing is told so, their password being right.
    expect((await enter('nobody-here')).said).toMatchObject({ status: 401, body: { error: 'refused' } });
    expect(await db.person.count({ where: { login: 'nobody-here' } })).toBe(0);
  });

  test('a login that is somebody’s here stays theirs: their own password opens it, the directory’s opens another', async () => {
    const local = await makePerson(db, 'star', [{ role: 'admin', siteId: null }]);
    expect((await enter('star', PASSWORD)).claims.person).toBe(local);
    const { claims } = await enter('star');
    expect(claims.person).not.toBe(local);
    expect((await db.person.findUniqueOrThrow({ where: { id: claims.person } })).login).toMatch(/^star@ldap\./);
    expect(await db.membership.count({ where: { personId: local } })).toBe(1);
  });

  test('a directory that is down is told apart from a wrong password; our own passwords go on, and so do sessions', async () => {
    const { claims } = await enter('hugo');
    const mine = `mine@exemple.fr`;
    await makePerson(db, mine, [{ role: 'correspondent', siteId: site }]);
    await slapd.halt();
    try {
      expect((await enter('hugo')).said).toMatchObject({ status: 503, body: { error: 'directory' } });
      expect((await enter(mine, PASSWORD)).said.status).toBe(200);
      expect(await watchDirectory(db, NOW)).toEqual([]);
      expect(await sessionOf(db, claims, NOW)).not.toBeNull();
    } finally {
      await slapd.resume();
    }
    expect((await enter('hugo')).said.status).toBe(200);
  });

  test('an account that is closed there ends here at the next look, and comes in no more; the others stay', async () => {
    const [late, mina] = [await enter('late'), await enter('mina')];
    expect(await watchDirectory(db, NOW)).toEqual([]);
    const expire = (days: string) =>
      slapd.asRoot((root) =>
        root.modify(
          `uid=late,${SUFFIX}`,
          new Change({ operation: 'replace', modification: new Attribute({ type: 'shadowExpire', values: [days] }) }),
        ),
      );
    await expire('1');
    expect(await watchDirectory(db, NOW)).toEqual([late.claims.person]);
    expect(await sessionOf(db, late.claims, NOW)).toBeNull();
    expect(await sessionOf(db, mina.claims, NOW)).not.toBeNull();
    expect((await enter('late')).said).toMatchObject({ status: 401, body: { error: 'refused' } });
    expect((await enter('late', 'pas celui-là')).said).toMatchObject({ status: 401, body: { error: 'wrong' } });
    expect(await db.securityEvent.count({ where: { kind: 'provider-sign-out', personId: late.claims.person } })).toBe(1);
    await expire('99999');
  });

  test('a passkey that is demanded is demanded after the directory’s password too', async () => {
    await db.organisation.update({
      where: { id: 'org' },
      data: {
        signIn: {
          ...NO_SIGN_IN,
          create: true,
          passkeysFrom: NOW,
          rules: [{ claim: 'group', value: 'direction', role: 'supervisor', sites: null }],
        } as object,
      },
    });
    expect((await enter('hugo')).said).toMatchObject({ status: 401, body: { error: 'must' } });
  });
});
