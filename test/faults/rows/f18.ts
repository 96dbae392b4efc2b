/** The power goes at a random instant under load: what a phone was told is kept is on the disk, whole. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { doSomething, groundOf } from '#test/faults/acts.ts';
import { databaseFaults, sqliteFaults } from '#test/faults/database.ts';
import { judge } from '#test/faults/judge.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import { Power } from '#test/faults/power.ts';
import type { Asked, Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

/** Between two cuts, at most, ms. */
const APART = 500;
/** Every so often the cut is real: the server dies, and begins again with what the disk had. */
const REAL = 25;

interface Told {
  /** `origin seq` of the commands whose receipt this phone has. */
  readonly receipts: readonly string[];
  /** Photos whose bytes it has let go. */
  readonly photos: readonly string[];
}

/** What this phone no longer keeps, because the server said that it does. */
async function toldTo(pocket: Pocket): Promise<Told> {
  const accepted = [...pocket.accepted];
  const held = await pocket.stored();
  if (held === null) return { receipts: [], photos: [] };
  const { meta, outbox, photos } = held;
  const waiting = new Set(outbox.map(({ key }) => key));
  const settled = accepted.filter(({ key }) => !waiting.has(key));
  const kept = new Set(photos.map(({ hash }) => hash));
  return {
    receipts: settled.map(({ key }) => `${meta.origin} ${key - meta.base}`),
    photos: settled.flatMap(({ command: { type, hash } }) => (type === 'attach' && !kept.has(String(hash)) ? [String(hash)] : [])),
  };
}

/** Receipts that this copy does not have, and effects without them. */
function forgotten(path: string, receipts: readonly string[]): string[] {
  const database = new Database(path, { readonly: true });
  try {
    const outcomes = database.prepare(`SELECT origin || ' ' || seq AS id, json_extract(outcome, '$.kind') AS kind FROM "Receipt"`).all();
    const known = new Map((outcomes as { id: string; kind: string }[]).map(({ id, kind }) => [id, kind]));
    const acts = database.prepare(`SELECT DISTINCT origin || ' ' || seq AS id FROM "Event" WHERE origin IS NOT NULL`).all() as { id: string }[];
    return [
      ...receipts.filter((id) => !known.has(id)).map((id) => `[55] ${id} was acknowledged and is not there`),
      ...acts.filter(({ id }) => known.get(id) !== 'executed').map(({ id }) => `[9] ${id} has its events and not its receipt`),
    ];
  } finally {
    database.close();
  }
}

async function run({ dice, count, database, tell }: Asked) {
  const world = await World.open(dice, { database });
  const power = await Power.over(world.house);
  const breaches: string[] = [];
  const seen = new Set<string>();
  let isOver = false;
  try {
    if (power.durable === null) tell('no C compiler, or no Linux: only what a kill leaves is looked at');
    const pockets: Pocket[] = [];
    for (const login of ['karim', 'mina', 'karim'].slice(0, count < 20 ? 2 : 3)) pockets.push(await world.pocket(login));
    const ground = await groundOf(world);
    const tapping = Promise.all(
      pockets.map(async (pocket) => {
        while (!isOver) {
          await doSomething(world, pocket, ground, 'F18');
          await sleep(100);
        }
      }),
    );
    tapping.catch(() => 'thrown below');
    let compared = 0;
    for (let cuts = 1; cuts <= count && breaches.length === 0; cuts += 1) {
      await sleep(dice.next() * APART);
      const told = await Promise.all(pockets.map(toldTo));
      const images = await power.at(() => power.images());
      const receipts = told.flatMap((t) => t.receipts);
      compared += receipts.length * images.length;
      for (const { name, folder } of images) {
        const path = join(folder, 'relais.db');
        breaches.push(...[...sqliteFaults(path), ...forgotten(path, receipts)].map((b) => `cut ${cuts}, ${name}: ${b}`));
        rmSync(folder, { recursive: true });
      }
      for (const hash of told.flatMap((t) => t.photos).filter((h) => !seen.has(h))) {
        seen.add(hash);
        const bytes = power.photo(hash);
        if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== hash) breaches.push(`[44] photo ${hash} is not on the disk`);
      }
      if (cuts % REAL === 0 || cuts === count) await power.fail();
      if (cuts % REAL === 0) tell(`${cuts} cuts, ${receipts.length} commands acknowledged, ${seen.size} photos`);
    }
    isOver = true;
    await tapping;
    tell(`${compared} times an acknowledged command was looked for`);
    await world.wellAgain();
    const verdict = await judge(world.house, pockets);
    return { ...verdict, breaches: [...breaches, ...verdict.breaches, ...(await databaseFaults(world.house))] };
  } finally {
    isOver = true;
    await world.close();
    power.close();
  }
}

export const f18: Row = {
  id: 'F18',
  title: '[55] power cut under load, reopened from what the disk had (cuts)',
  ways: [{ database: 'sqlite', full: 200, short: 3 }],
  run,
};
