import 'server-only';
import type { Instant, OriginId, PersonId, PhotoHash, SiteId, TicketId } from '#domain/ids.ts';
import { PAPER_MIME } from '#domain/photo/paper.ts';
import type { Matrix } from '#domain/priority.ts';
import type { Command } from '#domain/ticket/commands.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { evolveAll } from '#domain/ticket/evolve.ts';
import { saysSiteDown, type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Context } from '#domain/ticket/verdict.ts';
import { policyOf } from './calendars.ts';
import { among, jsonOf, type Sql } from './sql.ts';
import { newId } from './ticket-rows.ts';

/** One command's change: what `server/notice-rows` looks at. */
export interface Change {
  readonly before: Ticket | null;
  readonly after: Ticket;
  readonly recorded: readonly Recorded[];
  readonly from: { readonly origin: OriginId; readonly seq: number } | null;
}

type Asset = NonNullable<Context['asset']>;
type Room = NonNullable<Context['room']>;

interface AssetRow {
  readonly id: string;
  readonly siteId: string;
  readonly roomId: string | null;
  readonly critical: boolean | number;
}

interface HeadRow {
  readonly head: unknown;
}

/** The rows that bear these names; asks nothing when there are none. */
async function these<R>(tx: Sql, question: string, names: readonly string[]): Promise<R[]> {
  if (names.length === 0) return [];
  const { marks, values } = among([...new Set(names)]);
  return tx.all<R>(`${question} ${marks}`, values);
}

/**
 * What one transaction works on: the tickets its commands name, read once; their changes, written once at the end.
 * Fifty taps of one phone cost little more than one.
 */
export class Book {
  readonly #stored = new Map<TicketId, Ticket>();
  readonly #now = new Map<TicketId, Ticket>();
  readonly #assets = new Map<string, Asset>();
  readonly #rooms = new Map<string, Room>();
  /** By whom their bytes were brought, and of what kind they are. */
  readonly #photos = new Map<PhotoHash, { readonly uploadedBy: string; readonly mime: string }>();
  #matrix: Matrix | undefined;
  readonly changes: Change[] = [];
  readonly received: Instant;

  constructor(received: Instant) {
    this.received = received;
  }

  /** Reads all that these commands name: one query a kind, none for a kind that nobody names. */
  async read(tx: Sql, commands: readonly Command[], tickets: readonly TicketId[]): Promise<void> {
    const opens = commands.filter((c) => c.type === 'open' || c.type === 'qualify');
    const assets = opens.flatMap((c) => (c.asset === null ? [] : [c.asset]));
    const rooms = opens.flatMap((c) => (c.room === null ? [] : [c.room]));
    const photos = commands.flatMap((c) => (c.type === 'open' ? c.photos : c.type === 'attach' ? [c.hash] : []));
    await this.#readTickets(tx, tickets);
    if (opens.length > 0) {
      const [organisation] = await tx.all<{ sla: unknown }>(`SELECT sla FROM "Organisation" WHERE id = 'org'`);
      this.#matrix = policyOf(organisation?.sla ?? null).matrix;
    }
    const down = commands.flatMap((c) => (c.type === 'open' && c.symptom === 'site_down' ? [c.site] : []));
    // Its category is of level 3, and levels only rise.
    this.#take(await these<HeadRow>(tx, 'SELECT head FROM "Ticket" WHERE open AND level = 3 AND "siteId" IN', down));
    // The one that is kept of a duplicate is named by the duplicate itself.
    await this.#readTickets(
      tx,
      [...this.#now.values()].flatMap((t) => (t.duplicateOf === null || this.#now.has(t.duplicateOf) ? [] : [t.duplicateOf])),
    );
    for (const a of await these<AssetRow>(tx, 'SELECT id, "siteId", "roomId", critical FROM "Asset" WHERE id IN', assets)) {
      this.#assets.set(a.id, { id: a.id, site: a.siteId, room: a.roomId, critical: Boolean(a.critical) } as Asset);
    }
    for (const r of await these<{ id: string; siteId: string; vip: boolean | number }>(
      tx,
      'SELECT id, "siteId", vip FROM "Room" WHERE id IN',
      rooms,
    )) {
      this.#rooms.set(r.id, { id: r.id, site: r.siteId, vip: Boolean(r.vip) } as Room);
    }
    for (const p of await these<{ hash: PhotoHash; uploadedBy: string; mime: string }>(
      tx,
      'SELECT hash, "uploadedBy", mime FROM "Photo" WHERE hash IN',
      photos,
    )) {
      this.#photos.set(p.hash, p);
    }
  }

