/** A bad line: 50 kbit/s, 2 s round trip, 30 % of the segments lost (test/e2e/harness/slow-line.ts says how). */
import { doSomething, groundOf } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const LINE = { bitsPerSecond: 50_000, roundTrip: 2_000, loss: 0.3 };
/** ms: what was tapped on such a line has left over the same line by then; a photo takes it half a minute. */
const PATIENCE = 120_000;
const PHOTO_PATIENCE = 900_000;

export const f15: Row = {
  id: 'F15',
  title: '50 kbit/s, 2 s round trip, 30 % loss (commands)',
  ways: [
    { database: 'sqlite', full: 70, short: 3 },
    { database: 'postgresql', full: 30, short: 0 },
  ],
  async run({ dice, count, database, servers, tell }) {
    const world = await World.open(dice, { database, servers });
    try {
      const pocket = await world.pocket('karim');
      const ground = await groundOf(world);
      // A third waits already when this line is all there is; the rest is tapped on it.
      await pocket.seat.context().setOffline(true);
      for (let i = 0; i < Math.floor(count / 3); i += 1) await doSomething(world, pocket, ground, 'F15');
      world.line.slow = LINE;
      await pocket.seat.context().setOffline(false);
      const from = performance.now();
      const seconds = () => ((performance.now() - from) / 1000).toFixed(0);
      while (pocket.accepted.length < count) await doSomething(world, pocket, ground, 'F15');
      tell(`all tapped after ${seconds()} s`);
      await pocket.isSent(PATIENCE);
      tell(`all commands settled after ${seconds()} s, still on this line`);
      while ((await pocket.unsent()) !== null) {
        if (performance.now() - from > PHOTO_PATIENCE) throw new Error(`after ${seconds()} s ${await pocket.unsent()}`);
        await new Promise((done) => setTimeout(done, 500));
      }
      tell(`all photos too after ${seconds()} s`);
      await world.wellAgain();
      return await judge(world.house, [pocket]);
    } finally {
      await world.close();
    }
  },
};
