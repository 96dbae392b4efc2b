import { describe, expect, test } from 'vitest';
import type { PersonId, SiteId, TicketId } from '#domain/ids.ts';
import type { LetterStep, StepKind } from '#domain/letter.ts';
import { NOTICE_KINDS } from '#domain/notice.ts';
import { SINCE, type Ticket } from '#domain/ticket/ticket.ts';
import { LANGUAGES } from '#domain/words/index.ts';
import { escapeHtml, oneLine, someLines } from './plain-text.ts';
import { htmlOf, textOf } from './render.ts';
import { type LetterFacts, sayLetter } from './say.ts';
import { parseImapUrl, parseSmtpUrl } from './server-url.ts';
import { verdictOf } from './transport.ts';

const MINA = 'mina' as PersonId;
const ticket = {
  ...{ id: 't' as TicketId, number: '2026-00123', site: 's' as SiteId, category: 'display', symptom: 'no_image', priority: 3, status: 'taken' },
  ...{ confidential: false, duplicateOf: null, assignee: MINA },
  ...SINCE,
} as unknown as Ticket;
const NOON = Date.UTC(2026, 10, 22, 11, 0);
const step = (what: StepKind, more: Partial<LetterStep> = {}): LetterStep => ({
  ...{ what, at: NOON, by: MINA, who: null, text: '', reason: null, until: null, kept: null },
  ...more,
});
const facts = (steps: readonly LetterStep[], more: Partial<LetterFacts> = {}): LetterFacts => ({
  ...{ to: 'party', language: 'fr', timeZone: 'Europe/Paris', writtenAt: NOON, ticket, site: 'Lycée Jean-Zay', thing: 'projector' },
  ...{ place: { building: 'Bât. B', room: '203' }, names: new Map([[MINA as string, { given: 'Mina', family: 'Diallo' }]]) },
  ...{ publicUrl: 'https://relais.example.org', answers: false, stored: { v: 1, steps, until: 0 } },
  ...more,
});

