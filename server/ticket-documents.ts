import 'server-only';
import { type Actor, isSupport } from '#domain/actor.ts';
import type { Change, Place, TicketDocument } from '#domain/documents.ts';
import type { PersonId, TicketId } from '#domain/ids.ts';
import { isWithTeamOf, mayReadInternal, maySee, maySeeReported, publicPart } from '#domain/permission.ts';
import { type Recorded, saidOf, type TicketEvent } from '#domain/ticket/events.ts';
import { isCritical, isOpen, peopleOf, saysSiteDown, type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from './db.ts';
import { assetDocument, assetRows, roomDocument, roomRows, siteDocuments } from './documents.ts';
import type { Reader } from './epoch.ts';
import { namesOf } from './judge.ts';
import { among, instantOf, jsonOf, type Sql, storeOf } from './sql.ts';

export type TicketRow = { id: string; version: number; head: unknown };

/**
 * Tickets as this actor may see them: whole, reduced to "reported", or gone. Two queries, whatever their number.
 * What the actor may not know of at all is left out.
 */
export async function ticketChanges(db: Db, { actor, held }: Pick<Reader, 'actor' | 'held'>, rows: readonly TicketRow[]): Promise<Change[]> {
  const heads = rows.map((r) => ({ version: r.version, head: upcastTicket(jsonOf<Ticket>(r.head)) }));
  const { read } = storeOf(db);
  const seen = heads.filter(({ head }) => maySee(actor, head));
  const events = await timelines(
    read,
    actor,
    seen.map(({ head }) => head.id),
  );
  const people = new Set<string>(seen.flatMap(({ head }) => [...peopleOf(head), ...(head.resolution === null ? [] : [head.resolution.by])]));
  for (const list of events.values()) for (const r of list) for (const p of mentioned(r)) people.add(p);
  const names = await namesOf(read, people);
  const places = await placesOf(
    read,
    actor,
    seen.map(({ head }) => head).filter((head) => isWithTeamOf(actor, head) && !held.includes(head.site)),
  );
  return heads.flatMap(({ version, head }): Change[] => {
    if (maySee(actor, head)) {
      const place = places.get(head.id);
      return [{ ...ticketDocument(actor, version, head, events.get(head.id) ?? [], names), ...(place === undefined ? {} : { place }) }];
    }
    if (!maySeeReported(actor, head)) return [];
    const joined = head.affected.includes(actor.person);
    // Whoever waits for it learns that it is repaired.
    if (!isOpen(head) && !(joined && head.status === 'resolved')) return [{ kind: 'gone', of: 'ticket', id: head.id }];
    const { id, site, asset, room, status } = head;
    const fault = { category: head.category, since: head.openedAt, critical: isCritical(head) };
    const isFault = head.nature === 'incident' && isOpen(head);
    const more = { ...(joined ? { joined } : {}), ...(saysSiteDown(head) ? { siteDown: true } : {}), ...(isFault ? { fault } : {}) };
    return [{ kind: 'reported', id, version, site, asset, room, status, ...more }];
  });
}

/**
 * Where the tickets handed to the actor's teams are, on sites that the device does not hold: their site's address, their room and asset, and
 * nothing else of the register. They come and go with their ticket; without versions, since they change with it alone.
 */
async function placesOf(read: Sql, actor: Actor, heads: readonly Ticket[]): Promise<Map<TicketId, Place>> {
  if (heads.length === 0) return new Map();
  const of = (ids: readonly (string | null)[]) => among([...new Set(ids.filter((id) => id !== null))]);
  const [roomIds, assetIds] = [of(heads.map((t) => t.room)), of(heads.map((t) => t.asset))];
  const byId = <D extends { id: string }>(documents: readonly D[]) => new Map<string | null, D>(documents.map((d) => [d.id, { ...d, version: 0 }]));
  const sites = byId(await siteDocuments(read, actor, [...new Set(heads.map((t) => t.site))]));
  const rooms = byId((await roomRows(read, `id IN ${roomIds.marks}`, roomIds.values)).map((row) => roomDocument(row, actor)));
  const assets = byId((await assetRows(read, `id IN ${assetIds.marks}`, assetIds.values)).map((row) => assetDocument(row, actor, true)));
  return new Map(
    heads.flatMap((t) => {
      const site = sites.get(t.site);
      return site === undefined ? [] : [[t.id, { site, room: rooms.get(t.room) ?? null, asset: assets.get(t.asset) ?? null }]];
    }),
  );
}

function ticketDocument(actor: Actor, version: number, head: Ticket, all: readonly Recorded[], names: ReadonlyMap<string, string>): TicketDocument {
  const inside = mayReadInternal(actor, head);
  // A provider works on the ticket; whom else the house called for it is not theirs to know.
  const own = isSupport(actor, head.site) ? all : all.filter(({ event }) => event.type !== 'PeopleCalled' && event.type !== 'AlertTraced');
  const timeline = inside ? own : own.flatMap(outside);
  const here: Record<string, string> = {};
  for (const p of [...peopleOf(head), ...(head.resolution === null ? [] : [head.resolution.by]), ...timeline.flatMap(mentioned)]) {
    const name = names.get(p);
    if (name !== undefined) here[p] = name;
  }
  return { kind: 'ticket', id: head.id, version, head, timeline, names: here };
}

function outside(recorded: Recorded): Recorded[] {
  const event = publicPart(recorded.event);
  return event === null ? [] : [{ ...recorded, event }];
}

function mentioned({ event, by }: Recorded): string[] {
  const out: string[] = by === null ? [] : [by];
  if (event.type === 'HelpAsked') out.push(event.helper);
  if (event.type === 'OwnershipAssigned') out.push(event.to, ...(event.from === null ? [] : [event.from]));
  if (event.type === 'DuplicateJoined') out.push(event.person);
  if (event.type === 'OwnershipRelieved') out.push(event.from);
  if (event.type === 'NoteAdded' && event.call?.person) out.push(event.call.person);
  if (event.type === 'AlertTraced') out.push(event.person);
  if (event.type === 'PeopleCalled') out.push(...event.people);
  if (event.type === 'HelperJoined' && event.owner !== null) out.push(event.owner);
  return out;
}

interface EventRow {
  readonly id: string;
  readonly ticketId: string;
  readonly actorId: string | null;
  readonly occurredAt: string | Date;
  readonly receivedAt: string | Date;
  readonly data: unknown;
  readonly origin: string | null;
  readonly seq: number | null;
}

/** Of whom an event came, only its author is told by which command (`Recorded.said`). */
async function timelines(read: Sql, { person }: Actor, ids: readonly TicketId[]): Promise<Map<string, Recorded[]>> {
  const out = new Map<string, Recorded[]>();
  if (ids.length === 0) return out;
  const these = among(ids);
  const rows = await read.all<EventRow>(
    `SELECT id, "ticketId", "actorId", "occurredAt", "receivedAt", data, origin, seq FROM "Event" WHERE "ticketId" IN ${these.marks} ORDER BY version, ordinal`,
    these.values,
  );
  for (const r of rows) {
    const event = jsonOf<TicketEvent>(r.data);
    const recorded: Recorded = {
      id: r.id,
      event,
      by: r.actorId as PersonId | null,
      at: instantOf(r.occurredAt),
      received: instantOf(r.receivedAt),
      ...(r.actorId === person && r.origin !== null && r.seq !== null ? { said: saidOf(r.origin, r.seq) } : {}),
    };
    const list = out.get(r.ticketId);
    if (list === undefined) out.set(r.ticketId, [recorded]);
    else list.push(recorded);
  }
  return out;
}
