/** The office says who may what: phones follow at once, somebody is always left to run the house, and links let in once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { openLink, spendLink } from '#server/account/links.ts';
import { giveLink } from '#server/office/links.ts';
import { addPerson, disablePerson, listPeople } from '#server/office/people.ts';
import { endPersonSessions, readPerson, setIdentity, setRights } from '#server/office/person.ts';
import { addTeam, joinTeam, leaveTeam, listTeams } from '#server/office/teams.ts';
import { signIn } from '#server/session/credentials.ts';
import { beginSession } from '#server/session/sessions.ts';
import { Throttle } from '#server/throttle.ts';
import { databases } from '#test/databases.ts';
import { addPerson as person } from './doors.ts';
import { Device, HUGO, MINA, newTicket, OTHER_SITE, opening, openSchool, type School, SITE, SUPERVISOR } from './school.ts';
import { deskFor, postFor } from './seats.ts';

const PASSWORD = 'une rivière sous la lune';
const NEW = { givenName: 'Zoé', familyName: 'Lémery', phone: '', email: '', language: 'fr', role: 'correspondent', site: SITE };

describe.each(databases())('who may what, on $name', (kind) => {
  let school: School;
  let ada: PersonId;

  const desk = () => deskFor(school, ada);

  beforeAll(async () => {
    school = await openSchool(kind);
    ada = await person(school, 'ada', 'admin', null);
  });
  afterAll(() => school.close());

  test('a correspondent who changes school loses what is of the old one at their next contact, even if it is given back', async () => {
    const mina = await Device.ready(school, MINA);
    const hugo = await Device.ready(school, HUGO);
    const ticket = newTicket();
    await mina.say(opening(ticket));
    await hugo.pull();
    expect(await setRights(await desk(), { person: HUGO, roles: [{ role: 'correspondent', site: OTHER_SITE }], teams: [] })).toEqual({
      ok: true,
      value: null,
    });
    expect(await setRights(await desk(), { person: HUGO, roles: [{ role: 'correspondent', site: SITE }], teams: [] })).toMatchObject({ ok: true });
    const answer = await hugo.pull();
    expect(answer.reset).toBe(true);
    expect(await school.db.securityEvent.count({ where: { personId: HUGO, kind: 'roles-changed' } })).toBe(2);
  });

  test('the same again changes nothing: no phone begins again', async () => {
    const before = (await school.db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).version;
    const rights = await school.db.exit.findMany({ where: { kind: 'rights' } });
    expect(await setRights(await desk(), { person: HUGO, roles: [{ role: 'correspondent', site: SITE }], teams: [] })).toMatchObject({ ok: true });
    expect(await school.db.exit.findMany({ where: { kind: 'rights' } })).toEqual(rights);
    expect((await school.db.site.findUniqueOrThrow({ where: { id: SITE } })).version).toBeLessThanOrEqual(before);
  });

  test('a role stands where it can be held; a provider needs a team; what is not there is refused', async () => {
    const set = async (roles: unknown, teams: unknown = []) => setRights(await desk(), { person: HUGO, roles, teams });
    expect(await set([{ role: 'correspondent', site: null }])).toEqual({ ok: false, fault: 'scope', field: 'roles' });
    expect(await set([{ role: 'admin', site: SITE }])).toMatchObject({ fault: 'scope' });
    expect(await set([{ role: 'provider', site: null }])).toEqual({ ok: false, fault: 'team', field: 'teams' });
    expect(await set([{ role: 'correspondent', site: HUGO }])).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await set([{ role: 'god', site: null }])).toMatchObject({ fault: 'invalid' });
  });

  test('nobody takes the last administrator away, not even two at the same instant', async () => {
    const bea = await person(school, `bea-${kind.name}`, 'admin', null);
    const [one, two] = [await deskFor(school, ada), await deskFor(school, bea)];
    const told = await Promise.all([disablePerson(one, bea), disablePerson(two, ada)]);
    expect(told.filter((t) => t.ok)).toHaveLength(1);
    expect(told.find((t) => !t.ok)).toMatchObject({ fault: 'last-admin' });
    const left = await school.db.membership.findFirstOrThrow({ where: { role: 'admin', siteId: null, person: { disabledAt: null } } });
    const last = await deskFor(school, left.personId as PersonId);
    expect(await setRights(last, { person: left.personId, roles: [], teams: [] })).toEqual({ ok: false, fault: 'last-admin' });
    await school.db.person.updateMany({ where: { id: { in: [ada, bea] } }, data: { disabledAt: null } });
  });

  test('an invitation lets in once, within seven days; the letter’s key is kept nowhere', async () => {
    const made = await addPerson(await desk(), { ...NEW, login: 'zoe.lemery', first: 'link' });
    if (!made.ok || made.value.link?.url == null) throw new Error('no link');
    expect(made.value.password).toBeNull();
    const token = made.value.link.url.split('#token=')[1] ?? '';
    expect(JSON.stringify(await school.db.oneTimeLink.findMany())).not.toContain(token);
    expect(await openLink(school.db, token, school.now)).toEqual({ purpose: 'invitation', login: 'zoe.lemery', name: 'Zoé Lémery' });
    expect(await openLink(school.db, token, school.now + 8 * 86_400_000)).toBeNull();
    expect(await spendLink(school.db, { token, password: 'motdepasse2026!' }, school.now)).toEqual({ ok: false, fault: 'common' });
    const uses = await Promise.all([0, 1, 2].map(() => spendLink(school.db, { token, password: PASSWORD }, school.now)));
    expect(uses.filter((u) => u.ok)).toHaveLength(1);
    expect(await openLink(school.db, token, school.now)).toBeNull();
    expect((await signIn(school.db, { login: 'zoe.lemery', password: PASSWORD, address: null }, school.now, new Throttle())).kind).toBe('known');
  });

  test('a way back in ends every session; of one whose account is shut it opens nothing', async () => {
    const zoe = await school.db.person.findUniqueOrThrow({ where: { login: 'zoe.lemery' } });
    const signedIn = await beginSession(school.db, { person: zoe.id, by: 'password', userAgent: '' }, school.now);
    const give = async () => {
      const told = await giveLink(await desk(), { person: zoe.id, purpose: 'anew', mail: false });
      return told.ok ? (told.value.url?.split('#token=')[1] ?? '') : '';
    };
    const first = await give();
    const token = await give();
    expect(await openLink(school.db, first, school.now)).toBeNull();
    expect(await spendLink(school.db, { token, password: 'quatre chevaux mangent' }, school.now)).toMatchObject({ ok: true });
    expect((await school.db.signedIn.findUniqueOrThrow({ where: { id: signedIn } })).endedAt).not.toBeNull();
    const late = await give();
    await disablePerson(await desk(), zoe.id);
    expect(await openLink(school.db, late, school.now)).toBeNull();
    expect(await giveLink(await desk(), { person: ada, purpose: 'recovery', mail: false })).toEqual({ ok: false, fault: 'self' });
    expect(await giveLink(await desk(), { person: HUGO, purpose: 'recovery', mail: true })).toEqual({ ok: false, fault: 'no-mail' });
  });

  test('a supervisor signs out, and wipes, whoever works where they run; not an administrator, nor a school that is not theirs', async () => {
    const near = await person(school, `near-${kind.name}`, 'supervisor', SITE);
    const far = await person(school, `far-${kind.name}`, 'supervisor', OTHER_SITE);
    await beginSession(school.db, { person: MINA, by: 'password', userAgent: '' }, school.now);
    expect(await endPersonSessions(await postFor(school, far), { person: MINA, lost: true })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await readPerson(await postFor(school, far), MINA)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await endPersonSessions(await postFor(school, near), { person: ada })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await endPersonSessions(await postFor(school, SUPERVISOR), { person: ada })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await endPersonSessions(await postFor(school, near), { person: MINA, lost: true })).toEqual({ ok: true, value: { ended: 1 } });
    expect(await school.db.signedIn.findFirst({ where: { personId: MINA } })).toMatchObject({ wipe: true });
    const page = await readPerson(await postFor(school, near), MINA);
    expect(page.ok && [page.value.isAdmin, page.value.sites]).toEqual([false, []]);
  });

  test('teams: made, joined by login, left; whoever leaves begins again', async () => {
    const made = await addTeam(await desk(), { name: 'Dépannage 45', kind: 'provider' });
    if (!made.ok) throw new Error(made.fault);
    const paul = await addPerson(await desk(), { ...NEW, login: 'paul.b', role: 'provider', site: '', team: made.value.id });
    expect(paul.ok).toBe(true);
    expect(await joinTeam(await desk(), { team: made.value.id, login: 'nobody' })).toEqual({ ok: false, fault: 'not-allowed', field: 'login' });
    const listed = await listTeams(await desk());
    expect(listed.ok && listed.value.find((t) => t.id === made.value.id)?.members.map((m) => m.name)).toEqual(['Zoé Lémery']);
    const id = paul.ok ? paul.value.id : '';
    expect(await leaveTeam(await desk(), { team: made.value.id, person: id })).toMatchObject({ ok: true });
    expect(await school.db.exit.count({ where: { personId: id, kind: 'rights' } })).toBe(1);
  });

  test('the list: pieces of names without their accents, a page at a time', async () => {
    const found = await listPeople(await desk(), { search: 'lemery zoe' });
    expect(found.ok && found.value.rows.map((r) => r.login).sort()).toEqual(['paul.b', 'zoe.lemery']);
    const far = await listPeople(await desk(), { page: 500 });
    expect(far.ok && far.value.page).toBe(0);
    expect(
      await setIdentity(await desk(), { person: HUGO, givenName: 'Hugo', familyName: 'Z', login: 'ZOE.lemery', phone: '', language: 'fr' }),
    ).toEqual({ ok: false, fault: 'login-taken', field: 'login' });
  });
});
