/** A person's data as a file, and their erasure: no table, no index, no file and no phone names them any more, and the figures stay. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { GET as own } from '#app/api/account/export/route.ts';
import { GET as theirs } from '#app/api/people/[id]/export/route.ts';
import type { PersonId, PhotoHash, TicketId } from '#domain/ids.ts';
import { TAKEN_OUT } from '#domain/redact.ts';
import { filesOf, forgetFolder, keepFile, keepLeft, leftOf } from '#server/imports/files.ts';
import { deskOf } from '#server/office/desk.ts';
import { disablePerson, restorePerson } from '#server/office/people.ts';
import { collectPerson } from '#server/personal/collect.ts';
import { erasePerson } from '#server/personal/erase.ts';
import { fileOf, keepPhoto } from '#server/photos.ts';
import { securityEvent } from '#server/security-log.ts';
import { beginSession, isWiped } from '#server/session/sessions.ts';
import { Throttle } from '#server/throttle.ts';
import { databases } from '#test/databases.ts';
import { type Behind, enter, openBehind, request, rowsOf } from './doors.ts';
import { Device, MINA, newTicket, note, opening, REQUESTER, type School, SITE, SUPERVISOR, TECH } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const ZOE = { givenName: 'Zoélie', familyName: 'Quatrebarbes', login: 'zquatre', email: 'zoelie.q@ecole.example', phone: '06 98 76 54 32' };
const zoeId = '00000003-0000-7000-8000-0000000000aa';
/** By which she would be known. */
const NAMES = /Zo[ée]lie|Quatrebarbes|quatrebarb|zquatre|zoelie|zoeli|98.?76.?54/i;

