import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Instant, SiteId, TicketId } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { actorsWhere } from '#server/actors.ts';
import type { Db } from '#server/db.ts';
import { storeOf } from '#server/sql.ts';
import { originOf, sayByMail, textOf } from './by-mail.ts';
import type { Reply } from './reply.ts';

/**
 * What became of a mail that answers none of ours. `unknown`: of nobody's account, or not to be opened here; `unproven`: nothing vouches for who
 * sent it; `unplaced`: its author has several schools and names none; `refused`: a rule says no.
 */
export type Intake = 'opened' | 'unknown' | 'unproven' | 'unplaced' | 'refused' | 'too-many';

export interface TakenIn {
  readonly outcome: Intake;
  /** Whom it is from; null: nobody whom we know for sure. */
  readonly about: { readonly personId: string; readonly siteId: string | null; readonly ticketId: string | null } | null;
}

/** Tickets that one person opens by mail in an hour. */
const MOST = 10;
const HOUR = 3_600_000;

/**
 * Does our own mail server say that this mail is of whom it says? By the topmost Authentication-Results (RFC 8601), which the server that received
 * it writes above whatever came with it, and by that one's name alone. What counts is a signature of the sender's domain, or its DMARC: the
 * envelope that SPF looks at is not what a reader sees.
 * @param by authserv-id of our mail server
 */
export function isVouched({ from, authentication }: Pick<Reply, 'from' | 'authentication'>, by: string): boolean {
  const domain = from?.split('@').at(-1) ?? '';
  const [server = '', ...results] = (authentication ?? '').replace(/\([^()]*\)/g, ' ').split(';');
  if (domain === '' || server.trim().split(/\s+/)[0]?.toLowerCase() !== by.toLowerCase()) return false;
  return results.some((result) => {
    const [, method = ''] = /^\s*(dkim|dmarc)\s*=\s*pass\b/i.exec(result) ?? [];
    const property = method.toLowerCase() === 'dmarc' ? /\bheader\.from\s*=\s*@?([\w.-]+)/i : /\bheader\.d\s*=\s*([\w.-]+)/i;
    const said = method === '' ? '' : (property.exec(result)?.[1] ?? '').toLowerCase();
    return said.includes('.') && (domain === said || domain.endsWith(`.${said}`));
  });
}

/**
 * Opens a ticket for somebody who wrote a mail of their own accord, in their name, once however often it is read: category to be said by whoever
 * qualifies it. Only where our mail server vouches for the sender, and only for an address that one open account has.
 * @param vouchedBy authserv-id of our mail server; null: nothing is opened by mail here
 */
export async function openByMail(db: Db, reply: Reply, key: string, vouchedBy: string | null, now: Instant): Promise<TakenIn> {
  const end = (outcome: Intake): TakenIn => ({ outcome, about: null });
  if (vouchedBy === null || reply.from === null) return end('unknown');
  if (!isVouched(reply, vouchedBy)) return end('unproven');
  const people = await db.person.findMany({ where: { email: reply.from, disabledAt: null }, select: { id: true, language: true }, take: 2 });
  const [person] = people;
  if (person === undefined || people.length > 1) return end('unknown');
  const known = (outcome: Intake, siteId: string | null = null, ticketId: string | null = null): TakenIn => ({
    outcome,
    about: { personId: person.id, siteId, ticketId },
  });
  const lately = await db.incoming.count({ where: { personId: person.id, outcome: 'opened', at: { gt: new Date(now - HOUR) } } });
  if (lately >= MOST) return known('too-many');
  const [actor] = await actorsWhere(storeOf(db).read, 'p.id = ?', [person.id]);
  const site = actor === undefined ? null : await siteOf(db, actor, `${reply.subject}\n${reply.text}`);
  if (actor === undefined || site === null) return known('unplaced');
  const text = [reply.subject, reply.text].filter((part) => part !== '').join('\n\n');
  const ticket = originOf(key) as string as TicketId;
  const refusal = await sayByMail(
    db,
    actor,
    key,
    {
      type: 'open',
      ...PLAIN_OPEN,
      ...{ ticket, site, asset: null, room: null, code: null, nature: 'incident', channel: 'email', category: 'other', symptom: null },
      ...{ text: textOf({ text, attached: reply.attached }, person.language), impact: 'person', urgency: 'normal', photos: [] },
    },
    now,
  );
  return refusal === null ? known('opened', site, ticket) : known('refused', site);
}

/** Their school: the only one that they have, or the one whose UAI code they wrote. */
async function siteOf(db: Db, { memberships }: Actor, said: string): Promise<SiteId | null> {
  const theirs = [...new Set(memberships.flatMap(({ site }) => site ?? []))];
  const everywhere = memberships.some(({ site }) => site === null);
  if (theirs.length === 1 && !everywhere) return theirs[0] ?? null;
  const codes = [...new Set(said.toUpperCase().match(/\b\d{7}[A-Z]\b/g) ?? [])];
  if (codes.length === 0) return null;
  const named = await db.site.findMany({
    where: { uai: { in: codes }, ...(everywhere ? {} : { id: { in: theirs } }) },
    select: { id: true },
    take: 2,
  });
  return named.length === 1 ? ((named[0]?.id ?? null) as SiteId | null) : null;
}
