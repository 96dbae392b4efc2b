/** The push service answers in every way it can, by day and by night: somebody is reached by a path that the timeline tells, and nothing rings at night. */
import { randomUUID } from 'node:crypto';
import type { PersonId } from '#domain/ids.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { openPostgres, openSqlite } from '#test/databases.ts';
import type { Dice } from '#test/faults/dice.ts';
import type { Row } from '#test/faults/row.ts';
import { type Answer, type Receiver, startReceiver } from '#test/push/receiver.ts';
import { makeWorld, type World } from '#test/push/world.ts';

const MINUTE = 60_000;
/** ms; what a service that hangs costs of real time. */
const PATIENCE = 250;
const ANSWERS: Readonly<Record<string, Answer>> = {
  '201': { status: 201 },
  '400': { status: 400 },
  '403': { status: 403 },
  '404': { status: 404 },
  '410': { status: 410 },
  '413': { status: 413 },
  '429': { status: 429, headers: { 'retry-after': '60' } },
  '500': { status: 500 },
  '503': { status: 503, headers: { 'retry-after': '30' } },
  'time-out': 'hang',
  reset: 'reset',
  garbage: 'garbage',
};
const DAY = 24 * 60 * MINUTE;
/** A site that is open every day of the year, and a day of its own for each call: ten in the morning, nine in the evening, and its next opening. */
const HOURS = { week: Array.from({ length: 7 }, () => [[450, 1050]]), holidays: null, school: null, closures: [] };
const MORNING = Date.UTC(2026, 10, 23, 10);
const EVENING = Date.UTC(2026, 10, 23, 21);
const OPENS = Date.UTC(2026, 10, 24, 7, 30);

/** One call, answered so; the clock goes on until the supervisor would have been called too. */
async function trial(world: World, receiver: Receiver, sonia: PersonId, answer: Answer, n: number, dice: Dice): Promise<string[]> {
  const breaches: string[] = [];
  const isNight = dice.below(3) === 0;
  const day = 2 * DAY * n;
  world.now = (isNight ? EVENING : MORNING) + day;
  receiver.forget();
  await world.db.subscription.deleteMany({});
  await world.phone(world.technician);
  if (dice.below(2) === 0) await world.phone(sonia);
  // Not once: for as long as a service that is in trouble stays so.
  receiver.answerNext(...Array.from({ length: 1 + dice.below(6) }, () => answer));
  const before = receiver.messages.length;
  const { ticket } = await world.escalate();
  const look = async () => {
    await sweep(world.db, world.now);
    await world.notifier({ timeLimit: PATIENCE }).settle();
  };
  await look();
  if (isNight) {
    for (let i = 0; i < 3; i += 1) {
      world.now += 20 * MINUTE;
      await look();
    }
    if (receiver.messages.length > before) breaches.push(`${ticket}: something rang at night`);
    world.now = OPENS + day;
    await look();
  }
  for (let i = 0; i < 15; i += 1) {
    world.now += 2 * MINUTE;
    await look();
  }
  const rows = await world.db.event.findMany({ where: { ticketId: ticket } });
  const events = rows.map((r) => r.data as unknown as TicketEvent);
  const steps = (person: PersonId) => events.flatMap((e) => (e.type === 'AlertTraced' && e.person === person ? [e.step] : []));
  const isReached = [world.technician, sonia].some((p) => steps(p).some((s) => s === 'accepted' || s === 'mailed'));
  if (!isReached) breaches.push(`${ticket}: nobody was reached, or nothing says so`);
  // Whoever did not answer is followed by a mail, whatever became of the push.
  if (!steps(world.technician).includes('mailed')) breaches.push(`${ticket}: no mail followed`);
  if (!events.some((e) => e.type === 'PeopleCalled' && e.circle === 'supervisors')) breaches.push(`${ticket}: nobody else was called`);
  await world.say(world.technician, { type: 'take', v: 1, ticket, expected: null });
  return breaches;
}

export const f17: Row = {
  id: 'F17',
  title: 'push service answers 201, 400, 403, 404, 410, 413, 429, 5xx, time-out, garbage, by day and night (of each)',
  ways: [
    { database: 'sqlite', full: 20, short: 1 },
    { database: 'postgresql', full: 20, short: 0 },
  ],
  async run({ dice, count, database, tell }) {
    const { db, close } = await (database === 'sqlite' ? openSqlite() : openPostgres());
    const receiver = await startReceiver();
    const breaches: string[] = [];
    try {
      const world = await makeWorld(db, receiver);
      await db.organisation.update({ where: { id: 'org' }, data: { alerts: {} } });
      const sonia = randomUUID() as string as PersonId;
      const row = { id: sonia, login: 'sonia', givenName: 'Sonia', familyName: 'Petit', email: 'sonia@example.org' };
      await db.person.create({ data: { ...row, memberships: { create: { id: randomUUID(), role: 'supervisor', siteId: null } } } });
      await db.person.update({ where: { id: world.technician }, data: { email: 'paul@example.org' } });
      await db.site.update({ where: { id: world.site }, data: { timeZone: 'UTC', service: HOURS } });
      let n = 0;
      for (let i = 0; i < count; i += 1)
        for (const [name, answer] of Object.entries(ANSWERS)) {
          breaches.push(...(await trial(world, receiver, sonia, answer, n, dice)).map((breach) => `${name}: ${breach}`));
          n += 1;
        }
      tell(`${n} calls, ${receiver.requests} requests, ${receiver.messages.length} messages`);
      for (const fault of new Set(receiver.faults)) breaches.push(`the receiver found fault: ${fault}`);
      return { lost: breaches.length, doubled: 0, stuck: 0, refused: 0, breaches };
    } finally {
      await receiver.close();
      await close();
    }
  },
};
