import 'server-only';
import * as z from 'zod/mini';
import { type Instant, isUuid } from '#domain/ids.ts';
import { LETTER_KINDS, type LetterKind } from '#domain/letter.ts';
import { env } from '#server/env.ts';
import { INCOMING, type IncomingOutcome } from '#server/mail/answers.ts';
import { addressOf, compose } from '#server/mail/compose.ts';
import { domainOf } from '#server/mail/start.ts';
import { KEEP_TRYING, parseStored } from '#server/mail/stored.ts';
import { noticesWritten } from '#server/notify/signal.ts';
import { no, type Told } from './desk.ts';
import { mayRun, type PlaceRow, type Post, placesOf } from './post.ts';
import { LISTED } from './sites.ts';

export const MAIL_STATES = ['waiting', 'sent', 'refused', 'given-up', 'kept', 'capped'] as const;
export type MailState = (typeof MAIL_STATES)[number];
/** On one page. */
const PAGE = 50;
/** How often one letter is sent again: whoever did not read it then is told otherwise. */
export const AGAIN_MAX = 3;

export interface MailRow {
  readonly id: string;
  readonly address: string;
  /** The person's name; null: the mailbox of a site. */
  readonly name: string | null;
  /** The address was refused and is still the one that is known. */
  readonly badAddress: boolean;
  readonly ticket: { readonly id: string; readonly number: string | null } | null;
  readonly kind: LetterKind;
  readonly state: MailState;
  readonly writtenAt: Instant;
  readonly sentAt: Instant | null;
  /** Of one that waits: not before. */
  readonly nextAt: Instant;
  readonly attempts: number;
  /** What the mail server said last. */
  readonly answer: string | null;
}

/** A mail that came back, and what became of it. */
export interface IncomingRow {
  readonly id: string;
  readonly at: Instant;
  /** The person's name; null: the address tells. */
  readonly name: string | null;
  readonly address: string | null;
  readonly ticket: { readonly id: string; readonly number: string | null } | null;
  readonly outcome: IncomingOutcome;
}

export interface Mails {
  /** The latest answers; null: no mailbox is set to be read. */
  readonly incoming: readonly IncomingRow[] | null;
  /** Why the mailbox cannot be read now, in its server's words; null: it can. */
  readonly trouble: string | null;
  readonly rows: readonly MailRow[];
  /** How many there are in each state, where there are some. */
  readonly counts: Readonly<Partial<Record<MailState, number>>>;
  /** Give this to see what is older; null: nothing is. */
  readonly older: string | null;
  readonly places: readonly PlaceRow[];
  readonly all: boolean;
  readonly isAdmin: boolean;
  /** A mail server is set: what waits leaves. */
  readonly sends: boolean;
}

const ListInput = z.object({
  /** Empty: all that are theirs. */
  site: z.string().check(z.maxLength(36)),
  state: z.enum(['', ...MAIL_STATES]),
  before: z.string().check(z.maxLength(36)),
});

