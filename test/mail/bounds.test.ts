/** What a letter may not do: leave for ever, fill a mailbox, reach the wrong reader or say the wrong thing. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { NoticeId, TicketId } from '#domain/ids.ts';
import type { Change } from '#server/book.ts';
import { CAPS } from '#server/mail/caps.ts';
import { queueCallMail, queueMails } from '#server/mail/queue.ts';
import { storeOf } from '#server/sql.ts';
import { Device, HUGO, MINA, newTicket, note, opening, REQUESTER, SITE, TECH } from '#test/contract/school.ts';
import { databases } from '#test/databases.ts';
import { onStage } from './stage.ts';
import { DESK, HUGOS, mailer, outbox, ROSE, THOMAS } from './world.ts';

const MINUTE = 60_000;
const take = (ticket: TicketId) => ({ type: 'take', v: 1, ticket, expected: null });

describe.each(databases())('the bounds of mail on $name', (kind) => {
  const s = onStage(kind);

  test('after three days it is given up, and shown', async () => {
    s.smtp.manner = () => ({ data: '451 not now' });
    await s.opened();
    for (let hour = 0; hour < 75; hour += 1) await s.later(60 * MINUTE);
    expect(new Set((await outbox(s.school)).map(([, , state]) => state))).toEqual(new Set(['given-up']));
  });

  test('without a mail server letters are kept, and leave once there is one', async () => {
    const none = mailer(s.school, null);
    await s.opened();
    await none.settle();
    expect((await outbox(s.school)).map(([, , state]) => state)).toEqual(['kept', 'kept']);
    s.school.now += 2 * 86_400_000;
    await s.house.settle();
    expect([s.smtp.to(ROSE).length, s.smtp.to(DESK).length]).toEqual([1, 1]);
  });

  test('a mail server that is set after months sends no news of months ago', async () => {
    const none = mailer(s.school, null);
    await s.opened();
    await none.settle();
    s.school.now += 10 * 86_400_000;
    const late = await s.opened();
    await none.settle();
    await s.house.settle();
    expect(s.smtp.letters).toHaveLength(2);
    expect(s.smtp.to(ROSE)[0]?.text).toContain(late);
    expect((await outbox(s.school)).map(([, , state]) => state).sort()).toEqual(['given-up', 'given-up', 'sent', 'sent']);
  });

  test('news of tickets never use up what alerts may take, and what is critical has more room', async () => {
    const letters = async (n: number, kind: string) => {
      const row = { siteId: SITE, personId: TECH, address: THOMAS, kind, data: {}, language: 'fr', state: 'sent' };
      const at = new Date(s.school.now - MINUTE);
      await s.school.db.mail.createMany({
        data: Array.from({ length: n }, () => ({ ...row, id: randomUUID(), key: randomUUID(), ticketId: randomUUID(), nextAt: at, createdAt: at })),
      });
    };
    const ticket = await s.opened();
    const call = (n: number, kind: 'handover' | 'critical' | 'unanswered') =>
      storeOf(s.school.db).write(async (tx) =>
        queueCallMail(tx, { person: TECH, ticket: await s.school.head(ticket), notice: `notice-${n}` as NoticeId, kind, at: s.school.now }),
      );
    await letters(CAPS.person.day, 'status');
    expect(await call(1, 'handover')).toBe(true);
    await letters(CAPS.person.soon, 'call');
    expect(await call(2, 'handover')).toBe(false);
    expect(await call(3, 'critical')).toBe(true);
    expect(await call(4, 'unanswered')).toBe(true);
    await letters(CAPS.person.urgent, 'call');
    expect(await call(5, 'critical')).toBe(false);
  });

  test('the opening of a critical ticket is told to its requester beside many others', async () => {
    for (let i = 0; i < CAPS.person.soon; i += 1) await s.opened();
    await s.opened();
    await s.opened({ urgency: 'blocking', impact: 'site' });
    const mine = (await outbox(s.school)).filter(([to]) => to === ROSE).map(([, , state]) => state);
    expect(mine.slice(-2)).toEqual(['capped', 'waiting']);
  });

  test('what waits of a ticket is all that is read of its letters when another is written', async () => {
    const ticket = await s.opened();
    await s.later(5000);
    const rows: unknown[] = [];
    const head = await s.school.head(ticket);
    const recorded = [{ event: { type: 'WorkStarted' }, by: MINA, at: s.school.now }] as unknown as Change['recorded'];
    await storeOf(s.school.db).write(async (tx) => {
      const all: typeof tx.all = async (sql, values) => {
        const found = await tx.all(sql, values);
        if (/FROM "Mail"/.test(sql) && /\bdata\b/.test(sql)) rows.push(...found);
        return found as never;
      };
      return queueMails({ ...tx, all, run: tx.run.bind(tx) }, [{ before: head, after: head, recorded } as unknown as Change], 1, s.school.now);
    });
    expect(rows).toEqual([]);
    expect((await outbox(s.school)).filter(([, , state]) => state === 'waiting')).toHaveLength(2);
  });

  test('a storm stays in the house: what is beyond is kept as such', async () => {
    for (let i = 0; i < CAPS.person.soon + 5; i += 1) await s.opened();
    await s.house.settle();
    expect(s.smtp.to(ROSE)).toHaveLength(CAPS.person.soon);
    expect((await outbox(s.school)).filter(([to, , state]) => to === ROSE && state === 'capped')).toHaveLength(5);
  });

  test('a mailbox is not flooded either', async () => {
    const people = [s.rose, s.mina, await Device.ready(s.school, HUGO), await Device.ready(s.school, TECH)];
    for (let i = 0; i < CAPS.mailbox.soon + 4; i += 1) await people[i % 4]?.say(opening(newTicket()));
    expect((await outbox(s.school)).filter(([to, , state]) => to === DESK && state === 'capped')).toHaveLength(4);
    s.school.now += 11 * MINUTE;
    await s.opened();
    expect((await outbox(s.school)).filter(([to, , state]) => to === DESK && state === 'capped')).toHaveLength(4);
  });

  test('a thread that does not end is cut', async () => {
    const ticket = await s.opened();
    for (let i = 0; i < 30; i += 1) {
      s.school.now += 15 * MINUTE;
      await s.mina.say(note(ticket, `encore ${i}`));
      await s.later(5000);
    }
    expect(s.smtp.to(ROSE)).toHaveLength(CAPS.thread);
  });

  test('nothing to whom the ticket no longer concerns, nor to an account that was shut', async () => {
    await s.opened();
    await s.school.db.person.update({ where: { id: REQUESTER }, data: { disabledAt: new Date(s.school.now) } });
    await s.house.settle();
    expect(s.smtp.to(ROSE)).toHaveLength(0);
    expect(s.smtp.to(DESK)).toHaveLength(1);
  });

  test('a confidential ticket: nothing to the mailbox, and not a word of it to anybody', async () => {
    const ticket = await s.opened({ category: 'other', symptom: 'complaint', text: 'entre nous' });
    const head = await s.school.head(ticket);
    expect(head.confidential).toBe(true);
    await s.house.settle();
    expect(s.smtp.to(DESK)).toHaveLength(0);
    expect(s.smtp.to(ROSE)).toHaveLength(1);
    expect(s.smtp.to(ROSE)[0]?.headers.get('subject')).toBe(`[${head.number}] Votre ticket`);
    expect(s.smtp.to(ROSE)[0]?.text).not.toMatch(/entre nous|Rose Essai/);
  });

  test('whoever is locked out of their mailbox gets no mail; who reported it does', async () => {
    const ticket = newTicket();
    await s.rose.say(
      opening(ticket, { category: 'accounts', symptom: 'forgotten_password', beneficiary: { person: HUGO, name: '' } } as Parameters<
        typeof opening
      >[1]),
    );
    await s.later(5000);
    expect((await s.school.head(ticket)).beneficiary).toBe(HUGO);
    expect(s.smtp.to(HUGOS)).toHaveLength(0);
    expect(s.smtp.to(ROSE)).toHaveLength(1);
  });

  test('hostile words make neither a header nor a tag', async () => {
    await s.school.db.room.create({
      data: {
        id: '00000004-0000-7000-8000-000000000001',
        siteId: SITE,
        building: 'B\r\nBcc: all@ecole.example',
        name: '2\u202e03\r\n\r\n<script>alert(1)</script>',
        version: 1,
      },
    });
    await s.school.db.person.update({ where: { id: MINA }, data: { givenName: 'Mi\r\nX-Evil: 1', familyName: '<img src=x onerror=alert(1)>' } });
    await s.school.db.site.update({ where: { id: SITE }, data: { name: '<b>École</b>\r\nX-Evil: 2' } });
    const ticket = await s.opened({
      room: '00000004-0000-7000-8000-000000000001' as never,
      text: '</p><script>alert(2)</script>\r\n.\r\nRCPT TO:<x@y.z>',
    });
    await s.mina.say(take(ticket), note(ticket, '"><a href=javascript:alert(1)>ici</a>\u202egnp.exe'));
    await s.later(5000);
    expect(s.smtp.letters.length).toBe(2);
    for (const letter of s.smtp.letters) {
      expect(letter.headerNames.filter((n) => ['bcc', 'x-evil', 'cc'].includes(n))).toEqual([]);
      expect(letter.headerNames.filter((n) => n === 'subject')).toHaveLength(1);
      expect(letter.to).toHaveLength(1);
      expect(letter.html).not.toMatch(/<script|<img|<b>École|<a href=javascript/);
      expect(letter.html + letter.text + letter.headers.get('subject')).not.toContain('\u202e');
      expect(letter.html).toContain('&lt;');
    }
  });
});
