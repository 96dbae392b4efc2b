import 'server-only';
import type { Instant, NoticeId, PersonId, TicketId } from '#domain/ids.ts';
import type { NoticeKind } from '#domain/notice.ts';
import { CALLING_KINDS } from '#domain/ticket/events.ts';
import { needsSomebody } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { executeHouse } from '#server/execute.ts';
import { Unavailable } from '#server/failure.ts';
import { queueCallMail } from '#server/mail/queue.ts';
import { storeOf } from '#server/sql.ts';
import { AFTER_TROUBLE, troubled } from './clocks.ts';

const BATCH = 100;
const CALLING: readonly string[] = CALLING_KINDS;

interface Row {
  readonly id: NoticeId;
  readonly ticketId: TicketId;
  readonly personId: PersonId;
  readonly kind: NoticeKind;
  readonly state: string;
  readonly shownAt: string | Date | null;
  readonly openedAt: string | Date | null;
}

/** Sends a mail after every alert that was not answered in its time: a call not opened, anything else not even shown. @returns how many were looked at */
export async function sweepAnswers(db: Db, now: Instant): Promise<number> {
  const { read, write } = storeOf(db);
  const at = new Date(now);
  const due = await read.all<Row>(
    `SELECT id, "ticketId", "personId", kind, state, "shownAt", "openedAt" FROM "Notice"
      WHERE "mailAt" <= ? AND "ticketId" IS NOT NULL ORDER BY "mailAt" LIMIT ${BATCH}`,
    [at],
  );
  for (const { id, ticketId } of due) {
    const isDone = await mail(db, id, ticketId, now).catch((error) => {
      if (error instanceof Unavailable) throw error;
      return troubled('an alert’s mail could not be written', ticketId, error);
    });
    if (!isDone) {
      const later = new Date(now + AFTER_TROUBLE);
      await write((tx) => tx.run('UPDATE "Notice" SET "mailAt" = ? WHERE id = ? AND "mailAt" IS NOT NULL', [later, id]));
    }
  }
  return due.length;
}

/** In the writer's turn: one server writes it, and its line in the timeline with it. */
function mail(db: Db, id: NoticeId, ticketId: TicketId, now: Instant): Promise<boolean> {
  return executeHouse(db, ticketId, now, async (tx, ticket) => {
    const claimed = await tx.run('UPDATE "Notice" SET "mailAt" = NULL WHERE id = ? AND "mailAt" <= ?', [id, new Date(now)]);
    const [notice] = await tx.all<Row>(`SELECT id, "ticketId", "personId", kind, state, "shownAt", "openedAt" FROM "Notice" WHERE id = ?`, [id]);
    if (claimed === 0 || notice === undefined || ticket === null || notice.state === 'settled') return [];
    // Somebody has it: what called for it is over.
    if (CALLING.includes(notice.kind) && !needsSomebody(ticket)) return [];
    const isAnswered = notice.openedAt !== null || (notice.shownAt !== null && !CALLING.includes(notice.kind));
    if (isAnswered) return [];
    const { personId: person, kind } = notice;
    const isWritten = await queueCallMail(tx, { person, ticket, notice: id, kind, at: now });
    return isWritten ? [{ type: 'trace_alert', ticket: ticketId, notice: id, person, step: 'mailed' }] : [];
  });
}
