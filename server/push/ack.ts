import 'server-only';
import * as z from 'zod/mini';
import type { Instant, NoticeId, PersonId, TicketId } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { executeSystem } from '#server/execute.ts';
import { rowId } from './door.ts';

/** What POST /api/ack takes. `device`: the payload's `d`, so that the list of devices shows which one proved itself. */
export const AckSchema = z.object({ notice: rowId, step: z.enum(['shown', 'opened']), device: z.optional(rowId) });
export type Ack = z.infer<typeof AckSchema>;

/**
 * A phone says that it showed an alert, or that the person opened it. Only of the person's own notices, and each step once;
 * an unknown notice and another's are left without a word. Written to the ticket's timeline, best effort.
 */
export async function acknowledge(db: Db, person: PersonId, { notice: id, step, device }: Ack, now: Instant): Promise<void> {
  const at = new Date(now);
  const notYet = step === 'shown' ? { shownAt: null } : { openedAt: null };
  const { count } = await db.notice.updateMany({
    where: { id, personId: person, ...notYet },
    data: step === 'shown' ? { shownAt: at } : { openedAt: at },
  });
  const mine = await db.notice.findFirst({ where: { id, personId: person }, select: { ticketId: true } });
  if (mine === null) return;
  if (step === 'shown' && device !== undefined) {
    await db.subscription.updateMany({ where: { id: device, personId: person }, data: { lastShown: at } });
  }
  if (count === 0 || mine.ticketId === null) return;
  await executeSystem(db, { type: 'trace_alert', ticket: mine.ticketId as TicketId, notice: id as NoticeId, person, step }, now);
}
