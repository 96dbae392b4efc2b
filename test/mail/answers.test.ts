/** Answers by mail: a real SMTP server takes our letters, a real IMAP server holds what comes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketId } from '#domain/ids.ts';
import { takeAnswer } from '#server/mail/answers.ts';
import { readAnswers } from '#server/mail/reading.ts';
import { Device, HUGO, note, REQUESTER } from '#test/contract/school.ts';
import { databases } from '#test/databases.ts';
import { type ImapServer, startImap } from './dovecot.ts';
import { replyTo } from './reply-to.ts';
import type { Letter } from './smtp.ts';
import { onStage } from './stage.ts';
import { HUGOS, MINAS, mailer, ROSE, transportTo } from './world.ts';

describe.each(databases())('answers by mail on $name', (kind) => {
  const s = onStage(kind);
  let imap: ImapServer;
  beforeAll(async () => {
    imap = await startImap();
  }, 120_000);
  afterAll(() => imap.close());
  const house = () => mailer(s.school, transportTo(s.smtp), { answers: true });
  const read = () => readAnswers({ db: s.school.db, inbox: imap.settings, domain: 'example.org', vouchedBy: null, now: s.school.now });
  const notes = async (ticket: TicketId) => {
    const events = await s.school.db.event.findMany({
      where: { ticketId: ticket, type: 'NoteAdded' },
      orderBy: [{ version: 'asc' }, { ordinal: 'asc' }],
    });
    return events.map(({ actorId, data }) => ({ by: actorId, ...(data as { text: string; visibility: string }) }));
  };
  const outcomes = async () => (await s.school.db.incoming.findMany({ orderBy: { id: 'asc' } })).map((row) => row.outcome);
  const letters = async (ticket: TicketId, address: string) => {
    const mails = house();
    await mails.settle();
    s.school.now += 10_000;
    await mails.settle();
    await mails.stop();
    const number = (await s.school.head(ticket)).number as string;
    return s.smtp.to(address).filter((l) => l.headers.get('subject')?.includes(number));
  };

  test('what a teacher answers is in the ticket, hers, once, and told to whoever has it; the letter says where to type', async () => {
    await read();
    const ticket = await s.opened();
    await s.mina.say({ type: 'take', v: 1, ticket, expected: null });
    await s.mina.say(note(ticket, 'Quelle salle ?'));
    const asked = (await letters(ticket, ROSE)).at(-1) as Letter;
    expect(asked.text.split('\n')[0]).toBe('Répondez au-dessus de cette ligne');
    expect(asked.html).toContain('Répondez au-dessus de cette ligne');
    expect(asked.text).toContain('ce que vous écrivez s’ajoute au ticket');
    imap.deliver(replyTo(asked, ROSE.toUpperCase(), 'La 203, au fond.'));
    const heard = await s.school.db.notice.count();
    expect(await read()).toBeNull();
    expect(await read()).toBeNull();
    expect(await outcomes()).toEqual(['added']);
    expect((await notes(ticket)).at(-1)).toMatchObject({ by: REQUESTER, visibility: 'public', text: 'La 203, au fond.\n\nReçu par mail' });
    expect(await s.school.db.notice.count()).toBe(heard + 1);
    const { changes } = await new Device(s.school, s.mina.person).pull();
    expect(JSON.stringify(changes)).toContain('La 203, au fond.');

    // The mailbox was moved to another server: every uid is a new one, and nothing is said twice.
    imap.renew();
    expect(await read()).toBeNull();
    expect(await outcomes()).toEqual(['added']);
    expect((await notes(ticket)).filter(({ text }) => text.includes('La 203'))).toHaveLength(1);
  });

  test('a word of a colleague’s stays between colleagues', async () => {
    const ticket = await s.opened();
    await s.school.db.mail.create({
      data: {
        ...{
          id: '01930000-0000-7000-8000-000000000001',
          key: 'a call',
          personId: HUGO,
          siteId: (await s.school.head(ticket)).site,
          ticketId: ticket,
          address: HUGOS,
        },
        ...{ kind: 'call', data: { v: 1, steps: [], until: s.school.now + 1000 }, language: 'fr', state: 'sent', attempts: 1 },
        ...{ nextAt: new Date(s.school.now), createdAt: new Date(s.school.now) },
      },
    });
    const raw = `From: ${HUGOS}\nMessage-ID: <z@x>\nIn-Reply-To: <01930000-0000-7000-8000-000000000001@example.org>\n\nElle se trompe encore.\n`;
    expect(await takeAnswer({ db: s.school.db, domain: 'example.org', vouchedBy: null, now: s.school.now }, Buffer.from(raw))).toBe('added');
    expect((await notes(ticket)).at(-1)).toMatchObject({ by: HUGO, visibility: 'internal' });
  });

  test('nobody speaks as another: a forged sender, a guessed letter, another’s letter, a closed account', async () => {
    const ticket = await s.opened();
    const [letter] = (await letters(ticket, ROSE)) as [Letter];
    const guess = '<01930000-0000-7000-8000-0000000000ff@example.org>';
    const means = { db: s.school.db, domain: 'example.org', vouchedBy: null, now: s.school.now };
    const before = await notes(ticket);
    const said = async (raw: string) => takeAnswer(means, Buffer.from(raw));
    expect(await said(replyTo(letter, MINAS, 'Je suis Rose'))).toBe('stranger');
    expect(await said(`From: ${ROSE}\nMessage-ID: <g1@x>\nIn-Reply-To: ${guess}\n\nBonjour`)).toBe('unknown');
    expect(await said(`From: ${ROSE}\nMessage-ID: <g2@x>\nReferences: <ticket.${ticket}@example.org>\n\nBonjour`)).toBe('unknown');
    expect(await said(replyTo(letter, ROSE, 'Absente', 'Auto-Submitted: auto-replied'))).toBe('automatic');
    await s.school.db.person.update({ where: { id: REQUESTER }, data: { disabledAt: new Date(s.school.now) } });
    expect(await said(replyTo(letter, ROSE, 'Encore là'))).toBe('returned');
    expect(await notes(ticket)).toEqual(before);
    expect(await s.school.db.mail.count({ where: { kind: 'returned', state: 'sent' } })).toBe(0);
  });

  test('what cannot be added comes back with why, once a thread; a password is in no row', async () => {
    const ticket = await s.opened();
    const [letter] = (await letters(ticket, ROSE)) as [Letter];
    const means = { db: s.school.db, domain: 'example.org', vouchedBy: null, now: s.school.now };
    for (const text of ['Mon mot de passe est Tr0ub4dor&3', 'mot de passe : Tr0ub4dor&3 !', ''])
      expect(await takeAnswer(means, Buffer.from(replyTo(letter, ROSE, text)))).toBe('returned');
    const back = (await letters(ticket, ROSE)).filter((l) => l.text.includes('Votre réponse n’est pas dans le ticket'));
    expect(back).toHaveLength(1);
    expect(back[0]?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(back[0]?.text).toContain('mot de passe');
    expect(
      JSON.stringify([await s.school.db.event.findMany(), await s.school.db.receipt.findMany(), await s.school.db.mail.findMany()]),
    ).not.toContain('Tr0ub4dor');
  });

  test('a mailbox that cannot be read says why, and is read from where it was', async () => {
    await read();
    const wrong = { db: s.school.db, inbox: { ...imap.settings, pass: 'wrong' }, domain: 'example.org', vouchedBy: null, now: s.school.now };
    expect(await readAnswers(wrong)).toMatch(/auth/i);
    expect((await s.school.db.inbox.findFirstOrThrow()).trouble).toMatch(/auth/i);
    const ticket = await s.opened();
    const [letter] = (await letters(ticket, ROSE)) as [Letter];
    imap.deliver(replyTo(letter, ROSE, 'Pendant la panne'));
    expect(await read()).toBeNull();
    expect((await s.school.db.inbox.findFirstOrThrow()).trouble).toBeNull();
    expect((await notes(ticket)).at(-1)?.text).toContain('Pendant la panne');
  });
});
