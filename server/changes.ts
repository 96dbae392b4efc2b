import 'server-only';
import { isSupport } from '#domain/actor.ts';
import type { Change } from '#domain/documents.ts';
import type { Instant } from '#domain/ids.ts';
import { ENDED_DAYS, LAST_FIXES } from '#domain/window.ts';
import { Prisma } from './db/sqlite/client.ts';
import type { Db } from './db.ts';
import {
  ASSET_COLUMNS,
  assetDocument,
  ROOM_COLUMNS,
  roomDocument,
  siteDocuments,
  TICKET_COLUMNS,
  type TicketRow,
  ticketChanges,
} from './documents.ts';
import type { Reader } from './epoch.ts';

/** Documents in one answer, about. */
export const PAGE = 500;
const DAY = 86_400_000;

/** The tickets a reader's device may hold, as a condition on rows; `maySee` has the last word on each. */
function ticketScope({ actor, held }: Reader): object {
  const desk = actor.memberships.filter((m) => m.role === 'technician' || m.role === 'engineer');
  const deskSites = desk.some((m) => m.site === null) ? null : desk.map((m) => m.site as string);
  const mine = { people: { some: { personId: actor.person } } };
  return {
    OR: [
      { siteId: { in: [...held] } },
      mine,
      ...(actor.teams.length > 0 ? [{ teamId: { in: [...actor.teams] } }] : []),
      // What was ever handed to level 2 or above, anywhere in scope: levels only rise, so nothing leaves this set.
      ...(desk.length > 0 ? [{ level: { gte: 2 }, ...(deskSites === null ? {} : { siteId: { in: deskSites } }) }] : []),
    ],
  };
}

/** The organisation's version, and the highest version of each kind of row, all of one instant. */
export interface Heights {
  readonly version: number;
  readonly site: number;
  readonly room: number;
  readonly asset: number;
  readonly exit: number;
}

/**
 * One statement, so one snapshot on both databases: whoever reads rows after it misses nothing up to `version` (invariant 18).
 * Each maximum is one step down an index; a kind that has nothing newer is then not asked.
 */
