import 'server-only';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { NoticeKind } from '#domain/notice.ts';
import { type Language, words } from '#domain/words/index.ts';

/** What server/execute keeps of the ticket in `Notice.data`: enough for a lock screen, no name and no free text (domain.md section 3). */
const Facts = z.object({
  number: z.nullable(z.string()),
  category: z.nullable(z.string()),
  place: z.nullable(z.object({ building: z.nullable(z.string()), room: z.string() })),
  /** How many tickets a `gathered` one stands for. */
  count: z.optional(z.number()),
});
const NO_FACTS = { number: null, category: null, place: null, count: undefined } as const;

/**
 * What a push carries, as sync/worker reads it. Short names: every byte is encrypted, sent and kept by somebody else's server.
 * No name of a person and no free text (invariant 50).
 */
export interface PushPayload {
  readonly v: 1;
  /** Notice id, for the acknowledgement. */
  readonly n: string;
  /** Device id (Subscription.id), said back in the acknowledgement so that the list of devices can show which one proved itself. */
  readonly d: string;
  /** Ticket id; null for a test. */
  readonly t: string | null;
  readonly k: NoticeKind;
  /** Ticket number, "2026-00123". */
  readonly o: string | null;
  /** Place in the reader's language, "Bât. B, salle 203". */
  readonly r: string | null;
  /** Category code of domain/catalogue. */
  readonly c: string | null;
  /** How many tickets it gathers. */
  readonly m?: number;
  readonly l: Language;
}

interface Told {
  readonly id: string;
  readonly ticketId: string | null;
  readonly kind: string;
  readonly data: unknown;
}

/** Bytes of a message at most: some services take no more than 4096 with encryption, and what is cut off says less than what is left out. */
const LARGEST = 3072;

/** Apple's devices show a declarative push by themselves when the worker cannot run (Safari 18.4; docs/decisions/0019). */
export function speaksDeclarative(endpoint: string): boolean {
  return new URL(endpoint).hostname.endsWith('.push.apple.com');
}

/**
 * @param declaredAt the installation's address, for devices that show a push by themselves; null for the others
 * @returns the JSON text of a PushPayload, for the former with the declarative members beside it
 */
export function payloadOf(notice: Told, device: string, language: Language, declaredAt: string | null = null): string {
  const parsed = Facts.safeParse(notice.data);
  const { number, category, place, count } = parsed.success ? parsed.data : NO_FACTS;
  const payload: PushPayload = {
    v: 1,
    n: notice.id,
    d: device,
    t: notice.ticketId,
    k: notice.kind as NoticeKind,
    o: number,
    r: place === null ? null : words(language).common.place(place),
    c: category,
    ...(count === undefined ? {} : { m: count }),
    l: language,
  };
  const tries = [{ ...payload, ...(declaredAt === null ? {} : declared(payload, declaredAt)) }, payload, { ...payload, r: null }];
  return (
    tries.map((one) => JSON.stringify(one)).find((text) => Buffer.byteLength(text) <= LARGEST) ?? JSON.stringify({ ...payload, o: null, r: null })
  );
}

/**
 * The members that the Push API knows a declarative message by. `mutable`: our worker is asked first, and what the system would show is what
 * it does not. `data`: the worker is then given nothing but this.
 */
function declared(payload: PushPayload, at: string): object {
  const tree = words(payload.l);
  const categories: Readonly<Record<string, string>> = tree.catalogue.category;
  const { title, body } = tree.lock.kind[payload.k]({
    number: payload.o,
    category: payload.c === null ? null : (categories[payload.c] ?? null),
    place: payload.r,
    before: null,
    n: payload.m ?? null,
  });
  const navigate = payload.t === null ? `${at}/` : `${at}/tickets/${payload.t}`;
  const notification = { title, body, navigate, lang: payload.l, tag: payload.t ?? payload.n, data: payload };
  return { web_push: 8030, mutable: true, notification };
}

/**
 * Messages of one ticket that wait at the push service replace each other (RFC 8030 section 5.4). A hash: the service learns nothing,
 * and the header allows 32 characters of base64url.
 */
export function ticketTopic(ticketId: string): string {
  return createHash('sha256').update(ticketId).digest('base64url').slice(0, 32);
}

/** Kinds that somebody is waited for to answer: they wake a phone that sleeps (RFC 8030 section 5.3). */
export const URGENT: ReadonlySet<string> = new Set<NoticeKind>([
  'handover',
  'critical',
  'hierarchical',
  'help_asked',
  'reopened',
  'overdue',
  'unanswered',
  'unseen',
  'gathered',
  'test',
]);
/** Kinds that ask for nothing: they wait for a phone that is on power or on Wi-Fi. */
const CALM: ReadonlySet<string> = new Set<NoticeKind>(['already_taken', 'helper_joined', 'requester_taken', 'withdrawn']);

export function urgencyOf(kind: string): 'high' | 'normal' | 'low' {
  if (URGENT.has(kind)) return 'high';
  return CALM.has(kind) ? 'low' : 'normal';
}
