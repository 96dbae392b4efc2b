import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import type { Instant, OriginId } from '#domain/ids.ts';
import { type Answer, type Me, PROTOCOL, PROTOCOL_MIN, type Receipt, type SyncRequest } from '#domain/wire.ts';
import { changesSince, heightsFor } from './changes.ts';
import { contactsOf } from './contacts.ts';
import type { Db } from './db.ts';
import { type Reader, readerOf, type Standing, standingOf } from './epoch.ts';
import { commandHash, executeAll } from './execute.ts';
import { ForeignOrigin, isPassing, TooMuch, Unavailable } from './failure.ts';
import { log } from './log.ts';
import { noticesWritten } from './notify/signal.ts';
import { snapshotPage } from './snapshot.ts';
import { among, jsonOf, storeOf } from './sql.ts';
import { allow, type Limit } from './throttle.ts';

/** Who is asking, as the session says. */
export interface Asker {
  readonly actor: Actor;
  readonly name: string;
  readonly language: 'fr' | 'en';
  /** May they bring one more device? Origins are kept for ever. Left out: they may. */
  readonly mayBegin?: () => boolean;
}

/** A contact is noted at most this often: a poll that changes nothing must not write (ms). */
const CONTACT_EVERY = 5 * 60_000;
/** An incarnation is rotated at most this often (ms), and few times for the word of one person: who lies cannot make all others reset again and again. */
const ROTATE_EVERY = 10 * 60_000;
const BELIEVED: Limit = { limit: 3, windowMs: 12 * 3_600_000 };
let lastRotation = 0;

/**
 * One request of one device: execute each entry in order, then everything that changed for this person (sync.md section 2).
 * Throws `ForeignOrigin` (403), `TooMuch` (429) and `Unavailable` (503); everything else that was understood is an answer.
 */
export async function sync(db: Db, asker: Asker, request: SyncRequest, clock: () => Instant): Promise<Answer> {
  if (request.protocol < PROTOCOL_MIN) return { kind: 'upgrade', protocol: PROTOCOL };
  try {
    return await answer(db, asker, request, clock);
  } catch (error) {
    if (isPassing(error)) throw new Unavailable('the database did not answer', { cause: error });
    throw error;
  }
}

async function answer(db: Db, asker: Asker, request: SyncRequest, clock: () => Instant): Promise<Answer> {
  const { actor } = asker;
  // Another person's cookie came meanwhile: this outbox is not theirs, whoever's origin it is (invariants 10, 33).
  if (request.person !== undefined && request.person !== actor.person) throw new ForeignOrigin();
  const organisation = await standingOf(db, actor.person, request.origin);
  const known = organisation.origin;
  if (known !== null && known.personId !== actor.person) throw new ForeignOrigin();
  if (known === null && asker.mayBegin?.() === false) throw new TooMuch();

  const reader = await readerOf(db, actor, organisation);
  const remembered = Math.max(request.settled, (request.entries[0]?.seq ?? 1) - 1);
  const forgotten = remembered - (known?.lastSeq ?? 0);
  const forgot = request.epoch === reader.epoch && (forgotten > 0 || request.since > organisation.version);
  // The reset comes before any execution: a server that forgot must not act on what it does not remember (sync.md section 3, c).
  if (forgot) {
    const incarnation = await rotate(db, actor, organisation.incarnation, request, forgotten, clock());
    return reset(db, asker, await readerOf(db, actor, { ...organisation, incarnation }), request, organisation.version, remembered, clock());
  }
  // The restore command has said so already, by another incarnation: what it made the database forget is counted.
  if (request.epoch !== null && forgotten > 0) alarm(actor, request, forgotten);
  if (request.epoch !== reader.epoch) return reset(db, asker, reader, request, organisation.version, remembered, clock());

  if (known === null) await remember(db, actor, request, 0, clock());
  const { receipts, forked, notices } = await settle(db, actor, request, known?.lastSeq ?? 0, clock);
  if (notices > 0) noticesWritten();
  // What was said before the difference settles by an ordinary answer, which shows its effect too (24); the next request begins with the difference.
  if (forked && receipts.length === 0) return { kind: 'fork', receipts };
  noteContact(db, request, known, clock());

  const quiet = request.entries.length === 0 && organisation.version === request.since;
  const news = quiet
    ? { cursor: request.since, more: false, changes: [] }
    : await changesSince(db, reader, request.since, await heightsFor(db, reader));
  return {
    kind: 'answer',
    protocol: PROTOCOL,
    epoch: reader.epoch,
    since: request.since,
    reset: false,
    page: null,
    receipts,
    me: null,
    now: clock(),
    ...news,
  };
}

