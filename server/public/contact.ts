import 'server-only';
import { type Actor, isSupport } from '#domain/actor.ts';
import { mayReadInternal, maySee } from '#domain/permission.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { jsonOf, storeOf } from '#server/sql.ts';

/** @returns null when nothing was left, there is no such ticket, or this actor is not support on its site */
export async function contactLeft(db: Db, actor: Actor, id: string): Promise<{ name: string | null; contact: string | null } | null> {
  const [row] = await storeOf(db).read.all<{ head: unknown; name: string | null; contact: string | null }>(
    'SELECT t.head, r.name, r.contact FROM "PublicReport" r JOIN "Ticket" t ON t.id = r."ticketId" WHERE r."ticketId" = ? LIMIT 1',
    [id],
  );
  if (row === undefined) return null;
  const ticket = upcastTicket(jsonOf<Ticket>(row.head));
  if (!isSupport(actor, ticket.site) || !maySee(actor, ticket) || !mayReadInternal(actor, ticket)) return null;
  return { name: row.name, contact: row.contact };
}
