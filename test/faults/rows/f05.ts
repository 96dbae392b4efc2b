/** The server process dies (SIGKILL) at some instant of a replay, and is started again. */
import { doSomething, groundOf } from '#test/faults/acts.ts';
import { databaseFaults } from '#test/faults/database.ts';
import { judge } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Asked, Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const PEOPLE = ['karim', 'mina', 'karim'] as const;
/** Commands of each phone in one replay, at most. */
const SPELL = 5;
/** So many kills, then one replay that is let be: what goes on being cut short would grow for ever. */
const CALM = 5;
/** ms */
const START_LIMIT = 60_000;

/** All that waits goes out, undisturbed. @returns how long it took, ms: a kill is at most so late, on this machine as busy as it is */
async function calmReplay({ pockets }: World): Promise<number> {
  const from = performance.now();
  await Promise.all(pockets.map((pocket) => pocket.hand('nudge')));
  await Promise.all(pockets.map((pocket) => pocket.isSent(START_LIMIT)));
  return performance.now() - from;
}

/**
 * Kills at some instant of the replay that begins now.
 * @param lasts ms
 * @returns whether requests were under way that never got an answer
 */
async function killInReplay({ line, house, dice, pockets }: World, lasts: number, which: number | undefined): Promise<boolean> {
  const answered = () => line.passed.length;
  let asked = 0;
  const began = new Promise<void>((done) => {
    line.weather = (_path, method) => {
      if (method === 'POST' || method === 'PUT') {
        asked += 1;
        done();
      }
      return 'clear';
    };
  });
  const before = answered();
  await Promise.all(pockets.map((pocket) => pocket.hand('nudge')));
  await Promise.race([began, new Promise((_, fail) => setTimeout(fail, START_LIMIT, new Error('no phone spoke')).unref())]);
  await new Promise((done) => setTimeout(done, dice.next() * lasts));
  const isUnderWay = asked > answered() - before;
  await house.kill(which);
  line.weather = () => 'clear';
  return isUnderWay;
}

async function run({ dice, count, database, servers, tell }: Asked) {
  const world = await World.open(dice, { database, servers });
  try {
    const pockets: Pocket[] = [];
    for (const login of PEOPLE.slice(0, count < 20 ? 2 : 3)) pockets.push(await world.pocket(login));
    const ground = await groundOf(world);
    const tap = async () => {
      await Promise.all(
        pockets.map(async (pocket) => {
          for (let i = 1 + dice.below(SPELL); i > 0; i -= 1) await doSomething(world, pocket, ground, 'F5');
        }),
      );
    };
    await Promise.all(pockets.map((pocket) => pocket.seat.context().setOffline(true)));
    await tap();
    await Promise.all(pockets.map((pocket) => pocket.seat.context().setOffline(false)));
    let lasts = await calmReplay(world);
    await tap();
    let inReplay = 0;
    for (let kills = 1; kills <= count; kills += 1) {
      if (await killInReplay(world, lasts, servers > 1 ? dice.below(servers) : undefined)) inReplay += 1;
      // People go on tapping while it starts again.
      await Promise.all([world.house.start(), tap()]);
      if (kills % CALM === 0) {
        lasts = await calmReplay(world);
        await tap();
      }
      if (kills % 20 === 0) tell(`${kills} kills, ${inReplay} with a request under way, a replay takes ${lasts.toFixed(0)} ms`);
    }
    tell(`${count} kills, ${inReplay} with a request under way`);
    await world.wellAgain();
    const verdict = await judge(world.house, pockets);
    return { ...verdict, breaches: [...verdict.breaches, ...(await databaseFaults(world.house))] };
  } finally {
    await world.close();
  }
}

export const f05: Row = {
  id: 'F5',
  title: 'server kill -9 at a random instant of a replay, restarted (kills)',
  ways: [
    { database: 'sqlite', full: 300, short: 2 },
    { database: 'postgresql', full: 60, short: 0 },
    { database: 'postgresql', servers: 2, full: 40, short: 0 },
  ],
  run,
};
