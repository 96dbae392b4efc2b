import { type OriginId, uuidv7 } from '#domain/ids.ts';

/** A new identity for a database. getRandomValues and not randomUUID: the latter is missing on a page served without TLS. */
export function mintOrigin(): OriginId {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as OriginId;
}
