import 'server-only';
import { randomBytes } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import { type Topic, topicOf } from '#domain/alerts.ts';
import { type Instant, type NoticeId, type PersonId, type SiteId, type TicketId, uuidv7 } from '#domain/ids.ts';
import { isCritical, kindOf, type Letter, lettersOf, mayWriteTo } from '#domain/letter.ts';
import type { NoticeKind } from '#domain/notice.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { actorsWhere } from '#server/actors.ts';
import type { Change } from '#server/book.ts';
import { insertRows } from '#server/insert.ts';
import { MAIL } from '#server/push/choices.ts';
import { among, jsonOf, type Sql } from '#server/sql.ts';
import { newId } from '#server/ticket-rows.ts';
import { type Counted, countSent } from './caps.ts';
import type { MailRow } from './compose.ts';
import { KEEP_TRYING, type StoredMail } from './stored.ts';

/** What is not an opening waits so long for what comes next: somebody takes a ticket and starts at once, and one letter tells both. */
const GATHER = 4000;

interface Addressed {
  readonly letter: Letter;
  readonly ticket: Ticket;
  readonly address: string;
  readonly language: string;
  readonly personId: PersonId | null;
}

/**
 * Writes the letters that follow from these changes, in the commands' own transaction: one a party and ticket, whatever the number of
 * commands. A letter that nobody has begun to send takes the new steps in, so that a replay in several requests is one letter too.
 * @returns how many are to leave at once
 */
export async function queueMails(tx: Sql, changes: readonly Change[], version: number, now: Instant): Promise<number> {
  const tickets = new Map<TicketId, Change[]>();
  for (const change of changes) tickets.set(change.after.id, [...(tickets.get(change.after.id) ?? []), change]);
  const wanted = [...tickets.values()].flatMap((told) => lettersOf(told).map((letter) => ({ letter, ticket: (told.at(-1) as Change).after })));
  if (wanted.length === 0) return 0;
  const letters = await addressed(tx, wanted);
  if (letters.length === 0) return 0;
  const open = await unsent(
    tx,
    letters.map(({ ticket }) => ticket.id),
  );
  const counted = await countSent(
    tx,
    letters.map(({ personId, ticket }) => ({ personId, site: ticket.site, ticket: ticket.id })),
    now,
  );
  const rows: ReturnType<typeof rowOf>[] = [];
  for (const one of letters) {
    const known = open.get(partyKey(one.ticket.id, one.personId));
    if (known !== undefined && (await takenIn(tx, known, one))) continue;
    rows.push(rowOf(one, counted, version, now));
  }
  await insertRows(tx, 'Mail', rows);
  return rows.filter((r) => r.state === 'waiting' && r.nextAt.getTime() <= now).length;
}

function rowOf({ letter, ticket, address, language, personId }: Addressed, counted: Counted, version: number, now: Instant) {
  const kind = kindOf(letter.steps);
  const isUrgent = kind === 'opened' || (personId === null && isCritical(ticket));
  const data: StoredMail = {
    ...{ v: 1, steps: letter.steps, until: now + KEEP_TRYING },
    ...(letter.to.of === 'person' && letter.to.as === 'affected' ? { affected: true } : {}),
  };
  return {
    ...{ id: idOf(now, version), key: `${version}:${partyKey(ticket.id, personId)}`, personId, siteId: ticket.site, ticketId: ticket.id },
    ...{ address, kind, data: data as object, language },
    state: counted.take(personId, ticket.site, ticket.id, { isCall: false, isUrgent: isCritical(ticket) }) ? 'waiting' : 'capped',
    nextAt: new Date(isUrgent ? now : now + GATHER),
    createdAt: new Date(now),
  };
}

/** Ids of letters follow the order in which they were written, within one millisecond too: the 26 bits after the instant are the version. */
function idOf(now: Instant, version: number): string {
  const bytes = randomBytes(10);
  for (const [i, shift] of [22, 14, 8, 0].entries()) bytes[i] = (version >>> shift) & (i === 0 ? 0x0f : i === 2 ? 0x3f : 0xff);
  return uuidv7(now, bytes);
}

