import type { Document } from '#domain/documents.ts';
import type { OriginId } from '#domain/ids.ts';
import type { Refused, Told } from '#domain/outbox.ts';
import { MAX_REQUEST_BYTES } from '#domain/protocol.ts';
import type { Entry, Me } from '#domain/wire.ts';
import type { PhotoInfo } from './port.ts';

// What is read back from a device may not be what was written: a bad sector, a file of the browser that is gone, a bug of long ago.
// Here is told what can be used, by the fields that the code leans on; records of a newer shape that have these are sound.

type Thing = Readonly<Record<string, unknown>>;

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areTexts = (thing: Thing, ...names: readonly string[]) => names.every((name) => isText(thing[name]));
const areLists = (thing: Thing, ...names: readonly string[]) => names.every((name) => Array.isArray(thing[name]));
/** A list of things, each with these texts. */
const areThings = (value: unknown, ...names: readonly string[]) => Array.isArray(value) && value.every((v) => isThing(v) && areTexts(v, ...names));

function isTicket({ head, timeline, names }: Thing): boolean {
  return (
    isThing(head) &&
    areTexts(head, 'id', 'site', 'text', 'category', 'status', 'requester') &&
    areLists(head, 'helpers', 'observers') &&
    areThings(head['photos'], 'hash') &&
    isThing(head['handedTo']) &&
    Array.isArray(timeline) &&
    timeline.every((r) => isThing(r) && isText(r['id']) && isThing(r['event']) && isText(r['event']['type'])) &&
    isThing(names)
  );
}

/** Can the screens show it? */
export function isSound(document: unknown): document is Document {
  if (!isThing(document) || !isText(document['id'])) return false;
  switch (document['kind']) {
    case 'ticket':
      return isTicket(document);
    case 'site':
      return (
        areTexts(document, 'name', 'timeZone') &&
        areThings(document['colleagues'], 'id', 'name') &&
        areThings(document['teams'], 'id', 'name', 'kind')
      );
    case 'room':
      return areTexts(document, 'site', 'name') && areLists(document, 'codes');
    case 'asset':
      return areTexts(document, 'site', 'type') && areLists(document, 'codes');
    case 'reported':
      return areTexts(document, 'site', 'status');
    default:
      return false;
  }
}

export function isSoundMe(me: unknown): me is Me {
  return isThing(me) && areTexts(me, 'person', 'name') && areThings(me['memberships'], 'role') && areLists(me, 'teams', 'sites');
}

const areCounts = (thing: Thing, ...names: readonly string[]) => names.every((name) => isCount(thing[name]));

/** Does it say who speaks, and from where it counts? Without that nothing can be numbered. */
export function hasIdentity(record: unknown): boolean {
  return isThing(record) && areTexts(record, 'origin', 'born') && areCounts(record, 'base');
}

/** Is the rest of meta what it should be? */
export function isWellInformed(meta: object): boolean {
  const { epoch, me, offset, reset } = meta as Thing;
  const isReset = reset === null || (isThing(reset) && areTexts(reset, 'epoch', 'page') && isCount(reset['cursor']));
  const isMine = areTexts(meta as Thing, 'person') && areCounts(meta as Thing, 'cursor', 'settled', 'revision');
  return isMine && (epoch === null || isText(epoch)) && (me === null || isSoundMe(me)) && Number.isSafeInteger(offset) && isReset;
}

/** What one command may weigh and how deep it may be, so that a request which holds it is still one that the server reads. */
const HEAVIEST = MAX_REQUEST_BYTES - 8_192;
const DEEPEST = 8;

/** What is left of `room` bytes; below zero: too much, or nothing that JSON can say. A character is counted as the most that it may take. */
function weigh(value: unknown, room: number, depth: number): number {
  if (isText(value)) return room - 3 * value.length - 2;
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return room - 25;
  if (typeof value !== 'object' || depth === 0) return -1;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return -1;
  let left = room;
  for (const [key, inner] of Object.entries(value as Thing)) {
    left = inner === undefined ? left : weigh(inner, left - 3 * key.length - 4, depth - 1);
    if (left < 0) return -1;
  }
  return left;
}

/** The command as it was written; of one that cannot be said, as much as can be; null where that is nothing. */
function sayable(command: unknown): unknown {
  if (command === undefined) return null;
  if (weigh(command, HEAVIEST, DEEPEST) >= 0) return command;
  try {
    const rest: unknown = JSON.parse(JSON.stringify(command));
    return weigh(rest, HEAVIEST, DEEPEST) >= 0 ? rest : null;
  } catch {
    return null;
  }
}

const instantOf = (value: unknown): number => (Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15 ? (value as number) : 0);

/**
 * A record of the outbox as it is said. One that cannot be read keeps its place and its number: it is said as far as it can be, the server
 * refuses it, and the person sees it among the refused; those behind it go on (invariants 12, 15). The record itself is left as it is.
 */
export function entryOf(row: unknown, seq: number): Entry {
  const { at, offset, command } = isThing(row) ? row : { at: 0, offset: 0, command: row };
  return { seq, at: instantOf(at), offset: instantOf(offset), command: sayable(command) };
}

/** A refusal with what can still be read of it: the person can let go of it. */
export function refusedOf(row: unknown): Refused {
  const { origin, seq, at, command, refusal, name, because } = row as Thing;
  const isRead = isThing(refusal) && isText(refusal['code']);
  return {
    origin: origin as OriginId,
    seq: seq as number,
    at: instantOf(at),
    command: command ?? null,
    refusal: isRead ? (refusal as Refused['refusal']) : { code: 'invalid' },
    name: isText(name) ? name : null,
    because: isCount(because) ? because : null,
  };
}

export function isTold(row: unknown): row is Told {
  return isThing(row) && isText(row['ticket']) && isThing(row['joined']) && areTexts(row['joined'], 'owner', 'name');
}

/** What is known of a photo of this device; null where not even its name is. */
export function photoOf(row: unknown): PhotoInfo | null {
  if (!isThing(row) || !isText(row['hash'])) return null;
  const { hash, mime, size, keptAt, state, reason } = row;
  return {
    hash,
    mime: isText(mime) ? mime : 'image/jpeg',
    size: isCount(size) ? size : 0,
    keptAt: instantOf(keptAt),
    state: state === 'kept' || state === 'refused' ? state : 'waiting',
    reason: isCount(reason) ? reason : null,
  };
}
