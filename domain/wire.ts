import type { Membership } from './actor.ts';
import type { Change } from './documents.ts';
import type { Instant, PersonId, SiteId, TeamId, TicketId } from './ids.ts';
import type { Refusal } from './refusal.ts';

export { CONTENT_TYPE, MAX_REQUEST_BYTES, PROTOCOL, PROTOCOL_MIN } from './protocol.ts';

/** One tap in the outbox: `seq` is its place, `at` the device's clock, `offset` the last known (server − device) in ms. */
export interface Entry {
  readonly seq: number;
  readonly at: Instant;
  readonly offset: number;
  readonly command: unknown;
}

export type { SyncRequest } from './request.ts';

/** What became of one command. `at` is the field time the server settled on. */
export type Outcome =
  | {
      readonly kind: 'executed';
      /** null: it was about the register. */
      readonly ticket: TicketId | null;
      readonly number: string | null;
      readonly at: Instant;
      /** The take came second: who has it, and since when (invariant 54). */
      readonly joined?: { readonly owner: PersonId; readonly name: string; readonly since: Instant };
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly at: Instant; readonly name?: string }
  /** Its receipt was pruned: it was settled long ago (invariant 11). */
  | { readonly kind: 'settled' };

export interface Receipt {
  readonly seq: number;
  readonly outcome: Outcome;
}

/** Who the server takes the session for. */
export interface Me {
  readonly person: PersonId;
  readonly name: string;
  readonly language: 'fr' | 'en';
  readonly memberships: readonly Membership[];
  readonly teams: readonly TeamId[];
  readonly vip?: boolean;
  /** The sites whose register and tickets this device holds. */
  readonly sites: readonly SiteId[];
}

export type Answer =
  | {
      readonly kind: 'answer';
      readonly protocol: number;
      readonly epoch: string;
      /** The cursor this answer was computed for; another one on the device: the whole answer is ignored (invariant 16). */
      readonly since: number;
      readonly reset: boolean;
      readonly cursor: number;
      readonly more: boolean;
      /** Of a reset: say it back for the next page. */
      readonly page: string | null;
      readonly receipts: readonly Receipt[];
      readonly changes: readonly Change[];
      /** With each page of a reset. */
      readonly me: Me | null;
      readonly now: Instant;
    }
  /**
   * Same origin and seq with other content: a cloned device. What was settled before the difference has left the outbox by an ordinary
   * answer (receipts here are honoured all the same); the device takes a new origin and says the rest again, once (invariant 51).
   */
  | { readonly kind: 'fork'; readonly receipts: readonly Receipt[] }
  /** This device is too old (invariant 37). Its outbox stays. */
  | { readonly kind: 'upgrade'; readonly protocol: number };

const KINDS: ReadonlySet<unknown> = new Set<Change['kind']>(['site', 'room', 'asset', 'ticket', 'reported', 'gone']);
const OUTCOMES: ReadonlySet<unknown> = new Set<Outcome['kind']>(['executed', 'refused', 'settled']);

type Raw = Readonly<Record<string, unknown>>;
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string';
const isCount = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647;

function isReceipt(value: unknown): boolean {
  return isRaw(value) && isCount(value['seq']) && isRaw(value['outcome']) && OUTCOMES.has(value['outcome']['kind']);
}

function isChange(value: unknown): boolean {
  return isRaw(value) && KINDS.has(value['kind']) && isText(value['id']);
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

function isAnswer(raw: Raw): boolean {
  const { protocol, epoch, since, reset, cursor, more, page, receipts, changes, me, now } = raw as Record<
    keyof Extract<Answer, { kind: 'answer' }>,
    unknown
  >;
  return (
    Number.isInteger(protocol) &&
    isText(epoch) &&
    isCount(since) &&
    typeof reset === 'boolean' &&
    isCount(cursor) &&
    typeof more === 'boolean' &&
    (page === null || isText(page)) &&
    isListOf(receipts, isReceipt) &&
    isListOf(changes, isChange) &&
    (me === null || (isRaw(me) && isText(me['person']) && isText(me['name']))) &&
    typeof now === 'number' &&
    Number.isFinite(now)
  );
}

/**
 * What the phone makes of a body that claims to be an answer. The shape is checked by hand and nothing is copied: a schema would bring its
 * library to every phone, and 500 documents are felt on a slow one. The documents inside are the server's own.
 * @returns null when this device cannot read it: nothing is absorbed, the outbox stays (invariant 22).
 */
export function parseAnswer(raw: unknown): Answer | null {
  if (!isRaw(raw)) return null;
  const isOurs =
    (raw['kind'] === 'answer' && isAnswer(raw)) ||
    (raw['kind'] === 'fork' && isListOf(raw['receipts'], isReceipt)) ||
    (raw['kind'] === 'upgrade' && Number.isInteger(raw['protocol']));
  return isOurs ? (raw as unknown as Answer) : null;
}
