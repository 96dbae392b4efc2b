import 'server-only';
import { isSupport } from '#domain/actor.ts';
import type { Change } from '#domain/documents.ts';
import type { Instant } from '#domain/ids.ts';
import { ENDED_DAYS, LAST_FIXES } from '#domain/window.ts';
import { type Condition, deskOf, PAGE } from './changes.ts';
import type { Db } from './db.ts';
import { assetDocument, assetRows, roomDocument, roomRows, siteDocuments } from './documents.ts';
import type { Reader } from './epoch.ts';
import { among, storeOf } from './sql.ts';
import { type TicketRow, ticketChanges } from './ticket-documents.ts';

const DAY = 86_400_000;

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
  const { read } = storeOf(db);
  const held = among(reader.held);
  const tail = `ORDER BY id LIMIT ${take}`;
  if (kind === 'site') {
    const docs = await siteDocuments(
      read,
      reader.actor,
      [...reader.held]
        .filter((id) => id > after)
        .sort()
        .slice(0, take),
    );
    return page(docs, docs);
  }
  if (kind === 'room') {
    const rows = await roomRows(read, `id > ? AND "siteId" IN ${held.marks} ${tail}`, [after, ...held.values]);
    return page(
      rows,
      rows.map((r) => roomDocument(r, reader.actor)),
    );
  }
  if (kind === 'asset') {
    const rows = await assetRows(read, `id > ? AND "siteId" IN ${held.marks} ${tail}`, [after, ...held.values]);
    return page(
      rows,
      rows.map((r) => assetDocument(r, reader.actor)),
    );
  }
  const scope = heldTickets(reader, new Date(now - ENDED_DAYS * DAY));
  const rows = await read.all<TicketRow>(
    `SELECT t.id, t.version, t.head FROM "Ticket" t WHERE t.id > ? AND t.id IN (${scope.text}) ORDER BY t.id LIMIT ${take}`,
    [after, ...scope.values],
  );
  const changes = await ticketChanges(db, reader, rows);
  return page(
    rows,
    changes.filter((c) => c.kind !== 'gone'),
  );
}

function page(rows: readonly { id: string }[], changes: readonly Change[]): { changes: Change[]; read: number; last: string } {
  return { changes: [...changes], read: rows.length, last: rows.at(-1)?.id ?? '' };
}

/**
 * Ids of what a device holds from the start: of `ticketScope`, what is open, ended after `since`, or among the last three repairs of an asset
 * of a held site (domain/window.ts). Each arm goes down an index of its own: it is the size of the window that counts, not the tables'.
 */
function heldTickets({ actor, held }: Reader, since: Date): Condition {
  const young = (t: string) => `(${t}open OR ${t}"endedAt" > ?)`;
  const sites = among(held);
  const fixed = among(held.filter((s) => isSupport(actor, s)));
  const arms: Condition[] = [
    { text: `SELECT id FROM "Ticket" WHERE "siteId" IN ${sites.marks} AND ${young('')}`, values: [...sites.values, since] },
    {
      text: `SELECT y.id FROM "TicketPerson" x JOIN "Ticket" y ON y.id = x."ticketId" WHERE x."personId" = ? AND ${young('y.')}`,
      values: [actor.person, since],
    },
    {
      text: `SELECT f.id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY "assetId" ORDER BY "endedAt" DESC) AS n FROM "Ticket"
        WHERE "siteId" IN ${fixed.marks} AND "assetId" IS NOT NULL AND status IN ('resolved', 'closed')) AS f WHERE f.n <= ${LAST_FIXES}`,
      values: fixed.values,
    },
  ];
  const teams = among(actor.teams);
  if (actor.teams.length > 0)
    arms.push({ text: `SELECT id FROM "Ticket" WHERE "teamId" IN ${teams.marks} AND ${young('')}`, values: [...teams.values, since] });
  const desk = deskOf(actor);
  if (desk !== null) {
    arms.push({ text: `SELECT id FROM "Ticket" WHERE open = ? AND level >= 2${desk.text}`, values: [true, ...desk.values] });
    arms.push({ text: `SELECT id FROM "Ticket" WHERE "endedAt" > ? AND level >= 2${desk.text}`, values: [since, ...desk.values] });
  }
  return { text: arms.map((a) => a.text).join(' UNION '), values: arms.flatMap((a) => a.values) };
}

function parsePage(text: string | null, epoch: string, upTo: number): { cursor: number; kind: Kind; after: string } | null {
  const [e, cursor, kind, after] = text?.split('|') ?? [];
  const known = KINDS.find((k) => k === kind);
  if (e !== epoch || known === undefined || !/^[\w-]*$/.test(after ?? '|') || !/^\d{1,10}$/.test(cursor ?? '') || Number(cursor) > upTo) return null;
  return { cursor: Number(cursor), kind: known, after: after ?? '' };
}
