/** After the faults have stopped: was the promise kept? Read from the server's tables and the phones' databases, beside the app. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketEvent } from '#domain/ticket/events.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { House } from '#test/e2e/harness/house.ts';
import { Broken, checkActs, checkFolds, type Tables } from '#test/truths.ts';
import type { Accepted, Pocket } from './pocket.ts';

export interface Verdict {
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  /** Settled as refused, and shown so on the phone. */
  readonly refused: number;
  /** Each breach in a sentence; none: the promise was kept. */
  readonly breaches: readonly string[];
}

export interface Leniency {
  /** These need not be on the server: a backup older than they are was restored. */
  readonly mayMiss?: (accepted: Accepted) => boolean;
  /** How long phones may take to equal the server once all is well, ms; the bar is 10 s. */
  readonly patience?: number;
  /** The origins changed (a clone, an evicted database): receipts are not asked for, words still are. */
  readonly newOrigins?: boolean;
}

const PATIENCE = 10_000;
/** As a pocket says it. */
const PHOTOS = /still has (\d+) photos/;
/** A look may find the turn taken by the worker: the page tries again after 5 s. */
const LOOK = 10_000;

const json = <T>(cell: unknown): T => (typeof cell === 'string' ? JSON.parse(cell) : cell) as T;
const ms = (cell: unknown): number => (cell instanceof Date ? cell.getTime() : Date.parse(String(cell)));

export async function readTables(house: House): Promise<Tables> {
  const events = await house.rows<Record<string, never>>('SELECT * FROM "Event" ORDER BY "version", "ordinal"');
  const origins = await house.rows<{ id: string; personId: string }>('SELECT "id", "personId" FROM "Origin"');
  const receipts = await house.rows<{ origin: string; seq: number; outcome: unknown }>('SELECT "origin", "seq", "outcome" FROM "Receipt"');
  const heads = await house.rows<{ id: string; version: number; head: unknown }>('SELECT "id", "version", "head" FROM "Ticket"');
  const { version } = await house.row<{ version: number }>('SELECT "version" FROM "Organisation"');
  return {
    events: events.map((row) => ({
      ...(row as unknown as Omit<Tables['events'][number], 'event'>),
      occurredAt: ms(row['occurredAt']),
      receivedAt: ms(row['receivedAt']),
      event: json<TicketEvent>(row['data']),
    })),
    owners: new Map(origins.map((o) => [o.id, o.personId])),
    receipts: new Map(receipts.map((r) => [`${r.origin} ${r.seq}`, json<{ kind: string }>(r.outcome).kind])),
    heads: new Map(heads.map((t) => [t.id, { version: t.version, head: json<Ticket>(t.head) }])),
    version,
  };
}

/** What a command leaves that no other does: its words, its ticket, its photo. Null: nothing but its receipt. */
export function traceOf(command: Accepted['command']): string | null {
  const { type, text, ticket, hash, reason } = command as Record<string, string | undefined>;
  if (type === 'attach') return hash ?? null;
  if (type === 'open') return `open ${ticket}`;
  if (type === 'release' || type === 'relieve') return reason ?? null;
  return text === undefined || text === '' ? null : text;
}

/** What each event leaves, by the same words. */
function tracesIn(tables: Tables): Map<string, { origin: string | null; actorId: string | null }[]> {
  const found = new Map<string, { origin: string | null; actorId: string | null }[]>();
  for (const { event, ticketId, origin, actorId } of tables.events) {
    const { text, hash, reason } = event as unknown as Record<string, string | undefined>;
    // The bytes of a photo arrive by themselves, later.
    if (event.type === 'PhotoStored') continue;
    const traces = event.type === 'TicketOpened' ? [`open ${ticketId}`] : [text, hash, reason];
    for (const trace of new Set(traces)) if (trace !== undefined) found.set(trace, [...(found.get(trace) ?? []), { origin, actorId }]);
  }
  return found;
}

