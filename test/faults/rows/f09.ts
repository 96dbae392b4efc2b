/** Rights that end while a phone is away: the session, the account, the role, the site; and somebody else on the same phone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { doSomething, type Ground, groundOf, words } from '#test/faults/acts.ts';
import { judge, traceOf } from '#test/faults/judge.ts';
import { endSessions, giveRole, moreCorrespondents, pocketsOf, shut, siteLike, takeRoles } from '#test/faults/people.ts';
import { type Accepted, Pocket } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const ENDS = ['expired', 'revoked', 'shut'] as const;
const LOSSES = ['no role', 'requester', 'elsewhere'] as const;
/** Ten wrong passwords a quarter of an hour are let through, whoever types them. */
const WRONG = 5;

interface Scene {
  readonly world: World;
  readonly ground: Ground;
  readonly lycee: string;
  readonly college: string;
  readonly guests: Pocket[];
  readonly breaches: string[];
  wrong: number;
}

const offline = (pocket: Pocket, isOff: boolean) => pocket.seat.context().setOffline(isOff);

/** How many of these the server has settled, and executed. */
async function settledOf({ world }: Scene, pocket: Pocket, some: readonly Accepted[]): Promise<{ settled: number; executed: number }> {
  const held = await pocket.stored();
  const { origin = '', base = 0 } = held?.meta ?? {};
  const keys = some.map((a) => a.key - base);
  const rows = await world.house.rows<{ outcome: unknown }>(
    `SELECT CAST("outcome" AS TEXT) AS "outcome" FROM "Receipt" WHERE "origin" = ? AND "seq" IN (${keys.join(', ')})`,
    origin,
  );
  return { settled: rows.length, executed: rows.filter((r) => String(r.outcome).includes('"executed"')).length };
}

async function expectSettled(scene: Scene, pocket: Pocket, some: readonly Accepted[], wanted: number, what: string): Promise<void> {
  const { settled, executed } = await settledOf(scene, pocket, some);
  const isKept = wanted > 0 || (await pocket.waiting()).outbox >= some.length;
  if (settled !== wanted || executed !== wanted || !isKept)
    scene.breaches.push(`[34] ${pocket.name}, ${what}: ${settled} settled, ${executed} executed of ${some.length}, ${wanted} were to be`);
}

/** Resolves when this phone holds what its person may see now, asked once a second. @returns what it holds else; null: all is well */
async function heldWrong(pocket: Pocket): Promise<string | null> {
  for (let i = 0; ; i += 1) {
    await pocket.hand('nudge');
    await sleep(1_000);
    const why = await pocket.unlike(true);
    if (why === null || i === 15) return why;
  }
}

/** Somebody borrows the phone, works, and signs out. */
async function borrowed(scene: Scene, pocket: Pocket, mine: readonly Accepted[]): Promise<void> {
  const { world, ground, guests, breaches } = scene;
  const guest = new Pocket(pocket.seat, 'mina', await world.house.person('mina'), `mina on ${pocket.name}`);
  guests.push(guest);
  pocket.holder = guest;
  await guest.signIn();
  await guest.hand('note', world.dice.one(ground.tickets), words('F9 guest'));
  await guest.isSent();
  await expectSettled(scene, pocket, mine, 0, 'while another person was signed in');
  const shown = await pocket.page.evaluate(`hand.go('/outbox'), new Promise((done) => setTimeout(() => done(document.body.textContent), 150))`);
  for (const { command } of mine) {
    const trace = traceOf(command);
    if (trace !== null && String(shown).includes(trace)) breaches.push(`[33] ${guest.name} reads "${trace}"`);
  }
  await pocket.hand('go', '/me');
  await pocket.page.getByRole('button', { name: 'Se déconnecter' }).click();
  await pocket.page.waitForURL((url) => url.pathname === '/signin');
  pocket.holder = pocket;
}

/** The session ends: nothing is refused, nothing goes; after signing in again everything does, once. */
async function sessionEnds(scene: Scene, pocket: Pocket): Promise<void> {
  const { world, ground, breaches } = scene;
  const { dice, house } = world;
  const how = dice.one(ENDS);
  const isLent = dice.below(2) === 0;
  const from = pocket.accepted.length;
  await offline(pocket, true);
  for (let i = 0; i < 3; i += 1) await doSomething(world, pocket, ground, 'F9');
  const mine = pocket.accepted.slice(from);
  if (how === 'expired') await pocket.seat.context().clearCookies();
  else if (how === 'revoked') await endSessions(house, pocket.person);
  else await shut(house, pocket.person, true);
  await offline(pocket, false);
  await pocket.hand('go', '/');
  await pocket.page.getByText('Votre session est finie.').first().waitFor();
  await expectSettled(scene, pocket, mine, 0, how);
  await pocket.leave();
  if (isLent) await borrowed(scene, pocket, mine);
  if (how === 'shut') {
    if (scene.wrong < WRONG) {
      scene.wrong += 1;
      await pocket.enter();
      await pocket.page.getByText(/inconnu\. Vérifiez les deux\.$/).waitFor();
      await expectSettled(scene, pocket, mine, 0, 'at the closed door');
    }
    await shut(house, pocket.person, false);
  }
  await pocket.signIn();
  await pocket.isSent();
  await expectSettled(scene, pocket, mine, mine.length, `${how}, signed in again`);
  if ((await pocket.waiting()).refused.length > 0) breaches.push(`[34] ${pocket.name}: ${how} refused a command`);
}

