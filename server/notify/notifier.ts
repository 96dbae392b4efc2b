import 'server-only';
import type { NoticeId, PersonId, TicketId } from '#domain/ids.ts';
import { CALLING_KINDS } from '#domain/ticket/events.ts';
import { Looking, type Sender } from '#server/looking.ts';
import { storeOf } from '#server/sql.ts';
import { claim, type Due, findDue, LEASE, writeDown } from './claim.ts';
import { conclude, findOver, findUntold, type Trace, tell } from './conclude.ts';
import { deliver, type Means, type Outcome } from './deliver.ts';
import { type Fresh, findFresh, type Planned, plan } from './plan.ts';
import { retryAfterRest } from './rest.ts';

/** Messages under way at once: enough that a service that hangs for ten seconds does not hold the others back. */
const SLOTS = 32;
const CALLING: readonly string[] = CALLING_KINDS;
/** Messages a second at most, and how many at once after a pause: encrypting them is work, and whoever taps waits for the same processor. */
const PACE = 600;
const AT_ONCE = 8;
/** Deliveries claimed ahead of the slots, so that a slot that falls free is filled without asking the database. */
const CLAIMED_AHEAD = 32;
/** Notices looked up at once; the look sorts all that wait. */
const AHEAD = 1000;
/** Planned in one transaction: few enough that no command waits long for its turn, many enough that the disk is not asked for each. */
const BATCH = 24;
/** Answers are written down together: when so many have come, or after so long, ms. */
const TOGETHER = 24;
const GATHERING = 40;
/** While many wait, what was written since is looked for no more often than this, ms. */
const RELOOK = 500;
/** A claim that waited longer for its slot is left to the lease: another server may be about to take it. */
const STALE = LEASE / 2;
/** What a lost signal, another server's crash or a back-off waits for at most, ms. */
const SWEEP_EVERY = 3000;

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
export function createNotifier({ sweepEvery = SWEEP_EVERY, ...means }: NotifierMeans): Sender {
  const { db, trace, now, log } = means;
  const store = storeOf(db);
  const underWay = new Set<Promise<void>>();
  /** Answered and not written down yet. */
  let answered: Outcome[] = [];
  /** Claimed, and waiting for a slot. */
  let ready: { readonly due: Due; readonly until: number }[] = [];
  /** Looked up and not planned yet. */
  let fresh: Fresh[] = [];
  /** More wait than were looked up; and some were written since. */
  let hasMore = false;
  let hasNews = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let gathering: NodeJS.Timeout | null = null;
  let pacing: NodeJS.Timeout | null = null;
  let allowed = AT_ONCE;
  let filledAt = performance.now();
  let madeUp = false;
  let sweepDue = true;

  const trouble = (what: string) => (error: unknown) => log(what, { error });
  const looking = new Looking(look, trouble('notices could not be looked at'));

  /** One notice that makes the code throw must not stop those after it. */
  const alone = (work: () => Promise<void>) => work().catch(trouble('a notice could not be settled'));

  async function sendOrRest(due: Due): Promise<Outcome> {
    const later = due.attempts === 1 ? null : await retryAfterRest(store.read, due.notice, now());
    return later === null ? await deliver(means, due) : { due, state: 'waiting', status: null, nextAt: later, device: null };
  }

  function launch(due: Due): void {
    const task = sendOrRest(due)
      .then((outcome) => {
        answered.push(outcome);
      })
      // Left to the lease, as if this server had died.
      .catch(trouble('a notice could not be sent'))
      .finally(() => {
        underWay.delete(task);
        if (pacing === null) fill();
        if (answered.length >= TOGETHER || (underWay.size === 0 && ready.length === 0)) looking.wake();
        else gathering ??= setTimeout(() => looking.wake(), GATHERING);
      });
    underWay.add(task);
  }

  /** Fills the slots at our pace. */
  function fill(): void {
    pacing = null;
    const at = performance.now();
    allowed = Math.min(AT_ONCE, allowed + ((at - filledAt) * PACE) / 1000);
    filledAt = at;
    while (underWay.size < SLOTS && ready.length > 0 && !looking.isOver && allowed >= 1) {
      const next = ready.shift();
      if (next === undefined || next.until <= at) continue;
      allowed -= 1;
      launch(next.due);
    }
    if (ready.length > 0 && underWay.size < SLOTS && !looking.isOver) pacing = setTimeout(fill, (AT_ONCE / 2 / PACE) * 1000);
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

  /** The notices to plan next. What is written meanwhile may be more urgent than what waits. */
  async function nextBatch(): Promise<Fresh[]> {
    const isDue = fresh.length === 0 ? hasNews || hasMore : hasNews && performance.now() - lookedAt > RELOOK;
    if (isDue) {
      hasNews = false;
      lookedAt = performance.now();
      fresh = await findFresh(store.read, now(), AHEAD);
      hasMore = fresh.length === AHEAD;
    }
    return fresh.splice(0, BATCH);
  }

  /** One transaction: what was answered is written down, what is due is claimed, and while there is room the next notices are planned and claimed. */
  async function turn(due: readonly Due[], batch: readonly Fresh[], room: number): Promise<{ claimed: Due[]; planned: Planned }> {
    const outcomes = answered;
    answered = [];
    const nothing = { claimed: [], planned: { count: 0, silent: [] } };
    if (outcomes.length + due.length + batch.length === 0) return nothing;
    let done: { claimed: Due[]; planned: Planned } = nothing;
    let sent: ReadonlySet<string> = new Set();
    try {
      done = await store.write(async (tx) => {
        sent = await writeDown(tx, outcomes);
        const claimed = await claim(tx, due, now());
        if (batch.length === 0) return { claimed, planned: nothing.planned };
        const planned = await plan(tx, batch, now());
        // Several that waited for the morning become one, which is to be looked up.
        if (batch.some((notice) => notice.heldUntil !== null)) hasNews = true;
        return { claimed: [...claimed, ...(await claim(tx, await findDue(tx, now(), room - due.length), now()))], planned };
      });
    } catch (error) {
      // Once more, alone; if that fails too, the lease sends them again.
      trouble('notices could not be written down')(error);
      hasNews = true;
      await store
        .write(async (tx) => {
          sent = await writeDown(tx, outcomes);
        })
        .catch(trouble('answers are lost'));
    }
    const failed = new Set(outcomes.filter((o) => o.state !== 'accepted' && o.state !== 'waiting').map((o) => o.due.noticeId));
    for (const id of [...failed, ...done.planned.silent]) await alone(() => conclude(db, trace, id));
    for (const id of sent) await alone(() => traceAccepted(outcomes.find((o) => o.due.noticeId === id)?.due));
    return done;
  }

  async function look(): Promise<void> {
    if (gathering !== null) clearTimeout(gathering);
    gathering = null;
    if (sweepDue) await sweep();
    const room = looking.isOver ? 0 : SLOTS + CLAIMED_AHEAD - underWay.size - ready.length;
    const due = room > 0 ? await findDue(store.read, now(), room) : [];
    const batch = room > due.length ? await nextBatch() : [];
    const { claimed, planned } = await turn(due, batch, room);
    const until = performance.now() + STALE;
    ready.push(...claimed.map((one) => ({ due: one, until })));
    if (pacing === null) fill();
    // More may be there than there was room for in one look.
    if (room > 0 && (planned.count > 0 || due.length === room)) looking.wake();
  }

  async function quiet(): Promise<void> {
    while (looking.now !== null || underWay.size + answered.length + ready.length > 0) {
      if (looking.now === null && underWay.size === 0) {
        if (ready.length === 0) looking.wake();
        else await new Promise((done) => setTimeout(done, 1));
      }
      await Promise.all([looking.now, ...underWay]);
    }
    if (gathering !== null) clearTimeout(gathering);
  }

  function sweepAndWake(): void {
    sweepDue = true;
    hasNews = true;
    looking.wake();
  }

  return {
    wake: () => {
      hasNews = true;
      if (!looking.isOver) looking.wake();
    },
    settle: async () => {
      sweepAndWake();
      await quiet();
    },
    start: () => looking.every(sweepEvery, sweepAndWake),
    stop: async () => {
      looking.end();
      ready = [];
      await quiet();
    },
  };
}
