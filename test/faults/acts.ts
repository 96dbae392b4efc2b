/** What people do while the bench breaks things: mostly notes, sometimes the rest of a ticket's life. */
import type { Pocket } from './pocket.ts';
import type { World } from './world.ts';

let count = 0;

/** Words that nobody else has written. */
export function words(row: string): string {
  count += 1;
  return `${row} ${count} ${process.pid}`;
}

/** The tickets and the equipment on which a crowd of correspondents of the lycée can act. */
export interface Ground {
  readonly tickets: readonly string[];
  readonly assets: readonly string[];
}

export async function groundOf(world: World): Promise<Ground> {
  const tickets = await world.house.freeTickets();
  const assets = await world.house.rows<{ id: string }>(
    `SELECT a."id" FROM "Asset" a JOIN "Site" s ON s."id" = a."siteId" WHERE s."name" LIKE ? ORDER BY a."id" LIMIT 60`,
    'Lycée%',
  );
  return { tickets: tickets.map((t) => t.id), assets: assets.map((a) => a.id) };
}

/** One thing that a person does: a note nine times of twelve, else a new ticket, a photo, or a take. Resolves when the phone keeps it. */
export async function doSomething(world: World, pocket: Pocket, ground: Ground, row: string): Promise<void> {
  const { dice } = world;
  const ticket = dice.one(ground.tickets);
  switch (dice.below(12)) {
    case 0:
      await pocket.hand('open', dice.one(ground.assets), words(row));
      return;
    case 1:
      await pocket.hand('photo', ticket, dice.below(1_000_000));
      return;
    case 2:
      if ((await pocket.hand('verb', ticket, 'Prendre')) !== null) return;
  }
  await pocket.hand('note', ticket, words(row));
}

/** All of them to their end, whatever becomes of one: what still runs when a world closes hides why. @throws the first reason */
export async function together(all: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(all)) if (ended.status === 'rejected') throw ended.reason;
}
