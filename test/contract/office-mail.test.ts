/** The office and mail: addresses, mailboxes, and what became of each letter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Desk } from '#server/office/desk.ts';
import { AGAIN_MAX, listMails, readMail, sendAgain } from '#server/office/mails.ts';
import { listPeople, setEmail } from '#server/office/people.ts';
import type { Post } from '#server/office/post.ts';
import { listSites, setMailbox } from '#server/office/sites.ts';
import { databases } from '#test/databases.ts';
import { type SmtpServer, startSmtp } from '#test/mail/smtp.ts';
import { DESK, mailer, openSchoolWithMail, ROSE, transportTo } from '#test/mail/world.ts';
import { Device, newTicket, OTHER_SITE, opening, REQUESTER, type School, SITE } from './school.ts';

describe.each(databases())('mail at the office on $name', (kind) => {
  let school: School;
  let smtp: SmtpServer;
  let desk: Desk;
  const post = (runs: Post['runs']) => ({ ...desk, now: school.now, runs, isAdmin: runs === 'all' }) as Post;
  const all = { site: '', state: '', before: '' } as const;
  beforeAll(async () => {
    school = await openSchoolWithMail(kind);
    smtp = await startSmtp();
    desk = { db: school.db, now: school.now, session: { actor: await school.actor(REQUESTER) } } as unknown as Desk;
  });
  afterAll(async () => {
    await school.close();
    await smtp.close();
  });

  test('an address is looked at, kept with a small domain, and tried anew when it changes', async () => {
    for (const email of ['rose', 'rose@ecole', 'a b@ecole.fr', 'rose@ecole.fr\r\nBcc: x@y.fr', '"x"@ecole.fr', 'a..b@ecole.fr', '<rose@ecole.fr>'])
      expect([email, await setEmail(desk, { person: REQUESTER, email })]).toEqual([email, { ok: false, fault: 'email', field: 'email' }]);
    await school.db.person.update({ where: { id: REQUESTER }, data: { emailRefusedAt: new Date(school.now) } });
    const listed = async () => {
      const told = await listPeople(desk);
      return told.ok ? told.value.rows.find((p) => p.id === REQUESTER) : undefined;
    };
    expect(await listed()).toMatchObject({ email: ROSE, emailRefusedAt: school.now });
    expect(await setEmail(desk, { person: REQUESTER, email: ' Rose.E@Ecole.EXAMPLE ' })).toEqual({ ok: true, value: null });
    expect(await listed()).toMatchObject({ email: 'Rose.E@ecole.example', emailRefusedAt: null });
    expect(await setEmail(desk, { person: REQUESTER, email: '' })).toEqual({ ok: true, value: null });
    expect(await listed()).toMatchObject({ email: null });
    await setEmail(desk, { person: REQUESTER, email: ROSE });
  });

  test('a site’s mailbox is set and forgotten', async () => {
    expect(await setMailbox(desk, { site: SITE, mailbox: 'rien' })).toEqual({ ok: false, fault: 'email', field: 'mailbox' });
    expect(await setMailbox(desk, { site: '01930000-0000-7000-8000-00000000dead', mailbox: '' })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await setMailbox(desk, { site: OTHER_SITE, mailbox: 'autre@ecole.example' })).toEqual({ ok: true, value: null });
    const told = await listSites(desk);
    expect(told.ok && told.value.map((s) => s.mailbox)).toEqual([DESK, 'autre@ecole.example']);
  });

  test('a letter that was refused is seen, read, and sent again to the new address; one that left is another message', async () => {
    const rose = await Device.ready(school, REQUESTER);
    const house = mailer(school, transportTo(smtp));
    smtp.manner = (to) => (to === ROSE ? { rcpt: '550 5.1.1 unknown' } : 'take');
    await rose.say(opening(newTicket(), { text: 'Rien ne marche' }));
    await house.settle();
    const told = await listMails(post('all'), all);
    const rows = told.ok ? told.value.rows : [];
    expect(rows.map((r) => [r.name, r.address, r.state, r.badAddress])).toEqual(
      expect.arrayContaining([
        ['Rose Essai', ROSE, 'refused', true],
        [null, DESK, 'sent', false],
      ]),
    );
    expect(told.ok && told.value.counts).toEqual({ refused: 1, sent: 1 });
    const refused = rows.find((r) => r.state === 'refused');
    expect(refused?.answer).toBe('550 5.1.1 unknown');
    const read = await readMail(post('all'), refused?.id);
    expect(read.ok && read.value.text).toContain('Rien ne marche');

    // Whoever runs another site sees and does nothing here.
    const far = await listMails(post([OTHER_SITE]), all);
    expect(far.ok && far.value.rows).toEqual([]);
    expect(await listMails(post([OTHER_SITE]), { ...all, site: SITE })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await readMail(post([OTHER_SITE]), refused?.id)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await sendAgain(post([OTHER_SITE]), refused?.id)).toEqual({ ok: false, fault: 'not-allowed' });

    await setEmail(desk, { person: REQUESTER, email: 'rose.neuve@ecole.example' });
    expect(await sendAgain(post('all'), refused?.id)).toEqual({ ok: true, value: null });
    expect(await sendAgain(post('all'), refused?.id)).toEqual({ ok: false, fault: 'not-allowed' });
    await house.settle();
    expect(smtp.to('rose.neuve@ecole.example')).toHaveLength(1);

    const left = rows.find((r) => r.state === 'sent');
    await sendAgain(post('all'), left?.id);
    await house.settle();
    const ids = smtp.to(DESK).map((l) => l.headers.get('message-id'));
    expect(new Set(ids).size).toBe(2);
    await house.stop();
  });

  test('a letter is not sent again to nobody, nor for ever', async () => {
    const rose = await Device.ready(school, REQUESTER);
    const house = mailer(school, transportTo(smtp));
    smtp.manner = () => 'take';
    await rose.say(opening(newTicket()));
    await house.settle();
    const { id } = await school.db.mail.findFirstOrThrow({ where: { personId: REQUESTER, state: 'sent' }, orderBy: { id: 'desc' } });
    const { email } = await school.db.person.findUniqueOrThrow({ where: { id: REQUESTER } });
    await setEmail(desk, { person: REQUESTER, email: '' });
    expect(await sendAgain(post('all'), id)).toEqual({ ok: false, fault: 'no-address' });
    // It can still be read.
    expect(await readMail(post('all'), id)).toMatchObject({ ok: true });
    await setEmail(desk, { person: REQUESTER, email });
    for (let i = 0; i < AGAIN_MAX; i += 1) {
      expect(await sendAgain(post('all'), id)).toEqual({ ok: true, value: null });
      await house.settle();
    }
    expect(await sendAgain(post('all'), id)).toEqual({ ok: false, fault: 'enough' });
    await house.stop();
  });
});
