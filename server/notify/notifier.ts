import 'server-only';
import { setImmediate as breathe } from 'node:timers/promises';
import type { NoticeId, PersonId, TicketId } from '#domain/ids.ts';
import { CALLING_KINDS } from '#domain/ticket/events.ts';
import { storeOf } from '#server/sql.ts';
import { claim, type Due, findDue, writeDown } from './claim.ts';
import { conclude, findOver, findUntold, type Trace, tell } from './conclude.ts';
import { deliver, type Means, type Outcome } from './deliver.ts';
import { type Fresh, findFresh, plan } from './plan.ts';

/** Messages under way at once: enough that a service that hangs for ten seconds does not hold the others back. */
const SLOTS = 32;
const CALLING: readonly string[] = CALLING_KINDS;
/** Notices looked up at once, and planned in one transaction: short, so that no command waits long for its turn. */
const AHEAD = 500;
const BATCH = 32;
/** Answers are written down together: when so many have come, or after so long, ms. */
const TOGETHER = 16;
const GATHERING = 15;
/** While many wait, news are looked for no more often than this, ms. */
const RELOOK = 500;
/** Messages encrypted before whatever else waits in this process has its turn. */
const IN_A_ROW = 2;
/** What a lost signal, another server's crash or a back-off waits for at most, ms. */
const SWEEP_EVERY = 3000;

export interface Notifier {
  /** Notices were committed: look now. Returns at once. */
  wake(): void;
  /** One look, and everything that it sent answered. For tests, and for a script that wants to leave. */
  settle(): Promise<void>;
  /** Looks now and every few seconds, from the first turn making up for what an earlier server left. */
  start(): void;
  /** Stops looking; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export interface NotifierMeans extends Means {
  readonly trace: Trace;
  /** ms */
  readonly sweepEvery?: number;
}

/**
 * Sends written notices after commit (invariant 48). Everything it must remember is in the database, so it can be killed at any moment,
 * and several servers may run one each. Many are planned, claimed and written down in one transaction each, because every one of them takes
 * the writers' turn.
 */
export function createNotifier({ sweepEvery = SWEEP_EVERY, ...means }: NotifierMeans): Notifier {
  const { db, trace, now, log } = means;
  const store = storeOf(db);
  const underWay = new Set<Promise<void>>();
  /** Answered and not written down yet. */
  let answered: Outcome[] = [];
  /** Looked up and not planned yet. */
  let fresh: Fresh[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let again = false;
  let gathering: NodeJS.Timeout | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let madeUp = false;
  let sweepDue = true;

  const trouble = (what: string) => (error: unknown) => log(what, { error: error instanceof Error ? error.message : String(error) });

  /** One notice that makes the code throw must not stop those after it. */
  const alone = (work: () => Promise<void>) => work().catch(trouble('a notice could not be settled'));

  function launch(due: Due): void {
    const task = deliver(means, due)
      .then((outcome) => {
        answered.push(outcome);
      })
      // Left to the lease, as if this server had died.
      .catch(trouble('a notice could not be sent'))
      .finally(() => {
        underWay.delete(task);
        if (answered.length >= TOGETHER || underWay.size === 0) wake();
        else gathering ??= setTimeout(wake, GATHERING);
      });
    underWay.add(task);
  }

  async function sweep(): Promise<void> {
    sweepDue = false;
    const isFirst = !madeUp;
    if (isFirst) {
      const untold = await findUntold(db, now());
      for (const id of untold) await alone(() => tell(db, trace, id));
    }
    for (const id of await findOver(db, now(), isFirst)) await alone(() => conclude(db, trace, id));
    madeUp = true;
  }

  /** A call for somebody to take a ticket is told step by step; of what is only news, the device's own word is enough. */
  async function traceAccepted(due: Due | undefined): Promise<void> {
    if (due === undefined || due.notice.ticketId === null || !CALLING.includes(due.notice.kind)) return;
    const { id, ticketId, personId } = due.notice;
    await trace({ type: 'trace_alert', ticket: ticketId as TicketId, notice: id as NoticeId, person: personId as PersonId, step: 'accepted' });
  }

  /** Writes down what was answered, and claims what there is room for. */
  async function turn(due: readonly Due[]): Promise<Due[]> {
    const outcomes = answered;
    answered = [];
    if (outcomes.length + due.length === 0) return [];
    let claimed: Due[];
    let sent: ReadonlySet<string> = new Set();
    try {
      claimed = await store.write(async (tx) => {
        sent = await writeDown(tx, outcomes);
        return claim(tx, due, now());
      });
    } catch (error) {
      // Once more, alone; if that fails too, the lease sends them again.
      trouble('answers could not be written down')(error);
      await store.write((tx) => writeDown(tx, outcomes)).catch(trouble('answers are lost'));
      claimed = [];
    }
    const failed = new Set(outcomes.filter((o) => o.state !== 'accepted' && o.state !== 'waiting').map((o) => o.due.noticeId));
    for (const id of failed) await alone(() => conclude(db, trace, id));
    for (const id of sent) await alone(() => traceAccepted(outcomes.find((o) => o.due.noticeId === id)?.due));
    return claimed;
  }

  /** @returns whether there was anything */
  async function planNext(): Promise<boolean> {
    const isOld = Date.now() - lookedAt > RELOOK;
    if (fresh.length === 0 || isOld) {
      fresh = await findFresh(store.read, now(), AHEAD);
      lookedAt = Date.now();
    }
    const batch = fresh.splice(0, BATCH);
    if (batch.length === 0) return false;
    const { count, silent } = await store.write((tx) => plan(tx, batch, now()));
    for (const id of silent) await alone(() => conclude(db, trace, id));
    return count > silent.length || fresh.length > 0;
  }

  async function look(): Promise<void> {
    if (gathering !== null) clearTimeout(gathering);
    gathering = null;
    if (sweepDue) await sweep();
    const free = SLOTS - underWay.size;
    const due = free > 0 && !stopped ? await findDue(store.read, now(), free) : [];
    let n = 0;
    for (const one of await turn(due)) {
      launch(one);
      n += 1;
      if (n % IN_A_ROW === 0) await breathe();
    }
    if (free > 0 && due.length < free && !stopped && (await planNext())) again = true;
    if (due.length === free && underWay.size < SLOTS) again = true;
  }

  async function lookUntilDone(): Promise<void> {
    do {
      again = false;
      await look();
    } while (again && !stopped);
  }

  function wake(): void {
    if (looking !== null) {
      again = true;
      return;
    }
    looking = lookUntilDone()
      .catch(trouble('notices could not be looked at'))
      .finally(() => {
        looking = null;
        if (again && !stopped) wake();
      });
  }

  async function quiet(): Promise<void> {
    while (looking !== null || underWay.size > 0 || answered.length > 0) {
      if (looking === null && underWay.size === 0) wake();
      await Promise.all([looking, ...underWay]);
    }
    if (gathering !== null) clearTimeout(gathering);
  }

  function sweepAndWake(): void {
    sweepDue = true;
    wake();
  }

  return {
    wake: () => {
      if (!stopped) wake();
    },
    settle: async () => {
      sweepAndWake();
      await quiet();
    },
    start: () => {
      sweepAndWake();
      timer = setInterval(sweepAndWake, sweepEvery);
      timer.unref();
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      await quiet();
    },
  };
}
