import * as z from 'zod/mini';
import type { Membership } from './actor.ts';
import type { Change } from './documents.ts';
import type { Instant, OriginId, PersonId, SiteId, TeamId, TicketId } from './ids.ts';
import { isUuid } from './ids.ts';
import { MAX_ENTRIES } from './protocol.ts';
import type { Refusal } from './refusal.ts';

export { CONTENT_TYPE, MAX_REQUEST_BYTES, PROTOCOL, PROTOCOL_MIN } from './protocol.ts';

/** One tap in the outbox: `seq` is its place, `at` the device's clock, `offset` the last known (server − device) in ms. */
export interface Entry {
  readonly seq: number;
  readonly at: Instant;
  readonly offset: number;
  readonly command: unknown;
}

const origin = z.pipe(
  z.string().check(z.refine(isUuid)),
  z.transform((s) => s as OriginId),
);
const count = z.int().check(z.nonnegative(), z.maximum(2_147_483_647));

export const RequestSchema = z.object({
  protocol: z.int().check(z.positive()),
  origin,
  /** Whose outbox this is: a session of anybody else gets 403, also for an origin the server never met (invariants 10, 33). */
  person: z.optional(z.string().check(z.maxLength(36))),
  epoch: z.nullable(z.string().check(z.maxLength(200))),
  /** The device's cursor: the organisation's version up to which it has everything. */
  since: count,
  /** Highest seq whose receipt the device has absorbed. */
  settled: count,
  /** Continuation of a reset under way, as the last answer gave it. */
  page: z.nullable(z.string().check(z.maxLength(400))),
  entries: z
    .array(
      z.object({
        seq: z.int().check(z.positive(), z.maximum(2_147_483_647)),
        at: z.int().check(z.minimum(-8.64e15), z.maximum(8.64e15)),
        offset: z.int().check(z.minimum(-8.64e15), z.maximum(8.64e15)),
        command: z.unknown(),
      }),
    )
    .check(
      z.maxLength(MAX_ENTRIES),
      // The outbox's order is the order of execution (invariant 7); a device that says another one is not ours.
      z.refine((entries) => entries.every((e, i) => e.seq > (entries[i - 1]?.seq ?? 0))),
    ),
});
export type SyncRequest = z.infer<typeof RequestSchema>;

/** What became of one command. `at` is the field time the server settled on. */
export type Outcome =
  | {
      readonly kind: 'executed';
      readonly ticket: TicketId;
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

function isChange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, id } = value as { kind?: unknown; id?: unknown };
  return KINDS.has(kind) && typeof id === 'string';
}

const ReceiptShape = z.looseObject({ seq: count, outcome: z.looseObject({ kind: z.enum(['executed', 'refused', 'settled']) }) });
const AnswerShape = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('answer'),
    protocol: z.int(),
    epoch: z.string(),
    since: count,
    reset: z.boolean(),
    cursor: count,
    more: z.boolean(),
    page: z.nullable(z.string()),
    receipts: z.array(ReceiptShape),
    // Looked at and left as they are: to copy hundreds of documents field by field is felt on a slow phone.
    changes: z.array(z.custom<Change>(isChange)),
    me: z.nullable(z.looseObject({ person: z.string(), name: z.string() })),
    now: z.number(),
  }),
  z.object({ kind: z.literal('fork'), receipts: z.array(ReceiptShape) }),
  z.object({ kind: z.literal('upgrade'), protocol: z.int() }),
]);

/**
 * What the phone makes of a body that claims to be an answer. The shape is checked, the documents inside are the server's own.
 * @returns null when this device cannot read it: nothing is absorbed, the outbox stays (invariant 22).
 */
export function parseAnswer(raw: unknown): Answer | null {
  const parsed = AnswerShape.safeParse(raw);
  if (!parsed.success) return null;
  return parsed.data as unknown as Answer;
}
