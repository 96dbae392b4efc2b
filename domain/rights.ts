import { type Actor, holds, type Role } from './actor.ts';
import type { Instant, PersonId, PhotoHash, SiteId, TicketId } from './ids.ts';
import type { AccessForm, AccessRight, Ticket } from './ticket/ticket.ts';

/** Whose work it is to know who may open what; an approver, of the own site. */
const READERS: readonly Role[] = ['technician', 'engineer', 'supervisor', 'admin', 'approver'];

/** May this actor read the register of rights of that site? */
export function mayReadRights(actor: Actor, site: SiteId): boolean {
  return READERS.some((role) => holds(actor, role, site));
}

/** The sites whose register this actor reads: `all`, or those; empty: none. */
export function rightsScope(actor: Actor): 'all' | readonly SiteId[] {
  const held = actor.memberships.filter((m) => READERS.includes(m.role));
  if (held.some((m) => m.site === null)) return 'all';
  return [...new Set(held.flatMap((m) => (m.site === null ? [] : [m.site])))];
}

/** The request by which a right was given, or taken back. */
export interface ByForm {
  readonly ticket: TicketId;
  readonly number: string | null;
  /** When it was done. */
  readonly at: Instant;
  /** Who agreed in the app; null: on paper. */
  readonly approver: PersonId | null;
  /** The signed form, as a photo of that ticket. */
  readonly form: PhotoHash | null;
}

/** One right of one person on one resource of one site (domain.md section 6). */
export interface Right {
  readonly site: SiteId;
  readonly person: PersonId;
  /** Where the beneficiary has no account; empty otherwise. */
  readonly personName: string;
  readonly resource: string;
  readonly rights: AccessRight;
  readonly from: string;
  readonly until: string | null;
  readonly opened: ByForm;
  readonly closed: ByForm | null;
}

const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function byForm(ticket: Ticket): ByForm {
  const form = ticket.checks.findLast((k) => k.check === 'form')?.photo ?? null;
  const approver = ticket.approval !== null && ticket.approval.state !== 'pending' ? ticket.approval.by : null;
  return { ticket: ticket.id, number: ticket.number, at: ticket.endedAt ?? ticket.openedAt, approver, form };
}

/**
 * Who has what, derived from the requests that were delivered, whatever their order: a request to close ends what was given to the same person
 * on the same resource before it. The latest first.
 */
export function rightsOf(tickets: readonly Ticket[]): Right[] {
  const delivered = tickets
    .filter((t): t is Ticket & { access: AccessForm } => t.access !== null && (t.status === 'resolved' || t.status === 'closed'))
    .filter((t) => t.resolution?.type === 'delivered')
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0) || (a.id < b.id ? -1 : 1));
  const open = new Map<string, Right[]>();
  const all: Right[] = [];
  for (const t of delivered) {
    const who = t.beneficiaryName === '' ? t.beneficiary : folded(t.beneficiaryName);
    const key = [t.site, who, folded(t.access.resource)].join('|');
    const held = open.get(key) ?? [];
    if (t.access.sense === 'close') {
      for (const right of held) all[all.indexOf(right)] = { ...right, closed: byForm(t) };
      open.delete(key);
      continue;
    }
    const { resource, rights, from, until } = t.access;
    const of = { site: t.site, person: t.beneficiary, personName: t.beneficiaryName };
    const right: Right = { ...of, resource, rights, from, until, opened: byForm(t), closed: null };
    all.push(right);
    open.set(key, [...held, right]);
  }
  return all.reverse();
}

/**
 * A cell of a file for a spreadsheet. One that begins like a formula is kept from being one: what a requester wrote is not run on the desk of
 * whoever opens the register.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text.trimStart()) || /^[\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
