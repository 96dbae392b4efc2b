/** The server that has the sweep dies at any statement, another sweeps at the same time, or none runs for days: no step lost, none said twice. */
import { randomUUID } from 'node:crypto';
import type { PersonId, TicketId } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import type { Db } from '#server/db.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { openPostgres, openSqlite } from '#test/databases.ts';
import type { Dice } from '#test/faults/dice.ts';
import type { Verdict } from '#test/faults/judge.ts';
import type { Row } from '#test/faults/row.ts';
import { SITE, SmallSchool } from '#test/faults/small-school.ts';
import { watching } from '#test/statements.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Monday, nine o'clock in Paris. */
const BEGIN = Date.UTC(2026, 10, 23, 8);

/** A server that dies at its n-th statement: whatever it had begun is rolled back, and it says nothing more. */
function dying(db: Db, after: number): Db {
  let n = 0;
  return watching(db, async (_, next) => {
    n += 1;
    if (n >= after) throw new Error('killed');
    return next();
  });
}

async function nights(school: SmallSchool, dice: Dice, count: number, tell: (line: string) => void): Promise<Verdict> {
  const mina = await school.person('mina', 'correspondent');
  const thomas = await school.person('thomas', 'technician', null);
  await school.person('sonia', 'supervisor', null);
  const open: TicketId[] = [];
  const all: TicketId[] = [];
  // The dying say why; that is not what is looked at here.
  const { warn } = console;
  console.warn = () => {};
  try {
    for (let i = 0; i < count; i += 1) {
      if (dice.below(4) === 0) {
        const ticket = randomUUID() as TicketId;
        const what = { nature: 'incident', channel: 'portal', category: 'display', symptom: null, impact: 'person', urgency: 'normal' } as const;
        await school.say(mina, {
          type: 'open',
          ...PLAIN_OPEN,
          ...what,
          ticket,
          site: SITE,
          asset: null,
          room: null,
          code: null,
          text: 'x',
          photos: [],
        });
        await school.say(mina, { type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: '', team: null });
        open.push(ticket);
        all.push(ticket);
      }
      if (open.length > 3 && dice.below(3) === 0) {
        const [ticket] = open.splice(dice.below(open.length), 1);
        if (ticket !== undefined) await school.say(thomas, { type: 'take', v: 1, ticket, expected: null });
      }
      school.now += dice.below(10) === 0 ? (1 + dice.below(60)) * HOUR : (1 + dice.below(11)) * MINUTE;
      const killed = sweep(dying(school.db, 1 + dice.below(60)), school.now);
      // Another that believes to have it too, at the same time; or none, until the next turn.
      await Promise.all([killed, ...(dice.below(3) === 0 ? [sweep(school.db, school.now), sweep(school.db, school.now)] : [])]);
    }
    await sweep(school.db, school.now);
  } finally {
    console.warn = warn;
  }
  tell(`${count} deaths, ${all.length} tickets`);
  return judge(school, all);
}

async function judge({ db, now }: SmallSchool, tickets: readonly TicketId[]): Promise<Verdict> {
  const breaches: string[] = [];
  let [lost, doubled] = [0, 0];
  const wrong = (kind: 'lost' | 'doubled', sentence: string) => {
    breaches.push(`${kind}: ${sentence}`);
    if (kind === 'lost') lost += 1;
    else doubled += 1;
  };
  for (const id of tickets) {
    const rows = await db.event.findMany({ where: { ticketId: id }, orderBy: [{ version: 'asc' }, { ordinal: 'asc' }] });
    const events = rows.map((r) => ({ event: r.data as unknown as TicketEvent, at: r.receivedAt.getTime() }));
    const taken = events.findIndex(({ event }) => event.type === 'OwnershipTaken');
    const called = events.flatMap(({ event, at }, i) => (event.type === 'PeopleCalled' ? [{ ...event, at, i }] : []));
    for (const circle of ['present', 'supervisors'] as const) {
      const n = called.filter((c) => c.circle === circle).length;
      if (n > 1) wrong('doubled', `${id}: ${circle} called ${n} times`);
    }
    const again = called.filter((c) => c.circle === 'again').map((c) => c.at);
    if (again.some((at, i) => at - (again[i - 1] ?? 0) < 29 * MINUTE)) wrong('doubled', `${id}: called again too soon`);
    if (taken !== -1 && called.some((c) => c.i > taken)) wrong('doubled', `${id}: called although somebody has it`);
    const told = events.flatMap(({ event }) => (event.type === 'DelayTold' ? [`${event.clock} ${event.percent}`] : []));
    if (new Set(told).size < told.length) wrong('doubled', `${id}: told twice: ${told.join(', ')}`);
    const notices = await db.notice.findMany({ where: { ticketId: id, kind: 'handover' } });
    const asked = new Map<PersonId, number>();
    for (const { people } of called) for (const p of people) asked.set(p, (asked.get(p) ?? 0) + 1);
    for (const [person, n] of asked) {
      const written = notices.filter((x) => x.personId === person).length;
      if (written !== n) wrong(written < n ? 'lost' : 'doubled', `${id}: ${n} calls of one person, ${written} notices`);
    }
    const chain = await db.chain.findUnique({ where: { ticketId: id } });
    if (chain === null) wrong('lost', `${id}: no chain`);
    else if (taken === -1 && (chain.nextAt === null || chain.nextAt.getTime() <= now)) wrong('lost', `${id}: nobody has it, and nobody is called`);
    else if (taken !== -1 && chain.state !== 'over') wrong('doubled', `${id}: somebody has it, and the call goes on`);
  }
  return { lost, doubled, stuck: 0, refused: 0, breaches };
}

export const f23: Row = {
  id: 'F23',
  title: 'the server that sweeps dies at any statement, beside others, or none runs for days (deaths)',
  ways: [
    { database: 'sqlite', full: 400, short: 60 },
    { database: 'postgresql', full: 400, short: 40 },
  ],
  async run({ dice, count, database, tell }) {
    const { db, close } = await (database === 'sqlite' ? openSqlite() : openPostgres());
    try {
      return await nights(await SmallSchool.on(db, BEGIN), dice, count, tell);
    } finally {
      await close();
    }
  },
};
