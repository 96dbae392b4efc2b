/** What the office announces is on the phones of the sites concerned with their next request, and on no others. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saidNow } from '#domain/announcement.ts';
import type { Document, ReportedDocument, SiteDocument } from '#domain/documents.ts';
import type { SiteId } from '#domain/ids.ts';
import { type Announcements, endAnnouncement, listAnnouncements, publish } from '#server/office/announcements.ts';
import type { Post } from '#server/office/post.ts';
import { databases } from '#test/databases.ts';
import { addPerson } from './doors.ts';
import { Device, MINA, newTicket, OTHER_SITE, opening, PROVIDER, REQUESTER, type School, SITE, TECH } from './school.ts';
import { openRun, toldBy } from './seats.ts';

const PARIS = (text: string) => Date.parse(`${text}+01:00`);

describe.each(databases())('announcements on $name', (kind) => {
  let school: School;
  let bruno: Post;
  let local: Post;
  beforeAll(async () => {
    ({ school, bruno, local } = await openRun(kind));
  });
  afterAll(() => school.close());
  const input = { text: '  Coupure   du réseau ce soir. ', site: SITE as string, tone: 'trouble', from: '', until: '2027-01-04T22:00' };
  const isSite = (c: { kind: string; id: string }, id: SiteId) => c.kind === 'site' && c.id === id;
  const siteOn = async (device: Device, id: SiteId = SITE) => (await device.pull()).changes.find((c): c is SiteDocument => isSite(c as Document, id));
  const listed = (post: Post): Promise<Announcements> => toldBy(listAnnouncements(post));

  test('a site’s reaches everybody who works or reports there; nobody of another, nor its providers', async () => {
    const far = await addPerson(school, 'far', 'requester', OTHER_SITE);
    const [mina, rose, tech, other, paul] = await Promise.all([MINA, REQUESTER, TECH, far, PROVIDER].map((p) => Device.ready(school, p)));
    expect(await publish(bruno, input)).toEqual({ ok: true, value: null });
    const said = { text: 'Coupure du réseau ce soir.', tone: 'trouble', from: school.now, until: PARIS('2027-01-04T22:00') };
    for (const device of [mina, rose, tech]) expect((await siteOn(device as Device))?.announcements).toMatchObject([said]);
    for (const device of [other, paul]) expect(JSON.stringify((await (device as Device).pull()).changes)).not.toContain('Coupure');
    // A device that begins again is told as well.
    expect(JSON.stringify(await new Device(school, REQUESTER).reset())).toContain('Coupure');
  });

  test('one for all is on every site’s phones, and ended it leaves them', async () => {
    const [mina, far] = [await Device.ready(school, MINA), await Device.ready(school, await addPerson(school, 'far2', 'requester', OTHER_SITE))];
    expect(await publish(bruno, { ...input, text: 'Bonne rentrée à tous.', site: '', tone: 'info', until: '2027-01-10T20:00' })).toMatchObject({
      ok: true,
    });
    expect(saidNow([(await siteOn(mina)) as SiteDocument], bruno.now).map((a) => a.text)).toEqual([
      'Coupure du réseau ce soir.',
      'Bonne rentrée à tous.',
    ]);
    expect((await siteOn(far, OTHER_SITE))?.announcements?.map((a) => a.tone)).toEqual(['info']);

    const rows = (await listed(local)).rows;
    expect(rows.map((r) => [r.text, r.siteName, r.by, r.mayEnd])).toEqual(
      expect.arrayContaining([
        ['Bonne rentrée à tous.', null, 'Sonia Essai', false],
        ['Coupure du réseau ce soir.', 'École 0', 'Sonia Essai', true],
      ]),
    );
    const of = (siteName: string | null) => rows.find((r) => r.siteName === siteName)?.id;
    // Not theirs to end.
    expect(await endAnnouncement(local, of(null))).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await endAnnouncement(local, of('École 0'))).toMatchObject({ ok: true });
    expect(await endAnnouncement(bruno, of(null))).toMatchObject({ ok: true });
    const now = bruno.now + 1;
    for (const site of [await siteOn(mina), await siteOn(far, OTHER_SITE)]) expect(saidNow([site as SiteDocument], now)).toEqual([]);
    const past = (await listed({ ...bruno, now })).rows;
    expect(past.map((r) => r.mayEnd)).toEqual([false, false]);
    expect(await endAnnouncement({ ...bruno, now }, past[0]?.id)).toEqual({ ok: false, fault: 'not-allowed' });
  });

  test('one that is to come travels before, so that it begins without a network', async () => {
    const mina = await Device.ready(school, MINA);
    expect(await publish(local, { ...input, from: '2027-01-05T08:00', until: '2027-01-05T18:00' })).toMatchObject({ ok: true });
    const site = (await siteOn(mina)) as SiteDocument;
    const saidAt = (wall: string) => saidNow([site], PARIS(wall)).map((a) => a.text);
    expect(['2027-01-05T07:59', '2027-01-05T08:00', '2027-01-05T18:00'].map(saidAt)).toEqual([[], ['Coupure du réseau ce soir.'], []]);
  });

  test('what makes no sense, is too long or not theirs is refused, and nothing is written', async () => {
    const before = await school.db.announcement.count();
    const fault = async (change: object, post = bruno) => publish(post, { ...input, ...change });
    expect(await fault({ text: ' ' })).toEqual({ ok: false, fault: 'invalid', field: 'text' });
    expect(await fault({ text: 'a'.repeat(281) })).toEqual({ ok: false, fault: 'invalid', field: 'text' });
    expect(await fault({ text: 'a\u0000b' })).toEqual({ ok: false, fault: 'invalid', field: 'text' });
    expect(await fault({ tone: 'shout' })).toEqual({ ok: false, fault: 'invalid', field: 'tone' });
    expect(await fault({ until: '2027-01-04T09:00' })).toMatchObject({ fault: 'notice-order', field: 'until' });
    expect(await fault({ from: '2027-01-01T09:00', until: '2027-01-02T09:00' })).toMatchObject({ fault: 'notice-past' });
    expect(await fault({ until: '2029-01-04T09:00' })).toMatchObject({ fault: 'notice-long' });
    expect(await fault({ site: randomUUID() })).toMatchObject({ fault: 'not-allowed' });
    for (const site of ['', OTHER_SITE]) expect(await fault({ site }, local)).toMatchObject({ fault: 'not-allowed', field: 'site' });
    expect(await school.db.announcement.count()).toBe(before);
    for (let i = 0; i < 9; i += 1) expect(await publish(local, { ...input, text: `Annonce ${i}` })).toMatchObject({ ok: true });
    expect(await publish(local, input)).toEqual({ ok: false, fault: 'notice-many', field: 'text' });
  });

  test('a requester knows a critical trouble without a place by its category and age, until it is no longer one', async () => {
    const rose = await Device.ready(school, REQUESTER);
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    await mina.say(opening(ticket, { category: 'servers', symptom: 'server_down', text: 'Secret de Mina', impact: 'site', urgency: 'blocking' }));
    const { changes } = await rose.pull();
    const reported = changes.find((c): c is ReportedDocument => c.kind === 'reported' && c.id === ticket);
    expect(reported?.fault).toEqual({ category: 'servers', since: school.now, critical: true });
    expect(JSON.stringify(changes)).not.toContain('Secret');
    await rose.say({ type: 'me_too', v: 1, ticket });
    expect((await school.head(ticket)).affected).toEqual([REQUESTER]);

    const other = newTicket();
    await mina.say(opening(other, { category: 'servers', symptom: 'disk_full', impact: 'person', urgency: 'low' }));
    expect((await rose.pull()).changes.filter((c) => c.id === other)).toEqual([]);
    await mina.say({
      ...{ type: 'qualify', v: 1, ticket, asset: null, room: null, nature: 'incident', category: 'servers', symptom: 'server_down' },
      ...{ impact: 'person', urgency: 'low', reachable: true, priority: null, reason: '' },
    });
    expect((await school.head(ticket)).priority).not.toBe(1);
    expect((await rose.pull()).changes).toContainEqual({ kind: 'gone', of: 'ticket', id: ticket });
  });
});
