/** The database says no: full disk, a lock held by another process, a read-only file or folder, a PostgreSQL that goes away. */
import { doSomething, groundOf } from '#test/faults/acts.ts';
import { databaseFaults } from '#test/faults/database.ts';
import { Disk } from '#test/faults/disk.ts';
import { judge } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Asked, Row } from '#test/faults/row.ts';
import { lasting, type Trouble, troublesOf } from '#test/faults/troubles.ts';
import { World } from '#test/faults/world.ts';

/** The words of "À envoyer", and how long a phone may take to say them once it has asked in vain, ms. */
const SAYS = 'Le serveur ne répond pas.';
const SAYS_WITHIN = 20_000;
/** Once all is well everything leaves by the phones' own trying, ms. */
const SENT_WITHIN = 30_000;

/** What the person holding this phone must see while the server can write nothing. */
async function isTold(pocket: Pocket): Promise<string[]> {
  await pocket.hand('go', '/outbox');
  await pocket.hand('nudge');
  const isSaid = await pocket.page
    .getByText(SAYS)
    .first()
    .waitFor({ timeout: SAYS_WITHIN })
    .then(
      () => true,
      () => false,
    );
  return isSaid || (await pocket.waiting()).outbox === 0 ? [] : [`${pocket.name} does not say that the server does not answer`];
}

/** One trouble, from its beginning until everything tapped in it has left. @returns what is wrong */
async function through(world: World, trouble: Trouble, tap: () => Promise<void>): Promise<string[]> {
  await trouble.begin();
  const told = await during(world, trouble, tap).catch(async (error: unknown) => {
    // What broke is told by the bench, not by a database that is still away.
    await trouble.end();
    throw error;
  });
  const wrong = await trouble.end();
  const stuck = await Promise.all(
    world.pockets.map(async (pocket) =>
      pocket.isSent(SENT_WITHIN).then(
        () => [],
        (error: Error) => [error.message],
      ),
    ),
  );
  return [...told, ...wrong, ...stuck.flat()].map((what) => `${trouble.name}: ${what}`);
}

/** People tap while it lasts, and are told what is to be told. @returns what is wrong */
async function during(world: World, trouble: Trouble, tap: () => Promise<void>): Promise<string[]> {
  const { pockets } = world;
  const from = pockets.map((pocket) => pocket.accepted.length);
  await tap();
  const told = trouble.isSaid ? (await Promise.all(pockets.map(isTold))).flat() : [];
  await lasting(world, trouble);
  // A full disk takes what still fits in the journal's file; all else takes nothing.
  if (!trouble.isSaid || trouble.name === 'disk full') return told;
  for (const [i, pocket] of pockets.entries()) {
    const waiting = new Set((await pocket.stored())?.outbox.map(({ key }) => key));
    const gone = pocket.accepted.slice(from[i]).filter(({ key }) => !waiting.has(key));
    told.push(...gone.map(({ key }) => `[14] ${pocket.name} let go of ${key} while nothing could be written`));
  }
  return told;
}

async function run({ dice, count, database, servers, tell }: Asked) {
  const disk = database === 'sqlite' ? Disk.mount() : null;
  if (database === 'sqlite' && disk === null) tell('nothing can be mounted here: only locks are held');
  const world = await World.open(dice, { database, servers, ...(disk === null ? {} : { folder: disk.folder }) });
  try {
    const pockets: Pocket[] = [];
    for (const login of ['karim', 'mina']) pockets.push(await world.pocket(login));
    const ground = await groundOf(world);
    const tap = async () => {
      await Promise.all(
        pockets.map(async (pocket) => {
          for (let i = 1 + dice.below(3); i > 0; i -= 1) await doSomething(world, pocket, ground, 'F12');
        }),
      );
    };
    const breaches: string[] = [];
    const met = new Map<string, number>();
    for (const trouble of troublesOf(world, disk, count)) {
      breaches.push(...(await through(world, trouble, tap)));
      met.set(trouble.name, (met.get(trouble.name) ?? 0) + 1);
    }
    tell([...met].map(([name, n]) => `${name} ${n}`).join(', '));
    await world.wellAgain();
    const thrown = world.line.passed.filter((line) => /^(POST|PUT) .* 500$/.test(line));
    const logged = world.house.printed.split('\n').filter((line) => /⨯|Error/.test(line));
    if (thrown.length > 0) breaches.push(`[14] ${thrown.length} times 500 in place of 503, first ${thrown[0]}: ${logged.slice(0, 3).join(' | ')}`);
    const verdict = await judge(world.house, pockets);
    return { ...verdict, breaches: [...breaches, ...verdict.breaches, ...(await databaseFaults(world.house))] };
  } finally {
    await world.close();
    disk?.close();
  }
}

export const f12: Row = {
  id: 'F12',
  title: 'disk full, database busy 0.1-20 s, read-only, PostgreSQL restarted (troubles)',
  ways: [
    { database: 'sqlite', full: 38, short: 2 },
    { database: 'postgresql', full: 8, short: 0 },
    { database: 'postgresql', servers: 2, full: 4, short: 0 },
  ],
  run,
};
