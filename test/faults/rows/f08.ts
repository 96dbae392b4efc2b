/** A new build is deployed while outboxes are full, pages and workers of the old one being alive. */
import { setTimeout as sleep } from 'node:timers/promises';
import { buildNextVersion } from '#test/e2e/harness/next-build.ts';
import { doSomething, type Ground, groundOf } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

/** How long what was tapped before a deployment may take to leave after it, ms: a phone tries again after 8 s at most. */
const PATIENCE = 20_000;

export const f08: Row = {
  id: 'F8',
  title: 'new build deployed with full outboxes, page and worker of the old one alive (deployments)',
  ways: [{ database: 'sqlite', full: 50, short: 1 }],
  async run({ dice, count, database, tell }) {
    const next = await buildNextVersion();
    const world = await World.open(dice, { database });
    try {
      const { house } = world;
      const builds = [next, house.project];
      const pockets = [await world.pocket('karim'), await world.pocket('mina'), await world.pocket('karim')];
      const ground = await groundOf(world);
      const breaches: string[] = [];
      for (let i = 0; i < count; i += 1) {
        await house.stop();
        await Promise.all(pockets.map((pocket) => fill(world, pocket, ground)));
        // Some put the phone away before the new server is up: what they tapped is the old worker's.
        const away = pockets.filter(() => dice.below(3) === 0);
        for (const pocket of away) await putAway(pocket);
        house.project = builds[i % 2] ?? next;
        await house.start();
        for (const pocket of away) await wakeWorker(pocket);
        for (const pocket of pockets) {
          const left = await leaves(pocket);
          if (left !== null) breaches.push(`[30] ${pocket.name}, deployment ${i + 1}: ${left}`);
        }
        for (const pocket of pockets) await takeUp(pocket, dice.below(3));
        if (i % 5 === 4) tell(`${i + 1} deployments, ${pockets.reduce((n, p) => n + p.accepted.length, 0)} commands`);
      }
      await world.wellAgain();
      const verdict = await judge(house, pockets);
      return { ...verdict, breaches: [...verdict.breaches, ...breaches] };
    } finally {
      await world.close();
    }
  },
};

async function fill(world: World, pocket: Pocket, ground: Ground): Promise<void> {
  for (let i = 2 + world.dice.below(4); i > 0; i -= 1) await doSomething(world, pocket, ground, 'F8');
}

/** The app's page goes; the browser, and the worker in it, stay. */
async function putAway(pocket: Pocket): Promise<void> {
  const { page } = pocket;
  pocket.early.push(...(await pocket.hand('seen')).early);
  await page.goto('about:blank');
}

/** What the browser does when the network is back and nobody looks: Background Sync, in whichever worker is active. */
async function wakeWorker(pocket: Pocket): Promise<void> {
  const session = await pocket.seat.context().newCDPSession(pocket.page);
  const registered = new Promise<string>((done) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find((r) => !r.isDeleted && r.scopeURL.startsWith(pocket.seat.url));
      if (ours !== undefined) done(ours.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  await session.send('ServiceWorker.dispatchSyncEvent', { origin: pocket.seat.url, registrationId, tag: 'relais-drain', lastChance: false });
  await session.detach();
}

/** Waits until nothing is left to send, beside the app: in the page that is open, or on the disk where none is. @returns what is left */
async function leaves(pocket: Pocket): Promise<string | null> {
  const isAway = !pocket.page.url().startsWith('http');
  // A page that is no app, of the same address: it may look at the database and wakes nobody.
  if (isAway) await pocket.page.goto(`${pocket.seat.url}/sw.js`, { waitUntil: 'commit' });
  const end = performance.now() + PATIENCE;
  let left = await pocket.unsent();
  while (left !== null && performance.now() < end) {
    await sleep(100);
    left = await pocket.unsent();
  }
  return left;
}

/** What the person does then: goes on with the page that is open, loads it again, or installs the new version. */
async function takeUp(pocket: Pocket, how: number): Promise<void> {
  const { page } = pocket;
  const isAway = !page.url().startsWith('http') || page.url().endsWith('/sw.js');
  if (!isAway && how === 0) return;
  if (!isAway) pocket.early.push(...(await pocket.hand('seen')).early);
  if (how === 2) {
    await page.goto(pocket.seat.url, { waitUntil: 'commit' });
    // Whoever went on with an open page through a deployment and its return has the version that is served: nothing waits then.
    const isOther = await page.evaluate<boolean>(
      'navigator.serviceWorker.getRegistration().then((r) => r.update()).then((r) => r.installing !== null || r.waiting !== null)',
    );
    if (isOther) {
      const install = page.getByRole('button', { name: 'L’installer' });
      await install.waitFor();
      const loaded = page.waitForEvent('load');
      await install.click();
      await loaded;
    }
  } else await page.goto(pocket.seat.url, { waitUntil: 'commit' });
  await pocket.isOpen();
}
