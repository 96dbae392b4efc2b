/** Two mailboxes that answer each other and us, for ten minutes: the house says so once a thread, and no ticket fills up. */
import { randomUUID } from 'node:crypto';
import type { PersonId, TicketId } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { takeAnswer } from '#server/mail/answers.ts';
import { createMailer } from '#server/mail/sender.ts';
import { parseSmtpUrl } from '#server/mail/server-url.ts';
import { createMailTransport } from '#server/mail/transport.ts';
import { openPostgres, openSqlite } from '#test/databases.ts';
import type { Dice } from '#test/faults/dice.ts';
import type { Verdict } from '#test/faults/judge.ts';
import type { Row } from '#test/faults/row.ts';
import { SITE, SmallSchool } from '#test/faults/small-school.ts';
import { replyTo } from '#test/mail/reply-to.ts';
import { type Letter, startSmtp } from '#test/mail/smtp.ts';

const BEGIN = Date.UTC(2026, 10, 23, 8);
const STEP = 5_000;
const STEPS = 120;

/** What a program says to every mail that comes, and whether it says that it is one (RFC 3834). */
interface Program {
  readonly address: string;
  readonly marks: string;
  readonly text: string;
}

const MARKS = ['Auto-Submitted: auto-replied', 'Precedence: bulk', 'X-Nothing: said'];
const TEXTS = ['Je suis absente jusqu’à lundi.', 'Bien reçu, merci.', '', 'Mon nouveau mot de passe est Tr0ub4dor&3'];

async function storm(school: SmallSchool, dice: Dice, count: number, tell: (line: string) => void): Promise<Verdict> {
  const smtp = await startSmtp();
  const settings = parseSmtpUrl(smtp.url);
  if (settings === null) throw new Error(smtp.url);
  const { ca } = smtp;
  const house = createMailer({
    ...{ db: school.db, transport: createMailTransport({ ...settings, from: { name: 'Relais', address: 'relais@example.org' }, ca }) },
    ...{ publicUrl: 'https://relais.example.org', domain: 'example.org', answers: true, now: () => school.now, dice: dice.next, log: () => {} },
  });
  try {
    const programs = new Map<string, Program>();
    const mina = await school.person('mina', 'correspondent');
    const people = new Map<string, PersonId>();
    for (let i = 0; i < count; i += 1)
      for (const who of ['a', 'b']) {
        const id = await school.person(`${who}${i}`, 'requester');
        const { email } = await school.db.person.findUniqueOrThrow({ where: { id }, select: { email: true } });
        people.set(`${who}${i}`, id);
        programs.set(email as string, { address: email as string, marks: dice.one(MARKS), text: dice.one(TEXTS) });
      }
    for (let i = 0; i < count; i += 1) {
      const ticket = randomUUID() as TicketId;
      const open = { nature: 'incident', channel: 'portal', category: 'display', symptom: null, impact: 'person', urgency: 'normal' } as const;
      const [a, b] = [people.get(`a${i}`) as PersonId, people.get(`b${i}`) as PersonId];
      await school.say(a, {
        type: 'open',
        ...PLAIN_OPEN,
        ...open,
        ticket,
        beneficiary: { person: b, name: '' },
        site: SITE,
        asset: null,
        room: null,
        code: null,
        text: 'Rien ne s’affiche',
        photos: [],
      });
      await school.say(mina, { type: 'take', v: 1, ticket, expected: null });
      await school.say(mina, { type: 'note', v: 2, ticket, text: 'Quelle salle ?', visibility: 'public', call: null });
    }
    for (let heard = 0, step = 0; step < STEPS; step += 1) {
      school.now += STEP;
      await house.settle();
      for (; heard < smtp.letters.length; heard += 1) {
        const letter = smtp.letters[heard] as Letter;
        const program = programs.get(letter.to[0] ?? '');
        if (program !== undefined)
          await takeAnswer(
            { db: school.db, domain: 'example.org', vouchedBy: null, now: school.now },
            Buffer.from(replyTo(letter, program.address, program.text, program.marks)),
          );
      }
    }
    const breaches: string[] = [];
    const returned = new Map<string, number>();
    for (const l of smtp.letters.filter(({ text }) => text.includes('Votre réponse n’est pas dans le ticket'))) {
      const thread = `${l.to[0]} ${l.headers.get('references')}`;
      returned.set(thread, (returned.get(thread) ?? 0) + 1);
    }
    for (const [thread, n] of returned) if (n > 1) breaches.push(`${n} automatic answers in one thread: ${thread}`);
    const notes = await school.db.event.groupBy({
      by: ['ticketId', 'actorId'],
      where: { type: 'NoteAdded', actorId: { not: mina } },
      _count: { _all: true },
    });
    for (const { ticketId, _count } of notes) if (_count._all > 1) breaches.push(`a program wrote ${_count._all} notes in ${ticketId}`);
    const capped = await school.db.mail.count({ where: { state: 'capped', personId: { not: null } } });
    if (capped > 0) breaches.push(`${capped} letters were held back by the caps only`);
    if (JSON.stringify(await school.db.event.findMany()).includes('Tr0ub4dor')) breaches.push('a password was kept');
    const answers = await school.db.incoming.count();
    if (answers === 0) breaches.push('nobody answered: the row proves nothing');
    tell(`${count} threads, ${smtp.letters.length} letters, ${answers} answers, ${returned.size} returned`);
    return { lost: 0, doubled: 0, stuck: 0, refused: returned.size, breaches };
  } finally {
    await house.stop();
    await smtp.close();
  }
}

export const f20: Row = {
  id: 'F20',
  title: 'two mailboxes that answer each other and us, ten minutes (threads)',
  ways: [
    { database: 'sqlite', full: 100, short: 12 },
    { database: 'postgresql', full: 100, short: 0 },
  ],
  async run({ dice, count, database, tell }) {
    const { db, close } = await (database === 'sqlite' ? openSqlite() : openPostgres());
    try {
      return await storm(await SmallSchool.on(db, BEGIN), dice, count, tell);
    } finally {
      await close();
    }
  },
};
