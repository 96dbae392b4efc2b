import 'server-only';
import type { AssetType } from '#domain/catalogue.ts';
import { mayWriteTo, stillCalls } from '#domain/letter.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { languageOf } from '#domain/words/index.ts';
import { actorsWhere } from '#server/actors.ts';
import type { Db } from '#server/db.ts';
import { storeOf } from '#server/sql.ts';
import { htmlOf, textOf } from './render.ts';
import { type LetterFacts, sayLetter } from './say.ts';
import { parseStored } from './stored.ts';
import type { Message } from './transport.ts';

export interface MailRow {
  readonly id: string;
  readonly personId: string | null;
  readonly siteId: string | null;
  readonly ticketId: string | null;
  readonly address: string;
  readonly language: string;
  readonly data: unknown;
  readonly createdAt: Date;
}

export interface House {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** The domain of Message-IDs: our sender's. */
  readonly domain: string;
  /** Answers to our letters are read (server/mail/reading.ts). */
  readonly answers: boolean;
}

/** Where this party is written to now, which may have changed since the letter was written; null: nowhere. */
export async function addressOf(db: Db, { personId, siteId }: Pick<MailRow, 'personId' | 'siteId'>): Promise<string | null> {
  if (personId !== null) return (await db.person.findUnique({ where: { id: personId }, select: { email: true } }))?.email ?? null;
  return (await db.site.findUnique({ where: { id: siteId ?? '' }, select: { mailbox: true } }))?.mailbox ?? null;
}

/**
 * Makes a letter of what was stored and of the ticket as it stands. Asked again when it leaves: a letter may have waited for days, and
 * whoever lost sight of a ticket meanwhile reads nothing of it.
 * @returns null when it is for nobody any more
 */
export async function compose(db: Db, row: MailRow, house: House): Promise<Message | null> {
  const stored = parseStored(row.data);
  const facts = stored === null ? null : await factsOf(db, row, stored, house);
  if (stored === null || facts === null) return null;
  const said = sayLetter(facts);
  const again = stored.again === undefined ? '' : `.${stored.again}`;
  return {
    to: row.address,
    subject: said.subject,
    text: textOf(said),
    html: htmlOf(said),
    messageId: `<${row.id}${again}@${house.domain}>`,
    thread: `<ticket.${facts.ticket.id}@${house.domain}>`,
    isFirst: stored.steps.some((s) => s.what === 'opened'),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(said.choose === null ? {} : { 'List-Unsubscribe': `<${said.choose.url}>` }),
      ...(said.isUrgent ? { Importance: 'high' } : {}),
    },
  };
}

async function factsOf(db: Db, row: MailRow, stored: LetterFacts['stored'], { publicUrl, answers }: House): Promise<LetterFacts | null> {
  const kept = row.ticketId === null ? null : await db.ticket.findUnique({ where: { id: row.ticketId }, select: { head: true, number: true } });
  if (kept === null) return null;
  const ticket: Ticket = upcastTicket(kept.head as unknown as Ticket);
  if (stored.call !== undefined && !stillCalls(stored.call, ticket)) return null;
  if (row.personId === null) {
    if (ticket.confidential) return null;
  } else {
    const [actor] = await actorsWhere(storeOf(db).read, 'p."disabledAt" IS NULL AND p.id = ?', [row.personId]);
    if (actor === undefined || !mayWriteTo(actor, ticket)) return null;
  }
  const people = [...new Set(stored.steps.flatMap((s) => [s.by, s.who]))].filter((id) => id !== null);
  const [site, asset, room, named] = await Promise.all([
    db.site.findUnique({ where: { id: ticket.site }, select: { name: true, timeZone: true } }),
    ticket.asset === null ? null : db.asset.findUnique({ where: { id: ticket.asset }, select: { type: true } }),
    ticket.room === null ? null : db.room.findUnique({ where: { id: ticket.room }, select: { building: true, name: true } }),
    db.person.findMany({ where: { id: { in: people } }, select: { id: true, givenName: true, familyName: true } }),
  ]);
  if (site === null) return null;
  return {
    to: stored.call !== undefined ? 'call' : row.personId === null ? 'mailbox' : stored.affected === true ? 'affected' : 'party',
    language: languageOf(row.language),
    timeZone: site.timeZone,
    stored,
    writtenAt: row.createdAt.getTime(),
    ticket: { ...ticket, number: kept.number ?? ticket.number },
    site: site.name,
    thing: (asset?.type as AssetType | undefined) ?? null,
    place: room === null ? null : { building: room.building, room: room.name },
    names: new Map(named.map((p) => [p.id, { given: p.givenName, family: p.familyName }])),
    publicUrl,
    // Who has the same trouble follows only; a mailbox is nobody, and what is in a ticket has an author.
    answers: answers && stored.affected !== true && row.personId !== null,
  };
}
