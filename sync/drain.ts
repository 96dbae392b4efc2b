import type { Instant, OriginId } from '#domain/ids.ts';
import { PROTOCOL, parseAnswer } from '#domain/wire.ts';
import { absorb } from './absorb.ts';
import { type Base, StorageProblem, type StorageTrouble } from './port.ts';
import { requestOf } from './request.ts';
import type { Send, SendResult } from './send.ts';
import { type TakeTurn, takeTurn } from './turn.ts';

type Failure = Exclude<SendResult, { kind: 'answer' }>;

/** How one turn ended. Whatever it says, what is not settled is still in the outbox. */
export type DrainResult =
  /** Everything sent that could be, everything received. `refused`: how many refusals were filed. */
  | { readonly kind: 'ok'; readonly settled: number; readonly refused: number }
  /** Another tab or the worker is at it. */
  | { readonly kind: 'taken' }
  /** Nobody, or somebody else, is signed in on this device (invariant 33). */
  | { readonly kind: 'not-signed-in' }
  | Failure
  /** The server speaks no protocol of ours any more, or we cannot read it: a new version is needed (invariants 22, 37). */
  | { readonly kind: 'upgrade' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'storage'; readonly trouble: StorageTrouble };

export interface DrainWith {
  readonly send: Send;
  /** Device clock, ms. */
  readonly now: () => Instant;
  /** A fresh origin, should the server say that this device is a copy. */
  readonly mint: () => OriginId;
  readonly takeTurn?: TakeTurn;
  /** Is this person still the one signed in on this device? Asked before every request. */
  readonly isSignedIn?: () => Promise<boolean>;
}

/** Answers in a row that changed nothing, before the turn is given up: another drain without locks is at work. */
const PATIENCE = 3;
/** Requests in one turn: a world of 200 000 documents, or a server that never comes to an end. */
const ROUNDS = 400;

/**
 * Takes the turn, and says what waits until nothing waits and nothing more comes. Never throws at its caller, never refuses a
 * command itself, never skips one: order is the outbox's order (invariant 7).
 */
export async function drain(store: Base, how: DrainWith): Promise<DrainResult> {
  try {
    const result = await (how.takeTurn ?? takeTurn)(`sync:${store.person}`, () => turn(store, how));
    return result === 'taken' ? { kind: 'taken' } : result;
  } catch (error) {
    return { kind: 'storage', trouble: error instanceof StorageProblem ? error.trouble : 'unavailable' };
  }
}

async function turn(store: Base, how: DrainWith): Promise<DrainResult> {
  let aloud = false;
  const sending = (seqs: readonly number[]) => {
    if (seqs.length > 0 || aloud) store.tell({ kind: 'sending', seqs });
    aloud = seqs.length > 0;
  };
  try {
    return await rounds(store, how, sending);
  } finally {
    sending([]);
  }
}

/** @param sending tells every tab what is in flight: "Envoyé…" */
async function rounds(store: Base, how: DrainWith, sending: (seqs: readonly number[]) => void): Promise<DrainResult> {
  let settled = 0;
  let refused = 0;
  let ignored = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (how.isSignedIn !== undefined && !(await how.isSignedIn())) return { kind: 'not-signed-in' };
    const before = await store.state();
    if (before.meta.signedOut) return { kind: 'not-signed-in' };
    const asked = requestOf(before);
    sending(asked.entries.map((e) => e.seq));
    const sent = how.now();
    const said = await sendSafely(how.send, asked);
    if (said.kind !== 'answer') return said;
    const answer = parseAnswer(said.body);
    if (answer === null || (answer.kind === 'answer' && answer.protocol > PROTOCOL)) return { kind: 'blocked' };
    if (answer.kind === 'upgrade') return { kind: 'upgrade' };

    // Read again: a tab may have appended, or another drain absorbed, while the answer was on its way.
    const state = await store.state();
    const patch = absorb(state, answer, { asked, sent, now: how.now(), spare: how.mint() });
    if (patch === null || !(await store.apply(patch, state.meta))) {
      ignored += 1;
      if (ignored >= PATIENCE) return { kind: 'busy', retryAfter: null };
      continue;
    }
    ignored = 0;
    settled += patch.settle.length;
    refused += patch.refused.length;

    const { outbox } = await store.state();
    const more = answer.kind === 'answer' && (answer.more || patch.into === 'staging');
    if (outbox.length === 0 && !more) return { kind: 'ok', settled, refused };
    const moved = patch.renumber || patch.into === 'staging' || patch.settle.length > 0 || (patch.meta.cursor ?? asked.since) > asked.since;
    const unsaid = (outbox.at(-1)?.seq ?? 0) > (asked.entries.at(-1)?.seq ?? 0);
    // An answer that settles nothing of what was said and brings nothing: to ask again at once would be a hot loop.
    if (!moved && !unsaid) return { kind: 'busy', retryAfter: null };
  }
  return { kind: 'busy', retryAfter: null };
}

/** A door that throws, whatever it throws, did not answer. */
async function sendSafely(send: Send, request: Parameters<Send>[0]): Promise<SendResult> {
  try {
    return await send(request);
  } catch {
    return { kind: 'offline' };
  }
}
