import 'server-only';
import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Instant } from '#domain/ids.ts';
import { type Db, db as openDb } from '#server/db.ts';
import { log } from '#server/log.ts';
import { noticesWritten } from '#server/notify/signal.ts';
import { storeOf } from '#server/sql.ts';
import { wakeAll } from '#server/ticket-rows.ts';
import { sweepAnswers } from './answers.ts';
import { sweepChains } from './chains.ts';
import { sweepClocks } from './clocks.ts';
import { hold, LEASE, letGo } from './lease.ts';
import { sweepMerged } from './merged.ts';

const NAME = 'sweep';
/** How late a step may be, ms: the shortest delay is two minutes. */
const EVERY = 2_000;

/** Looks of one part in a row: what is still due after so many is left to the next turn. */
const ROUNDS = 1_000;

/** Everything that is due, until nothing is. For the timer below, and for tests with a clock of their own. */
export async function sweep(db: Db, now: Instant): Promise<number> {
  let done = 0;
  for (const part of [sweepClocks, sweepAnswers, sweepChains, sweepMerged]) {
    try {
      for (let i = 0; i < ROUNDS; i += 1) {
        const looked = await part(db, now);
        done += looked;
        if (looked === 0) break;
        // Whoever taps meanwhile has their turn.
        await breathe();
      }
    } catch (error) {
      // The others are no less due.
      log('warn', 'a part of the sweep could not look', { error });
    }
  }
  return done;
}

/** Does what time brings, in one server of several. @returns how to stop */
export function startSweep(): () => Promise<void> {
  const holder = randomUUID();
  let heldUntil = 0;
  let isFirst = true;
  let isStopped = false;
  let running: Promise<void> | null = null;

  const look = async () => {
    const db = await openDb();
    const now = Date.now();
    if (heldUntil - now < LEASE / 2) {
      if (!(await hold(db, NAME, holder, now))) {
        heldUntil = 0;
        return;
      }
      heldUntil = now + LEASE;
    }
    if (isFirst) await storeOf(db).write((tx) => wakeAll(tx, now));
    isFirst = false;
    if ((await sweep(db, now)) > 0) noticesWritten();
  };
  const timer = setInterval(() => {
    if (isStopped || running !== null) return;
    running = look()
      .catch((error) => log('warn', 'the sweep could not look', { error }))
      .finally(() => {
        running = null;
      });
  }, EVERY).unref();

  return async () => {
    isStopped = true;
    clearInterval(timer);
    await running;
    if (heldUntil > 0) await letGo(await openDb(), NAME, holder).catch(() => 'it lapses by itself');
  };
}