function partyKey(ticket: string, person: string | null): string {
  return `${ticket}:${person ?? 'site'}`;
}

/** Those of the letters that have somewhere to go, and whose reader may still read. */
async function addressed(tx: Sql, wanted: readonly { letter: Letter; ticket: Ticket }[]): Promise<Addressed[]> {
  const sites = new Set<SiteId>();
  const people = new Set<PersonId>();
  for (const { letter } of wanted) {
    if (letter.to.of === 'mailbox') sites.add(letter.to.site);
    else people.add(letter.to.person);
  }
  const mailboxes = await mailboxesOf(tx, [...sites]);
  const readers = await readersOf(tx, [...people]);
  return wanted.flatMap(({ letter, ticket }): Addressed[] => {
    if (letter.to.of === 'mailbox') {
      const address = mailboxes.get(letter.to.site);
      return address === undefined ? [] : [{ letter, ticket, address, language: 'fr', personId: null }];
    }
    const reader = readers.get(letter.to.person);
    if (reader === undefined || !mayWriteTo(reader.actor, ticket) || !wants(reader, letter)) return [];
    return [{ letter, ticket, address: reader.email, language: reader.language, personId: letter.to.person }];
  });
}

async function mailboxesOf(tx: Sql, sites: readonly SiteId[]): Promise<Map<string, string>> {
  if (sites.length === 0) return new Map();
  const { marks, values } = among(sites);
  const rows = await tx.all<{ id: string; mailbox: string }>(`SELECT id, mailbox FROM "Site" WHERE id IN ${marks} AND mailbox IS NOT NULL`, values);
  return new Map(rows.map((r) => [r.id, r.mailbox]));
}

/** That the server has one's ticket is always said; what follows, unless they chose otherwise. */
function wants({ declined }: Reader, { steps }: Letter): boolean {
  const topics = steps.map(({ what }): Topic => (what === 'note' ? 'mine' : 'reported'));
  return steps.some((s) => s.what === 'opened') || topics.some((t) => !declined.has(t));
}

interface Reader {
  readonly actor: Actor;
  /** What they do not want to hear by mail. */
  readonly declined: ReadonlySet<string>;
  readonly email: string;
  readonly language: string;
}

/** People with an open account and an address that no server has refused. */
async function readersOf(tx: Sql, people: readonly PersonId[]): Promise<Map<string, Reader>> {
  if (people.length === 0) return new Map();
  const asked = among(people);
  const rows = await tx.all<{ id: string; email: string; language: string }>(
    `SELECT id, email, language FROM "Person"
      WHERE id IN ${asked.marks} AND email IS NOT NULL AND "emailRefusedAt" IS NULL AND "disabledAt" IS NULL`,
    asked.values,
  );
  if (rows.length === 0) return new Map();
  const { marks, values } = among(rows.map((r) => r.id));
  const actors = new Map((await actorsWhere(tx, `p.id IN ${marks}`, values)).map((a) => [a.person as string, a]));
  const choices = await tx.all<{ personId: string; topic: string }>(
    `SELECT "personId", topic FROM "AlertChoice" WHERE "personId" IN ${marks} AND channel = ?`,
    [...values, MAIL],
  );
  return new Map(
    rows.flatMap(({ id, email, language }) => {
      const actor = actors.get(id);
      const declined = new Set(choices.flatMap((c) => (c.personId === id ? [c.topic] : [])));
      return actor === undefined ? [] : [[id, { actor, declined, email, language }]];
    }),
  );
}

interface Unsent {
  readonly id: string;
  readonly data: unknown;
}

/** Letters about these tickets that nobody has begun to send, the newest of each party. */
async function unsent(tx: Sql, tickets: readonly TicketId[]): Promise<Map<string, Unsent>> {
  const { marks, values } = among([...new Set(tickets)]);
  // `state || ''`: the letters of one ticket are few, those that wait may be very many, so they are found by their ticket.
  const rows = await tx.all<Unsent & { ticketId: string; personId: string | null }>(
    `SELECT id, "ticketId", "personId", data FROM "Mail"
      WHERE "ticketId" IN ${marks} AND state || '' = 'waiting' AND attempts = 0 AND kind NOT IN ('call', 'returned') ORDER BY id`,
    values,
  );
  return new Map(rows.map((r) => [partyKey(r.ticketId, r.personId), r]));
}

