/** Offline at the tap, back later. */
import { doSomething, groundOf } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const PEOPLE = ['karim', 'mina', 'karim', 'mina'] as const;
/** Commands between two times on a network. */
const SPELL = 25;

export const f01: Row = {
  id: 'F1',
  title: 'offline at the tap, back later (commands)',
  ways: [
    { database: 'sqlite', full: 1200, short: 24 },
    { database: 'postgresql', full: 400, short: 0 },
    { database: 'postgresql', servers: 2, full: 400, short: 16 },
  ],
  async run({ dice, count, database, servers, tell }) {
    const world = await World.open(dice, { database, servers });
    try {
      const pockets: Pocket[] = [];
      for (const login of PEOPLE.slice(0, count < 100 ? 2 : 4)) pockets.push(await world.pocket(login));
      const ground = await groundOf(world);
      const done = () => pockets.reduce((n, p) => n + p.accepted.length, 0);
      while (done() < count) {
        const spell = Math.min(SPELL, Math.ceil((count - done()) / pockets.length));
        await Promise.all(
          pockets.map(async (pocket) => {
            await pocket.seat.context().setOffline(true);
            for (let i = 0; i < spell; i += 1) await doSomething(world, pocket, ground, 'F1');
            // Some come back while others are still away.
            await pocket.seat.context().setOffline(false);
          }),
        );
        tell(`${done()} commands`);
      }
      await world.wellAgain();
      return await judge(world.house, pockets);
    } finally {
      await world.close();
    }
  },
};
