import { describe, expect, test } from 'vitest';
import type { NoticeId, TicketId } from '#domain/ids.ts';
import { queueCallMail } from '#server/mail/queue.ts';
import { LEASE } from '#server/mail/sender.ts';
import { storeOf } from '#server/sql.ts';
import { HUGO, MINA, note, REQUESTER, SITE, TECH } from '#test/contract/school.ts';
import { databases } from '#test/databases.ts';
import { startSmtp } from './smtp.ts';
import { onStage } from './stage.ts';
import { DESK, MINAS, mailer, outbox, ROSE, THOMAS, transportTo } from './world.ts';

const MINUTE = 60_000;
const take = (ticket: TicketId) => ({ type: 'take', v: 1, ticket, expected: null });
const start = (ticket: TicketId) => ({ type: 'start', v: 2, ticket, remote: false });
const resolve = (ticket: TicketId, text = 'Câble rebranché') => ({ type: 'resolve', v: 1, ticket, text, resolution: 'permanent', mode: 'on_site' });

describe.each(databases())('mail on $name', (kind) => {
  const s = onStage(kind);

  test('the opening is confirmed with the number as soon as the server has it, to the requester and to the site’s mailbox', async () => {
    const ticket = await s.opened({ text: 'Rien ne s’allume' });
    await s.house.settle();
    const { number } = await s.school.head(ticket);
    const [letter] = s.smtp.to(ROSE);
    expect(s.smtp.letters).toHaveLength(2);
    expect(letter?.isSecure).toBe(true);
    expect(letter?.headers.get('subject')).toBe(`[${number}] Poste\u00a0: ne démarre pas`);
    expect(letter?.headers.get('from')).toBe('Relais <relais@example.org>');
    expect(letter?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter?.headers.get('x-auto-response-suppress')).toBe('All');
    expect(letter?.headers.has('list-unsubscribe')).toBe(false);
    expect(letter?.text).toContain(`Son numéro\u00a0: ${number}`);
    expect(letter?.text).toContain(`https://relais.example.org/tickets/${ticket}`);
    expect(letter?.html).toContain(`href="https://relais.example.org/tickets/${ticket}"`);
    expect(s.smtp.to(DESK)[0]?.text).toContain('Rien ne s’allume');
    await s.house.settle();
    expect(s.smtp.letters).toHaveLength(2);
  });

  test('a replay is one letter a party, telling all steps in order with the time of the act', async () => {
    const ticket = await s.opened();
    await s.house.settle();
    const at = s.school.now;
    s.school.now += 60 * MINUTE;
    const entries = [take(ticket), start(ticket), { ...note(ticket, 'Je suis passée') }, resolve(ticket)].map((c, i) =>
      s.mina.entry(c, at + (i + 1) * MINUTE),
    );
    s.mina.hear(await s.school.ask(MINA, s.mina.request(entries)));
    await s.later(5000);
    expect([s.smtp.to(ROSE).length, s.smtp.to(DESK).length, s.smtp.to(MINAS).length]).toEqual([2, 2, 0]);
    const told = s.smtp.to(ROSE)[1];
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
    expect(told?.headers.get('subject')).toBe(s.smtp.to(ROSE)[0]?.headers.get('subject'));
    expect(told?.headers.get('in-reply-to')).toBe(`<ticket.${ticket}@example.org>`);
    expect(told?.headers.get('references')).toBe(s.smtp.to(ROSE)[0]?.headers.get('references'));
    expect(s.smtp.to(DESK)[1]?.text).not.toContain('Je suis passée');
  });

  test('a replay in several requests is one letter too, and the same request twice writes nothing twice', async () => {
    const ticket = await s.opened();
    await s.house.settle();
    await s.mina.say(take(ticket));
    const request = s.mina.request([s.mina.entry(start(ticket))]);
    const asked = { ...request };
    s.mina.hear(await s.school.ask(MINA, request));
    await s.school.ask(MINA, asked);
    await s.later(5000);
    expect(s.smtp.to(ROSE)).toHaveLength(2);
    expect(s.smtp.to(ROSE)[1]?.text.match(/^- /gm)).toHaveLength(2);
  });

  test('who chose not to hear by mail how far it is still gets the number, and the answers', async () => {
    await s.school.db.alertChoice.create({ data: { personId: REQUESTER, topic: 'reported', channel: 'mail' } });
    const ticket = await s.opened();
    await s.mina.say(take(ticket), start(ticket));
    await s.later(5000);
    await s.mina.say({ type: 'wait', v: 1, ticket, reason: 'parts', until: null, text: '' });
    await s.later(5000);
    expect(s.smtp.to(ROSE)).toHaveLength(1);
    await s.mina.say(note(ticket, 'La pièce arrive'));
    await s.later(5000);
    expect(s.smtp.to(ROSE)).toHaveLength(2);
  });

  test('the end: confirmed by its requester, who is not told it; the mailbox is', async () => {
    const ticket = await s.opened();
    await s.mina.say(take(ticket), start(ticket), resolve(ticket));
    await s.later(5000);
    const before = s.smtp.to(ROSE).length;
    await s.rose.say({ type: 'confirm', v: 1, ticket });
    await s.later(5000);
    expect(s.smtp.to(ROSE)).toHaveLength(before);
    expect(s.smtp.to(DESK).at(-1)?.text).toContain('Le ticket est fermé');
  });

  test('an address that the server does not know is refused once, shown, and not written to again', async () => {
    s.smtp.manner = (to) => (to === ROSE ? { rcpt: '550 5.1.1 no such user here' } : 'take');
    const ticket = await s.opened();
    await s.house.settle();
    const person = await s.school.db.person.findUniqueOrThrow({ where: { id: REQUESTER } });
    expect(person.emailRefusedAt?.getTime()).toBe(s.school.now);
    expect(await s.school.db.mail.findFirstOrThrow({ where: { personId: REQUESTER } })).toMatchObject({
      state: 'refused',
      answer: '550 5.1.1 no such user here',
    });
    await s.mina.say(take(ticket));
    await s.later(5000);
    expect((await outbox(s.school)).filter(([to]) => to === ROSE)).toHaveLength(1);
    expect(s.smtp.to(DESK)).toHaveLength(2);
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
    s.smtp.manner = () => ({ rcpt: answer });
    await s.opened();
    await s.house.settle();
    expect((await s.school.db.person.findUniqueOrThrow({ where: { id: REQUESTER } })).emailRefusedAt).toBeNull();
    expect(new Set((await outbox(s.school)).map(([, , state]) => state))).toEqual(new Set(['waiting']));
    s.smtp.manner = () => 'take';
    await s.later(MINUTE);
    expect(s.smtp.letters).toHaveLength(2);
  });

  test('"not now" is tried again, later and later, and what comes after waits its turn', async () => {
    s.smtp.manner = (to) => (to === ROSE ? { data: '451 greylisted' } : 'take');
    const ticket = await s.opened();
    await s.house.settle();
    await s.mina.say(take(ticket));
    for (let i = 0; i < 20; i += 1) await s.later(MINUTE);
    const tries = s.smtp.tried;
    expect(tries).toBeLessThan(12);
    expect(s.smtp.to(ROSE)).toHaveLength(0);
    s.smtp.manner = () => 'take';
    for (let i = 0; i < 20; i += 1) await s.later(MINUTE);
    expect(s.smtp.to(ROSE).map((l) => l.text.split('\n')[0])).toEqual(['Votre ticket est enregistré', 'Mina s’occupe de votre ticket']);
  });

  test.each(['stall', 'drop'] as const)('a server that %ss is tried again, and the letter arrives once', async (manner) => {
    s.smtp.manner = () => manner;
    await s.opened();
    const hasty = mailer(s.school, transportTo(s.smtp, { patience: 1000 }));
    await hasty.settle();
    await hasty.stop();
    expect(s.smtp.letters).toHaveLength(0);
    expect(new Set((await outbox(s.school)).map(([, , state]) => state))).toEqual(new Set(['waiting']));
    s.smtp.manner = () => 'take';
    for (let i = 0; i < 3; i += 1) await s.later(MINUTE);
    expect([s.smtp.to(ROSE).length, s.smtp.to(DESK).length]).toEqual([1, 1]);
  });

  test('a letter that was taken while its answer was lost comes a second time at most, under the same Message-ID', async () => {
    s.smtp.manner = () => 'take-then-drop';
    await s.opened();
    await s.house.settle();
    s.smtp.manner = () => 'take';
    for (let i = 0; i < 3; i += 1) await s.later(MINUTE);
    const ids = s.smtp.to(ROSE).map((l) => l.headers.get('message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('a sender that died with a letter in its hands: another sends it after the lease, under the same Message-ID', async () => {
    await s.opened();
    const dead = mailer(s.school, { send: () => new Promise(() => {}), close: () => {} });
    dead.wake();
    await expect.poll(async () => (await s.school.db.mail.findMany()).every((m) => m.attempts === 1)).toBe(true);
    await s.later(1000);
    expect(s.smtp.letters).toHaveLength(0);
    await s.later(LEASE);
    expect([s.smtp.to(ROSE).length, s.smtp.to(DESK).length]).toEqual([1, 1]);
  });

  test('two servers send each letter once', async () => {
    const other = mailer(s.school, transportTo(s.smtp));
    for (let i = 0; i < 5; i += 1) await s.opened();
    await Promise.all([s.house.settle(), other.settle()]);
    await Promise.all([s.house.settle(), other.settle()]);
    expect(s.smtp.to(ROSE)).toHaveLength(5);
    expect(s.smtp.to(DESK)).toHaveLength(5);
    await other.stop();
  });

  test('a mail server that is down for a day: each letter once when it is back, in order', async () => {
    const port = (await startThenClose()).port;
    const gone = mailer(s.school, transportTo({ ...s.smtp, url: `smtp://localhost:${port}` }));
    const ticket = await s.opened();
    await gone.settle();
    for (const acts of [[take(ticket)], [start(ticket)], [resolve(ticket)]]) {
      s.school.now += 10_000;
      await s.mina.say(...acts);
      await gone.settle();
    }
    for (let hour = 0; hour < 24; hour += 1) {
      s.school.now += 60 * MINUTE;
      await gone.settle();
    }
    await gone.stop();
    for (let i = 0; i < 8; i += 1) await s.later(6 * MINUTE);
    const titles = s.smtp.to(ROSE).map((l) => l.text.split('\n')[0]);
    expect(titles[0]).toBe('Votre ticket est enregistré');
    expect(titles.at(-1)).toBe('C’est réparé\u00a0? Dites-nous');
    expect(new Set(s.smtp.letters.map((l) => l.headers.get('message-id'))).size).toBe(s.smtp.letters.length);
    expect((await outbox(s.school)).every(([, , state]) => state === 'sent')).toBe(true);
  });

  test('a call that nobody opened: the number, the thing, the room and one button, to whom it may concern', async () => {
    const ticket = await s.opened({ text: 'mots du demandeur' });
    await s.house.settle();
    const call = (person: typeof TECH, n: number) =>
      storeOf(s.school.db).write(async (tx) =>
        queueCallMail(tx, { person, ticket: await s.school.head(ticket), notice: `notice-${n}` as NoticeId, kind: 'handover', at: s.school.now }),
      );
    expect(await call(TECH, 1)).toBe(true);
    expect(await call(TECH, 1)).toBe(true);
    await s.school.db.person.update({ where: { id: HUGO }, data: { email: null } });
    expect(await call(HUGO, 2)).toBe(false);
    await s.house.settle();
    const [letter, ...more] = s.smtp.to(THOMAS);
    expect(more).toEqual([]);
    expect(letter?.headers.get('subject')).toMatch(/^Alerte\u00a0: \[\d{4}-\d+\]/);
    expect(letter?.text).toMatch(/^On vous passe le relais\n/);
    expect(letter?.text).not.toContain('mots du demandeur');
    expect(letter?.text).toContain(`/tickets/${ticket}`);
  });

  test('a letter leaves for the address of that moment: the corrected one, or none at all', async () => {
    await s.opened();
    await s.school.db.person.update({ where: { id: REQUESTER }, data: { email: 'rose.neuve@ecole.example' } });
    await s.school.db.site.update({ where: { id: SITE }, data: { mailbox: null } });
    await s.house.settle();
    expect(s.smtp.letters.map((l) => l.to)).toEqual([['rose.neuve@ecole.example']]);
    expect(await outbox(s.school)).toEqual(
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
    const ticket = await s.opened();
    await s.later(5000);
    await storeOf(s.school.db).write(async (tx) =>
      queueCallMail(tx, { person: TECH, ticket: await s.school.head(ticket), notice: 'notice-1' as NoticeId, kind: call, at: s.school.now }),
    );
    if (meanwhile === 'taken') await s.mina.say(take(ticket));
    if (meanwhile === 'withdrawn') await s.rose.say({ type: 'withdraw', v: 1, ticket, text: '' });
    await s.later(5000);
    expect(s.smtp.to(THOMAS)).toHaveLength(n);
    expect((await outbox(s.school)).filter(([to]) => to === THOMAS)).toEqual([[THOMAS, 'call', n === 1 ? 'sent' : 'given-up']]);
  });

  test('a server without encryption is not spoken to, unless the setting says so', async () => {
    const plain = await startSmtp({ tls: false });
    try {
      const wary = transportTo(plain);
      await s.opened();
      const careful = mailer(s.school, wary);
      await careful.settle();
      expect(plain.letters).toHaveLength(0);
      await careful.stop();
      const open = mailer(s.school, transportTo(plain, { tls: 'no' }));
      s.school.now += MINUTE;
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
