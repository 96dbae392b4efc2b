import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Change } from '#domain/documents.ts';
import type { Db } from './db.ts';
import { assetDocument, assetRows, roomDocument, roomRows, siteDocuments } from './documents.ts';
import type { Reader } from './epoch.ts';
import { among, storeOf } from './sql.ts';
import { type TicketRow, ticketChanges } from './ticket-documents.ts';

/** Documents in one answer, about. */
export const PAGE = 500;

/** A condition with its values. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Where the actor serves as technician or engineer, as a condition on sites: empty for everywhere, null for nowhere. */
export function deskOf(actor: Actor): Condition | null {
  const desk = actor.memberships.filter((m) => m.role === 'technician' || m.role === 'engineer');
  if (desk.length === 0) return null;
  if (desk.some((m) => m.site === null)) return { text: '', values: [] };
  const { marks, values } = among(desk.map((m) => m.site));
  return { text: ` AND "siteId" IN ${marks}`, values };
}

/** The tickets a reader's device may hold, as a condition on rows `t`; `maySee` has the last word on each. */
function ticketScope({ actor, held }: Reader): Condition {
  const sites = among(held);
  const teams = among(actor.teams);
  // What was ever handed to level 2 or above, anywhere in scope: levels only rise, so nothing leaves this set.
  const desk = deskOf(actor);
  // A value, not EXISTS, which PostgreSQL may answer by reading all the tickets of a person first: thousands, at a desk.
  return {
    text: `(t."siteId" IN ${sites.marks} OR t."teamId" IN ${teams.marks}${desk === null ? '' : ` OR (t.level >= 2${desk.text})`}
      OR (SELECT 1 FROM "TicketPerson" x WHERE x."personId" = ? AND x."ticketId" = t.id) IS NOT NULL)`,
    values: [...sites.values, ...teams.values, ...(desk?.values ?? []), actor.person],
  };
}

/** The organisation's version, and the highest version of each kind of row, all of one instant. */
export interface Heights {
  readonly version: number;
  readonly site: number;
  readonly room: number;
  readonly asset: number;
  readonly ticket: number;
  readonly exit: number;
}

/**
 * One statement, so one snapshot on both databases: whoever reads rows after it misses nothing up to `version` (invariant 18).
 * Each maximum is one step down an index; a kind that has nothing newer is then not asked.
 */
export async function heightsFor(db: Db, reader: Reader): Promise<Heights> {
  const [row] = await storeOf(db).read.all<Record<keyof Heights, number | null>>(
    `SELECT version, (SELECT MAX(version) FROM "Site") AS site, (SELECT MAX(version) FROM "Room") AS room,
      (SELECT MAX(version) FROM "Asset") AS asset, (SELECT MAX(version) FROM "Ticket") AS ticket,
      (SELECT MAX(version) FROM "Exit" WHERE "personId" = ?) AS exit FROM "Organisation" WHERE id = 'org'`,
    [reader.actor.person],
  );
  const at = (name: keyof Heights) => row?.[name] ?? 0;
  return { version: at('version'), site: at('site'), room: at('room'), asset: at('asset'), ticket: at('ticket'), exit: at('exit') };
}

interface Versioned {
  readonly id: string;
  readonly version: number;
}

export interface Increment {
  readonly cursor: number;
  readonly more: boolean;
  readonly changes: Change[];
}

/**
 * Everything that became visible, changed or left for this reader after `since`, up to `heights`, which the caller read before: rows are read
 * after the version, so that a change is sent twice rather than never (sync.md, cursor).
 */
export async function changesSince(db: Db, reader: Reader, since: number, heights: Heights): Promise<Increment> {
  const upTo = heights.version;
  const { read } = storeOf(db);
  const held = among(reader.held);
  const newer = `version > ? AND version <= ?`;
  const tail = `ORDER BY version LIMIT ${PAGE + 1}`;
  const asked = <T>(kind: keyof Heights, ask: () => Promise<T[]>): Promise<T[]> => (heights[kind] > since ? ask() : Promise.resolve([]));
  const scope = ticketScope(reader);
  const [sites, rooms, assets, tickets, exits] = await Promise.all([
    asked('site', () =>
      read.all<Versioned>(`SELECT id, version FROM "Site" WHERE ${newer} AND id IN ${held.marks} ${tail}`, [since, upTo, ...held.values]),
    ),
    asked('room', () => roomRows(read, `${newer} AND "siteId" IN ${held.marks} ${tail}`, [since, upTo, ...held.values])),
    asked('asset', () => assetRows(read, `${newer} AND "siteId" IN ${held.marks} ${tail}`, [since, upTo, ...held.values])),
    // CASE keeps the scope from the planner: whatever the size of the tables, it is the few newer rows that are walked (docs/decisions/0010).
    asked('ticket', () =>
      read.all<TicketRow>(
        `SELECT t.id, t.version, t.head FROM "Ticket" t WHERE t.version > ? AND t.version <= ? AND CASE WHEN ${scope.text} THEN 1 ELSE 0 END = 1
        ORDER BY t.version LIMIT ${PAGE + 1}`,
        [since, upTo, ...scope.values],
      ),
    ),
    asked('exit', () =>
      read.all<{ kind: 'ticket' | 'asset' | 'room'; docId: string; version: number }>(
        `SELECT kind, "docId", version FROM "Exit" WHERE "personId" = ? AND ${newer} AND kind IN ('ticket', 'asset', 'room') ${tail}`,
        [reader.actor.person, since, upTo],
      ),
    ),
  ]);
  // A list that was cut ends the answer at its last version but one, for that version may not be whole.
  let cursor = upTo;
  for (const list of [sites, rooms, assets, tickets, exits]) {
    const last = list[PAGE];
    if (last !== undefined) cursor = Math.min(cursor, wholeUpTo(list, since));
  }
  const upToCursor = <T extends { version: number }>(list: readonly T[]) => list.filter((r) => r.version <= cursor);
  const gone = upToCursor(exits).map((e): Change => ({ kind: 'gone', of: e.kind, id: e.docId }));
  const siteRows = upToCursor(sites);
  return {
    cursor,
    more: cursor < upTo,
    changes: [
      ...gone,
      ...(siteRows.length === 0
        ? []
        : await siteDocuments(
            read,
            reader.actor,
            siteRows.map((s) => s.id),
          )),
      ...upToCursor(rooms).map((r) => roomDocument(r, reader.actor)),
      ...upToCursor(assets).map((a) => assetDocument(a, reader.actor)),
      ...(await ticketChanges(db, reader, upToCursor(tickets))),
    ],
  };
}

function wholeUpTo(list: readonly { version: number }[], since: number): number {
  const last = list.at(-1)?.version ?? since;
  const before = list.findLast((r) => r.version < last)?.version;
  // One version larger than a page cannot be: imports commit in batches no larger than it (sync.md section 2).
  if (before === undefined) throw new Error(`version ${last} holds more than ${PAGE} rows of one kind`);
  return before;
}
