/** Many take one ticket where there is no network, and come back in whatever order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { groundOf, words } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import { moreCorrespondents, pocketsOf } from '#test/faults/people.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const CROWD = 20;
/** Reconnections are spread over so many ms. */
const SPREAD = 400;

/** New tickets that nobody has, reported by somebody who may not take them. */
async function reported(world: World, count: number): Promise<string[]> {
  const claire = await world.pocket('claire');
  const { assets } = await groundOf(world);
  const before = new Set((await world.house.freeTickets()).map((t) => t.id));
  for (let i = 0; i < count; i += 1) await claire.hand('open', assets[i % assets.length] as string, words('F13'));
  await claire.isSent();
  const made = claire.accepted.map((a) => a.command['ticket'] as string);
  const free = new Set((await world.house.freeTickets()).map((t) => t.id));
  const wrong = made.filter((id) => before.has(id) || !free.has(id));
  if (wrong.length > 0) throw new Error(`${wrong.length} reported tickets are not free`);
  return made;
}

/** One ticket, everybody's. @returns breaches */
async function round(world: World, crowd: readonly Pocket[], ticket: string): Promise<string[]> {
  const { dice, house } = world;
  const offline = (pocket: Pocket, isOff: boolean) => pocket.seat.context().setOffline(isOff);
  await Promise.all(
    crowd.map(async (pocket) => {
      await offline(pocket, true);
      if ((await pocket.hand('verb', ticket, 'Prendre')) === null) throw new Error(`${pocket.name} is not offered to take ${ticket}`);
    }),
  );
  await Promise.all(
    dice.shuffled(crowd).map(async (pocket) => {
      await sleep(dice.below(SPREAD));
      await offline(pocket, false);
    }),
  );
  await Promise.all(crowd.map((pocket) => pocket.isSent()));

  const acts = await house.rows<{ actorId: string; type: string; data: unknown }>(
    'SELECT "actorId", "type", "data" FROM "Event" WHERE "ticketId" = ? AND "type" IN (?, ?)',
    ticket,
    'OwnershipTaken',
    'HelperJoined',
  );
  const { assignee } = await house.ticket(ticket);
  const owners = acts.filter((a) => a.type === 'OwnershipTaken').map((a) => a.actorId);
  const helpers = new Set(acts.filter((a) => a.type === 'HelperJoined').map((a) => a.actorId));
  const breaches: string[] = [];
  if (owners.length !== 1 || owners[0] !== assignee) breaches.push(`[54] ${ticket} was taken by ${owners.join(', ')} and belongs to ${assignee}`);
  if (acts.length !== crowd.length || helpers.size !== crowd.length - 1)
    breaches.push(`[54] ${ticket} has ${acts.length} takes of ${crowd.length}, ${helpers.size} helpers`);
  const alerts = await house.count(
    'SELECT COUNT(*) AS n FROM "Notice" WHERE "ticketId" = ? AND "personId" = ? AND "kind" = ?',
    ticket,
    owners[0] ?? '',
    'helper_joined',
  );
  if (alerts !== crowd.length - 1) breaches.push(`[54] the owner of ${ticket} is to hear of ${alerts} helpers`);
  for (const pocket of crowd) {
    const { told, refused } = await pocket.waiting();
    const mine = told.filter((t) => t.ticket === ticket).length;
    if (refused.length > 0) breaches.push(`[54] ${pocket.name}: the take of ${ticket} was refused`);
    if (mine !== (helpers.has(pocket.person) ? 1 : 0) || told.length !== mine)
      breaches.push(`[54] ${pocket.name} is to be told of ${ticket} ${mine} times, of ${told.length} in all`);
  }
  return breaches;
}

/** Who came second reads it, once. */
async function read(crowd: readonly Pocket[], ticket: string): Promise<string[]> {
  const breaches: string[] = [];
  await Promise.all(
    crowd.map(async (pocket) => {
      if ((await pocket.waiting()).told.length === 0) return;
      const said = await pocket.hand('readTold', ticket);
      if (!/renfort/i.test(said)) breaches.push(`[54] ${pocket.name} reads ${said.slice(0, 200)}`);
      const { told } = await pocket.waiting();
      if (told.length > 0) breaches.push(`[54] ${pocket.name} is told of ${ticket} again`);
    }),
  );
  return breaches;
}

export const f13: Row = {
  id: 'F13',
  title: '20 phones take one ticket offline and come back in random order (rounds)',
  ways: [
    { database: 'sqlite', full: 110, short: 2 },
    { database: 'postgresql', servers: 2, full: 90, short: 0 },
  ],
  async run({ dice, count, database, servers, tell }) {
    const world = await World.open(dice, { database, servers });
    try {
      const extra = await moreCorrespondents(world.house, (count < 10 ? 8 : CROWD) - 2);
      const tickets = await reported(world, count);
      const crowd = await pocketsOf(world, ['karim', 'mina', ...extra]);
      const breaches: string[] = [];
      const from = performance.now();
      // An answer is lost now and then: the take is said again, and is still one.
      world.line.weather = (path, method) => (method === 'POST' && !path.startsWith('/api/auth') && dice.below(60) === 0 ? 'cut' : 'clear');
      for (const [i, ticket] of tickets.entries()) {
        breaches.push(...(await round(world, crowd, ticket)), ...(await read(crowd, ticket)));
        if ((i + 1) % 10 === 0) tell(`${i + 1} rounds, ${((performance.now() - from) / 1000 / (i + 1)).toFixed(1)} s each`);
      }
      await world.wellAgain();
      const verdict = await judge(world.house, world.pockets);
      return { ...verdict, breaches: [...breaches, ...verdict.breaches] };
    } finally {
      await world.close();
    }
  },
};
