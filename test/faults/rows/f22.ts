/** The mail server is down for a virtual day, in all the ways in which one can be: each letter once when it is back, in order per ticket. */
import { randomUUID } from 'node:crypto';
import type { PersonId, TicketId } from '#domain/ids.ts';
import { type Command, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { createMailer } from '#server/mail/sender.ts';
import { parseSmtpUrl } from '#server/mail/server-url.ts';
import { parseStored } from '#server/mail/stored.ts';
import { createMailTransport } from '#server/mail/transport.ts';
import { openPostgres, openSqlite } from '#test/databases.ts';
import type { Dice } from '#test/faults/dice.ts';
import type { Verdict } from '#test/faults/judge.ts';
import type { Row } from '#test/faults/row.ts';
import { SITE, SmallSchool } from '#test/faults/small-school.ts';
import { type Letter, type Manner, type SmtpServer, startSmtp } from '#test/mail/smtp.ts';

const DAY = 86_400_000;
/** ms; what a stalled server costs of real time. */
const PATIENCE = 150;
const TEACHERS = 24;
const BEGIN = Date.UTC(2026, 10, 23, 6);
/** The hours of a day: nobody listens, silence, a cut in the middle, "not now" early and late, trouble with the rule. */
const TROUBLES: readonly (Manner | 'closed')[] = [
  'closed',
  'closed',
  'stall',
  'drop',
  { data: '451 try again later' },
  { rcpt: '450 greylisted' },
  { rcpt: '554 5.7.1 relay access denied' },
];

/** A ticket's life, one act after the other. */
function* lifeOf(ticket: TicketId, by: PersonId, mina: PersonId): Generator<[PersonId, Command], undefined> {
  const open = { nature: 'incident', channel: 'portal', category: 'display', symptom: null, impact: 'person', urgency: 'normal' } as const;
  yield [by, { type: 'open', ...PLAIN_OPEN, ...open, ticket, site: SITE, asset: null, room: null, code: null, text: 'Rien', photos: [] }];
  yield [mina, { type: 'take', v: 1, ticket, expected: null }];
  yield [mina, { type: 'start', v: 2, ticket, remote: false }];
  yield [mina, { type: 'note', v: 2, ticket, text: 'Je regarde', visibility: 'public', call: null }];
  yield [mina, { type: 'wait', v: 1, ticket, reason: 'parts', until: null, text: '' }];
  yield [mina, { type: 'resume', v: 1, ticket }];
  yield [mina, { type: 'resolve', v: 1, ticket, text: 'Réparé', resolution: 'permanent', mode: 'on_site' }];
  yield [by, { type: 'confirm', v: 1, ticket }];
}

async function day(school: SmallSchool, dice: Dice, count: number, tell: (line: string) => void): Promise<Verdict> {
  const teachers: PersonId[] = [];
  for (let i = 0; i < TEACHERS; i += 1) teachers.push(await school.person(`prof${i}`, 'requester'));
  const mina = await school.person('mina', 'correspondent');
  let smtp: SmtpServer | null = await startSmtp();
  const { port, url, ca } = smtp;
  const received: Letter[] = [];
  const put = async (trouble: Manner | 'closed') => {
    if (trouble === 'closed') {
      received.push(...(smtp?.letters ?? []));
      await smtp?.close();
      smtp = null;
      return;
    }
    smtp ??= await startSmtp({ port });
    smtp.manner = () => trouble;
  };
  const settings = parseSmtpUrl(`${url}?tls=any`);
  if (settings === null) throw new Error(url);
  const transport = createMailTransport({ ...settings, from: { name: 'Relais', address: 'relais@example.org' }, ca, patience: PATIENCE });
  const house = createMailer({
    ...{
      db: school.db,
      transport,
      publicUrl: 'https://relais.example.org',
      answers: false,
      domain: 'example.org',
      now: () => school.now,
      dice: dice.next,
      log: () => {},
    },
  });
  try {
    const lives: Generator<[PersonId, Command], undefined>[] = [];
    let trouble = '';
    for (let i = 0; i < count; i += 1) {
      const hour = String(Math.floor((i * 24) / count));
      if (hour !== trouble) await put(dice.one(TROUBLES));
      trouble = hour;
      school.now += Math.floor(DAY / count);
      if (lives.length < 8 || dice.below(8) === 0) lives.push(lifeOf(randomUUID() as TicketId, dice.one(teachers), mina));
      const life = dice.one(lives);
      const next = life.next();
      if (next.done === true) lives.splice(lives.indexOf(life), 1);
      else await school.say(...next.value);
      await house.settle();
    }
    const waiting = await school.db.mail.count({ where: { state: 'waiting' } });
    await put('take');
    for (let i = 0; i < 400 && (await school.db.mail.count({ where: { state: 'waiting' } })) > 0; i += 1) {
      school.now += 60_000;
      await house.settle();
    }
    received.push(...(smtp?.letters ?? []));
    tell(`${count} acts, ${waiting} letters waited at the end of the day, ${received.length} came`);
    return await judge(school, received);
  } finally {
    await house.stop();
    await smtp?.close();
  }
}

async function judge({ db }: SmallSchool, received: readonly Letter[]): Promise<Verdict> {
  const breaches: string[] = [];
  const rows = await db.mail.findMany({ orderBy: { id: 'asc' } });
  const times = new Map<string, number>();
  const order = received.map((l) => /<([^@]+)@/.exec(l.headers.get('message-id') ?? '')?.[1] ?? '');
  for (const id of order) times.set(id, (times.get(id) ?? 0) + 1);
  const due = rows.filter((r) => r.state !== 'capped');
  const lost = due.filter((r) => !times.has(r.id));
  const doubled = due.filter((r) => (times.get(r.id) ?? 0) > 1);
  for (const r of lost) breaches.push(`lost: ${r.address} ${r.kind}, ${r.state}, ${r.answer}`);
  for (const r of doubled) breaches.push(`doubled: ${r.address} ${r.kind}, ${times.get(r.id)} times`);
  if (due.length < rows.length) breaches.push(`${rows.length - due.length} were held back: this row is not about storms`);
  const threads = new Map<string, string[]>();
  for (const r of due) threads.set(`${r.address} ${r.ticketId}`, [...(threads.get(`${r.address} ${r.ticketId}`) ?? []), r.id]);
  for (const [thread, ids] of threads) {
    const came = order.filter((id) => ids.includes(id));
    if (came.join() !== ids.join()) breaches.push(`out of order: ${thread}`);
    const told = due.filter((r) => ids.includes(r.id)).flatMap((r) => parseStored(r.data)?.steps.map((s) => s.at) ?? []);
    if (told.some((at, i) => at < (told[i - 1] ?? 0))) breaches.push(`told out of order: ${thread}`);
  }
  return { lost: lost.length, doubled: doubled.length, stuck: due.filter((r) => r.state === 'waiting').length, refused: 0, breaches };
}

export const f22: Row = {
  id: 'F22',
  title: 'the mail server is down for a day (acts)',
  ways: [
    { database: 'sqlite', full: 600, short: 96 },
    { database: 'postgresql', full: 600, short: 0 },
  ],
  async run({ dice, count, database, tell }) {
    const { db, close } = await (database === 'sqlite' ? openSqlite() : openPostgres());
    try {
      return await day(await SmallSchool.on(db, BEGIN), dice, count, tell);
    } finally {
      await close();
    }
  },
};
