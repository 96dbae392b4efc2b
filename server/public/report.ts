import 'server-only';
import type { Actor } from '#domain/actor.ts';
import { categoryForAssetType } from '#domain/catalogue.ts';
import type { Instant, OriginId, StickerCode, TicketId } from '#domain/ids.ts';
import { NO_ACCOUNT } from '#domain/no-account.ts';
import { type PublicAnswer, PublicReportInput } from '#domain/public-report.ts';
import { type Command, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { Db } from '#server/db.ts';
import { execute } from '#server/execute.ts';
import { isPassing, Unavailable } from '#server/failure.ts';
import { noticesWritten } from '#server/notify/signal.ts';
import { isPlain } from '#server/plain.ts';
import { widerOf } from '#server/session/address.ts';
import { type Limit, type Throttle, throttle } from '#server/throttle.ts';
import { provenBy } from './challenge.ts';
import { type InUse, publicSticker } from './sticker.ts';

/** Tickets that strangers open by one sticker, from one address (a whole school may share one), and both. */
const OF_STICKER: Limit = { limit: 10, windowMs: 3_600_000 };
const OF_BOTH: Limit = { limit: 3, windowMs: 3_600_000 };
const OF_ADDRESS: Limit = { limit: 12, windowMs: 3_600_000 };
/** From an IPv6 network of 48 bits. */
const OF_WIDE: Limit = { limit: 48, windowMs: 3_600_000 };
/** Reports that are looked at, proven or not. */
const TRIES: Limit = { limit: 60, windowMs: 60_000 };
const LONGEST = 6000;

export interface From {
  readonly address: string | null;
  readonly now: Instant;
}

/**
 * Somebody without an account reports what they see: a real ticket of the thing's site, at once, by the way of every command, so that it has
 * its number, its delays and its alerts. Said again with the same challenge it is the same ticket.
 */
export async function hearPublicReport(
  db: Db,
  code: StickerCode,
  raw: unknown,
  { address, now }: From,
  counts: Throttle = throttle(),
): Promise<PublicAnswer> {
  if (address !== null && !counts.allow(`public:try:${address}`, TRIES, now).allowed) return 'too-many';
  const parsed = isPlain(raw, LONGEST) ? PublicReportInput.safeParse(raw) : null;
  if (!parsed?.success) return parsed?.error.issues[0]?.path[0] === 'what' ? 'empty' : 'again';
  const said = parsed.data;
  const ticket = provenBy(said.challenge, said.nonce, code, now);
  if (ticket === null) return 'again';
  try {
    const origin = ticket as string as OriginId;
    if ((await db.receipt.findUnique({ where: { origin_seq: { origin, seq: 1 } }, select: { seq: true } })) !== null) {
      await keepContact(db, code, ticket, said, now);
      return 'kept';
    }
    const sticker = await publicSticker(db, code);
    if (sticker === null) return 'not-in-use';
    if (!mayOpen(counts, code, address, now)) return 'too-many';
    await ensureNobody(db, origin, now);
    const actor: Actor = { person: NO_ACCOUNT, memberships: [{ role: 'requester', site: sticker.site }], teams: [] };
    const entry = { seq: 1, at: now, offset: 0, command: opening(sticker, code, ticket, said.what) };
    const { outcome, notices } = await execute(db, actor, origin, entry, now);
    if (outcome.kind === 'refused') return 'again';
    await keepContact(db, code, ticket, said, now);
    if (notices > 0) noticesWritten();
    return 'kept';
  } catch (error) {
    if (error instanceof Unavailable || isPassing(error)) return 'busy';
    throw error;
  }
}

/** The narrow limits first: who has had their share on one sticker takes nothing from the others' share of it. */
function mayOpen(counts: Throttle, code: StickerCode, address: string | null, now: Instant): boolean {
  if (address !== null && !counts.allow(`public:both:${code}:${address}`, OF_BOTH, now).allowed) return false;
  if (address !== null && !counts.allow(`public:from:${address}`, OF_ADDRESS, now).allowed) return false;
  const wide = widerOf(address);
  if (wide !== null && !counts.allow(`public:from:${wide}`, OF_WIDE, now).allowed) return false;
  return counts.allow(`public:code:${code}`, OF_STICKER, now).allowed;
}

function opening({ site, asset, room, type }: InUse, code: StickerCode, ticket: TicketId, text: string): Command {
  return {
    type: 'open',
    ...PLAIN_OPEN,
    ...{ ticket, site, asset, room, text },
    // A room says itself where it is; a thing's sticker is known with it.
    code: asset === null ? null : code,
    category: type === null ? 'other' : categoryForAssetType(type).code,
    ...{ nature: 'incident', channel: 'scan', symptom: null, impact: 'person', urgency: 'normal', photos: [] },
  };
}

/** Read by support only, and apart from the ticket, whose events are never altered: it can be forgotten. */
async function keepContact(db: Db, code: StickerCode, ticket: string, { name, contact }: PublicReportInput, now: Instant): Promise<void> {
  const row = { id: ticket, code, ticketId: ticket, name: name || null, contact: contact || null, createdAt: new Date(now) };
  await db.publicReport.upsert({ where: { id: ticket }, create: row, update: {} });
}

/** In whose name it is opened: shut, and with no password, so that nobody signs in as them by any way. */
async function ensureNobody(db: Db, origin: OriginId, now: Instant): Promise<void> {
  const names = { login: `sans compte ${NO_ACCOUNT}`, givenName: 'Quelqu’un', familyName: 'sans compte' };
  await db.person.upsert({
    where: { id: NO_ACCOUNT },
    create: { id: NO_ACCOUNT, ...names, disabledAt: new Date(now) },
    update: {},
    select: { id: true },
  });
  const never = new Date(0);
  await db.origin.upsert({
    where: { id: origin },
    create: { id: origin, personId: NO_ACCOUNT, lastSeq: 0, lastContact: never, lastAct: never, createdAt: new Date(now) },
    update: {},
    select: { id: true },
  });
}
