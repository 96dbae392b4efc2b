import type { Change, SiteDocument, TicketDocument } from '#domain/documents.ts';
import type { Instant, PersonId, SiteId, TicketId } from '#domain/ids.ts';
import { parseCommand } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { type Recorded, saidOf } from '#domain/ticket/events.ts';
import { evolveAll } from '#domain/ticket/evolve.ts';
import { actorOf, contextOf, replicaOf } from '#domain/view.ts';
import { type Answer, type Entry, type Me, type Outcome, PROTOCOL, type Receipt, type SyncRequest } from '#domain/wire.ts';

export const SITE = '0190a000-0000-7000-8000-0000000000aa' as SiteId;
export const MINA = '0190a000-0000-7000-8000-000000000001' as PersonId;
export const HUGO = '0190a000-0000-7000-8000-000000000002' as PersonId;

export function person(id: PersonId, name: string): Me {
  return { person: id, name, language: 'fr', memberships: [{ role: 'correspondent', site: SITE }], teams: [], sites: [SITE] };
}

/**
 * A server of one site, in memory, by the shipped rules and the letter of sync.md section 2: what the device's tests speak to where
 * the real one would only be slower. test/simulation runs the real one.
 */
export class ModelServer {
  version = 1;
  epoch = 'epoch-1';
  now: Instant = 1_800_000_000_000;
  /** Documents per page of a reset or of changes. */
  pageSize = 1000;
  readonly tickets = new Map<string, TicketDocument>();
  readonly executed: string[] = [];
  readonly requests: SyncRequest[] = [];
  readonly #site: SiteDocument = {
    kind: 'site',
    id: SITE,
    version: 1,
    name: 'Lycée',
    uai: '0750001A',
    city: 'Paris',
    phone: null,
    timeZone: 'Europe/Paris',
    colleagues: [],
    teams: [],
  };
  readonly #receipts = new Map<string, Map<number, { text: string; outcome: Outcome }>>();
  readonly #owners = new Map<string, PersonId>();
  readonly #gone: { version: number; id: string }[] = [];

  answer(me: Me, request: SyncRequest): Answer | 'forbidden' {
    this.requests.push(structuredClone(request));
    if (request.person !== undefined && request.person !== me.person) return 'forbidden';
    if ((this.#owners.get(request.origin) ?? me.person) !== me.person) return 'forbidden';
    if (request.epoch !== this.epoch) return this.#reset(me, request);
    this.#owners.set(request.origin, me.person);
    const receipts: Receipt[] = [];
    for (const entry of request.entries) {
      const receipt = this.#execute(me, request.origin, entry);
      if (receipt === 'fork') return { kind: 'fork', receipts };
      receipts.push(receipt);
    }
    const news = [...this.tickets.values()].filter((d) => d.version > request.since).sort((a, b) => a.version - b.version);
    const page = news.slice(0, this.pageSize);
    const more = page.length < news.length;
    const gone = this.#gone.filter((g) => g.version > request.since).map((g): Change => ({ kind: 'gone', of: 'ticket', id: g.id }));
    const cursor = more ? (page.at(-1)?.version ?? request.since) : this.version;
    return { ...this.#common(request), reset: false, cursor, more, page: null, receipts, changes: [...page, ...gone], me: null };
  }

  /** Somebody else's act. */
  act(me: Me, command: unknown): void {
    this.#apply(me, command, this.now);
  }

  /** The person may no longer see it. */
  takeAway(id: TicketId): void {
    this.version += 1;
    this.tickets.delete(id);
    this.#gone.push({ version: this.version, id });
  }

  #common(request: SyncRequest) {
    return { kind: 'answer', protocol: PROTOCOL, epoch: this.epoch, since: request.since, now: this.now } as const;
  }

  #reset(me: Me, request: SyncRequest): Answer {
    const [epoch, cursor, from] = request.page?.split('|') ?? [];
    const start = epoch === this.epoch ? Number(from) : 0;
    const at = epoch === this.epoch ? Number(cursor) : this.version;
    const all: Change[] = [this.#site, ...this.tickets.values()];
    const changes = all.slice(start, start + this.pageSize);
    const page = start + this.pageSize < all.length ? `${this.epoch}|${at}|${start + this.pageSize}` : null;
    return { ...this.#common(request), reset: true, cursor: at, more: page !== null, page, receipts: [], changes, me };
  }

  #execute(me: Me, origin: string, entry: Entry): Receipt | 'fork' {
    const mine = this.#receipts.get(origin) ?? new Map<number, { text: string; outcome: Outcome }>();
    this.#receipts.set(origin, mine);
    const text = JSON.stringify(entry.command);
    const known = mine.get(entry.seq);
    if (known !== undefined) return known.text === text ? { seq: entry.seq, outcome: known.outcome } : 'fork';
    const outcome = this.#apply(me, entry.command, this.now, saidOf(origin, entry.seq));
    mine.set(entry.seq, { text, outcome });
    if (outcome.kind === 'executed') this.executed.push(text);
    return { seq: entry.seq, outcome };
  }

  #apply(me: Me, raw: unknown, at: Instant, said?: string): Outcome {
    const command = parseCommand(raw);
    if (command === null) return { kind: 'refused', refusal: { code: 'invalid' }, at };
    const before = this.tickets.get(command.ticket) ?? null;
    const decision = decide(before?.head ?? null, command, {
      ...contextOf(replicaOf([this.#site]), this.tickets, me, command, at),
      actor: actorOf(me),
    });
    if (!decision.ok) return { kind: 'refused', refusal: decision.refusal, at };
    this.version += 1;
    const recorded = decision.events.map(
      (event, i): Recorded => ({
        id: `${this.version}.${i}`,
        event,
        by: me.person,
        at,
        received: at,
        ...(said === undefined ? {} : { said }),
      }),
    );
    const head = evolveAll(before?.head ?? null, recorded);
    if (head === null) throw new Error('a command without a ticket');
    const number = head.number ?? `2026-${String(this.tickets.size + 1).padStart(5, '0')}`;
    const timeline = [...(before?.timeline ?? []), ...recorded];
    const names = { ...before?.names, [me.person]: me.name };
    this.tickets.set(head.id, { kind: 'ticket', id: head.id, version: this.version, head: { ...head, number }, timeline, names });
    const second = recorded.find((r) => r.event.type === 'HelperJoined' && r.event.because === 'already_taken');
    const owner = head.assignee;
    const joined = second === undefined || owner === null ? {} : { joined: { owner, name: names[owner] ?? '', since: head.assignedAt ?? at } };
    return { kind: 'executed', ticket: head.id, number, at, ...joined };
  }
}
