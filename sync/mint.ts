import { type OriginId, type TicketId, uuidv7 } from '#domain/ids.ts';

// getRandomValues and not randomUUID: the latter is missing on a page served without TLS.
function fresh(): string {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

/** A new identity for this database. */
export function mintOrigin(): OriginId {
  return fresh() as OriginId;
}

/** The id of a ticket born on this device; known to nobody else yet. */
export function mintTicket(): TicketId {
  return fresh() as TicketId;
}
