/** What the phone keeps is full, blocked, damaged or gone. */
import { groundOf, together } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import type { Accepted } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';
import { FAULTS, type Scene } from './f11-faults.ts';

export const f11: Row = {
  id: 'F11',
  title: 'quota full, storage blocked, versionchange, damaged records, database evicted (faults)',
  ways: [{ database: 'sqlite', full: 100, short: 5 }],
  async run({ dice, count, database, tell }) {
    const world = await World.open(dice, { database });
    try {
      const pockets = await Promise.all(['karim', 'mina'].slice(0, count < 10 ? 1 : 2).map((login) => world.pocket(login)));
      const ground = await groundOf(world);
      const breaches: string[] = [];
      /** Were on a phone whose browser threw everything away, or in a record that can no longer be read: shown as that, and not on the server. */
      const gone = new Set<Accepted>();
      // Each fault as often as any other; a phone has one after the other.
      const faults: (keyof typeof FAULTS)[] = [];
      while (faults.length < count) faults.push(...dice.shuffled(Object.keys(FAULTS) as (keyof typeof FAULTS)[]));
      const queue = faults.slice(0, count);
      let done = 0;
      await together(
        pockets.map(async (pocket) => {
          for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
            const fault = name;
            const scene: Scene = {
              world,
              pocket,
              ground,
              dice: dice.for(`${done} ${fault}`),
              gone,
              say: (what) => breaches.push(`${pocket.name}, ${fault}: ${what}`),
            };
            await FAULTS[fault](scene).catch((error: unknown) => {
              throw new Error(`in "${fault}" of ${pocket.name}: ${error instanceof Error ? error.message : String(error)}`);
            });
            done += 1;
            if (done % 10 === 0) tell(`${done} faults, last "${fault}"`);
          }
        }),
      );
      await world.wellAgain();
      const verdict = await judge(world.house, pockets, { newOrigins: true, mayMiss: (accepted) => gone.has(accepted) });
      return { ...verdict, breaches: [...verdict.breaches, ...breaches] };
    } finally {
      await world.close();
    }
  },
};
