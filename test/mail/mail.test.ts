/** Letters from commands to a real mail server, on both databases. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NoticeId, TicketId } from '#domain/ids.ts';
import type { Change } from '#server/book.ts';
import { CAPS } from '#server/mail/caps.ts';
import { queueCallMail, queueMails } from '#server/mail/queue.ts';
import { LEASE, type Mailer } from '#server/mail/sender.ts';
import type { MailTransport } from '#server/mail/transport.ts';
import { storeOf } from '#server/sql.ts';
import { Device, HUGO, MINA, newTicket, note, opening, REQUESTER, type School, SITE, TECH } from '#test/contract/school.ts';
import { databases } from '#test/databases.ts';
import { type SmtpServer, startSmtp } from './smtp.ts';
import { DESK, HUGOS, MINAS, mailer, openSchoolWithMail, outbox, ROSE, THOMAS, transportTo } from './world.ts';

const MINUTE = 60_000;
const take = (ticket: TicketId) => ({ type: 'take', v: 1, ticket, expected: null });
const start = (ticket: TicketId) => ({ type: 'start', v: 2, ticket, remote: false });
const resolve = (ticket: TicketId, text = 'Câble rebranché') => ({ type: 'resolve', v: 1, ticket, text, resolution: 'permanent', mode: 'on_site' });

describe.each(databases())('mail on $name', (kind) => {
  let smtp: SmtpServer;
  let school: School;
  let transport: MailTransport;
  let house: Mailer;
  let rose: Device;
  let mina: Device;
  beforeAll(async () => {
    smtp = await startSmtp();
  });
  afterAll(() => smtp.close());
  beforeEach(async () => {
    school = await openSchoolWithMail(kind);
    smtp.letters.length = 0;
    smtp.tried = 0;
    smtp.manner = () => 'take';
    transport = transportTo(smtp);
    house = mailer(school, transport);
    rose = await Device.ready(school, REQUESTER);
    mina = await Device.ready(school, MINA);
  });
  afterEach(async () => {
    await house.stop();
    await school.close();
  });

  /** Time passes, and what is due leaves. */
  const later = async (ms: number) => {
    school.now += ms;
    await house.settle();
  };
  const opened = async (more: Parameters<typeof opening>[1] = {}) => {
    const ticket = newTicket();
    await rose.say(opening(ticket, more));
    return ticket;
  };

  test('the opening is confirmed with the number as soon as the server has it, to the requester and to the site’s mailbox', async () => {
    const ticket = await opened({ text: 'Rien ne s’allume' });
    await house.settle();
    const { number } = await school.head(ticket);
    const [letter] = smtp.to(ROSE);
    expect(smtp.letters).toHaveLength(2);
    expect(letter?.isSecure).toBe(true);
    expect(letter?.headers.get('subject')).toBe(`[${number}] Poste\u00a0: ne démarre pas`);
    expect(letter?.headers.get('from')).toBe('Relais <relais@example.org>');
    expect(letter?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter?.headers.get('x-auto-response-suppress')).toBe('All');
    expect(letter?.headers.has('list-unsubscribe')).toBe(false);
    expect(letter?.text).toContain(`Son numéro\u00a0: ${number}`);
    expect(letter?.text).toContain(`https://relais.example.org/tickets/${ticket}`);
    expect(letter?.html).toContain(`href="https://relais.example.org/tickets/${ticket}"`);
    expect(smtp.to(DESK)[0]?.text).toContain('Rien ne s’allume');
    await house.settle();
    expect(smtp.letters).toHaveLength(2);
  });

  test('a replay is one letter a party, telling all steps in order with the time of the act', async () => {
    const ticket = await opened();
    await house.settle();
    const at = school.now;
    school.now += 60 * MINUTE;
    const entries = [take(ticket), start(ticket), { ...note(ticket, 'Je suis passée') }, resolve(ticket)].map((c, i) =>
      mina.entry(c, at + (i + 1) * MINUTE),
    );
    mina.hear(await school.ask(MINA, mina.request(entries)));
    await later(5000);
    expect([smtp.to(ROSE).length, smtp.to(DESK).length, smtp.to(MINAS).length]).toEqual([2, 2, 0]);
    const told = smtp.to(ROSE)[1];
    const lines = [...(told?.text.matchAll(/^- (.*)$/gm) ?? [])].map(([, line]) => line);
    expect(lines.map((l) => l?.split(' · ')[1])).toEqual([
      'Pris en charge par Mina Essai',
      'Travail commencé',
      'Écrit par Mina Essai',
      'Résolu par Mina Essai',
    ]);
    expect(lines[0]).toContain('reçu par le serveur');
    expect(told?.text).toContain('Câble rebranché');
    expect(told?.text).toContain('Oui, c’est réparé');
    expect(told?.text).toContain('Non, ça ne marche toujours pas');
    expect(told?.headers.get('list-unsubscribe')).toBe('<https://relais.example.org/alerts>');
    expect(told?.headers.get('subject')).toBe(smtp.to(ROSE)[0]?.headers.get('subject'));
    expect(told?.headers.get('in-reply-to')).toBe(`<ticket.${ticket}@example.org>`);
    expect(told?.headers.get('references')).toBe(smtp.to(ROSE)[0]?.headers.get('references'));
    expect(smtp.to(DESK)[1]?.text).not.toContain('Je suis passée');
  });

  test('a replay in several requests is one letter too, and the same request twice writes nothing twice', async () => {
    const ticket = await opened();
    await house.settle();
    await mina.say(take(ticket));
    const request = mina.request([mina.entry(start(ticket))]);
    const asked = { ...request };
    mina.hear(await school.ask(MINA, request));
    await school.ask(MINA, asked);
    await later(5000);
    expect(smtp.to(ROSE)).toHaveLength(2);
    expect(smtp.to(ROSE)[1]?.text.match(/^- /gm)).toHaveLength(2);
  });

  test('who chose not to hear by mail how far it is still gets the number, and the answers', async () => {
    await school.db.alertChoice.create({ data: { personId: REQUESTER, topic: 'reported', channel: 'mail' } });
    const ticket = await opened();
    await mina.say(take(ticket), start(ticket));
    await later(5000);
    await mina.say({ type: 'wait', v: 1, ticket, reason: 'parts', until: null, text: '' });
    await later(5000);
    expect(smtp.to(ROSE)).toHaveLength(1);
    await mina.say(note(ticket, 'La pièce arrive'));
    await later(5000);
    expect(smtp.to(ROSE)).toHaveLength(2);
  });

  test('the end: confirmed by its requester, who is not told it; the mailbox is', async () => {
    const ticket = await opened();
    await mina.say(take(ticket), start(ticket), resolve(ticket));
    await later(5000);
    const before = smtp.to(ROSE).length;
    await rose.say({ type: 'confirm', v: 1, ticket });
    await later(5000);
    expect(smtp.to(ROSE)).toHaveLength(before);
    expect(smtp.to(DESK).at(-1)?.text).toContain('Le ticket est fermé');
  });

  test('an address that the server does not know is refused once, shown, and not written to again', async () => {
    smtp.manner = (to) => (to === ROSE ? { rcpt: '550 5.1.1 no such user here' } : 'take');
    const ticket = await opened();
    await house.settle();
    const person = await school.db.person.findUniqueOrThrow({ where: { id: REQUESTER } });
    expect(person.emailRefusedAt?.getTime()).toBe(school.now);
    expect(await school.db.mail.findFirstOrThrow({ where: { personId: REQUESTER } })).toMatchObject({
      state: 'refused',
      answer: '550 5.1.1 no such user here',
    });
    await mina.say(take(ticket));
    await later(5000);
    expect((await outbox(school)).filter(([to]) => to === ROSE)).toHaveLength(1);
    expect(smtp.to(DESK)).toHaveLength(2);
  });

  test.each([
    '553 5.1.8 Domain of sender address does not exist',
    '550 5.1.7 <relais@example.org>: Sender address rejected',
    '550 5.1.0 rejected',
    '554 5.7.1 Relay access denied',
    '550 relaying not allowed',
    '452 4.2.2 mailbox full',
    '552 5.2.2 over quota',
  ])('an answer that is not about the address is tried again: %s', async (answer) => {
    smtp.manner = () => ({ rcpt: answer });
    await opened();
    await house.settle();
    expect((await school.db.person.findUniqueOrThrow({ where: { id: REQUESTER } })).emailRefusedAt).toBeNull();
    expect(new Set((await outbox(school)).map(([, , state]) => state))).toEqual(new Set(['waiting']));
    smtp.manner = () => 'take';
    await later(MINUTE);
    expect(smtp.letters).toHaveLength(2);
  });

  test('"not now" is tried again, later and later, and what comes after waits its turn', async () => {
    smtp.manner = (to) => (to === ROSE ? { data: '451 greylisted' } : 'take');
    const ticket = await opened();
    await house.settle();
    await mina.say(take(ticket));
    for (let i = 0; i < 20; i += 1) await later(MINUTE);
    const tries = smtp.tried;
    expect(tries).toBeLessThan(12);
    expect(smtp.to(ROSE)).toHaveLength(0);
    smtp.manner = () => 'take';
    for (let i = 0; i < 20; i += 1) await later(MINUTE);
    expect(smtp.to(ROSE).map((l) => l.text.split('\n')[0])).toEqual(['Votre ticket est enregistré', 'Mina s’occupe de votre ticket']);
  });

  test.each(['stall', 'drop'] as const)('a server that %ss is tried again, and the letter arrives once', async (manner) => {
    smtp.manner = () => manner;
    await opened();
    const hasty = mailer(school, transportTo(smtp, { patience: 1000 }));
    await hasty.settle();
    await hasty.stop();
    expect(smtp.letters).toHaveLength(0);
    expect(new Set((await outbox(school)).map(([, , state]) => state))).toEqual(new Set(['waiting']));
    smtp.manner = () => 'take';
    for (let i = 0; i < 3; i += 1) await later(MINUTE);
    expect([smtp.to(ROSE).length, smtp.to(DESK).length]).toEqual([1, 1]);
  });

  test('a letter that was taken while its answer was lost comes a second time at most, under the same Message-ID', async () => {
    smtp.manner = () => 'take-then-drop';
    await opened();
    await house.settle();
    smtp.manner = () => 'take';
    for (let i = 0; i < 3; i += 1) await later(MINUTE);
    const ids = smtp.to(ROSE).map((l) => l.headers.get('message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('a sender that died with a letter in its hands: another sends it after the lease, under the same Message-ID', async () => {
    await opened();
    const dead = mailer(school, { send: () => new Promise(() => {}), close: () => {} });
    dead.wake();
    await expect.poll(async () => (await school.db.mail.findMany()).every((m) => m.attempts === 1)).toBe(true);
    await later(1000);
    expect(smtp.letters).toHaveLength(0);
    await later(LEASE);
    expect([smtp.to(ROSE).length, smtp.to(DESK).length]).toEqual([1, 1]);
  });

  test('two servers send each letter once', async () => {
    const other = mailer(school, transportTo(smtp));
    for (let i = 0; i < 5; i += 1) await opened();
    await Promise.all([house.settle(), other.settle()]);
    await Promise.all([house.settle(), other.settle()]);
    expect(smtp.to(ROSE)).toHaveLength(5);
    expect(smtp.to(DESK)).toHaveLength(5);
    await other.stop();
  });

  test('a mail server that is down for a day: each letter once when it is back, in order', async () => {
    const port = (await startThenClose()).port;
    const gone = mailer(school, transportTo({ ...smtp, url: `smtp://localhost:${port}` }));
    const ticket = await opened();
    await gone.settle();
    for (const acts of [[take(ticket)], [start(ticket)], [resolve(ticket)]]) {
      school.now += 10_000;
      await mina.say(...acts);
      await gone.settle();
    }
    for (let hour = 0; hour < 24; hour += 1) {
      school.now += 60 * MINUTE;
      await gone.settle();
    }
    await gone.stop();
    for (let i = 0; i < 8; i += 1) await later(6 * MINUTE);
    const titles = smtp.to(ROSE).map((l) => l.text.split('\n')[0]);
    expect(titles[0]).toBe('Votre ticket est enregistré');
    expect(titles.at(-1)).toBe('C’est réparé\u00a0? Dites-nous');
    expect(new Set(smtp.letters.map((l) => l.headers.get('message-id'))).size).toBe(smtp.letters.length);
    expect((await outbox(school)).every(([, , state]) => state === 'sent')).toBe(true);
  });

  test('after three days it is given up, and shown', async () => {
    smtp.manner = () => ({ data: '451 not now' });
    await opened();
    for (let hour = 0; hour < 75; hour += 1) await later(60 * MINUTE);
    expect(new Set((await outbox(school)).map(([, , state]) => state))).toEqual(new Set(['given-up']));
  });

  test('without a mail server letters are kept, and leave once there is one', async () => {
    const none = mailer(school, null);
    await opened();
    await none.settle();
    expect((await outbox(school)).map(([, , state]) => state)).toEqual(['kept', 'kept']);
    school.now += 2 * 86_400_000;
    await house.settle();
    expect([smtp.to(ROSE).length, smtp.to(DESK).length]).toEqual([1, 1]);
  });

  test('a mail server that is set after months sends no news of months ago', async () => {
    const none = mailer(school, null);
    await opened();
    await none.settle();
    school.now += 10 * 86_400_000;
    const late = await opened();
    await none.settle();
    await house.settle();
    expect(smtp.letters).toHaveLength(2);
    expect(smtp.to(ROSE)[0]?.text).toContain(late);
    expect((await outbox(school)).map(([, , state]) => state).sort()).toEqual(['given-up', 'given-up', 'sent', 'sent']);
  });

  test('news of tickets never use up what alerts may take, and what is critical has more room', async () => {
    const letters = async (n: number, kind: string) => {
      const row = { siteId: SITE, personId: TECH, address: THOMAS, kind, data: {}, language: 'fr', state: 'sent' };
      const at = new Date(school.now - MINUTE);
      await school.db.mail.createMany({
        data: Array.from({ length: n }, () => ({ ...row, id: randomUUID(), key: randomUUID(), ticketId: randomUUID(), nextAt: at, createdAt: at })),
      });
    };
    const ticket = await opened();
    const call = (n: number, kind: 'handover' | 'critical' | 'unanswered') =>
      storeOf(school.db).write(async (tx) =>
        queueCallMail(tx, { person: TECH, ticket: await school.head(ticket), notice: `notice-${n}` as NoticeId, kind, at: school.now }),
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
    for (let i = 0; i < CAPS.person.soon; i += 1) await opened();
    await opened();
    await opened({ urgency: 'blocking', impact: 'site' });
    const mine = (await outbox(school)).filter(([to]) => to === ROSE).map(([, , state]) => state);
    expect(mine.slice(-2)).toEqual(['capped', 'waiting']);
  });

  test('what waits of a ticket is all that is read of its letters when another is written', async () => {
    const ticket = await opened();
    await later(5000);
    const rows: unknown[] = [];
    const head = await school.head(ticket);
    const recorded = [{ event: { type: 'WorkStarted' }, by: MINA, at: school.now }] as unknown as Change['recorded'];
    await storeOf(school.db).write(async (tx) => {
      const all: typeof tx.all = async (sql, values) => {
        const found = await tx.all(sql, values);
        if (/FROM "Mail"/.test(sql) && /\bdata\b/.test(sql)) rows.push(...found);
        return found as never;
      };
      return queueMails({ ...tx, all, run: tx.run.bind(tx) }, [{ before: head, after: head, recorded } as unknown as Change], 1, school.now);
    });
    expect(rows).toEqual([]);
    expect((await outbox(school)).filter(([, , state]) => state === 'waiting')).toHaveLength(2);
  });

  test('a storm stays in the house: what is beyond is kept as such', async () => {
    for (let i = 0; i < CAPS.person.soon + 5; i += 1) await opened();
    await house.settle();
    expect(smtp.to(ROSE)).toHaveLength(CAPS.person.soon);
    expect((await outbox(school)).filter(([to, , state]) => to === ROSE && state === 'capped')).toHaveLength(5);
  });

  test('a mailbox is not flooded either', async () => {
    const people = [rose, mina, await Device.ready(school, HUGO), await Device.ready(school, TECH)];
    for (let i = 0; i < CAPS.mailbox.soon + 4; i += 1) await people[i % 4]?.say(opening(newTicket()));
    expect((await outbox(school)).filter(([to, , state]) => to === DESK && state === 'capped')).toHaveLength(4);
    school.now += 11 * MINUTE;
    await opened();
    expect((await outbox(school)).filter(([to, , state]) => to === DESK && state === 'capped')).toHaveLength(4);
  });

  test('a thread that does not end is cut', async () => {
    const ticket = await opened();
    for (let i = 0; i < 30; i += 1) {
      school.now += 15 * MINUTE;
      await mina.say(note(ticket, `encore ${i}`));
      await later(5000);
    }
    expect(smtp.to(ROSE)).toHaveLength(CAPS.thread);
  });

  test('nothing to whom the ticket no longer concerns, nor to an account that was shut', async () => {
    await opened();
    await school.db.person.update({ where: { id: REQUESTER }, data: { disabledAt: new Date(school.now) } });
    await house.settle();
    expect(smtp.to(ROSE)).toHaveLength(0);
    expect(smtp.to(DESK)).toHaveLength(1);
  });

  test('a confidential ticket: nothing to the mailbox, and not a word of it to anybody', async () => {
    const ticket = await opened({ category: 'other', symptom: 'complaint', text: 'entre nous' });
    const head = await school.head(ticket);
    expect(head.confidential).toBe(true);
    await house.settle();
    expect(smtp.to(DESK)).toHaveLength(0);
    expect(smtp.to(ROSE)).toHaveLength(1);
    expect(smtp.to(ROSE)[0]?.headers.get('subject')).toBe(`[${head.number}] Votre ticket`);
    expect(smtp.to(ROSE)[0]?.text).not.toMatch(/entre nous|Rose Essai/);
  });

  test('whoever is locked out of their mailbox gets no mail; who reported it does', async () => {
    const ticket = newTicket();
    await rose.say(
      opening(ticket, { category: 'accounts', symptom: 'forgotten_password', beneficiary: { person: HUGO, name: '' } } as Parameters<
        typeof opening
      >[1]),
    );
    await later(5000);
    expect((await school.head(ticket)).beneficiary).toBe(HUGO);
    expect(smtp.to(HUGOS)).toHaveLength(0);
    expect(smtp.to(ROSE)).toHaveLength(1);
  });

  test('hostile words make neither a header nor a tag', async () => {
    await school.db.room.create({
      data: {
        id: '00000004-0000-7000-8000-000000000001',
        siteId: SITE,
        building: 'B\r\nBcc: all@ecole.example',
        name: '2\u202e03\r\n\r\n<script>alert(1)</script>',
        version: 1,
      },
    });
    await school.db.person.update({ where: { id: MINA }, data: { givenName: 'Mi\r\nX-Evil: 1', familyName: '<img src=x onerror=alert(1)>' } });
    await school.db.site.update({ where: { id: SITE }, data: { name: '<b>École</b>\r\nX-Evil: 2' } });
    const ticket = await opened({
      room: '00000004-0000-7000-8000-000000000001' as never,
      text: '</p><script>alert(2)</script>\r\n.\r\nRCPT TO:<x@y.z>',
    });
    await mina.say(take(ticket), note(ticket, '"><a href=javascript:alert(1)>ici</a>\u202egnp.exe'));
    await later(5000);
    expect(smtp.letters.length).toBe(2);
    for (const letter of smtp.letters) {
      expect(letter.headerNames.filter((n) => ['bcc', 'x-evil', 'cc'].includes(n))).toEqual([]);
      expect(letter.headerNames.filter((n) => n === 'subject')).toHaveLength(1);
      expect(letter.to).toHaveLength(1);
      expect(letter.html).not.toMatch(/<script|<img|<b>École|<a href=javascript/);
      expect(letter.html + letter.text + letter.headers.get('subject')).not.toContain('\u202e');
      expect(letter.html).toContain('&lt;');
    }
  });

  test('a call that nobody opened: the number, the thing, the room and one button, to whom it may concern', async () => {
    const ticket = await opened({ text: 'mots du demandeur' });
    await house.settle();
    const call = (person: typeof TECH, n: number) =>
      storeOf(school.db).write(async (tx) =>
        queueCallMail(tx, { person, ticket: await school.head(ticket), notice: `notice-${n}` as NoticeId, kind: 'handover', at: school.now }),
      );
    expect(await call(TECH, 1)).toBe(true);
    expect(await call(TECH, 1)).toBe(true);
    await school.db.person.update({ where: { id: HUGO }, data: { email: null } });
    expect(await call(HUGO, 2)).toBe(false);
    await house.settle();
    const [letter, ...more] = smtp.to(THOMAS);
    expect(more).toEqual([]);
    expect(letter?.headers.get('subject')).toMatch(/^Alerte\u00a0: \[\d{4}-\d+\]/);
    expect(letter?.text).toMatch(/^On vous passe le relais\n/);
    expect(letter?.text).not.toContain('mots du demandeur');
    expect(letter?.text).toContain(`/tickets/${ticket}`);
  });

  test('a letter leaves for the address of that moment: the corrected one, or none at all', async () => {
    await opened();
    await school.db.person.update({ where: { id: REQUESTER }, data: { email: 'rose.neuve@ecole.example' } });
    await school.db.site.update({ where: { id: SITE }, data: { mailbox: null } });
    await house.settle();
    expect(smtp.letters.map((l) => l.to)).toEqual([['rose.neuve@ecole.example']]);
    expect(await outbox(school)).toEqual(
      expect.arrayContaining([
        ['rose.neuve@ecole.example', 'opened', 'sent'],
        [DESK, 'opened', 'given-up'],
      ]),
    );
  });

  test.each([
    ['handover', 'taken', 0],
    ['unanswered', 'taken', 0],
    ['assigned', 'taken', 1],
    ['assigned', 'withdrawn', 0],
    ['critical', 'open', 1],
  ] as const)('a call (%s) that waited while its ticket was %s: letters %s', async (call, meanwhile, n) => {
    const ticket = await opened();
    await later(5000);
    await storeOf(school.db).write(async (tx) =>
      queueCallMail(tx, { person: TECH, ticket: await school.head(ticket), notice: 'notice-1' as NoticeId, kind: call, at: school.now }),
    );
    if (meanwhile === 'taken') await mina.say(take(ticket));
    if (meanwhile === 'withdrawn') await rose.say({ type: 'withdraw', v: 1, ticket, text: '' });
    await later(5000);
    expect(smtp.to(THOMAS)).toHaveLength(n);
    expect((await outbox(school)).filter(([to]) => to === THOMAS)).toEqual([[THOMAS, 'call', n === 1 ? 'sent' : 'given-up']]);
  });

  test('a server without encryption is not spoken to, unless the setting says so', async () => {
    const plain = await startSmtp({ tls: false });
    try {
      const wary = transportTo(plain);
      await opened();
      const careful = mailer(school, wary);
      await careful.settle();
      expect(plain.letters).toHaveLength(0);
      await careful.stop();
      const open = mailer(school, transportTo(plain, { tls: 'no' }));
      school.now += MINUTE;
      await open.settle();
      expect(plain.letters).toHaveLength(2);
      await open.stop();
    } finally {
      await plain.close();
    }
  });
});

/** A port where nobody listens. */
async function startThenClose(): Promise<{ port: number }> {
  const gone = await startSmtp();
  await gone.close();
  return { port: gone.port };
}
