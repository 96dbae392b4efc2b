import * as z from 'zod/mini';
import type { AssetId, NoticeId, PersonId, PhotoHash, RoomId, SiteId, StickerCode, TeamId, TicketId } from '#domain/ids.ts';
import { isUuid } from '#domain/ids.ts';
import { CHANNELS, DROP_REASONS, IMPACTS, NATURES, RESOLUTION_MODES, RESOLUTION_TYPES, URGENCIES, WAIT_REASONS } from './ticket.ts';

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

/** Every command a person can send, newest shape; older shapes are lifted by `upcast` first. `v` is the shape's version. */
export const CommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    v: z.literal(1),
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
  z.object({ type: z.literal('note'), v: z.literal(1), ticket, text: word(TEXT_MAX), visibility: z.enum(['public', 'internal']) }),
  z.object({ type: z.literal('attach'), v: z.literal(1), ticket, hash }),
  z.object({ type: z.literal('start'), v: z.literal(1), ticket }),
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
]);

export type Command = z.infer<typeof CommandSchema>;
export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What only the house itself says; never accepted from outside. */
export type SystemCommand =
  | { readonly type: 'photo_stored'; readonly ticket: TicketId; readonly hash: PhotoHash }
  | { readonly type: 'close'; readonly ticket: TicketId }
  | {
      readonly type: 'trace_alert';
      readonly ticket: TicketId;
      readonly notice: NoticeId;
      readonly person: PersonId;
      readonly step: 'shown' | 'opened' | 'undelivered';
    };

/**
 * Lifts a stored command of any shape ever shipped to the newest one; what it does not know it returns untouched
 * (the schema then refuses it). Fixtures of every shape are in test/fixtures/commands. (invariant 36)
 */
export function upcast(raw: unknown): unknown {
  return raw;
}

/**
 * @returns the command, or null when its name or shape is unknown here; never throws.
 */
export function parseCommand(raw: unknown): Command | null {
  const parsed = CommandSchema.safeParse(upcast(raw));
  return parsed.success ? parsed.data : null;
}
