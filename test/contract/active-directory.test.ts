/**
 * A directory of Microsoft's kind: its logins, its ids, its groups in groups, its words for a password that it does not take, its referrals and its
 * limits. Against slapd with Microsoft's attributes; and against Samba's own Active Directory where that is installed.
 */
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { env } from '#server/env.ts';
import { askDirectory, stillThere } from '#server/session/sso/ldap.ts';
import { nameInDn } from '#server/session/sso/ldap-groups.ts';
import { refusalOf } from '#server/session/sso/ldap-refusal.ts';
import { type ActiveDirectory, DOMAIN, hasActiveDirectory, PEOPLE, startActiveDirectory } from '#test/sso/active-directory.ts';
import { SERVICE, type Slapd, SUFFIX, startSlapd } from '#test/sso/slapd.ts';
import { NOW } from './session-people.ts';

const SERVICE_PASSWORD = 'le compte de service';
const HERS = 'mot de passe de l’annuaire';
const GUID = Buffer.from('00ff2a28295c4142838485868788898a', 'hex');
const MANY = 130;

const dnOf = (cn: string) => `cn=${cn},${SUFFIX}`;
const user = (login: string, more: readonly string[] = []) =>
  [
    ...[`dn: ${dnOf(login)}`, 'objectClass: inetOrgPerson', 'objectClass: msUser', `cn: ${login}`, 'sn: Diallo', 'givenName: Mina'],
    ...[`sAMAccountName: ${login}`, `userPrincipalName: ${login}@ecole.test`, `userPassword: ${HERS}`, ...more, ''],
  ].join('\n');
const group = (cn: string, dn: string, ...members: string[]) =>
  [`dn: ${dn}`, 'objectClass: groupOfNames', `cn: ${cn}`, ...members.map((one) => `member: ${one}`), ''].join('\n');

/** Nobody may be sent here: a directory that says “ask there” names any machine. */
const trap = { port: 0, calls: 0, server: undefined as Server | undefined };

interface Setting {
  url: URL;
  startTls: boolean;
  ca: string | undefined;
  base: string;
  groups: string | undefined;
  filter: string;
  nested: boolean;
  bindDn: string;
  bindPassword: string;
}
const setting = () => env().ldap as unknown as Setting;

let slapd: Slapd;

