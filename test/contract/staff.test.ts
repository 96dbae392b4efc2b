/** A list of people brought to the office: looked at first, written when asked, and the same file again changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StaffReport, StaffWritten } from '#domain/staff/report.ts';
import { spendLink } from '#server/account/links.ts';
import type { Db } from '#server/db.ts';
import type { Desk } from '#server/office/desk.ts';
import { lookAtStaff, type StaffFault, writeStaff } from '#server/office/staff/staff.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { Browser, makeOrganisation, makePerson, makeSite, NOW, PASSWORD } from './session-people.ts';

const HEAD = 'Identifiant;Prénom;Nom;Rôle;UAI;Équipe;Téléphone;Mail;Langue';
const UAI = '0750655E';
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf8 = (text: string) => Buffer.from(text);

describe.each(databases())('people by a list on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  let desk: Desk;
  let site: string;
  let n = 0;

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    await makeOrganisation(db);
    site = await makeSite(db, UAI);
    const admin = await makePerson(db, 'ada@exemple.fr', [{ role: 'admin', siteId: null }]);
    desk = { db, now: NOW, session: { actor: { person: admin, memberships: [], teams: [] }, name: 'Ada', language: 'fr' } } as unknown as Desk;
    await db.team.create({ data: { id: 'a1930000-0000-7000-8000-0000000000aa', name: 'Ixus Réseaux', kind: 'provider' } });
  });
  afterAll(() => fresh.close());

  const look = async (bytes: Uint8Array) => (await lookAtStaff(desk, bytes)) as StaffReport;
  const keep = async (bytes: Uint8Array, first: 'link' | 'none' = 'none') =>
    (await writeStaff(desk, bytes, { seen: (await look(bytes)).seen, first })) as StaffWritten;
  const by = (login: string) => db.person.findUniqueOrThrow({ where: { login }, include: { memberships: true, teams: true } });
  const fresher = () => {
    n += 1;
    return `new${n}`;
  };

  test('Windows-1252 with semicolons, or UTF-8 with a mark and commas and English headers: read alike, and nothing is written yet', async () => {
    const people = await db.person.count();
    const french = latin1(`${HEAD}\r\nzoe;Zoé;Lémery;Correspondant;${UAI};;;zoe@exemple.fr;fr\r\n`);
    const english = utf8(
      `\ufeffLogin,Given name,Family name,Role,Site,Team,Phone,Email,Language\nzoe,Zoé,Lémery,"IT correspondent, level 1",${UAI},,,zoe@exemple.fr,French\n`,
    );
    const [a, b] = [await look(french), await look(english)];
    expect([a.spelling, b.spelling].map((s) => [s.encoding, s.separator])).toEqual([
      ['ISO-8859-1', ';'],
      ['UTF-8', ','],
    ]);
    expect([a.counts, b.counts]).toEqual([
      { made: 1, changed: 0, same: 0, left: 0 },
      { made: 1, changed: 0, same: 0, left: 0 },
    ]);
    expect(a.changes[0]).toMatchObject({ name: 'Zoé Lémery', roles: [{ role: 'correspondent', site: `Lycée ${UAI}` }], fields: null });
    expect(await db.person.count()).toBe(people);
  });

  test('what was looked at is written; the same file again finds nothing; a link lets the new one in, once', async () => {
    const login = fresher();
    const file = utf8(`${HEAD}\n${login};Ali;Sow;Technicien;${UAI};;0612345678;;\n${login};Ali;Sow;Prestataire;;ixus reseaux;;;en\n`);
    const events = await db.securityEvent.count({ where: { kind: 'people-imported' } });
    const written = await keep(file, 'link');
    expect(written).toMatchObject({ made: 1, changed: 0, mailed: 0, problems: [] });
    const ali = await by(login);
    expect(ali).toMatchObject({ givenName: 'Ali', familyName: 'Sow', phone: '0612345678', language: 'en', passwordHash: null });
    expect(ali.memberships.map((m) => [m.role, m.siteId]).sort()).toEqual([
      ['provider', null],
      ['technician', site],
    ]);
    expect(ali.teams).toHaveLength(1);
    expect(await db.securityEvent.count({ where: { kind: 'people-imported' } })).toBe(events + 1);
    const again = await look(file);
    expect(again.counts).toEqual({ made: 0, changed: 0, same: 1, left: 0 });
    const before = await db.organisation.findUniqueOrThrow({ where: { id: 'org' } });
    expect(await keep(file, 'link')).toMatchObject({ made: 0, changed: 0, links: [] });
    expect((await db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).version).toBe(before.version);
    const [link] = written.links;
    expect(link?.square.size).toBeGreaterThan(20);
    const token = link?.url.split('token=')[1];
    expect(await spendLink(db, { token, password: 'quatre chevaux mangent du trèfle' }, NOW)).toMatchObject({ ok: true, login });
    expect(await spendLink(db, { token, password: 'quatre chevaux mangent du trèfle' }, NOW)).toEqual({ ok: false, fault: 'link' });
    expect((await new Browser(db).signIn(login, 'quatre chevaux mangent du trèfle')).status).toBe(200);
  });

  test('cells that say otherwise change an account; empty ones, and lines that are not there, take nothing away', async () => {
    const login = fresher();
    await makePerson(db, login, [{ role: 'supervisor', siteId: site }]);
    const file = utf8(`${HEAD}\n${login.toUpperCase()};Mina;Diallo-Petit;Direction;${UAI};;;;\n`);
    expect((await look(file)).changes[0]).toMatchObject({
      fields: [{ field: 'familyName', from: 'Diallo', to: 'Diallo-Petit' }],
      roles: [{ role: 'approver' }],
    });
    expect(await keep(file, 'link')).toMatchObject({ made: 0, changed: 1, links: [] });
    const mina = await by(login);
    expect(mina).toMatchObject({ familyName: 'Diallo-Petit', language: 'fr' });
    expect(mina.memberships.map((m) => m.role).sort()).toEqual(['approver', 'supervisor']);
    expect(await db.securityEvent.count({ where: { kind: 'roles-changed', personId: mina.id } })).toBe(1);
  });

  test('each line that is left out is named by its cell; the others are written', async () => {
    const [shut, held, good] = [fresher(), fresher(), fresher()];
    await makePerson(db, shut);
    await db.person.update({ where: { login: shut }, data: { disabledAt: new Date(NOW) } });
    await makePerson(db, held);
    await db.person.update({ where: { login: held }, data: { email: 'held@exemple.fr' } });
    const lines = [
      ';Ana;Roy;Technicien;;;;;',
      'ana;;Roy;Technicien;;;;;',
      'ana;Ana;Roy;Sorcier;;;;;',
      'ana;Ana;Roy;Administrateur;;;;;',
      'ana;Ana;Roy;Technicien;0750655X;;;;',
      'ana;Ana;Roy;Correspondant;;;;;',
      'ana;Ana;Roy;Prestataire;;;;;',
      'ana;Ana;Roy;Prestataire;;Inconnue;;;',
      'ana;Ana;Roy;Technicien;0450062Y;;;;',
      'ana;Ana;Roy;Technicien;;;;pas une adresse;',
      'ana;Ana;Roy;Technicien;;;;;klingon',
      `${shut};Mina;Diallo;Technicien;;;;;`,
      'ada@exemple.fr;Ada;Autre;Technicien;;;;;',
      `${held};Mina;Diallo;Technicien;;;;other@exemple.fr;`,
      'eve;Eve;Noir;Technicien;;;;HELD@exemple.fr;',
      'eve2;Eve;Noir;Technicien;;;;ada@exemple.fr;',
      `${good};Bon;Un;Technicien;;;;;`,
      `${good};Autre;Nom;Demandeur;${UAI};;;;`,
    ];
    const file = utf8(`${HEAD}\n${lines.join('\n')}\n`);
    const report = await look(file);
    expect(report.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 0, 'login'],
      [3, 1, 'name'],
      [4, 3, 'role'],
      [5, 3, 'admin'],
      [6, 4, 'uai'],
      [7, 4, 'scope'],
      [8, 5, 'team'],
      [9, 5, 'team-unknown'],
      [10, 4, 'site-unknown'],
      [11, 7, 'email'],
      [12, 8, 'language'],
      [13, 0, 'shut'],
      [14, 0, 'of-admin'],
      [15, 7, 'email-held'],
      [16, 7, 'email-taken'],
      [17, 7, 'email-taken'],
      [19, 0, 'other-name'],
    ]);
    expect(report.counts).toEqual({ made: 1, changed: 0, same: 0, left: 17 });
    expect(await keep(file)).toMatchObject({ made: 1, changed: 0 });
    expect((await by(held)).email).toBe('held@exemple.fr');
    expect(await db.person.count({ where: { login: { in: ['ana', 'eve', 'eve2'] } } })).toBe(0);
    expect(await db.membership.count({ where: { person: { login: 'ada@exemple.fr' } } })).toBe(1);
  });

  test('an address that somebody typed takes no account over: its owner is another login, and stays as they are', async () => {
    const owner = fresher();
    await makePerson(db, owner, [{ role: 'supervisor', siteId: null }]);
    await db.person.update({ where: { login: owner }, data: { email: 'owner@exemple.fr' } });
    const before = await by(owner);
    // Without a column of logins, the address is the login; it finds no account by its address.
    const file = utf8('Mail;Prénom;Nom;Rôle;UAI\nowner@exemple.fr;Mina;Diallo;Technicien;\n');
    expect((await look(file)).problems.map((p) => p.code)).toEqual(['email-taken']);
    expect(await keep(file, 'link')).toMatchObject({ made: 0, changed: 0, links: [] });
    expect(await by(owner)).toEqual(before);
    // An account that nobody can sign in to yet is given the address that it lacks.
    const login = fresher();
    await keep(utf8(`${HEAD}\n${login};Ali;Sow;Technicien;;;;;\n`));
    await keep(utf8(`${HEAD}\n${login};Ali;Sow;Technicien;;;;ali@exemple.fr;\n`));
    expect((await by(login)).email).toBe('ali@exemple.fr');
  });

  test('what was looked at must be what is written', async () => {
    const login = fresher();
    const file = utf8(`${HEAD}\n${login};Ali;Sow;Technicien;;;;;\n`);
    const { seen } = await look(file);
    await makePerson(db, login);
    const told = (await writeStaff(desk, file, { seen, first: 'none' })) as StaffFault;
    expect(told).toMatchObject({ kind: 'overtaken', report: { counts: { made: 0, changed: 1 } } });
    expect((await by(login)).familyName).toBe('Diallo');
    expect((await new Browser(db).signIn(login, PASSWORD)).status).toBe(200);
  });

  test('what is no list, or too long a one, says so', async () => {
    expect(await lookAtStaff(desk, utf8('Prénom;Nom\nA;B\n'))).toEqual({ kind: 'columns', missing: ['login', 'role'] });
    expect(await lookAtStaff(desk, utf8(''))).toMatchObject({ kind: 'unreadable', code: 'empty' });
    expect(await lookAtStaff(desk, new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d]))).toMatchObject({ kind: 'unreadable', code: 'not-a-table' });
    const many = utf8(`${HEAD}\n${'a;A;B;Technicien;;;;;\n'.repeat(3001)}`);
    expect(await lookAtStaff(desk, many)).toMatchObject({ kind: 'unreadable', code: 'rows', data: { most: 3000 } });
    expect(await lookAtStaff(desk, new Uint8Array(2 * 1024 * 1024 + 1))).toMatchObject({ kind: 'unreadable', code: 'size' });
  });

  test('hundreds at once are written in turns', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `bulk${i};Pré${i};Nom${i};Demandeur;${UAI};;;;`);
    expect(await keep(utf8(`${HEAD}\n${lines.join('\n')}\n`))).toMatchObject({ made: 300, problems: [] });
    expect(await db.person.count({ where: { login: { startsWith: 'bulk' } } })).toBe(300);
  });
});
