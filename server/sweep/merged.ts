import 'server-only';
import type { Instant, PersonId, TicketId } from '#domain/ids.ts';
import { peopleOf } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { executeHouse } from '#server/execute.ts';
import { storeOf } from '#server/sql.ts';

/** Tickets in one look: each is a transaction of its own, so that whoever taps meanwhile waits for one. */
const AT_ONCE = 20;

/**
 * Two accounts were one person (server/office/merge.ts): tickets that name the one that is no more name the other. Begun as soon as they are
 * merged; what a crash left over, or a phone said later of the old account, is found here. One person at a time, or all.
 * @returns how many tickets were looked at
 */
export async function sweepMerged(db: Db, now: Instant): Promise<number> {
  const rows = await storeOf(db).read.all<{ ticketId: TicketId; from: PersonId; into: PersonId }>(
    `SELECT t."ticketId", p.id AS "from", p."mergedInto" AS "into" FROM "Person" p JOIN "TicketPerson" t ON t."personId" = p.id
      WHERE p."mergedInto" IS NOT NULL ORDER BY t."ticketId" LIMIT ${AT_ONCE}`,
    [],
  );
  for (const { ticketId, from, into } of rows) {
    await executeHouse(db, ticketId, now, async (tx, ticket) => {
      if (ticket !== null && peopleOf(ticket).includes(from)) return [{ type: 'replace_person', ticket: ticketId, from, to: into }];
      // A row that the ticket does not know is nobody's part in it, and would be found for ever.
      await tx.run('DELETE FROM "TicketPerson" WHERE "ticketId" = ? AND "personId" = ?', [ticketId, from]);
      return [];
    });
  }
  return rows.length;
}
