import type { Gone } from '#domain/documents.ts';
import type { Instant, OriginId } from '#domain/ids.ts';
import type { Refused, Told } from '#domain/outbox.ts';
import type { Answer, Entry, Receipt, SyncRequest } from '#domain/wire.ts';
import type { Meta, Patch, State } from './port.ts';

/** What the drain knows of the exchange beside the answer's text. */
export interface Exchange {
  /** The request this answers. */
  readonly asked: Pick<SyncRequest, 'origin' | 'epoch' | 'since' | 'page'>;
  /** Device clock when it was sent and when the answer came, ms. */
  readonly sent: Instant;
  readonly now: Instant;
  /** A fresh id, used only when the server says that this device is a copy. */
  readonly spare: OriginId;
}

type FullAnswer = Extract<Answer, { kind: 'answer' }>;
type Settling = Exclude<Answer, { kind: 'upgrade' }>;

/** An answer that changes nothing. */
export const NOTHING: Patch = {
  meta: {},
  renumber: false,
  into: 'replica',
  clear: false,
  put: [],
  drop: [],
  swap: false,
  settle: [],
  refused: [],
  told: [],
  named: [],
};

/**
 * State + answer → what changes. Pure: the page, the worker and the simulation run this one.
 * @returns null when the answer was computed for another cursor, epoch, page, origin or person: it changes nothing, not even the
 * outbox, and whatever it told will be told again (invariant 16). Also null for `upgrade`, which is the drain's to report.
 */
export function absorb(state: State, answer: Answer, exchange: Exchange): Patch | null {
  const { meta } = state;
  if (meta.signedOut || !isForUs(meta, exchange.asked)) return null;
  if (answer.kind === 'upgrade') return null;
  // A copy of this device spoke first: all that waits is said again as a newcomer, once and in the same order (51).
  if (answer.kind === 'fork') {
    return { ...NOTHING, ...receive(state, answer), renumber: true, meta: { origin: exchange.spare, settled: 0 } };
  }
  if (answer.since !== meta.cursor) return null;
  if (answer.me !== null && answer.me.person !== meta.person) return null;
  if (answer.reset) return stage(meta, answer, exchange);
  if (answer.epoch !== meta.epoch || answer.cursor < meta.cursor) return null;
  const { put, drop } = sort(answer);
  return {
    ...NOTHING,
    ...receive(state, answer),
    put,
    drop,
    clear: meta.reset !== null,
    meta: { ...contact(answer, exchange), cursor: answer.cursor, reset: null, settled: settledAfter(state, answer) },
  };
}

/** Was the question asked by this origin, from where it stands now? */
function isForUs(meta: Meta, asked: Exchange['asked']): boolean {
  return asked.origin === meta.origin && asked.epoch === meta.epoch && asked.since === meta.cursor && asked.page === (meta.reset?.page ?? null);
}

/** A reset answer executed nothing: receipts it might repeat are left for an answer that shows their effect as well (24). */
function stage(meta: Meta, answer: FullAnswer, exchange: Exchange): Patch {
  const under = meta.reset;
  // Pages of two worlds do not mix: when the epoch changed on the way, the server began again with its first page.
  const first = under === null || under.epoch !== answer.epoch;
  const cursor = first ? answer.cursor : Math.min(under.cursor, answer.cursor);
  const me = answer.me ?? (first ? null : under.me);
  const patch = { ...NOTHING, into: 'staging', clear: first, ...sort(answer) } as const;
  if (answer.page !== null)
    return { ...patch, meta: { ...contact(answer, exchange), reset: { epoch: answer.epoch, page: answer.page, cursor, me } } };
  return { ...patch, swap: true, meta: { ...contact(answer, exchange), epoch: answer.epoch, cursor, reset: null, me: me ?? meta.me } };
}

