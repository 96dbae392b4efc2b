/** Two accounts of one person are made one: the one that stays has all of both; the other opens nothing, and what it did keeps its name. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { makeLink, openLink } from '#server/account/links.ts';
import type { Desk } from '#server/office/desk.ts';
import { lookAtDoubles, mergePeople } from '#server/office/merge.ts';
import { listPeople, restorePerson } from '#server/office/people.ts';
import { setRights } from '#server/office/person.ts';
import { sessionOf } from '#server/session/actor.ts';
import { beginSession, formerOf, isMerged } from '#server/session/sessions.ts';
import { admit } from '#server/session/sso/admit.ts';
import { sweepMerged } from '#server/sweep/merged.ts';
import { databases } from '#test/databases.ts';
import {
  Device,
  HUGO,
  kinds,
  MINA,
  newTicket,
  note,
  opening,
  openSchool,
  PROVIDER,
  REQUESTER,
  type School,
  SITE,
  SUPERVISOR,
  TEAM,
  TECH,
} from './school.ts';

describe.each(databases())('two accounts made one on $name', (kind) => {
  let school: School;
  let desk: Desk;
  let ada: PersonId;

  beforeAll(async () => {
    school = await openSchool(kind);
    const { db } = school;
    for (const { id, login } of await db.person.findMany()) await db.person.update({ where: { id }, data: { login: login.toLowerCase() } });
    ada = randomUUID() as PersonId;
    await db.person.create({ data: { id: ada, login: 'ada', givenName: 'Ada', familyName: 'Essai' } });
    await db.membership.create({ data: { id: randomUUID(), personId: ada, role: 'admin', siteId: null } });
    desk = { db, now: school.now, session: { actor: await school.actor(ada), name: 'Ada', language: 'fr' } };
  });
  afterAll(() => school.close());

  test('roles, teams, tickets, turns and the portal go to the one that stays; the other is shut, and what it did keeps its name', async () => {
    const { db } = school;
    const [mina, hugo, rose] = [await Device.ready(school, MINA), await Device.ready(school, HUGO), await Device.ready(school, REQUESTER)];
    const ticket = newTicket();
    await rose.say(opening(ticket));
    await hugo.say({ type: 'take', v: 1, ticket, expected: null }, note(ticket, 'Vue sur place.'));
    await db.teamMember.create({ data: { teamId: TEAM, personId: HUGO } });
    await db.externalAccount.create({ data: { provider: 'oidc', subject: 'hugo-there', personId: HUGO, linkedAt: new Date(school.now) } });
    await db.onCall.create({
      data: { id: randomUUID(), personId: HUGO, siteId: SITE, from: new Date(school.now), until: new Date(school.now + 3_600_000) },
    });
    await db.presence.create({ data: { personId: TECH, siteId: '', deputyId: HUGO } });
    await db.subscription.create({
      data: {
        ...{ id: randomUUID(), personId: HUGO, endpoint: `https://fcm.googleapis.com/fcm/send/${randomUUID()}`, p256dh: 'x', auth: 'y' },
        ...{ label: 'Chrome', createdAt: new Date(school.now), lastContact: new Date(school.now) },
      },
    });
    const link = await makeLink(db, { person: HUGO, purpose: 'recovery', by: ada }, school.now);
    const signedIn = await beginSession(db, { person: HUGO, by: 'password', userAgent: 'Chrome' }, school.now);
    const claims = { person: HUGO, sessionVersion: 0, signedIn, expiresAt: school.now + 1e9 };
    expect(await sessionOf(db, claims, school.now)).not.toBeNull();

    const two = await lookAtDoubles(desk, { person: MINA, login: ' Hugo ' });
    expect(two.ok && two.value.map((one) => [one.login, one.tickets, one.devices, one.outside])).toEqual([
      ['mina', 0, 0, false],
      ['hugo', 1, 1, true],
    ]);
    expect(await mergePeople(desk, { stays: MINA, goes: HUGO, login: 'mina' })).toMatchObject({ ok: false, fault: 'confirm' });
    expect(await mergePeople(desk, { stays: MINA, goes: HUGO, login: 'hugo' })).toEqual({ ok: true, value: null });

    const head = await school.head(ticket);
    expect(head).toMatchObject({ assignee: MINA, requester: REQUESTER });
    expect(JSON.stringify([head.helpers, head.observers])).not.toContain(HUGO);
    const events = await db.event.findMany({ where: { ticketId: ticket }, orderBy: [{ version: 'asc' }, { ordinal: 'asc' }] });
    expect(events.filter((e) => e.type === 'NoteAdded').map((e) => e.actorId)).toEqual([HUGO]);
    expect(events.at(-1)).toMatchObject({ type: 'PersonReplaced', actorId: null, data: { from: HUGO, to: MINA } });
    const { changes } = await mina.reset();
    const seen = changes.find((c) => c.kind === 'ticket' && c.id === ticket);
    expect(seen).toBeDefined();
    // Their name is still there to be read beside what they did.
    expect(JSON.stringify(seen)).toContain('Hugo Essai');
    await mina.say({ type: 'start', v: 2, ticket, remote: false });
    expect((await school.head(ticket)).status).toBe('in_progress');

    const rows = async (personId: string) => [
      (await db.teamMember.findMany({ where: { personId } })).length,
      await db.membership.count({ where: { personId } }),
      await db.onCall.count({ where: { personId } }),
      await db.externalAccount.count({ where: { personId } }),
    ];
    expect(await rows(MINA)).toEqual([1, 1, 1, 1]);
    expect(await rows(HUGO)).toEqual([0, 0, 0, 0]);
    expect((await db.presence.findFirstOrThrow({ where: { personId: TECH } })).deputyId).toBe(MINA);
    expect(await db.subscription.count({ where: { personId: HUGO } })).toBe(0);
    expect(await db.ticketPerson.count({ where: { personId: HUGO } })).toBe(0);
    expect(await sessionOf(db, claims, school.now)).toBeNull();
    expect(await isMerged(db, HUGO)).toBe(true);
    // The phone of one is told of the other, and nobody else's is.
    expect(await formerOf(db, MINA)).toEqual([HUGO]);
    for (const person of [HUGO, TECH, ada]) expect(await formerOf(db, person)).toEqual([]);
    expect(await openLink(db, link.url.split('token=')[1], school.now)).toBeNull();
    // The portal opens the one that stays.
    const outside = {
      provider: 'oidc',
      subject: 'hugo-there',
      claims: {},
      login: null,
      givenName: null,
      familyName: null,
      email: null,
      session: null,
    };
    expect(await admit(db, outside as never, school.now)).toMatchObject({ kind: 'known', person: MINA });
    expect((await db.securityEvent.findMany({ where: { kind: 'account-merged' } })).map((e) => e.personId).sort()).toEqual([MINA, HUGO].sort());
  });

  test('[10, 33] what waits on the old account’s phone is never said by the one that stays', async () => {
    const hugo = new Device(school, HUGO);
    await school.db.origin.create({
      data: {
        ...{ id: hugo.origin, personId: HUGO, createdAt: new Date(school.now) },
        ...{ lastContact: new Date(school.now), lastAct: new Date(school.now) },
      },
    });
    const before = await school.version();
    const ask = school.ask(MINA, hugo.request([hugo.entry(opening(newTicket()))]));
    await expect(ask).rejects.toMatchObject({ name: 'ForeignOrigin' });
    expect(await school.version()).toBe(before);
  });

  test('it is for good: not opened again, given nothing, listed no more; what a phone says later of the old one is put right', async () => {
    const { db } = school;
    expect(await restorePerson(desk, HUGO)).toMatchObject({ ok: false, fault: 'not-allowed' });
    const rights = { person: HUGO, roles: [{ role: 'technician', site: null }], teams: [] };
    expect(await setRights(desk, rights)).toMatchObject({ ok: false, fault: 'not-allowed' });
    expect(await mergePeople(desk, { stays: TECH, goes: HUGO, login: 'hugo' })).toMatchObject({ ok: false, fault: 'not-allowed' });
    expect(await lookAtDoubles(desk, { person: MINA, login: 'hugo' })).toMatchObject({ ok: false, fault: 'not-allowed' });
    const listed = await listPeople(desk, { search: 'hugo' });
    expect(listed.ok && listed.value.total).toBe(0);
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    const { receipts } = await mina.say(opening(ticket, { beneficiary: { person: HUGO, name: '' } }));
    expect(kinds(receipts)).toEqual(['executed']);
    expect(JSON.stringify(await school.head(ticket))).not.toContain(HUGO);
    // A row that no ticket knows does not keep the sweep busy.
    await db.ticketPerson.create({ data: { ticketId: ticket, personId: HUGO } });
    expect(await sweepMerged(db, school.now)).toBe(1);
    expect(await sweepMerged(db, school.now)).toBe(0);
  });

  test('whoever does it stays; nobody else may; the last administrator’s role goes to the one that stays', async () => {
    const { db } = school;
    expect(await mergePeople(desk, { stays: TECH, goes: ada, login: 'ada' })).toMatchObject({ ok: false, fault: 'self' });
    expect(await mergePeople(desk, { stays: TECH, goes: TECH, login: 'thomas' })).toMatchObject({ ok: false, fault: 'self' });
    expect(await lookAtDoubles(desk, { person: TECH, login: 'nobody' })).toMatchObject({ ok: false, fault: 'not-allowed' });
    const other = randomUUID();
    await db.person.create({ data: { id: other, login: 'ada2', givenName: 'Ada', familyName: 'Essai' } });
    await db.membership.create({ data: { id: randomUUID(), personId: other, role: 'admin', siteId: null } });
    const asOther = { ...desk, session: { ...desk.session, actor: await school.actor(other as PersonId) } };
    expect(await mergePeople(asOther, { stays: SUPERVISOR, goes: ada, login: 'ada' })).toEqual({ ok: true, value: null });
    expect(await db.membership.count({ where: { personId: SUPERVISOR, role: 'admin' } })).toBe(1);
    expect(await mergePeople(asOther, { stays: PROVIDER, goes: SUPERVISOR, login: 'supervisor' })).toMatchObject({ ok: false, fault: 'confirm' });
  });
});
