import 'server-only';
import { createHash } from 'node:crypto';
import { type Instant, isUuid, type OriginId, type PersonId, type TicketId } from '#domain/ids.ts';
import { mayWriteTo } from '#domain/letter.ts';
import type { Refusal } from '#domain/refusal.ts';
import { TEXT_MAX } from '#domain/ticket/commands.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { languageOf, words } from '#domain/words/index.ts';
import { actorsWhere } from '#server/actors.ts';
import type { Db } from '#server/db.ts';
import { execute } from '#server/execute.ts';
import { isPassing, Unavailable } from '#server/failure.ts';
import { log } from '#server/log.ts';
import { noticesWritten } from '#server/notify/signal.ts';
import { storeOf } from '#server/sql.ts';
import { newId } from '#server/ticket-rows.ts';
import type { MailRow } from './compose.ts';
import { queueReturned } from './queue.ts';
import { type Reply, readReply } from './reply.ts';

/**
 * What became of a mail that came in. `stranger`: it answers a letter of ours from an address that we did not write to; `unknown`: it answers
 * no letter that is still kept; `too-many`: more from one person than somebody writes.
 */
export const INCOMING = ['added', 'returned', 'automatic', 'stranger', 'unknown', 'unreadable', 'too-many'] as const;
export type IncomingOutcome = (typeof INCOMING)[number];

/** Answers of one person in an hour. */
const MOST = 30;
const HOUR = 3_600_000;

interface Means {
  readonly db: Db;
  /** The domain of our Message-IDs. */
  readonly domain: string;
  readonly now: Instant;
}

interface Told {
  readonly outcome: IncomingOutcome;
  readonly letter: MailRow | null;
  readonly from: string | null;
}

/**
 * Puts what somebody answered to a letter of ours into its ticket, as a note of theirs, by the same rules and the same writer as from a phone;
 * said once, however often the mail is read. Whose it is: whom that very letter was written to. Its Message-ID is known to nobody else, and the
 * mail must come from that address. Whatever cannot be added is returned with why, once a thread; what a program wrote is never answered.
 */
export async function takeAnswer(means: Means, raw: Uint8Array): Promise<IncomingOutcome> {
  const { db, now } = means;
  const reply = await readReply(raw).catch(() => null);
  const key = createHash('sha256')
    .update(reply?.messageId ?? raw)
    .digest('hex');
  const known = await db.incoming.findUnique({ where: { key }, select: { outcome: true } });
  if (known !== null) return known.outcome as IncomingOutcome;
  const unreadable: Told = { outcome: 'unreadable', letter: null, from: reply?.from ?? null };
  const told =
    reply === null
      ? unreadable
      : await settle(means, reply, key).catch((error: unknown) => {
          // The others behind it are not held up by one that nothing can be done with.
          if (error instanceof Unavailable || isPassing(error)) throw error;
          log('error', 'an answer by mail threw', { reference: key.slice(0, 8), error });
          return unreadable;
        });
  const { outcome, letter, from } = told;
  await db.incoming.create({
    data: {
      ...{ id: newId(now), key, at: new Date(now), outcome },
      address: letter !== null && outcome !== 'stranger' ? null : (from?.slice(0, 254) ?? null),
      ...{ personId: letter?.personId ?? null, siteId: letter?.siteId ?? null, ticketId: letter?.ticketId ?? null },
    },
  });
  return outcome;
}

async function settle(means: Means, reply: Reply, key: string): Promise<Told> {
  const { db, now } = means;
  const letter = await letterOf(means, reply.answers);
  const end = (outcome: IncomingOutcome): Told => ({ outcome, letter, from: reply.from });
  if (reply.isAutomatic) return end('automatic');
  if (letter === null) return end('unknown');
  if (reply.from === null || !(await addressesOf(db, letter)).has(reply.from)) return end('stranger');
  const party = letter.personId === null ? { personId: null, siteId: letter.siteId } : { personId: letter.personId };
  const lately = await db.incoming.count({ where: { ...party, at: { gt: new Date(now - HOUR) } } });
  if (lately >= MOST) return end('too-many');
  const why = await add(means, reply, letter, key);
  if (why === 'again') return end('automatic');
  if (why === null) return end('added');
  // Whoever may not read the ticket any more is told nothing of it.
  const told = await storeOf(db).write((tx) => queueReturned(tx, letter, why, now));
  if (told) noticesWritten();
  return end('returned');
}

