import * as z from 'zod/mini';
import type { Actor } from '#domain/actor.ts';
import type { AssetId, Instant, NoticeId, PersonId, PhotoHash, RoomId, SiteId, StickerCode, TeamId, TicketId } from '#domain/ids.ts';
import { isUuid } from '#domain/ids.ts';
import type { AlertStep, ChainKind, Circle } from './events.ts';
import {
  ACCESS_RIGHTS,
  CALL_WAYS,
  CHANNELS,
  CONSENTS,
  DROP_REASONS,
  IMPACTS,
  NATURES,
  RESOLUTION_MODES,
  RESOLUTION_TYPES,
  URGENCIES,
  WAIT_REASONS,
} from './ticket.ts';

const uuid = <T extends string>() =>
  z.pipe(
    z.string().check(z.maxLength(36), z.refine(isUuid)),
    z.transform((s) => s as T),
  );
const word = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
const text = (max: number) => z.string().check(z.trim(), z.maxLength(max));
const instant = z.int().check(z.nonnegative(), z.maximum(8.64e15));
const ticket = uuid<TicketId>();
const code = z.pipe(
  z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{8}$/)),
  z.transform((s) => s as StickerCode),
);
const hash = z.pipe(
  z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  z.transform((s) => s as PhotoHash),
);

/** Longest free text, in characters (UTF-16 units). */
export const TEXT_MAX = 4000;
const long = text(TEXT_MAX);
const local = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const priority = z.literal([1, 2, 3, 4]);

/** Every command a person can send, newest shape; older shapes are lifted by `upcast` first. `v` is the shape's version. */
export const CommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    v: z.literal(2),
    ticket,
    site: uuid<SiteId>(),
    asset: z.nullable(uuid<AssetId>()),
    room: z.nullable(uuid<RoomId>()),
    code: z.nullable(code),
    nature: z.enum(NATURES),
    channel: z.enum(CHANNELS),
    category: word(40),
    symptom: z.nullable(word(60)),
    text: long,
    impact: z.enum(IMPACTS),
    urgency: z.enum(URGENCIES),
    photos: z.array(hash).check(z.maxLength(6)),
    /** For whom; null: for whoever opens it. Somebody without an account, or not known to this phone, by name. */
    beneficiary: z.nullable(z.object({ person: z.nullable(uuid<PersonId>()), name: text(80) })),
    /** Where and when to call back. */
    callback: text(120),
    access: z.nullable(
      z.object({ sense: z.enum(['open', 'close']), resource: word(120), rights: z.enum(ACCESS_RIGHTS), from: local, until: z.nullable(local) }),
    ),
    isTest: z.boolean(),
  }),
  /** `expected`: the owner the person saw when tapping; null when nobody had it. */
  z.object({ type: z.literal('take'), v: z.literal(1), ticket, expected: z.nullable(uuid<PersonId>()) }),
  z.object({ type: z.literal('release'), v: z.literal(1), ticket, reason: word(500) }),
  z.object({ type: z.literal('relieve'), v: z.literal(1), ticket, from: uuid<PersonId>(), reason: word(500) }),
  z.object({
    type: z.literal('escalate'),
    v: z.literal(1),
    ticket,
    direction: z.enum(['up', 'on_site', 'out', 'hierarchical']),
    reason: z.enum(['skills', 'rights', 'time', 'remote_impossible', 'hardware', 'warranty', 'contract', 'critical', 'complaint']),
    text: text(1000),
    team: z.nullable(uuid<TeamId>()),
  }),
  z.object({ type: z.literal('ask_help'), v: z.literal(1), ticket, helper: uuid<PersonId>(), text: text(1000) }),
  z.object({ type: z.literal('join'), v: z.literal(1), ticket }),
  /** `call`: noted after a call, with whom; nobody has to write that nobody answered. */
  z
    .object({
      type: z.literal('note'),
      v: z.literal(2),
      ticket,
      text: long,
      visibility: z.enum(['public', 'internal']),
      call: z.nullable(z.object({ way: z.enum(CALL_WAYS), with: z.enum(['requester', 'beneficiary', 'other']), name: text(80) })),
    })
    .check(z.refine(({ text: said, call }) => said !== '' || call?.way === 'unanswered')),
  z.object({ type: z.literal('attach'), v: z.literal(1), ticket, hash }),
  /** `remote`: at a distance, for which the user's consent is on record. */
  z.object({ type: z.literal('start'), v: z.literal(2), ticket, remote: z.boolean() }),
  z.object({ type: z.literal('wait'), v: z.literal(1), ticket, reason: z.enum(WAIT_REASONS), until: z.nullable(instant), text: text(500) }),
  z.object({ type: z.literal('resume'), v: z.literal(1), ticket }),
  z.object({
    type: z.literal('resolve'),
    v: z.literal(1),
    ticket,
    text: word(TEXT_MAX),
    resolution: z.enum(RESOLUTION_TYPES),
    mode: z.enum(RESOLUTION_MODES),
  }),
  z.object({ type: z.literal('drop'), v: z.literal(1), ticket, reason: z.enum(DROP_REASONS), text: text(1000) }),
  z.object({ type: z.literal('withdraw'), v: z.literal(1), ticket, text: text(500) }),
  /** One of both: to a person, or to a team. */
  z.object({
    type: z.literal('assign'),
    v: z.literal(1),
    ticket,
    person: z.nullable(uuid<PersonId>()),
    team: z.nullable(uuid<TeamId>()),
    text: text(500),
  }),
  /** `priority`: another than the facts give, with its `reason`; null: what they give. */
  z.object({
    type: z.literal('qualify'),
    v: z.literal(1),
    ticket,
    nature: z.enum(NATURES),
    category: word(40),
    symptom: z.nullable(word(60)),
    impact: z.enum(IMPACTS),
    urgency: z.enum(URGENCIES),
    asset: z.nullable(uuid<AssetId>()),
    room: z.nullable(uuid<RoomId>()),
    reachable: z.boolean(),
    priority: z.nullable(priority),
    reason: text(500),
  }),
  /** The identity is not among them: its number is compared on the server, online, and is in no outbox. */
  z.object({ type: z.literal('record_check'), v: z.literal(1), ticket, check: z.literal('consent'), how: z.enum(CONSENTS) }),
  /** The signed form, a photo of the ticket. */
  z.object({ type: z.literal('receive_form'), v: z.literal(1), ticket, photo: hash }),
  z.object({ type: z.literal('add_task'), v: z.literal(1), ticket, task: uuid<string>(), text: word(200), mandatory: z.boolean() }),
  z.object({ type: z.literal('complete_task'), v: z.literal(1), ticket, task: word(40) }),
  /** Ticked by mistake, by this very person. */
  z.object({ type: z.literal('reopen_task'), v: z.literal(1), ticket, task: word(40) }),
  z.object({
    type: z.literal('plan_visit'),
    v: z.literal(1),
    ticket,
    visit: uuid<string>(),
    at: instant,
    minutes: z.int().check(z.minimum(5), z.maximum(600)),
    remote: z.boolean(),
    text: text(500),
  }),
  z.object({ type: z.literal('answer_visit'), v: z.literal(1), ticket, visit: uuid<string>(), accept: z.boolean(), text: text(500) }),
  /** `asset`: what was scanned on arrival, as its proof. */
  z.object({ type: z.literal('arrive'), v: z.literal(1), ticket, asset: z.nullable(uuid<AssetId>()) }),
  z.object({ type: z.literal('leave'), v: z.literal(1), ticket, text: text(1000) }),
  z.object({ type: z.literal('confirm'), v: z.literal(1), ticket }),
  z.object({ type: z.literal('reopen'), v: z.literal(1), ticket, text: word(1000) }),
  z.object({ type: z.literal('rate'), v: z.literal(1), ticket, stars: z.int().check(z.minimum(1), z.maximum(5)), text: text(500) }),
  z.object({ type: z.literal('approve'), v: z.literal(1), ticket, text: text(500) }),
  z.object({ type: z.literal('refuse'), v: z.literal(1), ticket, text: word(500) }),
  z.object({ type: z.literal('me_too'), v: z.literal(1), ticket }),
  z.object({ type: z.literal('mark_duplicate'), v: z.literal(1), ticket, of: uuid<TicketId>() }),
  /** null: no longer. */
  z.object({ type: z.literal('link_problem'), v: z.literal(1), ticket, problem: z.nullable(uuid<TicketId>()) }),
]);

