/** The answer is lost after the commit; the request or the answer breaks off at some byte. */

import type { Weather } from '#test/e2e/harness/proxy.ts';
import { doSomething, groundOf } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Asked, Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

/** What is broken: everything that carries commands or photos; not the pages. */
const carries = (path: string, method: string) => method !== 'GET' && !path.startsWith('/api/auth');

async function brokenLine({ dice, count, database, servers, tell }: Asked, row: string, breaks: readonly Weather[]) {
  const world = await World.open(dice, { database, servers });
  try {
    const pockets: Pocket[] = [];
    for (const login of ['karim', 'mina', 'karim'].slice(0, count < 100 ? 2 : 3)) pockets.push(await world.pocket(login));
    const ground = await groundOf(world);
    // One in three comes through: a command may break several times before it does.
    world.line.weather = (path, method) => (carries(path, method) && world.line.lost < count && dice.below(3) > 0 ? dice.one(breaks) : 'clear');
    let told = 0;
    while (world.line.lost < count) {
      await Promise.all(
        pockets.map(async (pocket) => {
          for (let i = 0; i < 4; i += 1) {
            await doSomething(world, pocket, ground, row);
            await pocket.hand('nudge');
          }
        }),
      );
      if (world.line.lost - told >= 50) {
        told = world.line.lost;
        tell(`${told} broken`);
      }
    }
    await world.wellAgain();
    return await judge(world.house, pockets);
  } finally {
    await world.close();
  }
}

export const f02: Row = {
  id: 'F2',
  title: 'answer lost after the commit (answers)',
  ways: [
    { database: 'sqlite', full: 600, short: 12 },
    { database: 'postgresql', full: 200, short: 0 },
    { database: 'postgresql', servers: 2, full: 200, short: 0 },
  ],
  run: async (asked) => await brokenLine(asked, 'F2', ['cut']),
};

export const f03: Row = {
  id: 'F3',
  title: 'request or answer cut at a random byte (cuts)',
  ways: [
    { database: 'sqlite', full: 700, short: 12 },
    { database: 'postgresql', full: 300, short: 0 },
  ],
  run: async (asked) => await brokenLine(asked, 'F3', ['torn', 'half']),
};
