/** The browser is killed just after a tap was confirmed, and launched again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { doSomething, type Ground, groundOf, together } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

type Handheld = Awaited<ReturnType<World['phone']>>;

/** How long after the confirmation the browser may live, ms. */
const AFTER = 50;

export const f06: Row = {
  id: 'F6',
  title: 'browser killed 0-50 ms after the tap was confirmed, launched again (kills)',
  ways: [{ database: 'sqlite', full: 300, short: 6 }],
  async run({ dice, count, database, tell }) {
    const world = await World.open(dice, { database });
    try {
      const phones = [await world.phone('karim'), await world.phone('mina')];
      const ground = await groundOf(world);
      // The browser writes cookies half a minute late: who loses power before that signs in again. Here the session is on the disk.
      for (const phone of phones) await phone.phone.close();
      // Half of what is said is not heard, or its answer is not: what was tapped goes through one more death.
      const carries = (path: string, method: string) => method !== 'GET' && !path.startsWith('/api/auth');
      world.line.weather = (path, method) => (carries(path, method) && dice.below(2) === 0 ? dice.one(['down', 'cut'] as const) : 'clear');
      let killed = 0;
      let died = 0;
      await together(
        phones.map(async (phone) => {
          while (killed < count) {
            world.line.delay = dice.below(60);
            const isKilled = await life(world, phone, ground).catch(async (error: unknown) => {
              // A browser that ends by itself has one death more than was asked: it is counted as none, and what it kept is asked for all the same.
              if (!/has been closed/.test(String(error)) || died >= count / 10) throw error;
              died += 1;
              await phone.phone.close();
              return false;
            });
            if (!isKilled) continue;
            killed += 1;
            if (killed % 25 === 0) tell(`${killed} killed${died === 0 ? '' : `, ${died} died by themselves`}`);
          }
        }),
      );
      await world.wellAgain();
      for (const phone of phones) {
        await phone.phone.open('/');
        await phone.isOpen();
      }
      return await judge(world.house, phones);
    } finally {
      await world.close();
    }
  },
};

/** From the launch to the end: one tap or more, the last of them just confirmed. @returns true: it was killed then */
async function life(world: World, phone: Handheld, ground: Ground): Promise<true> {
  const { dice } = world;
  await phone.phone.open(`/tickets/${dice.one(ground.tickets)}`);
  await phone.isOpen();
  for (let i = dice.below(3); i > 0; i -= 1) await doSomething(world, phone, ground, 'F6');
  const confirmed = phone.accepted.length;
  const late = dice.next() * AFTER;
  const last = doSomething(world, phone, ground, 'F6').catch((error: unknown) => error);
  const isOver = last.then((error) => {
    if (error !== undefined && phone.accepted.length === confirmed) throw error;
  });
  while (phone.accepted.length === confirmed) await Promise.race([sleep(1), isOver]);
  await sleep(late);
  await phone.phone.kill();
  await last;
  return true;
}