/** Letters of the sites that somebody runs, the newest first. Faults: invalid, not-allowed. */
export async function listMails(post: Post, input: unknown): Promise<Told<Mails>> {
  const parsed = ListInput.safeParse(input);
  if (!parsed.success) return no('invalid');
  const { site, state, before } = parsed.data;
  if (site !== '' && !mayRun(post, site)) return no('not-allowed');
  const { db, runs, isAdmin } = post;
  const where = site !== '' ? { siteId: site } : runs === 'all' ? {} : { siteId: { in: [...runs] } };
  const [found, grouped, places] = await Promise.all([
    db.mail.findMany({
      where: { ...where, ...(state === '' ? {} : { state }), ...(before === '' ? {} : { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: PAGE + 1,
    }),
    db.mail.groupBy({ by: ['state'], where, _count: { _all: true } }),
    placesOf(post, LISTED),
  ]);
  const page = found.slice(0, PAGE);
  const [people, tickets] = await Promise.all([
    db.person.findMany({
      where: { id: { in: page.flatMap((m) => m.personId ?? []) } },
      select: { id: true, givenName: true, familyName: true, email: true, emailRefusedAt: true },
    }),
    db.ticket.findMany({ where: { id: { in: page.flatMap((m) => m.ticketId ?? []) } }, select: { id: true, number: true } }),
  ]);
  const rows = page.map((m): MailRow => {
    const person = people.find((p) => p.id === m.personId);
    return {
      ...{ id: m.id, address: m.address, attempts: m.attempts, answer: m.answer },
      name: person === undefined ? null : `${person.givenName} ${person.familyName}`,
      badAddress: person !== undefined && person.email === m.address && person.emailRefusedAt !== null,
      ticket: tickets.find((t) => t.id === m.ticketId) ?? null,
      kind: LETTER_KINDS.find((k) => k === m.kind) ?? 'status',
      state: MAIL_STATES.find((s) => s === m.state) ?? 'waiting',
      ...{ writtenAt: m.createdAt.getTime(), sentAt: m.sentAt?.getTime() ?? null, nextAt: m.nextAt.getTime() },
    };
  });
  const heard = env().imap === undefined || before !== '' ? null : await db.incoming.findMany({ where, orderBy: { id: 'desc' }, take: PAGE });
  const incoming = heard === null ? null : await incomingOf(post, heard);
  const inbox = heard === null ? null : await db.inbox.findFirst({ orderBy: { lookedAt: 'desc' }, select: { trouble: true } });
  const counts = Object.fromEntries(grouped.map((g) => [g.state, g._count._all]));
  const older = found.length > PAGE ? (page.at(-1)?.id ?? null) : null;
  return {
    ok: true,
    value: { rows, counts, older, places, all: runs === 'all', isAdmin, sends: env().smtp !== undefined, incoming, trouble: inbox?.trouble ?? null },
  };
}

async function incomingOf({ db }: Post, rows: Awaited<ReturnType<Post['db']['incoming']['findMany']>>): Promise<IncomingRow[]> {
  const [people, tickets] = await Promise.all([
    db.person.findMany({ where: { id: { in: rows.flatMap((r) => r.personId ?? []) } }, select: { id: true, givenName: true, familyName: true } }),
    db.ticket.findMany({ where: { id: { in: rows.flatMap((r) => r.ticketId ?? []) } }, select: { id: true, number: true } }),
  ]);
  return rows.map(({ id, at, address, personId, ticketId, outcome }): IncomingRow => {
    const person = people.find((p) => p.id === personId);
    return {
      ...{ id, at: at.getTime(), address, name: address === null && person !== undefined ? `${person.givenName} ${person.familyName}` : null },
      ticket: tickets.find((t) => t.id === ticketId) ?? null,
      outcome: INCOMING.find((one) => one === outcome) ?? 'unreadable',
    };
  });
}

/** A letter of theirs; null for another's and for none. */
async function ownMail(post: Post, id: unknown) {
  if (typeof id !== 'string' || !isUuid(id)) return null;
  const mail = await post.db.mail.findUnique({ where: { id } });
  return mail === null || !mayRun(post, mail.siteId) ? null : mail;
}

/** The letter as it would leave now. Faults: not-allowed, gone (it is for nobody any more). */
export async function readMail(post: Post, id: unknown): Promise<Told<{ subject: string; text: string }>> {
  const mail = await ownMail(post, id);
  if (mail === null) return no('not-allowed');
  const { publicUrl, mailFrom, imap } = env();
  const message = await compose(post.db, mail, { publicUrl, domain: domainOf(mailFrom), answers: imap !== undefined });
  return message === null ? no('gone') : { ok: true, value: { subject: message.subject, text: message.text } };
}

/**
 * Sends a letter that is over once more, to the address that is known now. One that had left is another message, else programs would
 * take it for the one that they have. Faults: not-allowed (another's, none, or one that is on its way), no-address, enough.
 */
export async function sendAgain(post: Post, id: unknown): Promise<Told<null>> {
  const mail = await ownMail(post, id);
  const stored = mail === null ? null : parseStored(mail.data);
  if (mail === null || stored === null || mail.state === 'waiting') return no('not-allowed');
  const { db, now } = post;
  const asked = (stored.asked ?? 0) + 1;
  if (asked > AGAIN_MAX) return no('enough');
  const address = await addressOf(db, mail);
  if (address === null) return no('no-address');
  const data = { ...stored, asked, until: now + KEEP_TRYING, ...(mail.state === 'sent' ? { again: (stored.again ?? 0) + 1 } : {}) };
  const { count } = await db.mail.updateMany({
    where: { id: mail.id, state: mail.state },
    data: { state: 'waiting', nextAt: new Date(now), address, data: data as object },
  });
  if (count === 0) return no('not-allowed');
  noticesWritten();
  return { ok: true, value: null };
}
