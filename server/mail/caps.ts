import 'server-only';
import type { Instant, PersonId, SiteId } from '#domain/ids.ts';
import { among, type Sql } from '#server/sql.ts';

const SOON = 10 * 60_000;
const DAY = 86_400_000;

/** No storm and no loop leaves the house: what is beyond is kept, as `capped`, where the administrator sees it. */
export const CAPS = {
  person: { soon: 10, day: 60 },
  /** A mailbox hears of every ticket of its site, and a morning without network brings many. */
  mailbox: { soon: 60, day: 500 },
  /** Of one ticket to one party in a day. */
  thread: 20,
} as const;

interface Party {
  readonly personId: PersonId | null;
  readonly site: SiteId;
}

/** How many letters each party was written, with those of this transaction. */
export class Counted {
  readonly #soon = new Map<string, number>();
  readonly #day = new Map<string, number>();

  static #of(personId: string | null, site: string): string {
    return personId ?? `site ${site}`;
  }

  add(personId: string | null, site: string, ticket: string | null, day: number, soon: number): void {
    const party = Counted.#of(personId, site);
    const more = (counts: Map<string, number>, key: string, n: number) => counts.set(key, (counts.get(key) ?? 0) + n);
    more(this.#soon, party, soon);
    more(this.#day, party, day);
    more(this.#day, `${party} ${ticket}`, day);
  }

  /** Counts one more. @returns false when it is one too many */
  take(personId: string | null, site: string, ticket: string): boolean {
    const party = Counted.#of(personId, site);
    const { soon, day } = personId === null ? CAPS.mailbox : CAPS.person;
    const isFull =
      (this.#soon.get(party) ?? 0) >= soon || (this.#day.get(party) ?? 0) >= day || (this.#day.get(`${party} ${ticket}`) ?? 0) >= CAPS.thread;
    if (!isFull) this.add(personId, site, ticket, 1, 1);
    return !isFull;
  }
}

interface Row {
  readonly personId: string | null;
  readonly siteId: string;
  readonly ticketId: string | null;
  readonly day: number | string;
  readonly soon: number | string;
}

/** What these parties were written in the last day. */
export async function countSent(tx: Sql, parties: readonly Party[], now: Instant): Promise<Counted> {
  const counted = new Counted();
  const people = [...new Set(parties.flatMap((p) => (p.personId === null ? [] : [p.personId])))];
  const sites = [...new Set(parties.flatMap((p) => (p.personId === null ? [p.site] : [])))];
  const times = [new Date(now - SOON)];
  const since = new Date(now - DAY);
  const select = `SELECT "personId", "siteId", "ticketId", COUNT(*) AS day, SUM(CASE WHEN "createdAt" > ? THEN 1 ELSE 0 END) AS soon FROM "Mail" WHERE`;
  const rest = `AND "createdAt" > ? AND state <> 'capped' GROUP BY "personId", "siteId", "ticketId"`;
  const rows: Row[] = [];
  if (people.length > 0) {
    const { marks, values } = among(people);
    rows.push(...(await tx.all<Row>(`${select} "personId" IN ${marks} ${rest}`, [...times, ...values, since])));
  }
  if (sites.length > 0) {
    const { marks, values } = among(sites);
    rows.push(...(await tx.all<Row>(`${select} "personId" IS NULL AND "siteId" IN ${marks} ${rest}`, [...times, ...values, since])));
  }
  for (const { personId, siteId, ticketId, day, soon } of rows) counted.add(personId, siteId, ticketId, Number(day), Number(soon));
  return counted;
}
