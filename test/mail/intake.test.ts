/** Tickets that a mail opens: a real IMAP server holds what comes, as the server that received it has marked it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeAnswer } from '#server/mail/answers.ts';
import { isVouched } from '#server/mail/intake.ts';
import { readAnswers } from '#server/mail/reading.ts';
import { OTHER_SITE, REQUESTER, SITE } from '#test/contract/school.ts';
import { databases } from '#test/databases.ts';
import { type ImapServer, startImap } from './dovecot.ts';
import { mailOf, replyTo } from './reply-to.ts';
import type { Letter } from './smtp.ts';
import { onStage } from './stage.ts';
import { mailer, ROSE, THOMAS, transportTo } from './world.ts';

const OURS = 'mx.example.org';
const DKIM = `Authentication-Results: ${OURS};\r\n dkim=pass (2048-bit key) header.d=ecole.example header.i=@ecole.example;\r\n spf=pass smtp.mailfrom=${ROSE}`;

test.each([
  ['a signature of its domain', DKIM.replace('Authentication-Results: ', ''), true],
  ['DMARC of its domain', `${OURS} 1; dmarc=pass (p=reject) header.from=ecole.example`, true],
  ['a signature of the domain above', `${OURS}; dkim=pass header.d=example.fr`, true, 'rose@lycee.example.fr'],
  ['a signature of somebody else’s domain', `${OURS}; dkim=pass header.d=mallory.example`, false],
  ['a signature of a domain that only ends so', `${OURS}; dkim=pass header.d=le.example`, false],
  ['a signature of a whole country', `${OURS}; dkim=pass header.d=example`, false],
  ['a signature that does not hold', `${OURS}; dkim=fail header.d=ecole.example`, false],
  ['a comment that says pass', `${OURS}; dkim=fail (dkim=pass header.d=ecole.example) header.d=ecole.example`, false],
  ['the envelope alone', `${OURS}; spf=pass smtp.mailfrom=${ROSE}`, false],
  ['another server', 'mx.mallory.example; dkim=pass header.d=ecole.example', false],
  ['a server whose name begins so', `${OURS}.mallory.example; dkim=pass header.d=ecole.example`, false],
  ['nobody', null, false],
])('what vouches for a sender: %s', (_, authentication, expected, from = ROSE) => {
  expect(isVouched({ from, authentication }, OURS)).toBe(expected);
});

describe.each(databases())('tickets by mail on $name', (kind) => {
  const s = onStage(kind);
  let imap: ImapServer;
  beforeAll(async () => {
    imap = await startImap();
  }, 120_000);
  afterAll(() => imap.close());
  const means = (vouchedBy: string | null = OURS) => ({ db: s.school.db, domain: 'example.org', vouchedBy, now: s.school.now });
  const say = (raw: string, vouchedBy?: string | null) => takeAnswer(means(vouchedBy), Buffer.from(raw));
  const opened = () => s.school.db.ticket.findMany({ orderBy: { number: 'asc' } });

  test('what a teacher writes is a ticket of hers, once; the letter with its number can be answered', async () => {
    const read = () => readAnswers({ ...means(), inbox: imap.settings });
    await read();
    imap.deliver(mailOf(ROSE.toUpperCase(), '=?utf-8?q?Vid=C3=A9oprojecteur_203?=', 'Plus d’image depuis ce matin.\r\n\r\n-- \r\nRose', [DKIM]));
    expect(await read()).toBeNull();
    imap.renew();
    expect(await read()).toBeNull();
    const [row, ...more] = await opened();
    expect(more).toEqual([]);
    expect(row?.head).toMatchObject({
      ...{ requester: REQUESTER, site: SITE, channel: 'email', category: 'other', status: 'new' },
      text: 'Vidéoprojecteur 203\n\nPlus d’image depuis ce matin.\n\nReçu par mail',
    });
    expect(await s.school.db.incoming.findMany({ select: { outcome: true, personId: true, ticketId: true, address: true } })).toEqual([
      { outcome: 'opened', personId: REQUESTER, ticketId: row?.id, address: null },
    ]);
    const house = mailer(s.school, transportTo(s.smtp), { answers: true });
    await house.settle();
    await house.stop();
    const letter = s.smtp.to(ROSE).at(-1) as Letter;
    expect(letter.headers.get('subject')).toContain(`[${row?.number}]`);
    expect(await say(replyTo(letter, ROSE, 'C’est la salle du fond.'))).toBe('added');
    expect(await opened()).toHaveLength(1);
  });

  test('nobody writes as another: what is not vouched for, a mark below another, strangers, closed accounts, programs', async () => {
    const by = (...above: string[]) => say(mailOf(ROSE, 'Panne', 'Écran noir', above));
    expect(await by()).toBe('unproven');
    expect(await by('Authentication-Results: mx.mallory.example; dkim=pass header.d=ecole.example', DKIM)).toBe('unproven');
    expect(await by(`Authentication-Results: ${OURS}; dkim=none`, DKIM)).toBe('unproven');
    expect(await by(DKIM, 'Auto-Submitted: auto-replied')).toBe('automatic');
    expect(await say(mailOf('inconnue@ecole.example', 'Panne', 'Écran noir', [DKIM]))).toBe('unknown');
    expect(await say(mailOf(`${ROSE}, mallory@ecole.example`, 'Panne', 'Écran noir', [DKIM, `From: ${ROSE}`]))).toBe('unknown');
    // Without the setting a mail opens nothing, whoever vouches.
    expect(await say(mailOf(ROSE, 'Panne', 'Écran noir', [DKIM]), null)).toBe('unknown');
    // What answers a letter of ours that is no longer kept is no new trouble.
    const old = 'In-Reply-To: <01930000-0000-7000-8000-0000000000aa@example.org>';
    expect(await say(mailOf(ROSE, 'Re: Panne', 'Toujours', [DKIM, old]))).toBe('unknown');
    await s.school.db.person.update({ where: { id: REQUESTER }, data: { disabledAt: new Date(s.school.now) } });
    expect(await by(DKIM)).toBe('unknown');
    expect(await opened()).toEqual([]);
  });

  test('a password is in no row; whoever has every school names one; not more than somebody writes', async () => {
    expect(await say(mailOf(ROSE, 'Compte', 'mot de passe : Tr0ub4dor&3 !', [DKIM]))).toBe('refused');
    expect(
      JSON.stringify([await s.school.db.event.findMany(), await s.school.db.receipt.findMany()], (_, v) => (typeof v === 'bigint' ? Number(v) : v)),
    ).not.toContain('Tr0ub4dor');
    expect(await say(mailOf(THOMAS, 'Onduleur', 'À remplacer.', [DKIM]))).toBe('unplaced');
    const { uai } = await s.school.db.site.findUniqueOrThrow({ where: { id: OTHER_SITE }, select: { uai: true } });
    expect(await say(mailOf(THOMAS, `Onduleur ${uai.toLowerCase()}`, 'À remplacer.', [DKIM]))).toBe('opened');
    expect((await opened()).map(({ siteId }) => siteId)).toEqual([OTHER_SITE]);
    const outcomes: string[] = [];
    for (let i = 0; i < 11; i += 1) outcomes.push(await say(mailOf(ROSE, `Panne ${i}`, 'Encore', [DKIM])));
    expect(outcomes.filter((o) => o === 'opened')).toHaveLength(10);
    expect(outcomes.at(-1)).toBe('too-many');
  });
});
