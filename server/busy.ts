import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';

/** As long as a writer waits for its turn in this process (server/db.ts), and how often it tries, ms. */
const LIMIT = 5000;
const STEP = 15;

function isBusy(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { originalCode?: unknown } };
  return [code, cause?.originalCode].some((c) => typeof c === 'string' && c.startsWith('SQLITE_BUSY'));
}

/**
 * Tries until another process lets go of SQLite's write lock. Not SQLite's own wait (`busy_timeout`): that one stands still with the whole
 * process, and everybody who only reads would wait for a lock that they do not need.
 * @throws what the last try threw, after 5 s
 */
export async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + LIMIT;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await sleep(STEP);
    }
  }
}
