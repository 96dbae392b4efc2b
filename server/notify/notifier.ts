import 'server-only';
import { conclude, findOver, findUntold, type Trace, tell } from './conclude.ts';
import { type Claimed, claimDue, deliver, type Means } from './deliver.ts';
import { findFresh, plan } from './plan.ts';

/** Messages under way at once: enough that a service that hangs for ten seconds does not hold the others back. */
const SLOTS = 32;
const BATCH = 100;
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
 * and several servers may run one each.
 */
export function createNotifier({ sweepEvery = SWEEP_EVERY, ...means }: NotifierMeans): Notifier {
  const { db, trace, now, log } = means;
  const underWay = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let madeUp = false;

  const trouble = (what: string) => (error: unknown) => log(what, { error: error instanceof Error ? error.message : String(error) });

  /** One notice that makes the code throw must not stop those after it. */
  const alone = (work: () => Promise<void>) => work().catch(trouble('a notice could not be settled'));

  async function send(claimed: Claimed): Promise<void> {
    await deliver(means, claimed);
    await conclude(db, trace, claimed.noticeId);
  }

  function launch(claimed: Claimed): void {
    const task = alone(() => send(claimed)).finally(() => {
      underWay.delete(task);
      if (underWay.size === SLOTS - 1) wake();
    });
    underWay.add(task);
  }

  async function look(): Promise<void> {
    if (!madeUp) {
      const untold = await findUntold(db, now());
      madeUp = true;
      for (const id of untold) await alone(() => tell(db, trace, id));
    }
    for (const id of await findOver(db, now())) await alone(() => conclude(db, trace, id));
    const fresh = await findFresh(db, now(), BATCH);
    let planned = 0;
    for (const notice of fresh) {
      await alone(async () => {
        const devices = await plan(db, notice, now());
        planned += 1;
        if (devices === 0) await conclude(db, trace, notice.id);
      });
    }
    const free = SLOTS - underWay.size;
    const { claimed, seen } = free > 0 ? await claimDue(db, now(), free) : { claimed: [], seen: 0 };
    for (const one of claimed) launch(one);
    if ((fresh.length === BATCH && planned > 0) || (seen === free && underWay.size < SLOTS)) again = true;
  }

  async function lookUntilDone(): Promise<void> {
    do {
      again = false;
      await look();
    } while (again && !stopped);
  }

  function wake(): void {
    if (stopped) return;
    if (looking !== null) {
      again = true;
      return;
    }
    looking = lookUntilDone()
      .catch(trouble('notices could not be looked at'))
      .finally(() => {
        looking = null;
        if (again) wake();
      });
  }

  async function quiet(): Promise<void> {
    while (looking !== null || underWay.size > 0) await Promise.all([looking, ...underWay]);
  }

  return {
    wake,
    settle: async () => {
      wake();
      await quiet();
    },
    start: () => {
      wake();
      timer = setInterval(wake, sweepEvery);
      timer.unref();
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      await quiet();
    },
  };
}
