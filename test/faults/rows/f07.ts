/** Tabs of one phone are closed, reloaded and duplicated while one of them, or the worker, sends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Ground, groundOf, together, words } from '#test/faults/acts.ts';
import type { Dice } from '#test/faults/dice.ts';
import type { Kept } from '#test/faults/hand.ts';
import { judge } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const FEWEST = 2;
const MOST = 5;

export const f07: Row = {
  id: 'F7',
  title: 'tab closed, reloaded or duplicated during a drain, 2-5 tabs (tabs)',
  ways: [{ database: 'sqlite', full: 300, short: 8 }],
  async run({ dice, count, database, tell }) {
    const world = await World.open(dice, { database });
    try {
      const pockets = [await world.pocket('karim'), await world.pocket('mina')];
      const ground = await groundOf(world);
      const breaches: string[] = [];
      let broken = 0;
      await together(
        pockets.map(async (pocket, i) => {
          const own = dice.for(pocket.name);
          while (broken < count) {
            broken += await round(world, pocket, ground, own, breaches);
            if (i === 0) tell(`${broken} tabs, ${pocket.accepted.length} commands`);
          }
        }),
      );
      await world.wellAgain();
      for (const pocket of pockets) {
        // Tabs tell of their commits in no order; the number that the commit gave is the order.
        pocket.accepted.sort((a, b) => a.key - b.key);
        const [first, ...others] = await living(pocket, dice.one(ground.tickets));
        for (const page of others) await page.close();
        await first?.goto(world.house.url, { waitUntil: 'commit' });
      }
      const verdict = await judge(world.house, pockets);
      return { ...verdict, breaches: [...verdict.breaches, ...breaches] };
    } finally {
      await world.close();
    }
  },
};

/** Taps in all tabs, and three tabs that are lost or doubled while what was tapped is on its way. @returns how many were */
async function round(world: World, pocket: Pocket, ground: Ground, dice: Dice, breaches: string[]): Promise<number> {
  const pages = await living(pocket, dice.one(ground.tickets));
  world.line.delay = 20 + dice.below(120);
  const taps = Promise.all(pages.map((page) => tapsIn(page, ground, dice, breaches)));
  let broken = 0;
  for (; broken < 3; broken += 1) {
    await duringADrain(world, dice);
    await breakOne(pocket, dice, `/tickets/${dice.one(ground.tickets)}`);
  }
  await taps;
  return broken;
}

/** The tabs that run: one whose process ended is closed by its person, who opens another when too few are left. */
async function living(pocket: Pocket, ticket: string): Promise<Page[]> {
  const context = pocket.seat.context();
  for (const page of context.pages()) {
    const isAlive = await Promise.race([page.evaluate('true').catch(() => false), sleep(3_000)]);
    if (isAlive !== true && context.pages().length > 1) await page.close().catch(() => 'gone by itself');
  }
  while (context.pages().length < FEWEST) await (await context.newPage()).goto(`${pocket.seat.url}/tickets/${ticket}`, { waitUntil: 'commit' });
  return context.pages();
}

const ended = (page: Page): Promise<null> => new Promise((done) => page.once('crash', () => done(null)));

/** Notes, one after the other, until the tab is gone. Their numbers follow one another as the taps did. */
async function tapsIn(page: Page, ground: Ground, dice: Dice, breaches: string[]): Promise<void> {
  let before = 0;
  for (let i = 0; i < 3; i += 1) {
    const ticket = dice.one(ground.tickets);
    const call = `hand.note(${JSON.stringify(ticket)}, ${JSON.stringify(words('F7'))})`;
    // A tab that is closed or loaded again in the middle takes its finger with it.
    const kept = (await Promise.race([page.evaluate(call).catch(() => null), ended(page)])) as Kept | null;
    if (kept === null) return;
    if (kept.key <= before) breaches.push(`[7] a tab's tap was numbered ${kept.key} after ${before}`);
    before = kept.key;
  }
}

/** Resolves somewhere in a request that carries commands; or a little later, when there is none. */
async function duringADrain(world: World, dice: Dice): Promise<void> {
  const { line } = world;
  const before = line.passed.length + line.bodies.length;
  for (let i = 0; i < 100 && line.passed.length + line.bodies.length === before; i += 1) await sleep(3);
  await sleep(dice.below(40));
}

async function breakOne(pocket: Pocket, dice: Dice, path: string): Promise<void> {
  const context = pocket.seat.context();
  const pages = context.pages();
  const page = dice.one(pages);
  const ways = ['reload', ...(pages.length > FEWEST ? ['close', 'crash'] : []), ...(pages.length < MOST ? ['duplicate', 'duplicate'] : [])];
  switch (dice.one(ways)) {
    case 'close':
      await page.close();
      return;
    case 'crash':
      // Its process ends without a word, and other tabs that shared it with it.
      void (await context.newCDPSession(page)).send('Page.crash').catch(() => 'as it should: nobody is left to answer');
      await sleep(100);
      return;
    case 'reload':
      await page.reload({ waitUntil: 'commit', timeout: 5_000 }).catch(() => 'its process had ended');
      return;
    default:
      await (await context.newPage()).goto(page.url().startsWith('http') ? page.url() : pocket.seat.url + path, { waitUntil: 'commit' });
  }
}
