import 'server-only';
import type { Instant, NoticeId, PersonId, TicketId } from '#domain/ids.ts';
import type { SystemCommand } from '#domain/ticket/commands.ts';
import type { Db } from '#server/db.ts';
import { storeOf } from '#server/sql.ts';

/** Writes a line in a ticket's timeline: server/execute's `executeSystem`. */
export type Trace = (command: Extract<SystemCommand, { type: 'trace_alert' }>) => Promise<unknown>;

/** How far back a start looks for notices that a crash left without their line in the timeline, ms. */
const LOOK_BACK = 48 * 3_600_000;
/** How old a notice is before another server's death is thought of, ms. */
const LEFT_ALONE = 60_000;

/**
 * Says what became of a notice once its deliveries do: `sent` when one was accepted, `undelivered` when none can be any more,
 * and then the timeline tells it.
 */
export async function conclude(db: Db, trace: Trace, noticeId: string): Promise<void> {
  const deliveries = await db.delivery.findMany({ where: { noticeId }, select: { state: true } });
  if (deliveries.some((d) => d.state === 'accepted')) {
    await db.notice.updateMany({ where: { id: noticeId, state: 'queued' }, data: { state: 'sent' } });
    return;
  }
  if (deliveries.some((d) => d.state === 'waiting')) return;
  const { count } = await db.notice.updateMany({ where: { id: noticeId, state: 'queued' }, data: { state: 'undelivered' } });
  if (count === 0) return;
  try {
    await tell(db, trace, noticeId);
  } catch (error) {
    // The next sweep concludes again.
    await db.notice.updateMany({ where: { id: noticeId, state: 'undelivered' }, data: { state: 'queued' } });
    throw error;
  }
}

/** Writes the line of an undelivered notice; a test has no ticket and no line. */
export async function tell(db: Db, trace: Trace, noticeId: string): Promise<void> {
  const notice = await db.notice.findUnique({ where: { id: noticeId }, select: { ticketId: true, personId: true } });
  if (notice === null || notice.ticketId === null) return;
  await trace({
    type: 'trace_alert',
    ticket: notice.ticketId as TicketId,
    notice: noticeId as NoticeId,
    person: notice.personId as PersonId,
    step: 'undelivered',
  });
}

/**
 * Gives up what is too late.
 * @param everything also the newest ones: at a start, when another server may have died a moment ago. Later this server concludes its own at once.
 * @returns the notices that are over and wait for their conclusion: also those that a server that died left between two writes
 */
export async function findOver(db: Db, now: Instant, everything: boolean): Promise<string[]> {
  const at = new Date(now);
  await db.delivery.updateMany({
    where: { state: 'waiting', nextAt: { lte: at }, notice: { OR: [{ expiresAt: { lte: at } }, { state: 'settled' }] } },
    data: { state: 'given-up' },
  });
  const waiting = `EXISTS (SELECT 1 FROM "Delivery" d WHERE d."noticeId" = n.id AND d.state = 'waiting')`;
  const answered = (state: string) => `EXISTS (SELECT 1 FROM "Delivery" d WHERE d."noticeId" = n.id AND ${state})`;
  const over = await storeOf(db).read.all<{ id: string }>(
    `SELECT n.id FROM "Notice" n WHERE n.state = 'queued' AND (
        (n."expiresAt" <= ? AND NOT ${waiting})
        OR (n."createdAt" <= ? AND (${answered(`d.state = 'accepted'`)} OR (${answered('1 = 1')} AND NOT ${waiting}))))
      LIMIT 200`,
    [at, new Date(everything ? now : now - LEFT_ALONE)],
  );
  return over.map(({ id }) => id);
}

/** Notices without their line in the timeline: a server was killed between "undelivered" and the line. */
export async function findUntold(db: Db, now: Instant): Promise<string[]> {
  const silent = await db.notice.findMany({
    where: { state: 'undelivered', ticketId: { not: null }, createdAt: { gt: new Date(now - LOOK_BACK) } },
    select: { id: true, ticketId: true },
  });
  const untold: string[] = [];
  for (const { id, ticketId } of silent) {
    const told = await db.event.findMany({ where: { ticketId: ticketId ?? '', type: 'AlertTraced' }, select: { data: true } });
    const isTold = told.some(({ data }) => {
      const { notice, step } = data as { notice?: unknown; step?: unknown };
      return notice === id && step === 'undelivered';
    });
    if (!isTold) untold.push(id);
  }
  return untold;
}
