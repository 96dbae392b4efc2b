import type { Instant } from '#domain/ids.ts';
import type { Refused, Told } from '#domain/outbox.ts';
import { saidOf } from '#domain/ticket/events.ts';
import { emptyReplica, plainTickets, type Replica, replicaOf, type View, withPlaces } from '#domain/view.ts';
import { outOfWindow } from '#domain/window.ts';
import type { Me } from '#domain/wire.ts';
import { READING } from './device.ts';
import type { DocumentKey, Held, Meta, News, PhotoInfo, Store } from './port.ts';
import { changedReplica } from './replica.ts';

/** A command that has not settled. `sent`: in flight at this moment, "Envoyé…"; else "Sur ce téléphone". */
export interface Waiting {
  readonly seq: number;
  /** Device clock corrected by the offset known at the tap. */
  readonly at: Instant;
  readonly command: unknown;
  /** Its identity, as the server tells it back. */
  readonly said: string;
  readonly state: 'phone' | 'sent';
}

/** Everything the screens show, at one instant. The same object until something changes. */
export interface Snapshot {
  /** False until the database has been read for the first time. */
  readonly isReady: boolean;
  readonly view: View;
  /** Oldest first. */
  readonly outbox: readonly Waiting[];
  readonly refused: readonly Refused[];
  readonly told: readonly Told[];
  /** Photos whose bytes are still here. */
  readonly photos: readonly PhotoInfo[];
  readonly drafts: readonly string[];
  /** Who the server took us for, last. null before the first contact. */
  readonly me: Me | null;
  readonly cursor: number;
  readonly epoch: string | null;
  /** Pages of a first or new replica are on their way. */
  readonly isResetting: boolean;
  /** Device clock at the last answer. */
  readonly lastContact: Instant | null;
  /** Server clock − device clock, ms. */
  readonly offset: number;
  /** Work not sent may have been lost with an older database (invariant 47). */
  readonly isLost: boolean;
  /** No contact for 30 days: nothing is shown but what waits here; writing goes on (domain.md section 7). */
  readonly isExpired: boolean;
  /** Signed out in this or another tab, or the database gave way to a newer version: open again. */
  readonly isOver: 'signed-out' | 'outdated' | null;
}

/** One subscription for all screens of a tab. */
export interface Live {
  get(): Snapshot;
  /** @returns the way to stop */
  subscribe(listener: () => void): () => void;
  /** Reads what was missed: a page that slept hears no news. */
  refresh(): Promise<void>;
  close(): void;
}

/** "Envoyé…" is not believed for longer than a request can take: the tab that said it may have died. */
const IN_FLIGHT = 20_000;
const NOBODY: View = { ...emptyReplica(), tickets: new Map() };
const NOTHING: Snapshot = {
  isReady: false,
  view: NOBODY,
  outbox: [],
  refused: [],
  told: [],
  photos: [],
  drafts: [],
  me: null,
  cursor: 0,
  epoch: null,
  isResetting: false,
  lastContact: null,
  offset: 0,
  isLost: false,
  isExpired: false,
  isOver: null,
};

let project: typeof import('#domain/project.ts').project | null = null;
/** The rules and the commands' schemas come this long after the first screen, ms; with it only where something waits. */
const AFTER_FIRST = 3_000;

async function learnToProject(): Promise<void> {
  project ??= (await import('#domain/project.ts')).project;
}

function over(replica: Replica, waiting: readonly Waiting[], me: Me): View {
  return withPlaces(waiting.length === 0 || project === null ? { ...replica, tickets: plainTickets(replica) } : project(replica, waiting, me));
}

/**
 * Keeps the replica in memory and projects the outbox over it at each change (invariants 23, 24): what is shown is only ever computed
 * from what one transaction read. @param now device clock, ms
 */
