import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Document } from '#domain/documents.ts';
import type { Db } from './db.ts';
import { assetDocument, assetRows, roomDocument, roomRows, siteDocuments } from './documents.ts';
import { storeOf } from './sql.ts';
import { type TicketRow, ticketChanges } from './ticket-documents.ts';

/**
 * A ticket as this actor may see it, with its site, its room and its equipment, as a device that holds it would have them.
 * @returns null when there is none, or none for them
 */
export async function ticketToRead(db: Db, actor: Actor, id: string): Promise<Document[] | null> {
  const { read } = storeOf(db);
  const rows = await read.all<TicketRow>('SELECT id, version, head FROM "Ticket" WHERE id = ?', [id]);
  const [ticket] = await ticketChanges(db, { actor, held: [] }, rows);
  if (ticket?.kind !== 'ticket') return null;
  const { site, asset, room } = ticket.head;
  const things = asset === null ? [] : await assetRows(read, 'id = ?', [asset]);
  const rooms = await roomRows(read, 'id IN (?, ?)', [room, things[0]?.roomId ?? null]);
  const sites = await siteDocuments(read, actor, [site]);
  return [ticket, ...sites, ...rooms.map((r) => roomDocument(r, actor)), ...things.map((a) => assetDocument(a, actor))];
}
