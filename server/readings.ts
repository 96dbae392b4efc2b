import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Instant, PersonId, SiteId } from '#domain/ids.ts';
import { maySee } from '#domain/permission.ts';
import { isNoted, mayReadReadings } from '#domain/reading.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from './db.ts';
import { insertRows } from './insert.ts';
import { among, instantOf, jsonOf, type Sql, storeOf } from './sql.ts';
import { newId } from './ticket-rows.ts';

/** How long it is kept who opened a confidential ticket, ms; as long as the security events (docs/decisions/0034). */
export const READINGS_KEPT = 183 * 86_400_000;
/** A screen that is left and taken up again within so long was opened once, ms. */
const ONCE = 15 * 60_000;
/** On the ticket itself, and on one page of the office. */
const LISTED = 100;
const PAGE = 50;

/** A screen on which a ticket was opened. */
export interface Opened {
  readonly ticket: string;
  readonly at: Instant;
}

/** Who opened it, when. */
export interface ReadingRow {
  readonly id: string;
  readonly who: string;
  readonly at: Instant;
}

async function headsOf(read: Sql, ids: readonly string[]): Promise<Map<string, Ticket>> {
  const these = among([...new Set(ids)]);
  const rows = await read.all<{ id: string; head: unknown }>(`SELECT id, head FROM "Ticket" WHERE id IN ${these.marks}`, these.values);
  return new Map(rows.map(({ id, head }) => [id, upcastTicket(jsonOf<Ticket>(head))]));
}

/**
 * Writes down who opened which confidential ticket. What is not confidential, one's own, or not theirs to see is passed over.
 * @returns how many were written
 */
export async function noteReadings(db: Db, actor: Actor, opened: readonly Opened[]): Promise<number> {
  if (opened.length === 0) return 0;
  const store = storeOf(db);
  const { read } = store;
  const heads = await headsOf(
    read,
    opened.map(({ ticket }) => ticket),
  );
  const noted = opened.filter(({ ticket }) => {
    const head = heads.get(ticket);
    return head !== undefined && maySee(actor, head) && isNoted(actor.person, head);
  });
  const fresh: Opened[] = [];
  for (const one of noted) if (!(await isThere(read, actor.person, one))) fresh.push(one);
  if (fresh.length === 0) return 0;
  return store.write(async (tx) => {
    let written = 0;
    for (const one of fresh) {
      if (await isThere(tx, actor.person, one)) continue;
      await insertRows(tx, 'ReadLog', [{ id: newId(one.at), personId: actor.person, ticketId: one.ticket, at: new Date(one.at) }]);
      written += 1;
    }
    return written;
  });
}

async function isThere(read: Sql, person: PersonId, { ticket, at }: Opened): Promise<boolean> {
  const rows = await read.all('SELECT 1 FROM "ReadLog" WHERE "ticketId" = ? AND "personId" = ? AND at > ? AND at < ? LIMIT 1', [
    ticket,
    person,
    new Date(at - ONCE),
    new Date(at + ONCE),
  ]);
  return rows.length > 0;
}

const NAMED = `r.id, r.at, p."givenName", p."familyName" FROM "ReadLog" r LEFT JOIN "Person" p ON p.id = r."personId"`;

interface Named {
  readonly id: string;
  readonly at: string | Date;
  readonly givenName: string | null;
  readonly familyName: string | null;
}

const rowOf = ({ id, at, givenName, familyName }: Named): ReadingRow => ({
  id,
  at: instantOf(at),
  who: `${givenName ?? ''} ${familyName ?? ''}`.trim(),
});

/** Who opened this one, the last first. @returns null: there is none, it is not confidential, or not for this actor to know */
export async function readingsOf(db: Db, actor: Actor, id: string): Promise<ReadingRow[] | null> {
  const { read } = storeOf(db);
  const ticket = (await headsOf(read, [id])).get(id);
  if (ticket === undefined || !mayReadReadings(actor, ticket)) return null;
  const rows = await read.all<Named>(`SELECT ${NAMED} WHERE r."ticketId" = ? ORDER BY r.at DESC, r.id DESC LIMIT ${LISTED}`, [id]);
  return rows.map(rowOf);
}

/** One line of the office's list. */
export interface ReadingLine extends ReadingRow {
  readonly ticket: string;
  readonly number: string | null;
  readonly site: string;
  readonly timeZone: string;
}

/** @param before the instant of the last one that was shown, ms; null: the latest */
export async function readingsOn(
  db: Db,
  sites: 'all' | readonly SiteId[],
  before: Instant | null,
): Promise<{ rows: ReadingLine[]; older: Instant | null }> {
  const these = sites === 'all' ? { text: '1 = 1', values: [] } : { text: `t."siteId" IN ${among(sites).marks}`, values: among(sites).values };
  const when = before === null ? { text: '1 = 1', values: [] } : { text: 'r.at < ?', values: [new Date(before)] };
  const rows = await storeOf(db).read.all<Named & { ticket: string; number: string | null; site: string; timeZone: string }>(
    `SELECT t.id AS ticket, t.number, s.name AS site, s."timeZone", ${NAMED} JOIN "Ticket" t ON t.id = r."ticketId" JOIN "Site" s ON s.id = t."siteId"
      WHERE ${these.text} AND ${when.text} ORDER BY r.at DESC, r.id DESC LIMIT ${PAGE + 1}`,
    [...these.values, ...when.values],
  );
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: page.map(({ ticket, number, site, timeZone, ...named }) => ({ ...rowOf(named), ticket, number, site, timeZone })),
    older: rows.length > PAGE && last !== undefined ? instantOf(last.at) : null,
  };
}