/** @throws nothing that the product did: every breach is in the verdict */
export async function judge(house: House, pockets: readonly Pocket[], lenient: Leniency = {}): Promise<Verdict> {
  const breaches: string[] = [];
  const stuck = await waitForAll(pockets, lenient, breaches);
  const tables = await readTables(house);
  for (const check of [checkActs, checkFolds]) {
    try {
      check(tables);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      breaches.push(error.message);
    }
  }
  const traces = tracesIn(tables);
  let lost = 0;
  let doubled = 0;
  let refused = 0;
  for (const pocket of pockets) {
    const held = await pocket.stored();
    breaches.push(...pocket.early, ...(await pocket.hand('seen')).early);
    const shown = new Set(held?.refused.map((r) => JSON.stringify(r.command)));
    let lastKey = 0;
    for (const accepted of pocket.accepted) {
      const { key, command } = accepted;
      const name = `${pocket.name}: ${key} ${JSON.stringify(command).slice(0, 200)}`;
      if (lenient.newOrigins !== true && key <= lastKey) breaches.push(`[7] ${name} was numbered after ${lastKey}`);
      lastKey = key;
      const outcome = held === null ? undefined : tables.receipts.get(`${held.meta.origin} ${key - held.meta.base}`);
      const trace = traceOf(command);
      const found = trace === null ? [] : (traces.get(trace) ?? []);
      if (shown.has(JSON.stringify(command))) {
        refused += 1;
        if (found.length > 0) breaches.push(`[27] ${name} is shown as refused and was executed`);
        continue;
      }
      const isThere = trace === null ? lenient.newOrigins === true || outcome === 'executed' : found.length > 0;
      if (!isThere && lenient.mayMiss?.(accepted) !== true) {
        lost += 1;
        breaches.push(`[1] lost: ${name}, receipt ${outcome}`);
      }
      if (found.length > 1) {
        doubled += 1;
        breaches.push(`[6] doubled: ${name}, ${found.length} times`);
      }
      if (found.some((f) => f.actorId !== pocket.person)) breaches.push(`[33] ${name} was executed as ${found[0]?.actorId}`);
    }
  }
  return { lost, doubled, stuck, refused, breaches };
}

/**
 * First everything that waits goes out, by the phones' own trying; then each phone is looked at once, as a person takes it from a pocket,
 * and holds what the server holds. @returns how many do not, within the time
 */
async function waitForAll(pockets: readonly Pocket[], { patience = PATIENCE, mayMiss }: Leniency, breaches: string[]): Promise<number> {
  const end = performance.now() + patience;
  const unsent = await waitUntil(pockets, end, async (pocket) => await pocket.unsent(mayMiss));
  for (const pocket of pockets) await pocket.hand('nudge');
  const unlike =
    unsent.length > 0 ? unsent : await waitUntil(pockets, Math.max(end, performance.now() + LOOK), async (pocket) => await pocket.unlike());
  for (const [pocket, why] of unlike) breaches.push(`[26] ${pocket.name} ${why}`);
  return unlike.length;
}

async function waitUntil(pockets: readonly Pocket[], end: number, lacks: (pocket: Pocket) => Promise<string | null>): Promise<[Pocket, string][]> {
  let waiting = [...pockets];
  let until = end;
  let photos = Number.POSITIVE_INFINITY;
  for (;;) {
    const still: [Pocket, string][] = [];
    for (const pocket of waiting) {
      const why = await lacks(pocket).catch((error: unknown) => String(error));
      if (why !== null) still.push([pocket, why]);
    }
    // Text has its time once; photos go one after the other, and have it as long as they go.
    const left = still.every(([, why]) => PHOTOS.test(why)) ? still.reduce((sum, [, why]) => sum + Number(PHOTOS.exec(why)?.[1]), 0) : photos;
    if (left < photos) {
      if (photos !== Number.POSITIVE_INFINITY) until = Math.max(until, performance.now() + PATIENCE);
      photos = left;
    }
    if (still.length === 0 || performance.now() > until) return still;
    waiting = still.map(([pocket]) => pocket);
    await sleep(200);
  }
}