/** The letter of ours that it answers: the nearest. */
async function letterOf({ db, domain }: Means, answers: readonly string[]): Promise<MailRow | null> {
  const ids = answers.flatMap((said) => {
    const [, id = '', at = ''] = /^<([0-9a-f-]{36})(?:\.\d{1,3})?@([^>]+)>$/i.exec(said) ?? [];
    return isUuid(id) && at.toLowerCase() === domain.toLowerCase() ? [id.toLowerCase()] : [];
  });
  const rows = await db.mail.findMany({ where: { id: { in: ids }, attempts: { gt: 0 } } });
  return ids.flatMap((id) => rows.filter((row) => row.id === id))[0] ?? null;
}

/** Where that letter went, and where its reader is written to now. */
async function addressesOf(db: Db, { address, personId, siteId }: MailRow): Promise<Set<string>> {
  const now =
    personId === null
      ? (await db.site.findUnique({ where: { id: siteId ?? '' }, select: { mailbox: true } }))?.mailbox
      : (await db.person.findUnique({ where: { id: personId }, select: { email: true } }))?.email;
  return new Set([address, now ?? address].map((one) => one.toLowerCase()));
}

/** @returns why it is not in the ticket; `again`: it is in it word for word, as from a program that says nothing of what it is; null: now it is */
async function add({ db, now }: Means, reply: Reply, letter: MailRow, key: string): Promise<Refusal | 'empty' | 'again' | null> {
  const [actor] = await actorsWhere(storeOf(db).read, 'p."disabledAt" IS NULL AND p.id = ?', [letter.personId ?? '']);
  const row = await db.ticket.findUnique({ where: { id: letter.ticketId ?? '' }, select: { head: true } });
  // A mailbox is nobody: what is in a ticket has an author.
  if (actor === undefined || row === null) return { code: 'not-allowed', verb: 'note' };
  const ticket: Ticket = upcastTicket(row.head as unknown as Ticket);
  if (!mayWriteTo(actor, ticket)) return { code: 'not-allowed', verb: 'note' };
  if (reply.text === '') return 'empty';
  const isTheirs = actor.person === ticket.requester || actor.person === ticket.beneficiary;
  const command = {
    ...{ type: 'note', v: 2, ticket: ticket.id as TicketId, call: null },
    text: textOf(reply, letter.language),
    // Between colleagues a word is often not meant for whom the ticket is of.
    visibility: isTheirs ? 'public' : 'internal',
  };
  const origin = originOf(key);
  const said = await db.event.findMany({
    where: { ticketId: ticket.id, type: 'NoteAdded', actorId: actor.person, NOT: { origin } },
    select: { data: true },
  });
  if (said.some(({ data }) => (data as { text?: unknown } | null)?.text === command.text)) return 'again';
  const began = { personId: actor.person as PersonId, lastSeq: 0, lastContact: new Date(0), lastAct: new Date(0), createdAt: new Date(now) };
  await db.origin.upsert({ where: { id: origin }, create: { id: origin, ...began }, update: {}, select: { id: true } });
  const { outcome, notices } = await execute(db, actor, origin, { seq: 1, at: now, offset: 0, command }, now);
  if (notices > 0) noticesWritten();
  return outcome.kind === 'refused' ? outcome.refusal : null;
}

/** A mail is an origin that said one thing (sync.md section 2): its receipt is what makes it once. */
function originOf(key: string): OriginId {
  return `${key.slice(0, 8)}-${key.slice(8, 12)}-8${key.slice(13, 16)}-a${key.slice(17, 20)}-${key.slice(20, 32)}` as OriginId;
}

function textOf({ text, attached }: Reply, language: string): string {
  const say = words(languageOf(language)).mail.answer;
  const files = attached > 0 ? `\n\n${say.files({ n: attached })}` : '';
  const room = TEXT_MAX - say.by.length - files.length - say.cut.length - 20;
  const said = text.length > room ? `${text.slice(0, room).trimEnd()}…\n\n${say.cut}` : text;
  return `${said}${files}\n\n${say.by}`;
}
