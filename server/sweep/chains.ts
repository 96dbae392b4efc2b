import 'server-only';
import { circlesOf, nextStep } from '#domain/chain.ts';
import type { Instant, TicketId } from '#domain/ids.ts';
import { CALLING_KINDS, type CallingKind } from '#domain/ticket/events.ts';
import { needsSomebody } from '#domain/ticket/ticket.ts';
import { aroundOf, kindOf } from '#server/calls.ts';
import type { Db } from '#server/db.ts';
import { executeHouse } from '#server/execute.ts';
import { Unavailable } from '#server/failure.ts';
import { settingsOf } from '#server/settings.ts';
import { among, instantOf, type Sql, storeOf } from '#server/sql.ts';
import { AFTER_TROUBLE, troubled } from './clocks.ts';

const BATCH = 100;

interface Row {
  readonly kind: CallingKind;
  readonly state: 'running' | 'exhausted';
  readonly step: number;
  readonly startedAt: string | Date;
  readonly stepAt: string | Date | null;
  readonly nextAt: string | Date;
}

/** Takes the next step of every call that is due. @returns how many were looked at */
export async function sweepChains(db: Db, now: Instant): Promise<number> {
  const due = await storeOf(db).read.all<{ ticketId: TicketId }>(
    `SELECT "ticketId" FROM "Chain" WHERE "nextAt" <= ? ORDER BY "nextAt" LIMIT ${BATCH}`,
    [new Date(now)],
  );
  for (const { ticketId } of due) {
    const isDone = await step(db, ticketId, now).catch((error) => {
      // The database did not answer: the next look is soon.
      if (error instanceof Unavailable) throw error;
      return troubled('a call could not go on', ticketId, error);
    });
    if (!isDone) {
      const later = new Date(now + AFTER_TROUBLE);
      await storeOf(db).write((tx) => tx.run(`UPDATE "Chain" SET "nextAt" = ? WHERE "ticketId" = ? AND state <> 'over'`, [later, ticketId]));
    }
  }
  return due.length;
}

/** Looked at again in the writer's turn: of two servers that see the same call due, one takes the step. */
function step(db: Db, id: TicketId, now: Instant): Promise<boolean> {
  return executeHouse(db, id, now, async (tx, ticket) => {
    const [chain] = await tx.all<Row>(
      `SELECT kind, state, step, "startedAt", "stepAt", "nextAt" FROM "Chain" WHERE "ticketId" = ? AND "nextAt" <= ?`,
      [id, new Date(now)],
    );
    if (chain === undefined) return [];
    if (ticket === null || !needsSomebody(ticket)) {
      await tx.run(`UPDATE "Chain" SET state = 'over', "nextAt" = NULL WHERE "ticketId" = ?`, [id]);
      return [];
    }
    const { delays, calendar } = await settingsOf(tx, ticket.site, now);
    const circles = circlesOf(ticket, await aroundOf(tx, ticket, now));
    const openedAt = await lastOpened(tx, id, chain.startedAt);
    const stored = {
      state: chain.state,
      step: chain.step,
      stepAt: chain.stepAt === null ? null : instantOf(chain.stepAt),
      nextAt: instantOf(chain.nextAt),
    };
    const next = nextStep(ticket, stored, { circles, delays, calendar, openedAt }, now);
    const at = new Date(now);
    if (next.do === 'wait') {
      await tx.run(`UPDATE "Chain" SET "nextAt" = ? WHERE "ticketId" = ?`, [new Date(next.nextAt), id]);
      return [];
    }
    const state = next.do === 'exhaust' ? 'exhausted' : chain.state;
    await tx.run(`UPDATE "Chain" SET state = ?, step = ?, "stepAt" = ?, "nextAt" = ? WHERE "ticketId" = ?`, [
      ...[state, next.step, at, new Date(next.nextAt), id],
    ]);
    if (next.do === 'exhaust') return [{ type: 'calls_exhausted', ticket: id }];
    const { circle, people, late } = next;
    return [{ type: 'call', ticket: id, kind: kindOf(ticket, chain.kind), circle, people, late }];
  });
}

async function lastOpened(tx: Sql, id: TicketId, since: string | Date): Promise<Instant | null> {
  const calling = among(CALLING_KINDS);
  const [row] = await tx.all<{ at: string | Date | null }>(
    `SELECT MAX("openedAt") AS at FROM "Notice" WHERE "ticketId" = ? AND kind IN ${calling.marks} AND "createdAt" >= ?`,
    [id, ...calling.values, new Date(instantOf(since))],
  );
  return row?.at == null ? null : instantOf(row.at);
}
