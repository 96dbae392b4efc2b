import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { storeOf } from '#server/sql.ts';

/** How long a server that fell silent keeps its work from the others, ms. */
export const LEASE = 15_000;

/**
 * Takes work that one of several servers does, or keeps it. Of two that ask at once, one changes the row. Whoever was slower than its lease
 * does no harm: each step is decided again in the writer's turn.
 * @param holder of this process
 */
export async function hold(db: Db, name: string, holder: string, now: Instant): Promise<boolean> {
  const changed = await storeOf(db).write((tx) =>
    tx.run(
      `INSERT INTO "Lease" (name, holder, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE "Lease".holder = excluded.holder OR "Lease".until <= ?`,
      [name, holder, new Date(now + LEASE), new Date(now)],
    ),
  );
  return changed > 0;
}

/** For an orderly end: the next server need not wait. */
export async function letGo(db: Db, name: string, holder: string): Promise<void> {
  await db.lease.deleteMany({ where: { name, holder } });
}
