import 'server-only';
import { circlesBehind, circlesOf, nextStep } from '#domain/chain.ts';
import type { Instant, PersonId, TicketId } from '#domain/ids.ts';
import { CALLING_KINDS, type ChainKind } from '#domain/ticket/events.ts';
import { isOpen, needsSomebody, type Ticket } from '#domain/ticket/ticket.ts';
import { aroundOf, kindOf } from '#server/calls.ts';
import type { Db } from '#server/db.ts';
import { executeHouse } from '#server/execute.ts';
import { Unavailable } from '#server/failure.ts';
import { settingsOf } from '#server/settings.ts';
import { among, instantOf, type Sql, storeOf } from '#server/sql.ts';
import { AFTER_TROUBLE, troubled } from './clocks.ts';

const BATCH = 100;

interface Row {
  readonly kind: ChainKind;
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
    const since = new Date(instantOf(chain.startedAt));
    const isCalledFor = ticket !== null && (chain.kind === 'assigned' ? await isUnheard(tx, ticket, since) : needsSomebody(ticket));
    if (ticket === null || !isCalledFor) {
      await tx.run(`UPDATE "Chain" SET state = 'over', "nextAt" = NULL WHERE "ticketId" = ?`, [id]);
      return [];
    }
    const { delays, calendar } = await settingsOf(tx, ticket.site, now);
    const around = await aroundOf(tx, ticket, now);
    const circles = chain.kind === 'assigned' ? circlesBehind(ticket, around, await giverOf(tx, id)) : circlesOf(ticket, around);
    const openedAt = await lastOpened(tx, id, since);
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
    const kind = chain.kind === 'assigned' ? chain.kind : kindOf(ticket, chain.kind);
    return [{ type: 'call', ticket: id, kind, circle, people, late }];
  });
}

/**
 * Was this ticket given to somebody who does not seem to know? Whoever has done anything with it since does, and so does whose device has
 * shown the alert: it is theirs already, and nothing more is asked of them than to know.
 */
async function isUnheard(tx: Sql, ticket: Ticket, since: Date): Promise<boolean> {
  const { id, assignee } = ticket;
  if (!isOpen(ticket) || assignee === null) return false;
  const found = await tx.all(
    `SELECT 1 AS one FROM "Event" WHERE "ticketId" = ? AND "actorId" = ? AND "receivedAt" >= ?
      UNION ALL SELECT 1 FROM "Notice" WHERE "ticketId" = ? AND "personId" = ? AND kind = 'assigned' AND "createdAt" >= ?
        AND ("shownAt" IS NOT NULL OR "openedAt" IS NOT NULL) LIMIT 1`,
    [id, assignee, since, id, assignee, since],
  );
  return found.length === 0;
}

/** Who gave it to whoever has it. */
async function giverOf(tx: Sql, id: TicketId): Promise<PersonId | null> {
  const [row] = await tx.all<{ actorId: PersonId | null }>(
    `SELECT "actorId" FROM "Event" WHERE "ticketId" = ? AND type = 'OwnershipAssigned' ORDER BY version DESC, ordinal DESC LIMIT 1`,
    [id],
  );
  return row?.actorId ?? null;
}

async function lastOpened(tx: Sql, id: TicketId, since: Date): Promise<Instant | null> {
  const calling = among([...CALLING_KINDS, 'unseen']);
  const [row] = await tx.all<{ at: string | Date | null }>(
    `SELECT MAX("openedAt") AS at FROM "Notice" WHERE "ticketId" = ? AND kind IN ${calling.marks} AND "createdAt" >= ?`,
    [id, ...calling.values, since],
  );
  return row?.at == null ? null : instantOf(row.at);
}