  async #readTickets(tx: Sql, ids: readonly TicketId[]): Promise<void> {
    this.#take(await these<HeadRow>(tx, 'SELECT head FROM "Ticket" WHERE id IN', ids));
  }

  #take(rows: readonly HeadRow[]): void {
    for (const row of rows) {
      const head = upcastTicket(jsonOf<Ticket>(row.head));
      this.#stored.set(head.id, head);
      this.#now.set(head.id, head);
    }
  }

  /** The open ticket that says that this site is without network, of those stored and of those that this transaction opens. */
  siteDown(site: SiteId): Ticket | null {
    const found = [...this.#now.values()].filter((t) => t.site === site && saysSiteDown(t));
    return found.reduce<Ticket | null>((first, t) => (first === null || t.openedAt < first.openedAt ? t : first), null);
  }

  ticket(id: TicketId): Ticket | null {
    return this.#now.get(id) ?? null;
  }

  /** Equipment as commands of the register leave it, for what is said after them. */
  know(assets: readonly Asset[]): void {
    for (const { id, site, room, critical } of assets) this.#assets.set(id, { id, site, room, critical });
  }

  asset(id: string | null): Asset | null {
    return id === null ? null : (this.#assets.get(id) ?? null);
  }

  /** Which priority the facts give, where the organisation has set it. */
  get matrix(): Matrix | undefined {
    return this.#matrix;
  }

  room(id: string | null): Room | null {
    return id === null ? null : (this.#rooms.get(id) ?? null);
  }

  /**
   * Takes a decision's events in. Photos that the same person brought before are there at once; another's are waited for as if nobody had
   * brought them: to know a hash is not to have the picture.
   */
  apply(before: Ticket | null, events: readonly TicketEvent[], by: PersonId | null, at: Instant, from: Change['from']): void {
    const recorded = this.#withPhotos(events, by).map((event): Recorded => ({ id: newId(this.received), event, by, at, received: this.received }));
    const after = evolveAll(before, recorded);
    if (after === null) throw new Error('events without a ticket');
    this.#now.set(after.id, after);
    this.changes.push({ before, after, recorded, from });
  }

  /** Each ticket that changed, as it was stored and as it is now. */
  touched(): { readonly before: Ticket | null; readonly after: Ticket }[] {
    const ids = [...new Set(this.changes.map((c) => c.after.id))];
    return ids.map((id) => ({ before: this.#stored.get(id) ?? null, after: this.#now.get(id) as Ticket }));
  }

  /** Gives the new tickets their numbers, in the order in which they were opened. */
  number(numbers: readonly string[]): void {
    const given = new Map<TicketId, string>();
    for (const { before, after } of this.changes) if (before === null) given.set(after.id, numbers[given.size] as string);
    const numbered = (t: Ticket): Ticket => (given.has(t.id) ? { ...t, number: given.get(t.id) as string } : t);
    for (const [id, ticket] of this.#now) this.#now.set(id, numbered(ticket));
    this.changes.forEach((change, i) => {
      const recorded = change.recorded.map(
        (r): Recorded => (r.event.type === 'TicketOpened' ? { ...r, event: { type: 'TicketOpened', ticket: numbered(r.event.ticket) } } : r),
      );
      this.changes[i] = { ...change, before: change.before === null ? null : numbered(change.before), after: numbered(change.after), recorded };
    });
  }

  #withPhotos(events: readonly TicketEvent[], by: PersonId | null): TicketEvent[] {
    const isThere = (hash: PhotoHash) => by !== null && this.#photos.get(hash)?.uploadedBy === by;
    const kind = (hash: PhotoHash): { readonly paper?: true } =>
      isThere(hash) && this.#photos.get(hash)?.mime === PAPER_MIME ? { paper: true } : {};
    return events.flatMap((event): TicketEvent[] => {
      if (event.type === 'TicketOpened') {
        const photos = event.ticket.photos.map((p) => ({ ...p, stored: isThere(p.hash), ...kind(p.hash) }));
        return [{ type: 'TicketOpened', ticket: { ...event.ticket, photos } }];
      }
      return event.type === 'PhotoAttached' && isThere(event.hash)
        ? [event, { type: 'PhotoStored', hash: event.hash, ...kind(event.hash) }]
        : [event];
    });
  }
}
