import * as z from 'zod/mini';
import { isUuid, type OriginId } from './ids.ts';
import { MAX_ENTRIES } from './protocol.ts';

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