export async function heightsFor(db: Db, reader: Reader): Promise<Heights> {
  const [row] = await db.$queryRaw<Record<keyof Heights, number | bigint | null>[]>`SELECT version,
    (SELECT MAX(version) FROM "Site") AS site, (SELECT MAX(version) FROM "Room") AS room, (SELECT MAX(version) FROM "Asset") AS asset,
    (SELECT MAX(version) FROM "Exit" WHERE "personId" = ${reader.actor.person}) AS exit FROM "Organisation" WHERE id = 'org'`;
  const at = (name: keyof Heights) => Number(row?.[name] ?? 0);
  return { version: at('version'), site: at('site'), room: at('room'), asset: at('asset'), exit: at('exit') };
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
  const newer = { version: { gt: since, lte: upTo } };
  const order = { orderBy: { version: 'asc' as const }, take: PAGE + 1 };
  const held = { siteId: { in: [...reader.held] } };
  const asked = <T>(kind: keyof Heights, ask: () => Promise<T[]>): Promise<T[]> => (heights[kind] > since ? ask() : Promise.resolve([]));
  const [sites, rooms, assets, tickets, exits] = await Promise.all([
    asked('site', () => db.site.findMany({ where: { ...newer, id: { in: [...reader.held] } }, select: { id: true, version: true }, ...order })),
    asked('room', () => db.room.findMany({ where: { ...newer, ...held }, select: ROOM_COLUMNS, ...order })),
    asked('asset', () => db.asset.findMany({ where: { ...newer, ...held }, select: ASSET_COLUMNS, ...order })),
    db.ticket.findMany({ where: { ...newer, ...ticketScope(reader) }, select: TICKET_COLUMNS, ...order }),
    asked('exit', () =>
      db.exit.findMany({ where: { ...newer, personId: reader.actor.person, kind: 'ticket' }, select: { docId: true, version: true }, ...order }),
    ),
  ]);
  // A list that was cut ends the answer at its last version but one, for that version may not be whole.
  let cursor = upTo;
  for (const list of [sites, rooms, assets, tickets, exits]) {
    const last = list[PAGE];
    if (last !== undefined) cursor = Math.min(cursor, wholeUpTo(list, since));
  }
  const upToCursor = <T extends { version: number }>(list: readonly T[]) => list.filter((r) => r.version <= cursor);
  const gone = upToCursor(exits).map((e): Change => ({ kind: 'gone', of: 'ticket', id: e.docId }));
  const siteRows = upToCursor(sites);
  return {
    cursor,
    more: cursor < upTo,
    changes: [
      ...gone,
      ...(siteRows.length === 0 ? [] : await siteDocuments(db, reader.actor, { id: { in: siteRows.map((s) => s.id) } }, siteRows.length)),
      ...upToCursor(rooms).map(roomDocument),
      ...upToCursor(assets).map((a) => assetDocument(a, reader.actor)),
      ...(await ticketChanges(db, reader.actor, upToCursor(tickets))),
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

const KINDS = ['site', 'room', 'asset', 'ticket'] as const;
type Kind = (typeof KINDS)[number];

export interface SnapshotPage {
  /** The version the snapshot stands at; changes after it come by `changesSince`. */
  readonly cursor: number;
  /** Continuation, or null at the end. */
  readonly page: string | null;
  readonly changes: Change[];
}

/**
 * One page of everything this reader's device holds (a reset). `page` names epoch, version, kind and last id, so that a page is the same
 * whatever happened meanwhile; one of another epoch starts over.
 */
export async function snapshotPage(db: Db, reader: Reader, page: string | null, upTo: number, now: Instant): Promise<SnapshotPage> {
  const at = parsePage(page, reader.epoch, upTo);
  const cursor = at?.cursor ?? upTo;
  let kind: Kind | undefined = at?.kind ?? 'site';
  let after = at?.after ?? '';
  const changes: Change[] = [];
  let room = PAGE;
  while (kind !== undefined && room > 0) {
    const rows = await readKind(db, reader, kind, after, room, now);
    changes.push(...rows.changes);
    room -= rows.read;
    after = rows.last;
    if (room > 0) {
      kind = KINDS[KINDS.indexOf(kind) + 1];
      after = '';
    }
  }
  return { cursor, changes, page: kind === undefined ? null : [reader.epoch, cursor, kind, after].join('|') };
}

async function readKind(
  db: Db,
  reader: Reader,
  kind: Kind,
  after: string,
  take: number,
  now: Instant,
): Promise<{ changes: Change[]; read: number; last: string }> {
  const next = { id: { gt: after } };
  const held = { siteId: { in: [...reader.held] } };
  const order = { orderBy: { id: 'asc' as const }, take };
  if (kind === 'site') {
    const docs = await siteDocuments(db, reader.actor, { id: { in: [...reader.held], gt: after } }, take);
    return page(docs, docs);
  }
  if (kind === 'room') {
    const rows = await db.room.findMany({ where: { ...next, ...held }, select: ROOM_COLUMNS, ...order });
    return page(rows, rows.map(roomDocument));
  }
  if (kind === 'asset') {
    const rows = await db.asset.findMany({ where: { ...next, ...held }, select: ASSET_COLUMNS, ...order });
    return page(
      rows,
      rows.map((r) => assetDocument(r, reader.actor)),
    );
  }
  const fixes = await lastFixes(db, reader, after, take);
  const rows: TicketRow[] = await db.ticket.findMany({
    where: {
      ...next,
      AND: [ticketScope(reader), { OR: [{ open: true }, { endedAt: { gt: new Date(now - ENDED_DAYS * DAY) } }, { id: { in: fixes } }] }],
    },
    select: TICKET_COLUMNS,
    ...order,
  });
  const changes = await ticketChanges(db, reader.actor, rows);
  return page(
    rows,
    changes.filter((c) => c.kind !== 'gone'),
  );
}

function page(rows: readonly { id: string }[], changes: readonly Change[]): { changes: Change[]; read: number; last: string } {
  return { changes: [...changes], read: rows.length, last: rows.at(-1)?.id ?? '' };
}

/**
 * Ids of the last three repairs of each asset of the held sites, whatever their age (domain/window.ts): those that a page after this id
 * can hold and no more, for a statement takes only so many (999 in SQLite's client; ten sites have thousands).
 */
async function lastFixes(db: Db, { actor, held }: Reader, after: string, take: number): Promise<string[]> {
  const sites = held.filter((s) => isSupport(actor, s));
  if (sites.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT id FROM (
      SELECT id, ROW_NUMBER() OVER (PARTITION BY "assetId" ORDER BY "endedAt" DESC) AS n FROM "Ticket"
      WHERE "siteId" IN (${Prisma.join(sites)}) AND "assetId" IS NOT NULL AND status IN ('resolved', 'closed')) AS fixes
    WHERE n <= ${LAST_FIXES} AND id > ${after} ORDER BY id LIMIT ${take}`;
  return rows.map((r) => r.id);
}

function parsePage(text: string | null, epoch: string, upTo: number): { cursor: number; kind: Kind; after: string } | null {
  const [e, cursor, kind, after] = text?.split('|') ?? [];
  const known = KINDS.find((k) => k === kind);
  if (e !== epoch || known === undefined || !/^[\w-]*$/.test(after ?? '|') || !/^\d{1,10}$/.test(cursor ?? '') || Number(cursor) > upTo) return null;
  return { cursor: Number(cursor), kind: known, after: after ?? '' };
}