export function openLive(store: Store, now: () => Instant): Live {
  const listeners = new Set<() => void>();
  let snapshot = NOTHING;
  let replica: Replica = emptyReplica();
  let held: Held | null = null;
  let inFlight: ReadonlySet<number> = new Set();
  let inFlightUntil: ReturnType<typeof setTimeout> | undefined;
  let learning: ReturnType<typeof setTimeout> | undefined;
  let isOver: Snapshot['isOver'] = null;
  /** Keys told by news that has not been read yet, by revision. */
  const told = new Map<number, readonly DocumentKey[] | 'all'>();
  let reading: Promise<void> | null = null;
  let again = false;

  const publish = () => {
    snapshot = steady(snapshot, snapshotOf(held, replica, inFlight, isOver, now()), replica);
    for (const listener of listeners) listener();
  };

  const read = async () => {
    const upTo = held === null ? null : keysAfter(held.meta, told);
    let fresh = await store.read(upTo === null ? 'all' : upTo.keys);
    // Something was absorbed that no news told (or not yet): only a whole reading is sure to match (invariant 24).
    const isWhole = upTo === null || upTo.revision !== fresh.meta.revision;
    if (isWhole && upTo !== null) fresh = await store.read('all');
    replica = isWhole ? replicaOf(fresh.documents) : changedReplica(replica, upTo.keys, fresh.documents);
    if (fresh.outbox.length > 0) await learnToProject();
    held = fresh;
    for (const revision of told.keys()) if (revision <= fresh.meta.revision) told.delete(revision);
  };

  /** One reading at a time; news during it asks for one more. */
  const refresh = async (): Promise<void> => {
    if (isOver !== null) return;
    if (reading !== null) {
      again = true;
      return await reading;
    }
    reading = (async () => {
      try {
        do {
          again = false;
          await read();
        } while (again);
        publish();
      } catch {
        // The database is closing under us, or the device fails: what is shown stays as it was last known.
      } finally {
        reading = null;
      }
    })();
    await reading;
  };

  const hear = (news: News) => {
    if (news.kind === 'signed-out') {
      isOver = 'signed-out';
      held = null;
      replica = emptyReplica();
      publish();
      return;
    }
    if (news.kind === 'sending') {
      clearTimeout(inFlightUntil);
      inFlight = new Set(news.seqs);
      if (news.seqs.length > 0) {
        inFlightUntil = setTimeout(() => {
          inFlight = new Set();
          publish();
        }, IN_FLIGHT);
      }
      publish();
      return;
    }
    if (news.kind === 'absorbed') told.set(news.revision, news.keys);
    void refresh();
  };

  const stop = store.listen(hear);
  store.onClosed(() => {
    isOver = 'outdated';
    publish();
  });
  void refresh().then(async () => {
    await letGo(store, held, replica, now());
    learning = setTimeout(() => void learnToProject().catch(() => 'asked again with the first action'), AFTER_FIRST);
  });

  return {
    get: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    close() {
      stop();
      clearTimeout(inFlightUntil);
      clearTimeout(learning);
      listeners.clear();
    },
  };
}

/** The keys to read to come from what we hold to what the news tells; null when news is missing in between. */
function keysAfter(meta: Meta, told: ReadonlyMap<number, readonly DocumentKey[] | 'all'>): { keys: readonly DocumentKey[]; revision: number } | null {
  const keys: DocumentKey[] = [];
  let revision = meta.revision;
  for (let next = told.get(revision + 1); next !== undefined; next = told.get(revision + 1)) {
    if (next === 'all') return null;
    keys.push(...next);
    revision += 1;
  }
  return { keys, revision };
}

function snapshotOf(held: Held | null, replica: Replica, inFlight: ReadonlySet<number>, isOver: Snapshot['isOver'], now: Instant): Draft {
  if (held === null) return { ...NOTHING, view: () => NOBODY, isOver };
  const { meta } = held;
  const outbox = held.outbox.map(
    ({ seq, at, offset, command }): Waiting => ({
      seq,
      at: at + offset,
      command,
      said: saidOf(meta.origin, seq),
      state: inFlight.has(seq) ? 'sent' : 'phone',
    }),
  );
  const isExpired = meta.lastContact !== null && now - meta.lastContact > READING;
  return {
    isReady: true,
    view: ({ outbox: waiting, me }) => (me === null || isExpired ? NOBODY : over(replica, waiting, me)),
    outbox,
    refused: held.refused,
    told: held.told,
    photos: held.photos,
    drafts: held.drafts,
    me: meta.me,
    cursor: meta.cursor,
    epoch: meta.epoch,
    isResetting: meta.epoch === null || meta.reset !== null,
    lastContact: meta.lastContact,
    offset: meta.offset,
    isLost: meta.lost,
    isExpired,
    isOver,
  };
}

type Draft = Omit<Snapshot, 'view'> & { readonly view: (of: Pick<Snapshot, 'outbox' | 'me'>) => View };

const viewed = new WeakMap<View, Replica>();

/** What did not change stays the same object: each reading of the database makes new ones of the same content. */
function steady(before: Snapshot, { view, ...after }: Draft, replica: Replica): Snapshot {
  const keep = <T>(old: T, fresh: T): T => (JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh);
  const outbox = keep(before.outbox, after.outbox);
  const me = keep(before.me, after.me);
  const rest = { refused: keep(before.refused, after.refused), told: keep(before.told, after.told), photos: keep(before.photos, after.photos) };
  const isSame =
    viewed.get(before.view) === replica &&
    me === before.me &&
    after.isExpired === before.isExpired &&
    // Whether they are in flight changes no ticket.
    before.outbox.length === outbox.length &&
    before.outbox.every((w, i) => w.said === outbox[i]?.said && w.at === outbox[i]?.at);
  const shown = isSame ? before.view : view({ outbox, me });
  viewed.set(shown, replica);
  const next: Snapshot = { ...after, ...rest, drafts: keep(before.drafts, after.drafts), outbox, me, view: shown };
  const keys = Object.keys(next) as (keyof Snapshot)[];
  return keys.every((k) => next[k] === before[k]) ? before : next;
}

/** What left the window leaves the device too (sync.md section 2); not what something waits here for. */
async function letGo(store: Store, held: Held | null, replica: Replica, now: Instant): Promise<void> {
  if (held === null || held.meta.lastContact === null) return;
  const needed = new Set([...held.outbox, ...held.refused].map((e) => (e.command as { ticket?: unknown } | null)?.ticket));
  const old = outOfWindow(replica.tickets.values(), now + held.meta.offset).filter((d) => !needed.has(d.id));
  if (old.length === 0) return;
  await store.forget(old.map((d): DocumentKey => ['ticket', d.id])).catch(() => 'the next start tries again');
}