/** Every entry in order; what is settled already repeats its receipt (invariants 6 to 8). */
async function settle(
  db: Db,
  actor: Actor,
  request: SyncRequest,
  lastSeq: number,
  clock: () => Instant,
): Promise<{ receipts: Receipt[]; forked: boolean; notices: number }> {
  const again = request.entries.filter((e) => e.seq <= lastSeq);
  const fresh = request.entries.filter((e) => e.seq > lastSeq);
  const known = await receiptsOf(
    db,
    request.origin,
    again.map((e) => e.seq),
  );
  const receipts: Receipt[] = [];
  for (const entry of again) {
    const receipt = known.get(entry.seq);
    if (receipt !== undefined && receipt.hash !== commandHash(entry)) return { receipts, forked: true, notices: 0 };
    receipts.push({ seq: entry.seq, outcome: receipt === undefined ? { kind: 'settled' } : jsonOf<Receipt['outcome']>(receipt.outcome) });
  }
  if (fresh.length === 0) return { receipts, forked: false, notices: 0 };
  const { outcomes, notices } = await executeAll(db, actor, request.origin, fresh, clock());
  receipts.push(...fresh.map((e, i) => ({ seq: e.seq, outcome: outcomes[i] as Receipt['outcome'] })));
  return { receipts, forked: false, notices };
}

interface ReceiptRow {
  readonly seq: number;
  readonly hash: string;
  readonly outcome: unknown;
}

async function receiptsOf(db: Db, origin: OriginId, seqs: readonly number[]): Promise<Map<number, ReceiptRow>> {
  if (seqs.length === 0) return new Map();
  const { marks, values } = among(seqs);
  const rows = await storeOf(db).read.all<ReceiptRow>(`SELECT seq, hash, outcome FROM "Receipt" WHERE origin = ? AND seq IN ${marks}`, [
    origin,
    ...values,
  ]);
  return new Map(rows.map((r) => [r.seq, r]));
}

/** Noted for later: see server/contacts.ts. */
function noteContact(db: Db, request: SyncRequest, known: Standing['origin'], now: Instant): void {
  const contacts = contactsOf(storeOf(db));
  const pending = contacts.of(request.origin);
  const last = Math.max(known?.lastContact ?? 0, pending?.heard ?? 0);
  const heard = request.entries.length === 0 && now - last > CONTACT_EVERY ? now : null;
  const settled = request.settled > Math.max(known?.settled ?? 0, pending?.settled ?? 0) ? request.settled : null;
  if (heard !== null || settled !== null) contacts.note(request.origin, { heard, settled });
}

/** @param forgotten commands of this device that this database does not remember */
function alarm({ person }: Actor, { origin, since }: SyncRequest, forgotten: number): void {
  log('alarm', 'a device remembers what this database does not', { person, origin, since, forgotten });
}

/** A device knows more than we do: this database is an older copy of itself. A new incarnation makes every device reset (invariant 21). */
async function rotate(db: Db, actor: Actor, incarnation: string, request: SyncRequest, forgotten: number, now: Instant): Promise<string> {
  alarm(actor, request, forgotten);
  const { person } = actor;
  if (now - lastRotation < ROTATE_EVERY || !allow(`rotate:${person}`, BELIEVED, now).allowed) return incarnation;
  lastRotation = now;
  const fresh = randomUUID();
  const won = await db.organisation.updateMany({ where: { id: 'org', incarnation }, data: { incarnation: fresh } });
  return won.count === 1 ? fresh : incarnation;
}

/** Notes the origin, and that its commands up to `lastSeq` are settled, were it by a server that this one is an older copy of. */
async function remember(db: Db, actor: Actor, request: SyncRequest, lastSeq: number, now: Instant): Promise<void> {
  await db.origin.upsert({
    where: { id: request.origin },
    create: { id: request.origin, personId: actor.person, lastSeq, lastContact: new Date(0), lastAct: new Date(0), createdAt: new Date(now) },
    update: {},
    select: { id: true },
  });
  if (lastSeq > 0) await db.origin.updateMany({ where: { id: request.origin, personId: actor.person, lastSeq: { lt: lastSeq } }, data: { lastSeq } });
}

async function reset(db: Db, asker: Asker, reader: Reader, request: SyncRequest, version: number, remembered: number, now: Instant): Promise<Answer> {
  // From here on this origin's next seq follows what the device remembers: a hole is an alarm, never a refusal (sync.md section 3, b).
  await remember(db, asker.actor, request, remembered, now);
  const { cursor, page, changes } = await snapshotPage(db, reader, request.page, version, now);
  const { actor, name, language } = asker;
  const { person, memberships, teams, vip } = actor;
  const me: Me = { person, name, language, memberships, teams, ...(vip ? { vip } : {}), sites: reader.held };
  return {
    kind: 'answer',
    protocol: PROTOCOL,
    epoch: reader.epoch,
    since: request.since,
    reset: true,
    cursor,
    more: page !== null,
    page,
    receipts: [],
    changes,
    me,
    now,
  };
}
