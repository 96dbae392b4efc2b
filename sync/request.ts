import { MAX_ENTRIES, MAX_REQUEST_BYTES, PROTOCOL } from '#domain/protocol.ts';
import type { Entry, SyncRequest } from '#domain/wire.ts';
import type { State } from './port.ts';

/** Room kept for everything in a request that is not an entry, bytes. */
const ENVELOPE = 4096;
const utf8 = new TextEncoder();

/** What this device says next: the head of its outbox in order, and from where it wants changes. */
export function requestOf({ meta, outbox }: State): SyncRequest {
  return {
    protocol: PROTOCOL,
    origin: meta.origin,
    person: meta.person,
    epoch: meta.epoch,
    since: meta.cursor,
    settled: meta.settled,
    page: meta.reset?.page ?? null,
    // Pages of a reset execute nothing: the outbox waits for the last one.
    entries: meta.reset === null ? head(outbox) : [],
  };
}

/** As many entries from the head as one request carries; never none of some. */
function head(outbox: readonly Entry[]): Entry[] {
  const taken: Entry[] = [];
  let room = MAX_REQUEST_BYTES - ENVELOPE;
  for (const entry of outbox.slice(0, MAX_ENTRIES)) {
    room -= utf8.encode(JSON.stringify(entry)).byteLength + 1;
    if (room < 0 && taken.length > 0) break;
    taken.push(entry);
  }
  return taken;
}
