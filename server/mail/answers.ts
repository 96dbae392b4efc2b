import 'server-only';
import { createHash } from 'node:crypto';
import { type Instant, isUuid, type TicketId } from '#domain/ids.ts';
import { mayWriteTo } from '#domain/letter.ts';
import type { Refusal } from '#domain/refusal.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { actorsWhere } from '#server/actors.ts';
import type { Db } from '#server/db.ts';
import { isPassing, Unavailable } from '#server/failure.ts';
import { log } from '#server/log.ts';
import { noticesWritten } from '#server/notify/signal.ts';
import { storeOf } from '#server/sql.ts';
import { newId } from '#server/ticket-rows.ts';
import { originOf, sayByMail, textOf } from './by-mail.ts';
import type { MailRow } from './compose.ts';
import { openByMail } from './intake.ts';
import { queueReturned } from './queue.ts';
import { type Reply, readReply } from './reply.ts';

/**
 * What became of a mail that came in. `stranger`: it answers a letter of ours from an address that we did not write to; `unknown`: it answers
 * no letter that is still kept, or is of nobody's account; `too-many`: more from one person than somebody writes; the others: intake.ts.
 */
export const INCOMING = [
  ...['added', 'returned', 'automatic', 'stranger', 'unknown', 'unreadable', 'too-many'],
  ...['opened', 'unproven', 'unplaced', 'refused'],
] as const;
export type IncomingOutcome = (typeof INCOMING)[number];

/** Answers of one person in an hour. */
const MOST = 30;
const HOUR = 3_600_000;

interface Means {
  readonly db: Db;
  /** The domain of our Message-IDs. */
  readonly domain: string;
  /** The name under which our mail server says who a mail is of (intake.ts); null: a mail opens no ticket. */
  readonly vouchedBy: string | null;
  readonly now: Instant;
}

interface Told {
  readonly outcome: IncomingOutcome;
  /** Whom and which ticket it is of; null: not known for sure. */
  readonly about: Pick<MailRow, 'personId' | 'siteId' | 'ticketId'> | null;
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
  const unreadable: Told = { outcome: 'unreadable', about: null, from: reply?.from ?? null };
  const told =
    reply === null
      ? unreadable
      : await settle(means, reply, key).catch((error: unknown) => {
          // The others behind it are not held up by one that nothing can be done with.
          if (error instanceof Unavailable || isPassing(error)) throw error;
          log('error', 'an answer by mail threw', { reference: key.slice(0, 8), error });
          return unreadable;
        });
  const { outcome, about, from } = told;
  await db.incoming.create({
    data: {
      ...{ id: newId(now), key, at: new Date(now), outcome },
      address: about !== null && outcome !== 'stranger' ? null : (from?.slice(0, 254) ?? null),
      ...{ personId: about?.personId ?? null, siteId: about?.siteId ?? null, ticketId: about?.ticketId ?? null },
    },
  });
  return outcome;
}

async function settle(means: Means, reply: Reply, key: string): Promise<Told> {
  const { db, now } = means;
  const ours = lettersNamed(means, reply.answers);
  const letter = await letterOf(db, ours);
  const end = (outcome: IncomingOutcome): Told => ({ outcome, about: letter, from: reply.from });
  if (reply.isAutomatic) return end('automatic');
  if (letter === null && ours.length > 0) return end('unknown');
  if (letter === null) return { ...(await openByMail(db, reply, key, means.vouchedBy, now)), from: reply.from };
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

/** Letters of ours among those that it answers, the nearest first. */
function lettersNamed({ domain }: Means, answers: readonly string[]): string[] {
  return answers.flatMap((said) => {
    const [, id = '', at = ''] = /^<([0-9a-f-]{36})(?:\.\d{1,3})?@([^>]+)>$/i.exec(said) ?? [];
    return isUuid(id) && at.toLowerCase() === domain.toLowerCase() ? [id.toLowerCase()] : [];
  });
}

/** The nearest that is still kept. */
async function letterOf(db: Db, ids: readonly string[]): Promise<MailRow | null> {
  const rows = await db.mail.findMany({ where: { id: { in: [...ids] }, attempts: { gt: 0 } } });
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
  const said = await db.event.findMany({
    where: { ticketId: ticket.id, type: 'NoteAdded', actorId: actor.person, NOT: { origin: originOf(key) } },
    select: { data: true },
  });
  if (said.some(({ data }) => (data as { text?: unknown } | null)?.text === command.text)) return 'again';
  return sayByMail(db, actor, key, command, now);
}