/** The right ends: what waits is settled as refused and shown, the site leaves the phone; with the right back, it can be said again. */
async function rightEnds(scene: Scene, pocket: Pocket): Promise<void> {
  const { world, ground, breaches, lycee, college } = scene;
  const { dice, house } = world;
  const how = dice.one(LOSSES);
  const isAgain = dice.below(2) === 0;
  const from = pocket.accepted.length;
  await offline(pocket, true);
  for (let i = 0; i < 2; i += 1) await pocket.hand('note', dice.one(ground.tickets), words('F9'));
  // Photos of what stays refused wait with it.
  if (isAgain) await pocket.hand('photo', dice.one(ground.tickets), dice.below(1_000_000));
  if (how !== 'requester') {
    const { command } = await pocket.hand('open', dice.one(ground.assets), words('F9'));
    await pocket.hand('note', command['ticket'] as string, words('F9'));
  }
  const mine = pocket.accepted.slice(from);
  const before = (await pocket.waiting()).refused.length;
  await takeRoles(house, pocket.person);
  if (how === 'requester') await giveRole(house, pocket.person, 'requester', lycee);
  if (how === 'elsewhere') await giveRole(house, pocket.person, 'correspondent', college);
  await offline(pocket, false);
  await pocket.isSent();
  const name = `${pocket.name}, ${how}`;
  const { settled, executed } = await settledOf(scene, pocket, mine);
  if (settled !== mine.length || executed > 0) breaches.push(`[35] ${name}: ${settled} settled, ${executed} executed of ${mine.length}`);
  if (dice.below(2) === 0) {
    await pocket.leave();
    await pocket.page.reload({ waitUntil: 'commit' });
    await pocket.isOpen();
  }
  const { refused } = await pocket.waiting();
  const codes = new Map(refused.map((r) => [JSON.stringify(r.command), (r as unknown as { refusal: { code: string } }).refusal.code]));
  for (const { command } of mine) {
    // A ticket that one may not see any more and one that is not there get the same answer (domain.md section 1).
    const wanted = command['type'] === 'open' ? ['not-allowed'] : ['unknown', 'not-allowed'];
    const code = codes.get(JSON.stringify(command));
    if (code === undefined || !wanted.includes(code)) breaches.push(`[20] ${name}: ${JSON.stringify(command).slice(0, 120)} is filed as ${code}`);
  }
  if (refused.length !== before + mine.length) breaches.push(`[27] ${name}: ${refused.length} refusals, ${before + mine.length} expected`);
  const said = await pocket.hand('refusals', false);
  if (!said.includes('accès retiré')) breaches.push(`[20] ${name}: the screen says ${said.slice(0, 300)}`);
  for (const { command } of mine)
    if (typeof command['text'] === 'string' && !said.includes(command['text'])) breaches.push(`[27] ${name}: "${command['text']}" is not shown`);
  const wrong = await heldWrong(pocket);
  if (wrong !== null) breaches.push(`[19] ${name} ${wrong}`);
  const site = how === 'requester' ? [] : ((await pocket.stored())?.documents ?? []).filter((d) => d['id'] === lycee);
  if (site.length > 0) breaches.push(`[20] ${name} still holds the site`);

  await takeRoles(house, pocket.person);
  await giveRole(house, pocket.person, 'correspondent', lycee);
  const back = await heldWrong(pocket);
  if (back !== null) breaches.push(`[26] ${name}, its right given back, ${back}`);
  if (!isAgain) return;
  const again = pocket.accepted.length;
  await pocket.hand('refusals', true);
  await pocket.isSent();
  const resent = pocket.accepted.slice(again);
  const end = await settledOf(scene, pocket, resent);
  if (resent.length < mine.length || end.executed !== resent.length)
    breaches.push(`[27] ${name}: ${end.executed} executed of ${resent.length} said again`);
}

/** What the guests wrote is theirs. */
async function checkGuests({ world, guests, breaches }: Scene): Promise<void> {
  for (const guest of guests) {
    for (const { command } of guest.accepted) {
      const found = await world.house.rows<{ actorId: string }>(
        'SELECT "actorId" FROM "Event" WHERE CAST("data" AS TEXT) LIKE ?',
        `%"${traceOf(command)}"%`,
      );
      if (found.length !== 1 || found[0]?.actorId !== guest.person)
        breaches.push(`[33] ${guest.name}: ${traceOf(command)} was executed ${found.length} times, by ${found[0]?.actorId}`);
    }
  }
}

export const f09: Row = {
  id: 'F9',
  title: 'session, account, role or site ended while offline, another person on the phone (times)',
  ways: [
    { database: 'sqlite', full: 70, short: 4 },
    { database: 'postgresql', full: 30, short: 0 },
  ],
  async run({ dice, count, database, servers, tell }) {
    const world = await World.open(dice, { database, servers });
    try {
      const logins = await moreCorrespondents(world.house, count < 20 ? 2 : 8);
      const pockets = await pocketsOf(world, logins);
      const scene: Scene = {
        world,
        ground: await groundOf(world),
        lycee: await siteLike(world.house, 'Lycée'),
        college: await siteLike(world.house, 'Collège'),
        guests: [],
        breaches: [],
        wrong: 0,
      };
      let begun = 0;
      await Promise.all(
        pockets.map(async (pocket, i) => {
          while (begun < count) {
            begun += 1;
            await (i % 2 === 0 ? sessionEnds : rightEnds)(scene, pocket);
            if (begun % 10 === 0) tell(`${begun} begun`);
          }
        }),
      );
      await world.wellAgain();
      await checkGuests(scene);
      const verdict = await judge(world.house, pockets);
      return { ...verdict, breaches: [...scene.breaches, ...verdict.breaches] };
    } finally {
      await world.close();
    }
  },
};
