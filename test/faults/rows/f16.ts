/** A week without a network: a thousand commands and a hundred photos wait on one phone, then there is one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { groundOf, words } from '#test/faults/acts.ts';
import { judge, type Verdict } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

/** Of one phone; one command in ten brings a photo. */
const WEEK = 1000;
const PATIENCE = 300_000;

/** MB of the page's JavaScript, after a collection. */
async function heapOf(pocket: Pocket): Promise<number> {
  const session = await pocket.seat.context().newCDPSession(pocket.page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return Math.round(usedSize / 1e5) / 10;
}

/** @returns seconds since `from` when it is so */
async function whenNone(pocket: Pocket, what: 'outbox' | 'photos', from: number): Promise<number> {
  for (;;) {
    const { [what]: left } = await pocket.waiting();
    const seconds = (performance.now() - from) / 1000;
    if (left === 0) return seconds;
    if (seconds * 1000 > PATIENCE) throw new Error(`${left} of the ${what} are left after ${seconds} s`);
    await sleep(100);
  }
}

async function week(world: World, count: number, tell: (line: string) => void): Promise<Pocket> {
  const { dice } = world;
  const pocket = await world.pocket('karim');
  const { tickets } = await groundOf(world);
  const before = await heapOf(pocket);
  await pocket.seat.context().setOffline(true);
  const begun = performance.now();
  let lately = begun;
  for (let i = 0; i < count; i += 1) {
    if (i % 10 === 9) await pocket.hand('photo', dice.one(tickets), dice.below(1_000_000_000));
    else await pocket.hand('note', dice.one(tickets), words('F16'));
    if (i === count - 51) lately = performance.now();
  }
  const [each, last] = [(performance.now() - begun) / count, (performance.now() - lately) / Math.min(50, count)];
  const full = await heapOf(pocket);
  const from = performance.now();
  await pocket.seat.context().setOffline(false);
  const text = await whenNone(pocket, 'outbox', from);
  const photos = await whenNone(pocket, 'photos', from);
  const after = await heapOf(pocket);
  tell(
    `${count} commands, a tenth with a photo: ${each.toFixed(0)} ms a tap (the last 50: ${last.toFixed(0)}); commands settled in ${text.toFixed(1)} s, ` +
      `photos in ${photos.toFixed(1)} s; heap ${before}, ${full} with all waiting, ${after} MB after`,
  );
  return pocket;
}

export const f16: Row = {
  id: 'F16',
  title: '1 000 pending commands with 100 photos on one phone (commands)',
  ways: [
    { database: 'sqlite', full: 3 * WEEK, short: 40 },
    { database: 'postgresql', full: 2 * WEEK, short: 0 },
  ],
  async run({ dice, count, database, servers, tell }) {
    const world = await World.open(dice, { database, servers });
    try {
      const verdicts: Verdict[] = [];
      for (let left = count; left > 0; left -= WEEK) {
        const pocket = await week(world, Math.min(WEEK, left), tell);
        verdicts.push(await judge(world.house, [pocket]));
        await pocket.seat.context().close();
      }
      const sum = (of: (v: Verdict) => number) => verdicts.reduce((n, v) => n + of(v), 0);
      return {
        lost: sum((v) => v.lost),
        doubled: sum((v) => v.doubled),
        stuck: sum((v) => v.stuck),
        refused: sum((v) => v.refused),
        breaches: verdicts.flatMap((v) => v.breaches),
      };
    } finally {
      await world.close();
    }
  },
};
