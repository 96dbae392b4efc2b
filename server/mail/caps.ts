import 'server-only';
import type { Instant, PersonId, SiteId, TicketId } from '#domain/ids.ts';
import { among, type Sql } from '#server/sql.ts';

const SOON = 10 * 60_000;
const DAY = 86_400_000;

/**
 * No storm and no loop leaves the house: what is beyond is kept, as `capped`, where the administrator sees it. News of tickets never uses up
 * what alerts may take, which are counted by themselves; and what is critical has more room (`urgent`, in the same minutes as `soon`).
 */
export const CAPS = {
  person: { soon: 10, day: 60, urgent: 30 },
  /** A mailbox hears of every ticket of its site, and a morning without network brings many. */
  mailbox: { soon: 60, day: Number.POSITIVE_INFINITY, urgent: 90 },
  /** Of one ticket to one party in a day. */
  thread: 20,
} as const;

interface Party {
  readonly personId: PersonId | null;
  readonly site: SiteId;
  readonly ticket: TicketId;
}

interface Lane {
  /** An alert that nobody opened; else news of a ticket. */
  readonly isCall: boolean;
  readonly isUrgent: boolean;
}

/** How many letters each party was written, with those of this transaction. */
export class Counted {
  readonly #soon = new Map<string, number>();
  readonly #day = new Map<string, number>();
  readonly #thread = new Map<string, number>();

  static #of(personId: string | null, site: string, isCall: boolean): string {
    return `${personId ?? `site ${site}`}${isCall ? ' call' : ''}`;
  }

  add(personId: string | null, site: string, ticket: string | null, isCall: boolean, { soon = 0, day = 0, thread = 0 }): void {
    const party = Counted.#of(personId, site, isCall);
    const more = (counts: Map<string, number>, key: string, n: number) => counts.set(key, (counts.get(key) ?? 0) + n);
    more(this.#soon, party, soon);
    more(this.#day, party, day);
    more(this.#thread, `${party} ${ticket}`, thread);
  }

  /** Counts one more. @returns false when it is one too many */
  take(personId: string | null, site: string, ticket: string, { isCall, isUrgent }: Lane): boolean {
    const party = Counted.#of(personId, site, isCall);
    const cap = personId === null ? CAPS.mailbox : CAPS.person;
    const { soon, day } = isUrgent ? { soon: cap.urgent, day: Number.POSITIVE_INFINITY } : cap;
    const [inSoon, inDay, inThread] = [this.#soon.get(party) ?? 0, this.#day.get(party) ?? 0, this.#thread.get(`${party} ${ticket}`) ?? 0];
    if (inSoon >= soon || inDay >= day || inThread >= CAPS.thread) return false;
    this.add(personId, site, ticket, isCall, { soon: 1, day: 1, thread: 1 });
    return true;
  }
}

interface Row {
  readonly personId: string | null;
  readonly siteId: string;
  readonly ticketId: string | null;
  readonly called: number | string;
  readonly n: number | string;
  readonly soon: number | string;
}

/**
 * What these parties were written lately. Asked in the commands' transaction, so by indexes alone: a person's letters of a day are few; of
 * mailboxes, those of the last minutes, and of a day those of one ticket.
 */
export async function countSent(tx: Sql, parties: readonly Party[], now: Instant): Promise<Counted> {
  const counted = new Counted();
  const [soon, day] = [new Date(now - SOON), new Date(now - DAY)];
  const people = [...new Set(parties.flatMap((p) => (p.personId === null ? [] : [p.personId])))];
  const mailboxes = parties.filter((p) => p.personId === null);
  const called = `CASE WHEN kind = 'call' THEN 1 ELSE 0 END`;
  const select = `SELECT "personId", "siteId", "ticketId", ${called} AS called, COUNT(*) AS n, SUM(CASE WHEN "createdAt" > ? THEN 1 ELSE 0 END) AS soon FROM "Mail" WHERE`;
  const rest = `AND state <> 'capped' GROUP BY "personId", "siteId", "ticketId", ${called}`;
  if (people.length > 0) {
    const { marks, values } = among(people);
    const rows = await tx.all<Row>(`${select} "personId" IN ${marks} AND "createdAt" > ? ${rest}`, [soon, ...values, day]);
    for (const r of rows)
      counted.add(r.personId, r.siteId, r.ticketId, Number(r.called) === 1, { soon: Number(r.soon), day: Number(r.n), thread: Number(r.n) });
  }
  if (mailboxes.length > 0) {
    const lately = await tx.all<Row>(`${select} "personId" IS NULL AND "createdAt" > ? ${rest}`, [soon, soon]);
    for (const r of lately) counted.add(null, r.siteId, r.ticketId, false, { soon: Number(r.n) });
    const { marks, values } = among([...new Set(mailboxes.map((p) => p.ticket))]);
    // One condition only, so that no database looks through the day of all mailboxes instead of one ticket's letters.
    const told = await tx.all<{ siteId: string; ticketId: string; n: number | string }>(
      `SELECT "siteId", "ticketId", SUM(CASE WHEN "personId" IS NULL AND state <> 'capped' AND "createdAt" > ? THEN 1 ELSE 0 END) AS n FROM "Mail"
        WHERE "ticketId" IN ${marks} GROUP BY "siteId", "ticketId"`,
      [day, ...values],
    );
    for (const r of told) counted.add(null, r.siteId, r.ticketId, false, { thread: Number(r.n) });
  }
  return counted;
}
