/** Phones whose clock is wrong, by a minute or three years, jumps between two taps, or passes a night on which clocks are put forward or back. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { doSomething, type Ground, groundOf, words } from '#test/faults/acts.ts';
import { breakClocks, setClock, skewOf, wrongPocket } from '#test/faults/clock.ts';
import { judge, type Verdict } from '#test/faults/judge.ts';
import { moreCorrespondents } from '#test/faults/people.ts';
import type { Accepted, Pocket } from '#test/faults/pocket.ts';
import type { Asked, Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const WRONG = [0, 90_000, -90_000, HOUR, -HOUR, DAY, -DAY, 40 * DAY, -40 * DAY, 365 * DAY, -365 * DAY, 3 * 365 * DAY, -3 * 365 * DAY];
/** Europe/Paris: 02:00 becomes 03:00, 03:00 becomes 02:00. After the bench's own day, so that no cookie is over before it begins. */
const NIGHTS = [Date.UTC(2027, 2, 28, 1), Date.UTC(2027, 9, 31, 1)];
/** The server notes a contact no more often (server/sync.ts), ms. */
const CONTACT_EVERY = 5 * MINUTE;
/** Reading stays open so long without contact (sync/device.ts). */
const READING = 30 * DAY;
/** What a loaded machine's answer may take, one way: the offset is wrong by half the difference of both, ms. */
const SLACK = 2_500;

interface Scene {
  readonly world: World;
  readonly ground: Ground;
  /** Server clock less the bench's, ms. */
  readonly ahead: number;
  readonly breaches: string[];
}

const ms = (cell: unknown): number => (cell instanceof Date ? cell.getTime() : Date.parse(String(cell)));

async function checkTimes(
  { world, ahead, breaches }: Scene,
  pocket: Pocket,
  mine: readonly Accepted[],
  contact: number,
  jumpedAt: number,
): Promise<void> {
  const held = await pocket.stored();
  const { origin = '', base = 0 } = held?.meta ?? {};
  let last = 0;
  for (const { key, heard } of mine) {
    const rows = await world.house.rows('SELECT "occurredAt", "receivedAt" FROM "Event" WHERE "origin" = ? AND "seq" = ?', origin, key - base);
    for (const row of rows) {
      const [occurred, received] = [ms(row['occurredAt']) - ahead, ms(row['receivedAt']) - ahead];
      const name = `${pocket.name}, ${key - base}: tapped ${heard - contact} ms after its last contact, said to be at ${occurred - contact}, received at ${received - contact}`;
      if (occurred < contact - CONTACT_EVERY || occurred > received) breaches.push(`[39] ${name}`);
      if (occurred < last) breaches.push(`[56] ${name}, and at ${last - contact} before it`);
      if (heard < jumpedAt && Math.abs(occurred - heard) > SLACK) breaches.push(`[40] ${name}: its clock had not moved since`);
      last = occurred;
    }
  }
}

async function onePhone(scene: Scene, pocket: Pocket, wrong: readonly number[]): Promise<void> {
  const { world, ground, breaches } = scene;
  const { dice } = world;
  const from = pocket.accepted.length;
  if (dice.below(2) === 0) {
    // Put wrong with the app open: the next answer says by how much.
    await setClock(pocket, dice.one(wrong));
    await pocket.hand('nudge');
    await sleep(600);
  }
  const contact = Date.now();
  await pocket.seat.context().setOffline(true);
  let jumpedAt = Number.POSITIVE_INFINITY;
  const was = await skewOf(pocket);
  let isClosed = false;
  for (let i = 0; i < 3; i += 1) {
    if (i > 0 && jumpedAt > Date.now() && dice.below(3) === 0) {
      jumpedAt = Date.now();
      const next = dice.one(wrong);
      await setClock(pocket, next);
      const is = await skewOf(pocket);
      if (Math.abs(is - next) > 1_000) throw new Error(`the clock did not jump: ${is} for ${next}`);
      isClosed = next - was > READING;
    }
    // A month without contact, as far as the phone knows: it shows nothing, and still takes what one writes.
    if (isClosed) await pocket.hand('open', dice.one(ground.assets), words('F10'));
    else await doSomething(world, pocket, ground, 'F10');
    await sleep(dice.below(300));
  }
  await pocket.seat.context().setOffline(false);
  await pocket.isSent();
  const { refused } = await pocket.waiting();
  if (refused.length > 0) breaches.push(`[39] ${pocket.name}: ${JSON.stringify(refused[0]).slice(0, 300)}`);
  await checkTimes(scene, pocket, pocket.accepted.slice(from), contact, jumpedAt);
}

/** @param night when clocks change, ms; null: today */
async function atOnce({ dice, count, database, servers }: Asked, night: number | null): Promise<Verdict> {
  // Twenty seconds before the change when the first phones tap, or somewhat after it.
  const ahead = night === null ? 0 : night - 40_000 - Date.now();
  const settings =
    night === null ? {} : { NODE_OPTIONS: `--import=${join(process.cwd(), 'test/faults/server-clock.mjs')}`, FAULTS_SERVER_AHEAD: String(ahead) };
  const world = await World.open(dice, { database, servers, settings });
  try {
    breakClocks(world);
    const logins = await moreCorrespondents(world.house, Math.min(5, Math.max(2, Math.ceil(count / 4))));
    const wrong = night === null ? WRONG : [ahead, ahead + HOUR, ahead - HOUR];
    const pockets = await Promise.all(logins.map((login) => wrongPocket(world, login, dice.one(wrong))));
    const scene: Scene = { world, ground: await groundOf(world), ahead, breaches: [] };
    let begun = 0;
    await Promise.all(
      pockets.map(async (pocket) => {
        while (begun < count) {
          begun += 1;
          await onePhone(scene, pocket, wrong);
        }
      }),
    );
    await world.wellAgain();
    const verdict = await judge(world.house, pockets);
    return { ...verdict, breaches: [...scene.breaches, ...verdict.breaches] };
  } finally {
    await world.close();
  }
}

export const f10: Row = {
  id: 'F10',
  title: 'clock wrong by up to 3 years, jumping, on nights when clocks change (phones)',
  ways: [
    { database: 'sqlite', full: 35, short: 4 },
    { database: 'postgresql', full: 15, short: 0 },
  ],
  async run(asked) {
    const { count, dice, tell } = asked;
    const nightly = Math.floor(count / 5);
    const verdicts: Verdict[] = [await atOnce({ ...asked, dice: dice.for('today'), count: count - NIGHTS.length * nightly }, null)];
    for (const night of nightly > 0 ? NIGHTS : []) {
      tell(`the night of ${new Date(night).toISOString()}`);
      verdicts.push(await atOnce({ ...asked, dice: dice.for(String(night)), count: nightly }, night));
    }
    const sum = (of: (v: Verdict) => number) => verdicts.reduce((n, v) => n + of(v), 0);
    return {
      lost: sum((v) => v.lost),
      doubled: sum((v) => v.doubled),
      stuck: sum((v) => v.stuck),
      refused: sum((v) => v.refused),
      breaches: verdicts.flatMap((v) => v.breaches),
    };
  },
};
