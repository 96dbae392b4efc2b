import 'server-only';
import * as z from 'zod/mini';
import { type LetterStep, STEP_KINDS } from '#domain/letter.ts';
import { NOTICE_KINDS } from '#domain/notice.ts';
import type { Refusal } from '#domain/refusal.ts';
import { DROP_REASONS, WAIT_REASONS } from '#domain/ticket/ticket.ts';

const id = z.nullable(z.string());
const Step = z.object({
  what: z.enum(STEP_KINDS),
  at: z.number(),
  by: id,
  who: id,
  text: z.string(),
  reason: z.nullable(z.enum([...WAIT_REASONS, ...DROP_REASONS, 'not_approved'])),
  until: z.nullable(z.number()),
  kept: id,
});

/** What `Mail.data` holds: what is told, and when it is too late to say it. Names, places and the number are read when it is sent. */
const Stored = z.object({
  v: z.literal(1),
  steps: z.array(Step),
  /** Has the same trouble and reads no word of it. */
  affected: z.optional(z.boolean()),
  /** A call that nobody opened. */
  call: z.optional(z.enum(NOTICE_KINDS)),
  /** An answer by mail that could not be added: why; `empty`: nothing was typed in it. */
  returned: z.optional(z.union([z.literal('empty'), z.custom<Refusal>((v) => typeof (v as Refusal | null)?.code === 'string')])),
  /** Given up after this instant, ms. */
  until: z.number(),
  /** How often it was asked for again after it had left: each is a message of its own. */
  again: z.optional(z.number()),
  /** How often it was sent again by hand, whatever had become of it. */
  asked: z.optional(z.number()),
});

export type StoredMail = Omit<z.infer<typeof Stored>, 'steps'> & { readonly steps: readonly LetterStep[] };

/** @returns null for what no build has written */
export function parseStored(data: unknown): StoredMail | null {
  const parsed = Stored.safeParse(typeof data === 'string' ? JSON.parse(data) : data);
  return parsed.success ? (parsed.data as StoredMail) : null;
}

const DAY = 86_400_000;
/** A mail server that is down for longer than this has lost the letter: it is shown to the administrator (domain.md section 3). */
export const KEEP_TRYING = 3 * DAY;