/** What an `open` says where nothing of it was asked: for whoever opens it, as a real ticket. */
export const PLAIN_OPEN = { v: 2, beneficiary: null, callback: '', access: null, isTest: false } as const;

export type Command = z.infer<typeof CommandSchema>;
export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What only the house itself says; never accepted from outside. */
export type SystemCommand =
  | { readonly type: 'photo_stored'; readonly ticket: TicketId; readonly hash: PhotoHash; readonly paper?: boolean }
  | { readonly type: 'close'; readonly ticket: TicketId }
  /** The agent's number was compared (server/identity); `by` asked for it. */
  | { readonly type: 'identity_compared'; readonly ticket: TicketId; readonly actor: Actor; readonly how: string; readonly isSame: boolean }
  | {
      readonly type: 'trace_alert';
      readonly ticket: TicketId;
      readonly notice: NoticeId;
      readonly person: PersonId;
      readonly step: AlertStep;
    }
  | {
      readonly type: 'call';
      readonly ticket: TicketId;
      readonly circle: Circle;
      readonly kind: ChainKind;
      readonly people: readonly PersonId[];
      readonly late: boolean;
    }
  | { readonly type: 'calls_exhausted'; readonly ticket: TicketId }
  | { readonly type: 'tell_delay'; readonly ticket: TicketId; readonly clock: 'tto' | 'ttr'; readonly percent: number; readonly late: boolean }
  | { readonly type: 'remind_visit'; readonly ticket: TicketId; readonly visit: string }
  /** Two accounts were one person (server/office/merge.ts). */
  | { readonly type: 'replace_person'; readonly ticket: TicketId; readonly from: PersonId; readonly to: PersonId }
  /** The day that a waiting ticket waited for has come. */
  | { readonly type: 'resume_due'; readonly ticket: TicketId; readonly until: Instant };

/**
 * Lifts a stored command of any shape ever shipped to the newest one; what it does not know it returns untouched
 * (the schema then refuses it). Fixtures of every shape are in test/fixtures/commands. (invariant 36)
 */
export function upcast(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  const { type, v } = raw as { readonly type?: unknown; readonly v?: unknown };
  if (type === 'open' && v === 1) return { ...raw, ...PLAIN_OPEN };
  if (type === 'start' && v === 1) return { ...raw, v: 2, remote: false };
  if (type === 'note' && v === 1) return { ...raw, v: 2, call: null };
  return raw;
}

/** The other ticket that a command speaks of; null: none. */
export function otherOf(command: Command): TicketId | null {
  if (command.type === 'mark_duplicate') return command.of;
  return command.type === 'link_problem' ? command.problem : null;
}

/**
 * @returns the command, or null when its name or shape is unknown here; never throws.
 */
export function parseCommand(raw: unknown): Command | null {
  const parsed = CommandSchema.safeParse(upcast(raw));
  return parsed.success ? parsed.data : null;
}
