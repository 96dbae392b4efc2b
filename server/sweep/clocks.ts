import 'server-only';
import type { Instant, PersonId, SiteId, TicketId } from '#domain/ids.ts';
import { SILENT } from '#domain/sla/facts.ts';
import { type Watched, watch } from '#domain/sla/watch.ts';
import type { EventType, Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { executeHouse } from '#server/execute.ts';
import { Unavailable } from '#server/failure.ts';
import { log } from '#server/log.ts';
import { type Settings, settingsOf } from '#server/settings.ts';
import { among, instantOf, jsonOf, type Sql, storeOf } from '#server/sql.ts';
import { type Dated, saveDates } from '#server/ticket-rows.ts';

const BATCH = 200;
/** ms */
export const AFTER_TROUBLE = 10 * 60_000;
/** Events that a clock does not move by and that say what was told of it. */
const TOLD: readonly EventType[] = ['DelayTold', 'VisitReminded', 'VisitPlanned'];
const UNREAD = among([...SILENT].filter((type) => !TOLD.includes(type)));

interface Row {
  readonly id: TicketId;
  readonly version: number;
  readonly head: unknown;
  /** As the driver gives it: to be compared. */
  readonly wakeAt: unknown;
}

/**
 * Looks at the tickets whose date has come, by its index alone: what is over has no date, what is far has a later one.
 * @returns how many were looked at
 */
export async function sweepClocks(db: Db, now: Instant): Promise<number> {
  const store = storeOf(db);
  const due = await store.read.all<Row>(`SELECT id, version, head, "wakeAt" FROM "Ticket" WHERE "wakeAt" <= ? ORDER BY "wakeAt" LIMIT ${BATCH}`, [
    new Date(now),
  ]);
  if (due.length === 0) return 0;
  const timelines = await timelinesOf(
    store.read,
    due.map((row) => row.id),
  );
  const settings = new Map<SiteId, Settings>();
  const silent: Dated[] = [];
  for (const { id, version, head, wakeAt } of due) {
    let next: Watched;
    try {
      const ticket = upcastTicket(jsonOf<Ticket>(head));
      const known = settings.get(ticket.site) ?? (await settingsOf(store.read, ticket.site, now));
      settings.set(ticket.site, known);
      next = look(ticket, timelines.get(id) ?? [], known, now);
    } catch (error) {
      // One that cannot be read must not hold up the others, nor be asked about all the time.
      troubled('a ticket’s dates could not be looked at', id, error);
      silent.push({ id, version, was: wakeAt, wakeAt: now + AFTER_TROUBLE });
      continue;
    }
    if (next.commands.length === 0) silent.push({ id, version, was: wakeAt, wakeAt: next.wakeAt });
    else if (!(await act(db, id, version, now))) silent.push({ id, version, was: wakeAt, wakeAt: now + AFTER_TROUBLE });
  }
  if (silent.length > 0) await store.write((tx) => saveDates(tx, silent));
  return due.length;
}

function look(head: Ticket, timeline: readonly Recorded[], { policy, calendar }: Settings, now: Instant): Watched {
  return watch(head, timeline, policy, calendar, now);
}

/**
 * Decided again in the writer's turn, so that it is said once though two servers looked.
 * @returns whether anything came of it: a rule that says no to what the dates ask would be asked for ever
 */
async function act(db: Db, id: TicketId, version: number, now: Instant): Promise<boolean> {
  try {
    await executeHouse(db, id, now, async (tx, ticket) => {
      if (ticket === null) return [];
      const timeline = (await timelinesOf(tx, [id])).get(id) ?? [];
      // What is said moves no clock: the next look finds the date after it.
      return look(ticket, timeline, await settingsOf(tx, ticket.site, now), now).commands;
    });
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    return troubled('a ticket’s dates could not be acted on', id, error);
  }
  const [row] = await storeOf(db).read.all<{ version: number }>('SELECT version FROM "Ticket" WHERE id = ?', [id]);
  return row !== undefined && row.version !== version;
}

/** @returns false */
export function troubled(what: string, ticket: TicketId, error: unknown): false {
  log('warn', what, { ticket, error });
  return false;
}

interface EventRow {
  readonly id: string;
  readonly ticketId: TicketId;
  readonly actorId: PersonId | null;
  readonly occurredAt: string | Date;
  readonly receivedAt: string | Date;
  readonly data: unknown;
}

async function timelinesOf(sql: Sql, ids: readonly TicketId[]): Promise<Map<TicketId, Recorded[]>> {
  const these = among(ids);
  const rows = await sql.all<EventRow>(
    `SELECT id, "ticketId", "actorId", "occurredAt", "receivedAt", data FROM "Event"
      WHERE "ticketId" IN ${these.marks} AND type NOT IN ${UNREAD.marks} ORDER BY version, ordinal`,
    [...these.values, ...UNREAD.values],
  );
  const out = new Map<TicketId, Recorded[]>();
  for (const r of rows) {
    const recorded: Recorded = {
      id: r.id,
      event: jsonOf<TicketEvent>(r.data),
      by: r.actorId,
      at: instantOf(r.occurredAt),
      received: instantOf(r.receivedAt),
    };
    const list = out.get(r.ticketId);
    if (list === undefined) out.set(r.ticketId, [recorded]);
    else list.push(recorded);
  }
  return out;
}