/** As many steps as somebody reads in one letter. */
const STEPS_MAX = 60;

/** @returns false when its sender was quicker, or the letter is long: then it takes one of its own */
async function takenIn(tx: Sql, known: Unsent, { letter }: Addressed): Promise<boolean> {
  const data = jsonOf<StoredMail>(known.data);
  const steps = [...data.steps, ...letter.steps];
  if (steps.length > STEPS_MAX) return false;
  const written = await tx.run(`UPDATE "Mail" SET data = ?, kind = ? WHERE id = ? AND state = 'waiting' AND attempts = 0`, [
    { ...data, steps },
    kindOf(steps),
    known.id,
  ]);
  return written === 1;
}

/**
 * Writes to whoever answered a letter that their answer is not in the ticket, and why: once for each of them and ticket, so that two programs
 * that answer each other have nothing to answer.
 * @returns was it written
 */
export async function queueReturned(tx: Sql, letter: MailRow, why: Refusal | 'empty', now: Instant): Promise<boolean> {
  const { personId, siteId, ticketId, address, language } = letter;
  const key = `returned:${partyKey(ticketId ?? '', personId)}`;
  const [known] = await tx.all<{ id: string }>('SELECT id FROM "Mail" WHERE key = ?', [key]);
  if (known !== undefined || ticketId === null) return false;
  const counted = await countSent(tx, [{ personId: personId as PersonId | null, site: siteId as SiteId, ticket: ticketId as TicketId }], now);
  const fits = counted.take(personId, siteId as SiteId, ticketId as TicketId, { isCall: false, isUrgent: false });
  const data: StoredMail = { v: 1, steps: [], returned: why, until: now + KEEP_TRYING };
  await insertRows(tx, 'Mail', [
    {
      ...{ id: newId(now), key, personId, siteId, ticketId, address, kind: 'returned', data: data as object, language },
      ...{ state: fits ? 'waiting' : 'capped', nextAt: new Date(now), createdAt: new Date(now) },
    },
  ]);
  return fits;
}

/** Somebody whose device did not show an alert, or who did not open it. */
export interface UnopenedCall {
  readonly person: PersonId;
  readonly ticket: Ticket;
  readonly notice: NoticeId;
  readonly kind: NoticeKind;
  /** The server's clock. */
  readonly at: Instant;
}

/**
 * Writes to a support person that an alert waits for them; said again of the same notice it changes nothing.
 * @returns can they be reached by mail: an address that works, sight of the ticket, and not more letters than a person reads
 */
export async function queueCallMail(tx: Sql, { person, ticket, notice, kind, at }: UnopenedCall): Promise<boolean> {
  const key = `notice:${notice}`;
  const [known] = await tx.all<{ state: string }>('SELECT state FROM "Mail" WHERE key = ?', [key]);
  if (known !== undefined) return known.state !== 'capped' && known.state !== 'refused';
  const reader = (await readersOf(tx, [person])).get(person);
  const topic = topicOf(kind);
  if (reader === undefined || !mayWriteTo(reader.actor, ticket) || (topic !== null && reader.declined.has(topic))) return false;
  const counted = await countSent(tx, [{ personId: person, site: ticket.site, ticket: ticket.id }], at);
  const isUrgent = kind === 'critical' || kind === 'unanswered' || isCritical(ticket);
  const fits = counted.take(person, ticket.site, ticket.id, { isCall: true, isUrgent });
  const data: StoredMail = { v: 1, steps: [], call: kind, until: at + KEEP_TRYING };
  await insertRows(tx, 'Mail', [
    {
      ...{ id: newId(at), key, personId: person, siteId: ticket.site, ticketId: ticket.id, address: reader.email, kind: 'call' },
      ...{ data: data as object, language: reader.language, state: fits ? 'waiting' : 'capped', nextAt: new Date(at), createdAt: new Date(at) },
    },
  ]);
  return fits;
}
