import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instant, uuidv7 } from '#domain/ids.ts';
import { prune } from '#server/prune.ts';
import { databases } from '#test/databases.ts';
import { Device, full, kinds, MINA, newTicket, note, opening, openSchool, type School } from './school.ts';

const DAY = 86_400_000;

describe.each(databases())('pruning on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test('[11] after 90 days a receipt that its device has is let go; asked again, it is settled and never executed', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    const entries = [mina.entry(opening(ticket)), mina.entry(note(ticket, 'une fois'))];
    const request = mina.request(entries);
    await school.ask(MINA, request);
    // The device says that it has the first receipt only.
    await school.db.origin.update({ where: { id: mina.origin }, data: { settled: 1 } });
    expect(await prune(school.db, school.now + 89 * DAY)).toMatchObject({ receipts: 0 });
    expect(await prune(school.db, school.now + 91 * DAY)).toMatchObject({ receipts: 1 });
    expect(kinds(full(await school.ask(MINA, request)).receipts)).toEqual(['settled', 'executed']);
    expect(await school.db.event.count({ where: { ticketId: ticket } })).toBe(2);
  });

  test('notices go with their deliveries after 90 days, many at once; those that are young or still to be sent stay', async () => {
    const notice = (at: Instant, state: string) => {
      const id = uuidv7(at, crypto.getRandomValues(new Uint8Array(10)));
      return { id, personId: MINA, kind: 'note', data: {}, createdAt: new Date(at), expiresAt: new Date(at), state };
    };
    await school.db.notice.deleteMany({});
    const old = Array.from({ length: 1100 }, (_, i) => notice(school.now - 91 * DAY, i % 2 ? 'settled' : 'sent'));
    const kept = [notice(school.now - 91 * DAY, 'queued'), notice(school.now - 89 * DAY, 'settled')];
    await school.db.notice.createMany({ data: [...old, ...kept] });
    await school.db.delivery.createMany({
      data: [...old.slice(0, 50), ...kept].map(({ id }) => ({ noticeId: id, subscriptionId: randomUUID(), nextAt: new Date() })),
    });
    expect(await prune(school.db, school.now)).toMatchObject({ notices: 1100 });
    expect((await school.db.notice.findMany()).map((n) => n.id).sort()).toEqual(kept.map((n) => n.id).sort());
    expect(await school.db.delivery.count()).toBe(2);
  });

  test('letters that are over go after 90 days; also one that was kept for want of a mail server; one that waits stays', async () => {
    const letter = (at: Instant, state: string) => {
      const id = uuidv7(at, crypto.getRandomValues(new Uint8Array(10)));
      return {
        id,
        key: id,
        address: 'x@ecole.example',
        kind: 'status',
        data: {},
        language: 'fr',
        state,
        nextAt: new Date(at),
        createdAt: new Date(at),
      };
    };
    const old = school.now - 91 * DAY;
    const kept = [letter(old, 'waiting'), letter(school.now - 89 * DAY, 'kept'), letter(school.now - 89 * DAY, 'sent')];
    await school.db.mail.createMany({ data: [letter(old, 'sent'), letter(old, 'refused'), letter(old, 'capped'), letter(old, 'kept'), ...kept] });
    expect(await prune(school.db, school.now)).toMatchObject({ mails: 4 });
    expect((await school.db.mail.findMany()).map((m) => m.id).sort()).toEqual(kept.map((m) => m.id).sort());
  });
});
