/** Seeded random schedules of everything: in Chromium against real servers, and by the thousand in the simulation. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Weather } from '#test/e2e/harness/proxy.ts';
import { doSomething, type Ground, groundOf } from '#test/faults/acts.ts';
import { judge, type Verdict } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Asked, Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const PEOPLE = ['karim', 'mina', 'karim'] as const;
const STEPS = 24;
const WEATHERS: readonly Weather[] = [
  'cut',
  'half',
  'torn',
  'down',
  'portal',
  'redirect',
  { status: 500 },
  { status: 503, headers: { 'retry-after': '1' } },
  { status: 429, headers: { 'retry-after': '2' } },
];
const GOOD: Verdict = { lost: 0, doubled: 0, stuck: 0, refused: 0, breaches: [] };

/** One step of chance: mostly a tap; else the network, the page or the server changes. */
async function step(world: World, pocket: Pocket, ground: Ground): Promise<void> {
  const { dice, line, house } = world;
  const context = pocket.seat.context();
  const chance = dice.below(20);
  if (chance < 11) return await doSomething(world, pocket, ground, 'F14');
  switch (chance) {
    case 11:
    case 12:
      return await context.setOffline(true);
    case 13:
      return await context.setOffline(false);
    case 14: {
      const share = dice.next();
      const kinds = dice.shuffled(WEATHERS).slice(0, 2);
      line.weather = (path, method) => (path.startsWith('/api/auth') || method === 'GET' || dice.next() > share ? 'clear' : dice.one(kinds));
      return;
    }
    case 15:
      line.weather = () => 'clear';
      line.delay = dice.below(3) * 150;
      return;
    case 16:
      await pocket.leave();
      await pocket.page.reload({ waitUntil: 'commit' });
      return await pocket.isOpen();
    case 17: {
      // Another tab for a moment: it drains too, and what it keeps is as durable.
      const tab = await context.newPage();
      await tab.goto(pocket.seat.url, { waitUntil: 'commit' }).catch(() => 'the line is down: the worker serves it');
      await sleep(dice.below(400));
      return await tab.close();
    }
    case 18:
      if (dice.below(3) > 0) return;
      await (dice.below(2) === 0 ? house.kill() : house.stop());
      await sleep(dice.below(500));
      return await house.start();
    default:
      return await pocket.hand('nudge');
  }
}

async function inChromium({ dice, count, database, servers, tell }: Asked): Promise<Verdict> {
  const world = await World.open(dice, { database, servers });
  let total = GOOD;
  try {
    for (const login of PEOPLE) await world.pocket(login);
    const ground = await groundOf(world);
    for (let schedule = 0; schedule < count; schedule += 1) {
      for (let i = 0; i < STEPS; i += 1) await step(world, dice.one(world.pockets), ground);
      await world.wellAgain();
      const verdict = await judge(world.house, world.pockets);
      total = {
        lost: Math.max(total.lost, verdict.lost),
        doubled: Math.max(total.doubled, verdict.doubled),
        stuck: total.stuck + verdict.stuck,
        refused: verdict.refused,
        breaches: [...total.breaches, ...verdict.breaches.map((b) => `schedule ${schedule + 1}: ${b}`)],
      };
      if (verdict.breaches.length > 0) break;
      if (schedule % 10 === 9) tell(`${schedule + 1} schedules`);
    }
    return total;
  } finally {
    await world.close();
  }
}

export const f14: Row = {
  id: 'F14',
  title: 'random schedules of everything, in Chromium (schedules)',
  ways: [
    { database: 'sqlite', full: 120, short: 1 },
    { database: 'postgresql', full: 40, short: 0 },
    { database: 'postgresql', servers: 2, full: 40, short: 1 },
  ],
  run: inChromium,
};

const run = promisify(execFile);

export const f14s: Row = {
  id: 'F14s',
  title: 'random schedules of everything, simulated network, shipped code on real SQLite (schedules)',
  // `npm test` runs the simulation by itself.
  ways: [{ database: 'sqlite', full: 10_000, short: 0 }],
  async run({ dice, count }) {
    const seed = dice.below(2_147_483_647);
    const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/simulate.ts', '--runs', String(count), '--seed', String(seed)];
    return await run(process.execPath, args, { maxBuffer: 1e8 }).then(
      () => GOOD,
      (error: { stdout?: string }) => ({ ...GOOD, breaches: [error.stdout ?? String(error)] }),
    );
  },
};