function sort(answer: FullAnswer): Pick<Patch, 'put' | 'drop'> {
  const put = [];
  const drop: Gone[] = [];
  for (const change of answer.changes) {
    if (change.kind === 'gone') drop.push(change);
    else put.push(change);
  }
  return { put, drop };
}

function contact(answer: FullAnswer, { sent, now }: Exchange): Pick<Meta, 'offset' | 'lastContact'> {
  return { offset: Math.round(answer.now - (sent + now) / 2), lastContact: now };
}

/**
 * The receipts that count: in order from the head, without a hole. While more changes are to come, an executed command stays until
 * its ticket is in the same answer, so that its effect is never in neither place (invariant 24).
 */
function counted(outbox: readonly Entry[], answer: Settling): { entry: Entry; outcome: Receipt['outcome'] }[] {
  const said = new Map(answer.receipts.map((r) => [r.seq, r.outcome]));
  const shown = answer.kind === 'answer' && answer.more ? new Set(answer.changes.map((c) => c.id)) : null;
  const all = [];
  for (const entry of outbox) {
    const outcome = said.get(entry.seq);
    if (outcome === undefined) break;
    if (shown !== null && outcome.kind !== 'refused' && !shown.has(ticketOf(entry.command) ?? '')) break;
    all.push({ entry, outcome });
  }
  return all;
}

function receive(state: State, answer: Settling): Pick<Patch, 'settle' | 'refused' | 'told' | 'named'> {
  const { origin } = state.meta;
  const settle: number[] = [];
  const refused: Refused[] = [];
  const told: Told[] = [];
  const named: string[] = [];
  for (const { entry, outcome } of counted(state.outbox, answer)) {
    const { seq, command } = entry;
    settle.push(seq);
    if (outcome.kind === 'refused') {
      const because = causeOf(command, [...state.refused.filter((r) => r.origin === origin), ...refused]);
      refused.push({ origin, seq, at: outcome.at, command, refusal: outcome.refusal, name: outcome.name ?? null, because });
      continue;
    }
    named.push(...photosOf(command));
    if (outcome.kind === 'executed' && outcome.joined !== undefined && outcome.ticket !== null) {
      told.push({ origin, seq, at: outcome.at, joined: outcome.joined, ticket: outcome.ticket, number: outcome.number });
    }
  }
  return { settle, refused, told, named };
}

function settledAfter(state: State, answer: FullAnswer): number {
  return counted(state.outbox, answer).reduce((highest, { entry }) => Math.max(highest, entry.seq), state.meta.settled);
}

/** What makes a thing, and the field that names it. */
const BIRTHS: readonly (readonly [verb: string, field: string])[] = [
  ['open', 'ticket'],
  ['add_asset', 'asset'],
];

/** The refused `open` of the ticket, or `add_asset` of the equipment, that this command is about (invariant 53). */
function causeOf(command: unknown, refused: readonly Refused[]): number | null {
  for (const [verb, name] of BIRTHS) {
    const born = field(command, name) ?? (name === 'asset' ? field(field(command, 'on'), 'id') : undefined);
    if (typeof born !== 'string' || typeOf(command) === verb) continue;
    const cause = refused.find((r) => typeOf(r.command) === verb && field(r.command, name) === born);
    if (cause !== undefined) return cause.seq;
  }
  return null;
}

// Commands are read by their fields and not through the schema: an entry of a shape unknown here must settle as well (13).

function field(command: unknown, name: string): unknown {
  return typeof command === 'object' && command !== null ? (command as Record<string, unknown>)[name] : undefined;
}

function typeOf(command: unknown): unknown {
  return field(command, 'type');
}

function ticketOf(command: unknown): string | null {
  const ticket = field(command, 'ticket');
  return typeof ticket === 'string' ? ticket : null;
}

/** Hashes of the photos a command names. */
export function photosOf(command: unknown): string[] {
  const list = field(command, 'photos');
  const one = field(command, 'hash');
  return [...(Array.isArray(list) ? list : []), one].filter((h): h is string => typeof h === 'string');
}