describe('letters in words', () => {
  test('the subject keeps a thread together: the number, the thing, the place, whatever happened', () => {
    const subjects = [step('opened'), step('taken', { who: MINA }), step('resolved')].map((s) => sayLetter(facts([s])).subject);
    expect(new Set(subjects)).toEqual(new Set(['[2026-00123] Vidéoprojecteur\u00a0: pas d’image, Bât. B, salle 203']));
  });
  test('in the reader’s language', () => {
    const said = sayLetter(facts([step('taken', { who: MINA })], { language: 'en' }));
    expect(said.title).toBe('Mina is taking care of your ticket');
    expect(textOf(said)).toContain('22 Nov at 12:00 · Taken by Mina Diallo'.replace('22 Nov', '22\u00a0Nov'));
  });
  test('what came late says when it was received', () => {
    const said = sayLetter(facts([step('taken')], { writtenAt: NOON + 3_600_000 }));
    expect(said.story[0]?.when).toBe('22\u00a0nov. à 12\u00a0h\u00a000, reçu par le serveur le 22\u00a0nov. à 13\u00a0h\u00a000');
  });
  test('who only has the same trouble reads no name, and is led to the app', () => {
    const said = sayLetter(facts([step('taken', { who: MINA })], { to: 'affected' }));
    expect(textOf(said) + htmlOf(said)).not.toMatch(/Mina|Diallo|tickets\/t/);
    expect(said.primary.url).toBe('https://relais.example.org/');
  });
  test('only who reported it is asked whether it is mended, and only while that is the question', () => {
    const resolved = { ...ticket, status: 'resolved' } as Ticket;
    const steps = [step('resolved', { text: 'Câble changé' })];
    expect(sayLetter(facts(steps, { ticket: resolved })).second?.label).toBe('Non, ça ne marche toujours pas');
    expect(sayLetter(facts(steps, { ticket: { ...ticket, status: 'escalated' } as Ticket })).second).toBeNull();
    expect(sayLetter(facts(steps, { ticket: resolved, to: 'mailbox' })).second).toBeNull();
  });
  test('a confidential ticket: no letter tells what, where, who or why', () => {
    const secret = { ...ticket, confidential: true } as Ticket;
    for (const language of LANGUAGES) {
      for (const call of NOTICE_KINDS) {
        const said = sayLetter(facts([], { to: 'call', language, ticket: secret, stored: { v: 1, steps: [], call, until: 0 } }));
        expect(textOf(said) + said.subject).not.toMatch(/203|Bât|Affichage|Display|Vidéoprojecteur|Projector/i);
      }
      for (const said of [
        sayLetter(facts([step('taken', { who: MINA })], { language, ticket: secret })),
        sayLetter(facts([step('waiting', { reason: 'third_party' })], { language, ticket: secret })),
        sayLetter(facts([step('dropped', { reason: 'duplicate', kept: '2026-00001' })], { language, ticket: secret })),
      ])
        expect(textOf(said) + htmlOf(said)).not.toMatch(/Mina|Diallo|salle 203|prestataire|provider|contractor|2026-00001|doublon|déjà suivi/i);
    }
  });
  test('critical: the mailbox of the site sees it in its list', () => {
    const said = sayLetter(facts([step('opened')], { to: 'mailbox', ticket: { ...ticket, priority: 1 } as Ticket }));
    expect(said.isUrgent).toBe(true);
    expect(said.subject).toMatch(/^Critique\u00a0: \[2026-00123\]/);
    expect(sayLetter(facts([step('taken')], { to: 'mailbox', ticket: { ...ticket, priority: 1 } as Ticket })).isUrgent).toBe(false);
  });
  test.each(LANGUAGES)('every step and kind has its words, with no hole in them: %s', (language) => {
    for (const to of ['party', 'affected', 'mailbox', 'call'] as const)
      for (const what of [
        'opened',
        'critical',
        'taken',
        'released',
        'passed_on',
        'started',
        'waiting',
        'resolved',
        'closed',
        'dropped',
        'reopened',
        'note',
      ] as const)
        for (const by of [MINA, null, 'gone' as PersonId]) {
          const reason = what === 'waiting' ? 'parts' : what === 'dropped' ? 'duplicate' : null;
          const said = sayLetter(
            facts([step(what, { by, who: by, reason, until: NOON, kept: what === 'dropped' ? '2026-00001' : null })], { language, to }),
          );
          expect(textOf(said)).not.toMatch(/undefined|null|NaN|\[object/);
          expect(htmlOf(said)).not.toMatch(/undefined|>null|NaN|\[object|<script|https?:\/\/(?!relais\.example\.org)/);
        }
  });
});

describe('hostile words', () => {
  test('one line stays one line, and what is not seen is not there', () => {
    expect(oneLine('a\r\nBcc: x@y.z\u2028b\u0000\u202ec\t d')).toBe('a Bcc: x@y.z bc d');
    expect(oneLine('x'.repeat(500))).toHaveLength(160);
    expect(someLines('a\r\n\r\n\r\n\r\nb\u202e\u0007')).toBe('a\n\nb');
  });
  test('nothing is a tag or leaves an attribute', () => {
    expect(escapeHtml(`<a href="x" onclick='y'>&`)).toBe('&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;');
  });
});

describe('the mail server', () => {
  test.each([
    ['smtp://relais:p%40ss@mail.ecole.fr', { host: 'mail.ecole.fr', port: 587, implicit: false, tls: 'required', user: 'relais', pass: 'p@ss' }],
    ['smtps://mail.ecole.fr', { host: 'mail.ecole.fr', port: 465, implicit: true, tls: 'required', user: null, pass: null }],
    ['smtp://10.0.0.5:25?tls=no', { host: '10.0.0.5', port: 25, implicit: false, tls: 'no', user: null, pass: null }],
    ['smtp://[::1]:2525/?tls=any', { host: '::1', port: 2525, implicit: false, tls: 'any', user: null, pass: null }],
  ])('%s', (url, settings) => {
    expect(parseSmtpUrl(url)).toEqual(settings);
  });
  test.each([
    'http://mail',
    'smtp://',
    'smtp://a b',
    'smtps://mail?tls=no',
    'smtp://mail?tls=perhaps',
    'smtp://mail?pool=true',
    'smtp://mail/path',
    'mail:25',
  ])('not an address of one: %s', (url) => {
    expect(parseSmtpUrl(url)).toBeNull();
  });
  test.each([
    [
      'imaps://relais%40ecole.fr:p%2Fss@mail.ecole.fr',
      { port: 993, implicit: true, tls: 'required', user: 'relais@ecole.fr', pass: 'p/ss', mailbox: 'INBOX' },
    ],
    [
      'imap://a:b@mail.ecole.fr/Relais/R%C3%A9ponses?tls=any',
      { port: 143, implicit: false, tls: 'any', user: 'a', pass: 'b', mailbox: 'Relais/Réponses' },
    ],
  ])('the mailbox of answers: %s', (url, settings) => {
    expect(parseImapUrl(url)).toEqual({ host: 'mail.ecole.fr', ...settings });
  });
  test.each(['smtps://a:b@mail', 'imaps://mail', 'imaps://a@mail', 'imaps://a:b@mail?tls=no', 'imaps://a:%@mail'])('no mailbox: %s', (url) => {
    expect(parseImapUrl(url)).toBeNull();
  });
  test.each([
    ['RCPT TO', '550 5.1.1 no such user', 'no-mailbox'],
    ['RCPT TO', '550 User unknown', 'no-mailbox'],
    ['DATA', '550 5.1.1 recipient does not exist', 'no-mailbox'],
    ['RCPT TO', '550 5.7.1 Unable to relay', 'later'],
    ['RCPT TO', '554 Relay access denied', 'later'],
    ['RCPT TO', '552 5.2.2 mailbox full', 'later'],
    ['RCPT TO', '450 4.2.1 busy', 'later'],
    ['DATA', '554 5.6.0 spam', 'unwanted'],
    ['DATA', '451 try again', 'later'],
    ['AUTH PLAIN', '535 5.7.8 bad credentials', 'later'],
    ['MAIL FROM', '550 5.7.1 sender not allowed', 'later'],
    ['MAIL FROM', '553 5.1.8 Domain of sender address does not exist', 'later'],
    ['MAIL FROM', '550 5.1.1 no such user', 'later'],
    ['RCPT TO', '553 5.1.8 Domain not found', 'later'],
    ['RCPT TO', '550 5.1.7 bad address', 'later'],
    ['RCPT TO', '550 5.1.0 Address rejected', 'later'],
    ['RCPT TO', '550 5.1.1 <relais@ecole.fr>: Sender address rejected: User unknown', 'later'],
    ['RCPT TO', '550 Sender verify failed: unknown user', 'later'],
    ['RCPT TO', '550 blocked, see 185.5.1.1', 'later'],
    ['RCPT TO', '550 Message refused by policy', 'later'],
    ['DATA', '550 5.1.8 sender rejected', 'later'],
    ['RCPT TO', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'no-mailbox'],
    ['RCPT TO', '550 5.1.2 host unknown', 'no-mailbox'],
    ['RCPT TO', '550-5.1.1 <sender@ecole.fr> does not exist', 'no-mailbox'],
    ['RCPT TO', '550 No such mailbox here', 'no-mailbox'],
    ['RCPT TO', "550 The account doesn't exist", 'no-mailbox'],
  ])('%s: %s is %s', (command, response, kind) => {
    const error = Object.assign(new Error('x'), { code: 'EENVELOPE', command, response, responseCode: Number(response.slice(0, 3)) });
    expect(verdictOf(error).kind).toBe(kind);
  });
  test.each([
    ['MAIL FROM', '553 5.1.8 Domain of sender address does not exist', true],
    ['RCPT TO', '550 5.1.7 <relais@ecole.fr>: Sender address rejected', true],
    // What is said of one recipient keeps nobody else waiting.
    ['RCPT TO', '550 5.1.0 Address rejected', false],
    ['RCPT TO', '550 5.7.1 Sender may not write to this group', false],
  ])('%s: %s keeps the others waiting: %s', (command, response, down) => {
    const error = Object.assign(new Error('x'), { code: 'EENVELOPE', command, response, responseCode: Number(response.slice(0, 3)) });
    expect(verdictOf(error)).toMatchObject({ kind: 'later', down });
  });
  test('one that cannot be reached is down, for every letter', () => {
    expect(verdictOf(Object.assign(new Error('connect'), { code: 'ESOCKET' }))).toMatchObject({ kind: 'later', down: true });
  });
});
