import * as z from 'zod/mini';
import { type AssetId, isUuid, type PersonId, type PhotoHash, type RoomId, type SiteId, type StickerCode, type TicketId } from '#domain/ids.ts';
import { isDay } from '#domain/oncall.ts';
import type { Command } from '#domain/ticket/commands.ts';
import { ASSET_STATES, CHOICES, FOUND } from './thing.ts';

const uuid = <T extends string>() =>
  z.pipe(
    z.string().check(z.maxLength(36), z.refine(isUuid)),
    z.transform((s) => s as T),
  );
const text = (max: number) => z.string().check(z.trim(), z.maxLength(max));
const word = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
const named = (max: number) => z.nullable(word(max));
const day = z.nullable(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/), z.refine(isDay)));
const code = z.pipe(
  z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{8}$/)),
  z.transform((s) => s as StickerCode),
);
const photo = z.nullable(
  z.pipe(
    z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    z.transform((s) => s as PhotoHash),
  ),
);
const site = uuid<SiteId>();
const asset = uuid<AssetId>();
const room = uuid<RoomId>();
const on = z.discriminatedUnion('kind', [z.object({ kind: z.literal('asset'), id: asset }), z.object({ kind: z.literal('room'), id: room })]);

/** What may stand in each field that people write; also asked by the office's forms and by imports. */
export const FIELDS = z.object({
  type: word(40),
  maker: named(80),
  model: named(120),
  serial: named(80),
  inventory: named(80),
  name: named(80),
  state: z.enum(ASSET_STATES),
  critical: z.boolean(),
  vip: z.boolean(),
  charter: z.nullable(z.boolean()),
  purchasedOn: day,
  warrantyUntil: day,
  cost: z.nullable(z.int().check(z.nonnegative(), z.maximum(2_000_000_000))),
  supplier: named(120),
  orderNumber: named(80),
  note: named(2000),
});
const some = z.partial(FIELDS);

/**
 * What a person says of the register, offline like everything: the same outbox, order and receipts as a ticket's commands. `site`: where the
 * thing is, as the person saw it.
 */
export const RegisterCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bind_sticker'), v: z.literal(1), site, code, on }),
  /** The torn one `code` makes way for `by`, on the same thing. */
  z.object({ type: z.literal('replace_sticker'), v: z.literal(1), site, code, by: code }),
  z.object({ type: z.literal('revoke_sticker'), v: z.literal(1), site, code, reason: z.enum(['torn', 'lost', 'wrong']) }),
  /** `from`: where the person thought it was. */
  z.object({ type: z.literal('move_asset'), v: z.literal(1), site, asset, from: z.nullable(room), room: z.nullable(room) }),
  /** `from`: what the person saw of the fields they change. */
  z.object({ type: z.literal('amend_asset'), v: z.literal(1), site, asset, from: some, to: some }),
  z.object({
    type: z.literal('add_asset'),
    v: z.literal(1),
    site,
    asset,
    room: z.nullable(room),
    kind: word(40),
    maker: named(80),
    model: named(120),
    serial: named(80),
    inventory: named(80),
    name: named(80),
    code: z.nullable(code),
    /** Whoever adds it has it before them. Absent: yes. */
    seen: z.optional(z.boolean()),
  }),
  z.object({ type: z.literal('replace_part'), v: z.literal(1), site, asset, part: word(80), text: text(500), ticket: z.nullable(uuid<TicketId>()) }),
  z.object({
    type: z.literal('decide_asset'),
    v: z.literal(1),
    site,
    asset,
    choice: z.enum(CHOICES),
    year: z.nullable(z.int().check(z.minimum(2000), z.maximum(2100))),
    text: text(500),
  }),
  z.object({ type: z.literal('begin_round'), v: z.literal(1), site, room, round: uuid<string>() }),
  /** `key`: the asset's id, or what an unknown label said. `from`: where a moved one was. */
  z.object({
    type: z.literal('count'),
    v: z.literal(1),
    site,
    room,
    round: uuid<string>(),
    key: word(300),
    asset: z.nullable(asset),
    how: z.enum(FOUND),
    note: text(200),
    hash: photo,
  }),
  /** Undone: what was moved goes back. */
  z.object({
    type: z.literal('uncount'),
    v: z.literal(1),
    site,
    room,
    round: uuid<string>(),
    key: word(300),
    /** Whose count is meant, as it is on the screen: another's stays. Absent: whosever it is. */
    of: z.optional(uuid<PersonId>()),
    /** What the unknown one turned out to be: where that equipment is not there, the line stays. */
    asset: z.optional(asset),
  }),
  z.object({ type: z.literal('end_round'), v: z.literal(1), site, room, round: uuid<string>() }),
  /** Whoever says it, of themselves. `everywhere`: of all sites; `site` is then one whose calendar counts. `away`: null: there again. */
  z.object({
    type: z.literal('set_presence'),
    v: z.literal(1),
    site,
    everywhere: z.boolean(),
    away: z.nullable(z.object({ until: day, deputy: z.nullable(uuid<PersonId>()) })),
  }),
]);

export type RegisterCommand = z.infer<typeof RegisterCommandSchema>;
export type RegisterVerb = RegisterCommand['type'];
export type RegisterCommandOf<T extends RegisterVerb> = Extract<RegisterCommand, { type: T }>;

/** Whatever the outbox may hold. */
export type AnyCommand = Command | RegisterCommand;

const VERBS: ReadonlySet<unknown> = new Set(RegisterCommandSchema.def.options.map((o) => o.shape.type.def.values[0]));

export function isRegister<C extends { readonly type: string }>(command: C): command is Extract<C, RegisterCommand> {
  return VERBS.has(command.type);
}

/** @returns the command, or null when its name or shape is unknown here; never throws. */
export function parseRegister(raw: unknown): RegisterCommand | null {
  const parsed = RegisterCommandSchema.safeParse(raw);
  return parsed.success ? parsed.data : null;
}