describe.each(databases())('personal data on $name', (kind) => {
  let behind: Behind;
  let school: School;
  let zoe: PersonId;
  let picture: Uint8Array;
  let hash: PhotoHash;
  const [hers, others, plain]: [TicketId, TicketId, TicketId] = [newTicket(), newTicket(), newTicket()];
  let session: string;

  const desk = async (id: string = behind.admin) => {
    const at = deskOf({ db: school.db, session: await school.asker(id as PersonId), now: school.now }, new Throttle());
    if ('ok' in at) throw new Error(at.fault);
    return at;
  };
  const erase = async (input: object) => erasePerson(await desk(), { person: zoe, login: ZOE.login, ...input });

  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school } = behind);
    zoe = zoeId as PersonId;
    await school.db.person.create({ data: { id: zoe, ...ZOE, passwordHash: 'x', agentHash: 'y', skills: ['network'] } });
    const double = { givenName: 'Zoélie', familyName: 'Quatrebarbes-Lenom', login: 'zquatre2' };
    await school.db.person.create({ data: { id: `${zoe.slice(0, -2)}ab`, ...double, disabledAt: new Date(), mergedInto: zoe } });
    await school.db.membership.create({ data: { id: zoe, personId: zoe, role: 'correspondent', siteId: SITE } });
    await school.db.presence.create({ data: { personId: MINA, siteId: SITE, deputyId: zoe } });
    session = await beginSession(school.db, { person: zoe, by: 'password', userAgent: 'Zoélie’s phone' }, school.now);
    await school.db.subscription.create({
      data: {
        ...{ id: zoe, personId: zoe, endpoint: 'https://fcm.googleapis.com/fcm/send/zquatre', p256dh: 'p', auth: 'a', label: 'Téléphone de Zoélie' },
        ...{ createdAt: new Date(), lastContact: new Date() },
      },
    });
    await school.db.announcement.create({
      data: { id: zoe, text: 'Voir Mme Quatrebarbes', from: new Date(), until: new Date(Date.now() + 1e7), createdBy: MINA, createdAt: new Date() },
    });
    picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: kind.name === 'sqlite' ? '#123' : '#321' } })
      .png()
      .toBuffer();
    hash = createHash('sha256').update(picture).digest('hex') as PhotoHash;
    const device = await Device.ready(school, zoe);
    await device.say(
      opening(hers, { text: 'Zoélie Quatrebarbes, au CDI', callback: '06 98 76 54 32', photos: [hash] }),
      note(hers, 'Écrire à zoelie.q@ecole.example'),
    );
    await keepPhoto(school.db, await school.actor(zoe), hash, picture, school.now);
    const rose = await Device.ready(school, REQUESTER);
    await rose.say(opening(others, { text: 'Vu avec Mme Quatrebarbes hier' }), opening(plain, { text: 'Un écran noir' }));
    // Who has it is named in the answer that a phone may ask for again.
    await device.say({ type: 'take', v: 1, ticket: hers, expected: null });
    await (await Device.ready(school, MINA)).say({ type: 'take', v: 1, ticket: hers, expected: null });
    await school.db.incoming.create({ data: { id: zoe, key: zoe, at: new Date(), address: ZOE.email, personId: zoe, outcome: 'added' } });
    await securityEvent(school.db, { kind: 'signin-failed', person: zoe });
    await plant();
  });

  /** Her name on equipment, doors, documents, in what was decided, and in files that were brought in. */
  const [machine, door, brought, looked, other] = ['a1', 'a2', 'a3', 'a4', 'a5'].map((end) => `${zoeId.slice(0, -2)}${end}`) as [
    ...[string, string, string, string, string],
  ];
  const plant = async () => {
    const { db, now } = school;
    const at = new Date(now);
    await db.room.create({ data: { id: door, siteId: SITE, name: 'Bureau de Mme Quatrebarbes', version: 1 } });
    const decision = { choice: 'replace', year: 2027, text: 'Trop lent pour Zoélie Quatrebarbes', by: MINA, at: now };
    const facts = { os: 'Windows 11', user: 'zquatre' };
    const asset = { name: 'PC-QUATREBARBES', note: 'Prêté à Mme Quatrebarbes', facts, decision };
    await db.asset.create({ data: { id: machine, siteId: SITE, roomId: door, type: 'laptop', ...asset, search: 'pcquatrebarbes', version: 1 } });
    const event = { type: 'AssetChanged', from: { name: 'PC-ZOELIE' }, to: { name: asset.name, note: asset.note, facts } };
    const row = { version: 1, of: 'asset', subjectId: machine, siteId: SITE, actorId: MINA, occurredAt: at, receivedAt: at, type: 'AssetChanged' };
    await db.registerEvent.create({ data: { ...row, id: machine, ordinal: 9000, data: event } });
    await db.assetFile.create({
      data: {
        id: machine,
        assetId: machine,
        name: 'Prêt Quatrebarbes.pdf',
        mime: 'application/pdf',
        size: 1,
        hash: 'f',
        createdBy: MINA,
        createdAt: at,
      },
    });
    const report = { sample: [['PC-QUATREBARBES', 'Laptop']], unknown: { type: [{ value: 'Zoélie Quatrebarbes', n: 1 }] } };
    const file = { format: 'sheet', mapping: {}, createdBy: MINA, createdAt: at };
    await db.import.create({ data: { ...file, id: brought, fileName: 'parc de Quatrebarbes.csv', state: 'failed', written: 1, report } });
    await db.import.create({ data: { ...file, id: looked, fileName: 'parc.csv', state: 'read', report: {} } });
    await db.import.create({ data: { ...file, id: other, fileName: 'autre.csv', state: 'read', report: {} } });
    const csv = (name: string) => Buffer.from(`Type,Nom\nPortable,${name}\n`);
    // The folder is of both databases.
    for (const id of [brought, looked, other]) await forgetFolder(id);
    await keepFile(brought, 'parc.csv', csv('PC de zquatre'));
    await keepLeft(brought, csv('PC-QUATREBARBES'));
    await keepFile(looked, 'parc.csv', csv('PC-QUATREBARBES'));
    await keepFile(other, 'parc.csv', csv('PC-CDI'));
  };
  afterAll(() => behind.close());

  test('all that is kept of her is in her file, with nobody else’s words or names', async () => {
    const data = await collectPerson(school.db, zoe);
    expect(data?.parts.account[0]).toMatchObject({ ...ZOE, password: true, agentNumber: true });
    expect(data?.parts.roles).toHaveLength(1);
    expect(data?.parts.tickets).toHaveLength(1);
    expect(data?.parts.tickets[0]).toMatchObject({ text: 'Zoélie Quatrebarbes, au CDI' });
    expect(data?.parts.written.map(({ words }) => words)).toContain('Écrire à zoelie.q@ecole.example');
    expect([data?.parts.signIns, data?.parts.devices, data?.parts.photos, data?.parts.security].map((part) => part?.length)).toEqual([1, 1, 1, 1]);
    const text = JSON.stringify(data);
    expect(text).not.toContain('hier');
    expect(text).not.toMatch(/Mina|Rose|"x"|"y"/);
  });

  test('she has it herself, an administrator for her; nobody else, and a text in it is a text', async () => {
    await school.db.person.update({ where: { id: MINA }, data: { phone: '<img src=x onerror=alert(1)>' } });
    await enter(MINA);
    const page = await own(new Request(`${request('GET', '', {}).url}?as=html`));
    expect(page.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(page.headers.get('content-security-policy')).toContain('sandbox');
    const text = await page.text();
    expect(text).toContain('&#60;img src=x');
    expect(text).not.toContain('<img');
    const at = { params: Promise.resolve({ id: zoe }) };
    for (const person of [MINA, SUPERVISOR, TECH, REQUESTER]) {
      await enter(person);
      expect((await theirs(request('GET', '', {}), at)).status).toBe(404);
    }
    await enter(behind.admin);
    const answer = await theirs(request('GET', '', {}), at);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('zquatre');
    expect(await school.db.securityEvent.count({ where: { kind: 'data-exported' } })).toBe(2);
  });

  test('an erasure is confirmed by the login, and is not one’s own', async () => {
    expect(await erase({ login: 'somebody' })).toMatchObject({ ok: false, fault: 'confirm' });
    expect(await erasePerson(await desk(), { person: behind.admin, login: 'ada' })).toMatchObject({ ok: false, fault: 'self' });
    expect((await school.db.person.findUniqueOrThrow({ where: { id: zoe } })).disabledAt).toBeNull();
  });

  test('after it no row, no index and no file names her; phones are told; tickets and figures stay', async () => {
    const mina = await Device.ready(school, MINA);
    const rose = await Device.ready(school, REQUESTER);
    const before = { tickets: await school.db.ticket.count(), events: await school.db.event.count(), at: await school.head(hers) };
    expect(await erase({ photos: 'on', labels: 'on' })).toEqual({ ok: true, value: { tickets: 2 } });

    const rows = [...(await rowsOf(school.db)), ['SecurityEvent', (await school.db.securityEvent.findMany()).map((r) => JSON.stringify(r))] as const];
    expect(rows.flatMap(([table, all]) => all.filter((row) => NAMES.test(row)).map((row) => `${table} ${row}`))).toEqual([]);
    expect(existsSync(fileOf(hash))).toBe(false);
    const is = await school.db.asset.findUniqueOrThrow({ where: { id: machine } });
    expect(is).toMatchObject({ name: `PC-${TAKEN_OUT}`, note: `Prêté à ${TAKEN_OUT}`, search: 'pc', facts: { os: 'Windows 11', user: TAKEN_OUT } });
    expect(is.decision).toMatchObject({ choice: 'replace', year: 2027, text: `Trop lent pour ${TAKEN_OUT}`, by: MINA });
    expect((await school.db.room.findUniqueOrThrow({ where: { id: door } })).name).toBe(`Bureau de ${TAKEN_OUT}`);
    // A file that names her is let go of, one that does not stays; what was left out of one is kept without her.
    const kept = async (id: string) => (await filesOf(id)).length;
    expect([await kept(brought), await kept(looked), await kept(other)]).toEqual([0, 0, 1]);
    expect((await leftOf(brought))?.toString()).toContain(`Portable,PC-${TAKEN_OUT}`);
    expect(await school.db.import.count({ where: { id: { in: [brought, looked, other] } } })).toBe(2);
    expect(await collectPerson(school.db, zoe)).toMatchObject({ parts: { devices: [], mails: [], notices: [], roles: [] } });

    expect(await school.db.ticket.count()).toBe(before.tickets);
    expect(await school.db.event.count()).toBe(before.events);
    const after = await school.head(hers);
    expect(after).toEqual({ ...before.at, text: `${TAKEN_OUT}, au CDI`, callback: TAKEN_OUT });
    expect((await school.head(others)).text).toBe(`Vu avec ${TAKEN_OUT} hier`);

    const replica = JSON.stringify([(await mina.pull()).changes, (await rose.pull()).changes]);
    expect(replica).not.toMatch(NAMES);
    expect(replica).toContain(TAKEN_OUT);
    expect(replica).toContain('Personne effacée');
    expect(replica).toContain(`PC-${TAKEN_OUT}`);
    // Her own phone forgets what it holds at its next contact.
    expect(await isWiped(school.db, { person: zoe, sessionVersion: 0, signedIn: session } as never, school.now)).toBe(true);
  });

  test('broken off before the phones were told, it is said again, and nothing else is taken for the name', async () => {
    await school.db.person.update({ where: { id: zoe }, data: { erasedAt: null } });
    const mina = await Device.ready(school, MINA);
    await mina.say(note(hers, 'Personne n’est effacée du trombinoscope'));
    await mina.pull();
    expect(await erase({ login: `erased ${zoe}` })).toMatchObject({ ok: true });
    const told = JSON.stringify((await mina.pull()).changes);
    expect(told).toContain(hers);
    expect(told).toContain('Personne n’est effacée du trombinoscope');
    expect((await school.db.person.findUniqueOrThrow({ where: { id: zoe } })).erasedAt).not.toBeNull();
  });

  test('it is not undone: the account opens no more, and is not erased twice', async () => {
    expect(await restorePerson(await desk(), zoe)).toMatchObject({ ok: false, fault: 'not-allowed' });
    expect(await disablePerson(await desk(), zoe)).toMatchObject({ ok: false });
    expect(await erase({ login: `erased ${zoe}` })).toMatchObject({ ok: false, fault: 'not-allowed' });
  });
});
