import 'server-only';
import { type Instant, uuidv7 } from '#domain/ids.ts';
import { type Db, db } from './db.ts';
import { log } from './log.ts';
import { READINGS_KEPT } from './readings.ts';
import { SECURITY_KEPT } from './security-log.ts';
import { type Sql, storeOf } from './sql.ts';

const DAY = 86_400_000;
/** How long what is done with is kept: a phone may lie in a drawer over the holidays, and be put back from a backup (sync.md section 2). */
const KEPT = 90 * DAY;
/** Rows in one transaction: no writer waits for more (invariant 57). */
const AT_ONCE = 500;

/** What one look let go of. */
interface Pruned {
  readonly receipts: number;
  readonly notices: number;
  readonly mails: number;
  readonly security: number;
  readonly readings: number;
}

/**
 * Lets go of what nobody can ask for any more: receipts that their device has absorbed (asked again all the same, it is told that they are
 * settled: invariant 11), notices with their deliveries, whose story the timeline tells, and mails that are over; and security
 * events and who opened what is confidential after six months. In small transactions of their own.
 */
export async function prune(from: Db, now: Instant): Promise<Pruned> {
  const before = now - KEPT;
  const receipts = await inBatches(from, (tx) =>
    tx.run(
      `DELETE FROM "Receipt" WHERE (origin, seq) IN (SELECT r.origin, r.seq FROM "Receipt" r JOIN "Origin" o ON o.id = r.origin
        WHERE r.at < ? AND r.seq <= o.settled ORDER BY r.at LIMIT ${AT_ONCE})`,
      [new Date(before)],
    ),
  );
  // Their ids begin with the instant they were made: the oldest are at one end of the key.
  const oldest = `SELECT id FROM "Notice" WHERE id < ? AND state <> 'queued' ORDER BY id LIMIT ${AT_ONCE}`;
  const upTo = uuidv7(before, new Uint8Array(10));
  const notices = await inBatches(from, async (tx) => {
    await tx.run(`DELETE FROM "Delivery" WHERE "noticeId" IN (${oldest})`, [upTo]);
    return tx.run(`DELETE FROM "Notice" WHERE id IN (${oldest})`, [upTo]);
  });
  // What waits is on its way.
  const letters = `SELECT id FROM "Mail" WHERE id < ? AND state <> 'waiting' ORDER BY id LIMIT ${AT_ONCE}`;
  const mails = await inBatches(from, (tx) => tx.run(`DELETE FROM "Mail" WHERE id IN (${letters})`, [upTo]));
  const security = await inBatches(from, (tx) =>
    tx.run(`DELETE FROM "SecurityEvent" WHERE id IN (SELECT id FROM "SecurityEvent" WHERE at < ? ORDER BY at LIMIT ${AT_ONCE})`, [
      new Date(now - SECURITY_KEPT),
    ]),
  );
  await inBatches(from, (tx) =>
    tx.run(`DELETE FROM "Incoming" WHERE id IN (SELECT id FROM "Incoming" WHERE at < ? ORDER BY at LIMIT ${AT_ONCE})`, [new Date(before)]),
  );
  const readings = await inBatches(from, (tx) =>
    tx.run(`DELETE FROM "ReadLog" WHERE id IN (SELECT id FROM "ReadLog" WHERE at < ? ORDER BY at LIMIT ${AT_ONCE})`, [new Date(now - READINGS_KEPT)]),
  );
  return { receipts, notices, mails, security, readings };
}

async function inBatches(from: Db, some: (tx: Sql) => Promise<number>): Promise<number> {
  let all = 0;
  for (let gone = AT_ONCE; gone === AT_ONCE; all += gone) {
    gone = await storeOf(from).write(some);
    await new Promise((done) => setImmediate(done));
  }
  return all;
}

/** Looks each day, from an hour after the start. @returns how to stop */
export function startPruning(): () => void {
  const look = async () => {
    try {
      await prune(await db(), Date.now());
    } catch (error) {
      log('warn', 'nothing was pruned', { error });
    }
  };
  const first = setTimeout(() => void look(), DAY / 24).unref();
  const daily = setInterval(() => void look(), DAY).unref();
  return () => {
    clearTimeout(first);
    clearInterval(daily);
  };
}