beforeAll(async () => {
  const server = createServer((socket) => {
    trap.calls += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  trap.server = server;
  trap.port = (server.address() as { port: number }).port;
  const odd = 'Direction, lycée';
  const ldif = [
    user('mina', [
      `objectGUID:: ${GUID.toString('base64')}`,
      'userAccountControl: 512',
      'accountExpires: 9223372036854775807',
      `memberOf: ${dnOf('profs')}`,
    ]),
    user('off', [`objectGUID:: ${Buffer.alloc(16, 7).toString('base64')}`, 'userAccountControl: 514']),
    user('many', [`objectGUID:: ${Buffer.alloc(16, 8).toString('base64')}`]),
    // Only the entry says so: as a read-only copy of a domain may, and a group outside of LDAP_GROUPS.
    group('profs', dnOf('profs'), dnOf('nobody')),
    group('équipe', `cn=equipe,${SUFFIX}`, dnOf('profs')),
    group('région', `cn=region,${SUFFIX}`, `cn=equipe,${SUFFIX}`),
    // A circle ends.
    group('cercle', dnOf('cercle'), `cn=region,${SUFFIX}`, dnOf('cercle')),
    group('autre', dnOf('autre'), dnOf('off')),
    group(odd, `cn=Direction\\, lyc\\C3\\A9e,${SUFFIX}`, dnOf('mina')),
    ...Array.from({ length: MANY }, (_, i) => group(`g${i}`, dnOf(`g${i}`), dnOf('many'))),
    `dn: ou=ailleurs,${SUFFIX}\nobjectClass: referral\nobjectClass: extensibleObject\nou: ailleurs\nref: ldap://127.0.0.1:${trap.port}/ou=ailleurs,${SUFFIX}\n`,
  ].join('\n');
  // Fifty entries to whoever does not ask by pages.
  slapd = await startSlapd(ldif, SERVICE_PASSWORD, ['sizelimit size.soft=50 size.hard=500 size.pr=100 size.prtotal=unlimited']);
  Object.assign(process.env, {
    ...{ LDAP_URL: slapd.plain, LDAP_CA: slapd.ca, LDAP_BASE: SUFFIX, LDAP_BIND_DN: SERVICE, LDAP_BIND_PASSWORD: SERVICE_PASSWORD, LDAP_NESTED: '1' },
  });
}, 120_000);
afterAll(async () => {
  await slapd?.stop();
  trap.server?.close();
});

const groupsOf = async (login: string, password = HERS) => {
  const found = await askDirectory(login, password, [], NOW);
  return found.kind === 'known' ? [...(found.outside.claims['group'] ?? [])].sort() : found.kind;
};

test('a login as it is there, or as an address of the domain; the id is the entry’s own, byte by byte', async () => {
  for (const login of ['mina', 'MINA', 'mina@ecole.test'])
    expect(await askDirectory(login, HERS, [], NOW)).toMatchObject({
      kind: 'known',
      outside: { subject: `guid:${GUID.toString('hex')}`, login: 'mina' },
    });
  // Bytes of it are signs of a filter: * ( ) \ and nothing.
  expect(await stillThere(`guid:${GUID.toString('hex')}`, NOW)).toBe('open');
  expect(await stillThere(`guid:${'ab'.repeat(16)}`, NOW)).toBe('over');
  expect(await stillThere(`guid:${'07'.repeat(16)}`, NOW)).toBe('over');
  expect((await askDirectory('off', HERS, [], NOW)).kind).toBe('shut');
  expect((await askDirectory('off', 'autre chose', [], NOW)).kind).toBe('wrong');
});

test('groups in groups count where the office says so, and a circle of them ends', async () => {
  expect(await groupsOf('mina')).toEqual(['Direction, lycée', 'cercle', 'equipe', 'profs', 'region', 'région', 'équipe'].sort());
  setting().nested = false;
  expect(await groupsOf('mina')).toEqual(['Direction, lycée', 'profs'].sort());
  setting().nested = true;
});

test('a comma in the name of a group makes no other group of it', () => {
  expect(nameInDn('CN=Direction\\, lycée,OU=Groupes,DC=ecole')).toBe('Direction, lycée');
  expect(nameInDn('cn=lyc\\C3\\A9e,DC=ecole')).toBe('lycée');
  expect(nameInDn('CN=a\\+b\\=c\\\\d,DC=ecole')).toBe('a+b=c\\d');
  expect(nameInDn('CN=profs')).toBe('profs');
  expect(nameInDn('CN=profs+OU=x,DC=ecole')).toBeUndefined();
  expect(nameInDn('OU=profs,DC=ecole')).toBeUndefined();
});

test('whoever is in more groups than a directory gives at once is in all of them', async () => {
  expect(await groupsOf('many')).toHaveLength(MANY);
});

test('a directory that says “ask elsewhere” sends us nowhere', async () => {
  expect((await askDirectory('mina', HERS, [], NOW)).kind).toBe('known');
  setting().base = `ou=ailleurs,${SUFFIX}`;
  expect((await askDirectory('mina', HERS, [], NOW)).kind).toBe('unreachable');
  setting().base = SUFFIX;
  expect(trap.calls).toBe(0);
});

test('a login that nobody has costs as many words with the directory as one that somebody has: the time tells nothing', async () => {
  let words = 0;
  const { port } = new URL(slapd.plain);
  const between = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    near.on('data', () => {
      words += 1;
    });
    near.pipe(far).pipe(near);
    for (const one of [near, far]) one.on('error', () => one.destroy());
  });
  await new Promise<void>((done) => between.listen(0, '127.0.0.1', done));
  Object.assign(setting(), { url: new URL(`ldap://127.0.0.1:${(between.address() as { port: number }).port}`), startTls: false });
  const cost = async (login: string) => {
    words = 0;
    expect((await askDirectory(login, 'pas celui-là', [], NOW)).kind).toBe('wrong');
    // And its goodbye.
    await sleep(100);
    return words;
  };
  const costs = [await cost('mina'), await cost('inconnue'), await cost('off'), await cost('mina@ecole.test')];
  Object.assign(setting(), { url: new URL(slapd.plain), startTls: true });
  between.close();
  expect(costs[0]).toBeGreaterThanOrEqual(3);
  expect(new Set(costs).size).toBe(1);
});

