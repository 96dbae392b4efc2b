/** What the office says of people reaches the phones: whose trouble is more urgent, and who knows what. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byKnowledge } from '#app/_ticket/knows.ts';
import type { Document } from '#domain/documents.ts';
import type { Desk } from '#server/office/desk.ts';
import { listPeople, setKnown } from '#server/office/people.ts';
import { postOf } from '#server/office/post.ts';
import { listPresence } from '#server/office/presence.ts';
import { databases } from '#test/databases.ts';
import { Device, ENGINEER, HUGO, MINA, newTicket, opening, openSchool, REQUESTER, type School, SITE, SUPERVISOR, TECH } from './school.ts';

describe.each(databases())('on $name', (kind) => {
  let school: School;
  let desk: Desk;
  beforeAll(async () => {
    school = await openSchool(kind);
    desk = { db: school.db, now: school.now, session: { actor: await school.actor(MINA) } } as unknown as Desk;
  });
  afterAll(() => school.close());

  test('who knows the category is named first; a VIP’s trouble is one step more urgent', async () => {
    const mina = await Device.ready(school, MINA);
    expect(await setKnown(desk, { person: HUGO, vip: 'on', knows_network: 'on', knows_printing: 'on' })).toEqual({ ok: true, value: null });
    const { changes } = await mina.pull();
    const site = changes.find((c): c is Document & { kind: 'site' } => c.kind === 'site' && c.id === SITE);
    expect(site?.colleagues.find((c) => c.id === HUGO)?.skills).toEqual(['printing', 'network']);
    expect(byKnowledge(site?.colleagues ?? [], { category: 'network' })[0]?.id).toBe(HUGO);
    const listed = await listPeople(desk);
    expect(listed.ok && listed.value.rows.find((p) => p.id === HUGO)).toMatchObject({ vip: true, skills: ['printing', 'network'] });

    const hugo = await Device.ready(school, HUGO);
    const ticket = newTicket();
    await hugo.say(opening(ticket, { impact: 'group', urgency: 'normal' }));
    expect(await school.head(ticket)).toMatchObject({ priority: 2, raised: 'vip' });
  });

  test('nobody of that name, or what is no person, changes nothing', async () => {
    const nobody = '01930000-0000-7000-8000-00000000dead';
    expect(await setKnown(desk, { person: nobody })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await setKnown(desk, { person: 'x' })).toMatchObject({ ok: false, fault: 'invalid' });
  });

  test('[who leads] sees who has no device that works, and why; of who is never called nothing is said', async () => {
    const { db } = school;
    const at = (days: number) => new Date(school.now - days * 86_400_000);
    const device = (personId: string, days: number, failures: number) =>
      db.subscription.create({
        data: {
          ...{ id: randomUUID(), personId, endpoint: `https://fcm.googleapis.com/fcm/send/${randomUUID()}`, p256dh: 'x', auth: 'y', label: 'Chrome' },
          ...{ createdAt: at(90), lastContact: at(days), failures },
        },
      });
    await device(MINA, 2, 0);
    await device(HUGO, 45, 0);
    await device(TECH, 1, 3);
    const listed = await listPeople({ ...desk, now: school.now });
    const reach = new Map((listed.ok ? listed.value.rows : []).map((p) => [p.id, p.reach]));
    expect([MINA, HUGO, TECH, ENGINEER, REQUESTER].map((id) => reach.get(id))).toEqual(['ok', 'silent', 'refused', 'none', null]);

    const post = postOf({ db, now: school.now, session: await school.asker(SUPERVISOR) });
    if ('ok' in post) throw new Error(post.fault);
    const seen = await listPresence(post, SITE);
    const onSite = new Map((seen.ok ? seen.value.rows : []).map((r) => [r.person, r.reach]));
    expect([MINA, HUGO].map((id) => onSite.get(id))).toEqual(['ok', 'silent']);
  });
});
