import 'server-only';
import { cleaner, type Named, redacted } from '#domain/redact.ts';
import { wordsIn } from '#domain/search.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { indexAgain } from '#server/search-index.ts';
import { among, jsonOf, type Sql, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';

/** Tickets in one transaction: no tap waits for more. */
const AT_ONCE = 40;

/** A ticket that may name them: one of theirs, or one in whose words their name stands. */
export interface Touched {
  readonly id: string;
  readonly isTheirs: boolean;
}

/** All of these, the oldest first. Found by the people on it, by who did something on it, and by its words. */
export async function ticketsNaming(db: Db, person: string, named: Named): Promise<Touched[]> {
  const { read } = storeOf(db);
  const theirs = await read.all<{ id: string }>(
    `SELECT "ticketId" AS id FROM "TicketPerson" WHERE "personId" = ? UNION SELECT "ticketId" FROM "Event" WHERE "actorId" = ?`,
    [person, person],
  );
  // An address's host is everybody's, and so is the beginning of a number.
  const asked = [named.familyName, named.login, (named.email ?? '').split('@')[0] ?? '', (named.phone ?? '').replace(/\D/g, '')];
  const words = among([...new Set(asked.flatMap(wordsIn))].filter((word) => word.length > 2));
  const found = await read.all<{ id: string }>(
    `SELECT DISTINCT t."ticketId" AS id FROM "SearchWord" w JOIN "SearchText" t ON t.n = w.n WHERE w.word IN ${words.marks}`,
    words.values,
  );
  const own = new Set(theirs.map(({ id }) => id));
  return [...new Set([...own, ...found.map(({ id }) => id)])].sort().map((id) => ({ id, isTheirs: own.has(id) }));
}

async function inBatches(db: Db, all: readonly Touched[], work: (tx: Sql, some: readonly Touched[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    await storeOf(db).write((tx) => work(tx, all.slice(from, from + AT_ONCE)));
    await new Promise((done) => setImmediate(done));
  }
}

/**
 * Takes somebody's name out of what was written on these tickets. Their heads and their stories say the same still, one by the other; each is
 * stamped, so that every phone that holds it is given it anew.
 */
export async function cleanTickets(db: Db, all: readonly Touched[], named: Named): Promise<void> {
  const [own, other] = [cleaner(named, true), cleaner(named, false)];
  await inBatches(db, all, async (tx, some) => {
    const { version } = await raise(tx);
    const these = among(some.map(({ id }) => id));
    const heads = await tx.all<{ id: string; head: unknown }>(`SELECT id, head FROM "Ticket" WHERE id IN ${these.marks}`, these.values);
    const events = await tx.all<{ id: string; ticketId: string; data: unknown }>(
      `SELECT id, "ticketId", data FROM "Event" WHERE "ticketId" IN ${these.marks}`,
      these.values,
    );
    const cleanOf = new Map(some.map(({ id, isTheirs }) => [id, isTheirs ? own : other]));
    const changed = new Set<string>();
    for (const { id, ticketId, data } of events) {
      const event = jsonOf<TicketEvent>(data);
      const next = redacted(event, cleanOf.get(ticketId) ?? other);
      if (next === event) continue;
      changed.add(ticketId);
      // Its version is its place in the story; the ticket's own tells the phones.
      await tx.run('UPDATE "Event" SET data = ? WHERE id = ?', [next as object, id]);
    }
    for (const { id, head } of heads) {
      const ticket = jsonOf<Ticket>(head);
      const next = redacted(ticket, cleanOf.get(id) ?? other);
      if (next === ticket && !changed.has(id)) continue;
      changed.add(id);
      await tx.run('UPDATE "Ticket" SET head = ?, version = ? WHERE id = ?', [next as object, version, id]);
    }
    if (changed.size > 0) await indexAgain(tx, [...changed]);
  });
}

/** What names stand beside a ticket and by which words it is found, once more: for tickets of somebody who is called otherwise now. */
export async function tellAgain(db: Db, all: readonly Touched[]): Promise<void> {
  await inBatches(db, all, async (tx, some) => {
    const { version } = await raise(tx);
    const ids = some.map(({ id }) => id);
    const these = among(ids);
    await tx.run(`UPDATE "Ticket" SET version = ? WHERE id IN ${these.marks}`, [version, ...these.values]);
    await indexAgain(tx, ids);
  });
}

/** The same of what stands beside tickets: answers to phones that ask again, letters, their own notes of a tour. Of equipment: equipment.ts. */
export async function cleanRest(db: Db, person: string, named: Named): Promise<void> {
  const [own, other] = [cleaner(named, true), cleaner(named, false)];
  const like = `%${named.familyName}%`;
  await storeOf(db).write(async (tx) => {
    for (const row of await tx.all<{ origin: string; seq: number; outcome: unknown }>(
      'SELECT origin, seq, outcome FROM "Receipt" WHERE CAST(outcome AS TEXT) LIKE ?',
      [like],
    )) {
      const outcome = jsonOf<object>(row.outcome);
      const next = redacted(outcome, other);
      if (next !== outcome) await tx.run('UPDATE "Receipt" SET outcome = ? WHERE origin = ? AND seq = ?', [next, row.origin, row.seq]);
    }
    for (const row of await tx.all<{ id: string; data: unknown }>('SELECT id, data FROM "Mail" WHERE CAST(data AS TEXT) LIKE ?', [like])) {
      const data = jsonOf<object>(row.data);
      const next = redacted(data, other);
      if (next !== data) await tx.run('UPDATE "Mail" SET data = ? WHERE id = ?', [next, row.id]);
    }
    for (const row of await tx.all<{ roundId: string; key: string; note: string }>(
      'SELECT "roundId", key, note FROM "Counted" WHERE "personId" = ? AND note IS NOT NULL',
      [person],
    ))
      await tx.run('UPDATE "Counted" SET note = ? WHERE "roundId" = ? AND key = ?', [own(row.note), row.roundId, row.key]);
  });
}
