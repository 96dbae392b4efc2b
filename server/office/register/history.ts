import 'server-only';
import { type Actor, isSupport } from '#domain/actor.ts';
import type { Instant, PersonId, SiteId } from '#domain/ids.ts';
import { mayReadInternal, maySee } from '#domain/permission.ts';
import type { RegisterEvent } from '#domain/register/events.ts';
import type { AssetHistory, HistoryLine, HistoryTicket } from '#domain/register/history.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { namesOf } from '#server/judge.ts';
import { among, instantOf, jsonOf, type Sql, storeOf } from '#server/sql.ts';

/** Lines and tickets of one answer: years of an ordinary asset. */
export const MOST = 200;
const TICKETS = 60;

interface EventRow {
  readonly id: string;
  readonly actorId: PersonId | null;
  readonly occurredAt: string | Date;
  readonly receivedAt: string | Date;
  readonly importId: string | null;
  readonly data: unknown;
}

/**
 * What happened to an asset, newest first, and the tickets on it that this person may see.
 * @returns null when there is no such asset, or not for this actor's eyes: the same answer
 */
export async function historyOf(db: Db, actor: Actor, asset: string): Promise<AssetHistory | null> {
  const { read } = storeOf(db);
  const [row] = await read.all<{ siteId: SiteId }>('SELECT "siteId" FROM "Asset" WHERE id = ?', [asset]);
  if (row === undefined || !isSupport(actor, row.siteId)) return null;
  const events = await read.all<EventRow>(
    `SELECT id, "actorId", "occurredAt", "receivedAt", "importId", data FROM "RegisterEvent" WHERE "subjectId" = ? AND "of" = 'asset'
      ORDER BY version DESC, ordinal DESC LIMIT ${MOST + 1}`,
    [asset],
  );
  const tickets = await ticketsOn(read, actor, asset);
  const people = new Set([...events.flatMap(({ actorId }) => actorId ?? []), ...tickets.flatMap(({ resolution }) => resolution?.by ?? [])]);
  const names = await namesOf(read, people);
  const lines: HistoryLine[] = [];
  // Newest first: what is older than a change of school happened at the former one, whose people and words are not the new one's.
  let site = row.siteId;
  for (const { id, actorId, occurredAt, receivedAt, importId, data } of events.slice(0, MOST)) {
    if (!isSupport(actor, site)) break;
    const event = jsonOf<RegisterEvent>(data);
    const before = event.type === 'AssetChanged' ? (event.from.site ?? site) : site;
    const isKnown = before === site || isSupport(actor, before);
    const by = isKnown ? actorId : null;
    lines.push({
      ...{ id, by, who: by === null ? null : (names.get(by) ?? null), imported: importId !== null },
      ...{ at: instantOf(occurredAt), received: instantOf(receivedAt), event: isKnown ? event : arrived(event) },
    });
    site = before;
  }
  return {
    lines,
    rooms: await roomNames(read, lines, row.siteId),
    tickets: tickets.map((ticket) => lineOf(actor, ticket, names)),
    isCut: events.length > MOST,
  };
}

/** Of a change of school, what the new one may read: that it is theirs since, in which room. */
function arrived(event: RegisterEvent): RegisterEvent {
  if (event.type !== 'AssetChanged') return event;
  const { site, room } = event.to;
  return { type: 'AssetChanged', from: {}, to: { ...(site === undefined ? {} : { site }), ...(room === undefined ? {} : { room }) } };
}

function lineOf(actor: Actor, ticket: Ticket, names: ReadonlyMap<string, string>): HistoryTicket {
  const { id, number, status, category, symptom, text, openedAt, endedAt, resolution } = ticket;
  const fix = resolution === null || !mayReadInternal(actor, ticket) ? null : resolution.text;
  const fixedBy = resolution === null ? null : (names.get(resolution.by) ?? null);
  return { id, number, status, category, symptom, text: text.slice(0, 200), openedAt, endedAt, fix, fixedBy };
}

async function ticketsOn(read: Sql, actor: Actor, asset: string): Promise<Ticket[]> {
  const rows = await read.all<{ head: unknown }>(`SELECT head FROM "Ticket" WHERE "assetId" = ? ORDER BY version DESC LIMIT ${TICKETS}`, [asset]);
  return rows
    .map(({ head }) => upcastTicket(jsonOf<Ticket>(head)))
    .filter((ticket) => maySee(actor, ticket))
    .sort((a, b) => b.openedAt - a.openedAt);
}

/** Tickets opened on an asset since then that came to something; whoever may see them or not. */
export async function openedSince(read: Sql, asset: string, since: Instant): Promise<number> {
  const [row] = await read.all<{ n: number | string }>(
    `SELECT COUNT(*) AS n FROM "Ticket" t JOIN "Event" e ON e."ticketId" = t.id AND e.type = 'TicketOpened'
      WHERE t."assetId" = ? AND t.status <> 'dropped' AND e."occurredAt" >= ?`,
    [asset, new Date(since)],
  );
  return Number(row?.n ?? 0);
}

/** "Bât. B, 203", of the rooms of its own site alone: where it was elsewhere is another school's. */
async function roomNames(read: Sql, lines: readonly HistoryLine[], site: SiteId): Promise<Record<string, string>> {
  const ids = [
    ...new Set(
      lines.flatMap(({ event }) => {
        if (event.type === 'AssetChanged') return [event.from.room ?? [], event.to.room ?? []].flat();
        if (event.type === 'AssetAdded') return event.asset.room ?? [];
        return event.type === 'AssetSeen' ? (event.room ?? []) : [];
      }),
    ),
  ];
  if (ids.length === 0) return {};
  const these = among(ids);
  const rows = await read.all<{ id: string; building: string | null; name: string }>(
    `SELECT id, building, name FROM "Room" WHERE "siteId" = ? AND id IN ${these.marks}`,
    [site, ...these.values],
  );
  return Object.fromEntries(rows.map(({ id, building, name }) => [id, [building, name].filter(Boolean).join(', ')]));
}