test('Active Directory’s codes: what a person can mend is told to whoever has the password, and to nobody else', () => {
  const said = (code: string) => refusalOf(`80090308: LdapErr: DSID-0C09050F, comment: AcceptSecurityContext error, data ${code}, v4563 Code: 0x31`);
  expect(Object.fromEntries(['525', '52e', '530', '531', '532', '533', '701', '773', '775', '999'].map((code) => [code, said(code)]))).toEqual({
    ...{
      525: 'wrong',
      '52e': 'wrong',
      530: 'shut',
      531: 'shut',
      532: 'expired',
      533: 'shut',
      701: 'shut',
      773: 'expired',
      775: 'wrong',
      999: 'wrong',
    },
  });
  expect(refusalOf('Invalid credentials during a bind operation. Code: 0x31')).toBe('wrong');
});

describe.runIf(hasActiveDirectory())('Samba’s Active Directory', () => {
  const PASSWORD = 'Mot.de.passe.1';
  let ad: ActiveDirectory;

  beforeAll(async () => {
    ad = await startActiveDirectory();
    const make = (login: string, ...more: string[]) =>
      ad.tool('user', 'create', login, PASSWORD, '--given-name=Mina', `--surname=D${login}`, ...more);
    for (const login of ['service', 'mina', 'off', 'over', 'must', 'locked']) make(login, `--mail-address=${login}@ecole.test`);
    ad.tool('user', 'disable', 'off');
    ad.tool('user', 'setexpiry', 'over', '--days=0');
    ad.tool('user', 'setpassword', 'must', `--newpassword=${PASSWORD}2`, '--must-change-at-next-login');
    ad.tool('domain', 'passwordsettings', 'set', '--account-lockout-threshold=3');
    for (const name of ['informatique', 'sites', 'region']) ad.tool('group', 'add', name);
    for (const [name, member] of [
      ['informatique', 'mina'],
      ['sites', 'informatique'],
      ['region', 'sites'],
    ] as const)
      ad.tool('group', 'addmembers', name, member);
    Object.assign(setting(), {
      ...{ url: new URL(ad.plain), ca: ad.ca, base: DOMAIN, groups: undefined, nested: true },
      ...{ bindDn: 'service@ad.ecole.test', bindPassword: PASSWORD },
    });
  }, 180_000);
  afterAll(() => ad?.stop());

  const kind = async (login: string, password: string) => (await askDirectory(login, password, [], Date.now())).kind;

  test('by StartTLS and by LDAPS, from the root of the domain with its referrals; its ids, groups and groups in groups', async () => {
    for (const url of [ad.plain, ad.secure]) {
      setting().url = new URL(url);
      for (const login of ['mina', 'mina@ad.ecole.test']) {
        const found = await askDirectory(login, PASSWORD, ['mail'], Date.now());
        expect(found).toMatchObject({ kind: 'known', outside: { login: 'mina', givenName: 'Mina', familyName: 'Dmina' } });
        if (found.kind !== 'known') throw new Error();
        expect(found.outside.subject).toMatch(/^guid:[0-9a-f]{32}$/);
        expect([...(found.outside.claims['group'] ?? [])].sort()).toEqual(['informatique', 'region', 'sites']);
        expect(await stillThere(found.outside.subject, Date.now())).toBe('open');
      }
      expect(await kind('mina', 'faux')).toBe('wrong');
      expect(await kind('personne', PASSWORD)).toBe('wrong');
    }
  });

  test('a filter of its own kind: people alone, and only who is in a group, however deep', async () => {
    const { filter } = setting();
    setting().filter = `(&(objectCategory=person)(objectClass=user)(sAMAccountName={login})(memberOf:1.2.840.113556.1.4.1941:=CN=region,${PEOPLE}))`;
    expect(await kind('mina', PASSWORD)).toBe('known');
    expect(await kind('service', PASSWORD)).toBe('wrong');
    setting().filter = filter;
    expect(await kind('service', PASSWORD)).toBe('known');
  });

  test('closed, over, to be changed, locked: what its codes mean, with the password and without', async () => {
    expect([await kind('off', PASSWORD), await kind('off', 'faux')]).toEqual(['shut', 'wrong']);
    expect([await kind('over', PASSWORD), await kind('over', 'faux')]).toEqual(['shut', 'wrong']);
    expect([await kind('must', `${PASSWORD}2`), await kind('must', 'faux')]).toEqual(['expired', 'wrong']);
    for (let tries = 0; tries < 4; tries += 1) expect(await kind('locked', 'faux')).toBe('wrong');
    // Locked there: whoever has the password is told no more than whoever guesses.
    expect(await kind('locked', PASSWORD)).toBe('wrong');
  });
});
