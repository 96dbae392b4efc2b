import 'server-only';
import { type Actor, isSupport } from '#domain/actor.ts';
import type { Instant, PersonId, SiteId, TicketId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { RegisterDecision } from '#domain/register/decide.ts';
import { type Command, otherOf } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Context, Decision, TeamKind } from '#domain/ticket/verdict.ts';
import type { Outcome } from '#domain/wire.ts';
import type { Book } from './book.ts';
import { isSupportPerson } from './notice-rows.ts';
import { among, type Sql } from './sql.ts';

/**
 * What is said of one entry before names and numbers are known. `before`: the ticket as this command found it. `about`: the ticket; null for
 * one of the register, or of no shape known here.
 */
export interface Verdict {
  readonly at: Instant;
  readonly before: Ticket | null;
  readonly decision: Decision | RegisterDecision;
  readonly about: TicketId | null;
}

export function refuse(refusal: Refusal): Decision {
  return { ok: false, refusal };
}

/** The rules' word on one command; asks the tables only what this one needs. */
export async function judge(tx: Sql, book: Book, before: Ticket | null, command: Command, actor: Actor, at: Instant): Promise<Decision> {
  if (command.type === 'open' && !(await isSite(tx, actor, command.site))) return refuse({ code: 'not-allowed', verb: 'open' });
  return decide(before, command, await contextOf(tx, book, before, command, actor, at));
}

/** Is there such a site? Not asked of whoever has a role on that very one; a role on the whole organisation fits any name. */
async function isSite(tx: Sql, actor: Actor, site: SiteId): Promise<boolean> {
  return actor.memberships.some((m) => m.site === site) || (await tx.all('SELECT 1 FROM "Site" WHERE id = ?', [site])).length > 0;
}

/** A role there or on the whole organisation, and an account that is open. */
async function hasRole(tx: Sql, person: PersonId, site: SiteId): Promise<boolean> {
  const [row] = await tx.all(
    `SELECT 1 FROM "Membership" m JOIN "Person" p ON p.id = m."personId"
      WHERE m."personId" = ? AND (m."siteId" = ? OR m."siteId" IS NULL) AND p."disabledAt" IS NULL LIMIT 1`,
    [person, site],
  );
  return row !== undefined;
}

async function contextOf(tx: Sql, book: Book, before: Ticket | null, command: Command, actor: Actor, at: Instant): Promise<Context> {
  const person = command.type === 'ask_help' ? command.helper : command.type === 'assign' ? command.person : null;
  // Whoever is not told who works there names nobody: their phone would have said no.
  const supports = person !== null && before !== null && isSupport(actor, before.site) && (await isSupportPerson(tx, person, before.site));
  const named = command.type === 'escalate' || command.type === 'assign' ? command.team : null;
  const [team] = named === null ? [] : await tx.all<{ kind: TeamKind }>('SELECT kind FROM "Team" WHERE id = ?', [named]);
  const about = command.type === 'open' || command.type === 'qualify' ? command : null;
  const beneficiary = command.type === 'open' && command.beneficiary?.person !== actor.person ? (command.beneficiary?.person ?? null) : null;
  const isThere = beneficiary !== null && command.type === 'open' && (await hasRole(tx, beneficiary, command.site));
  const other = otherOf(command) ?? before?.duplicateOf ?? null;
  return {
    actor,
    at,
    asset: book.asset(about?.asset ?? null),
    room: book.room(about?.room ?? null),
    isSupport: () => supports,
    belongs: () => isThere,
    teamKind: () => team?.kind ?? null,
    other: other === null ? null : book.ticket(other),
    reported: null,
    siteDown: command.type === 'open' && command.symptom === 'site_down' ? book.siteDown(command.site) : null,
    matrix: book.matrix,
  };
}

/** What each asker is told, with the names of whom it speaks of. */
export async function outcomesOf(tx: Sql, book: Book, verdicts: readonly Verdict[]): Promise<Outcome[]> {
  const owners = verdicts.map((v) => (isSecond(v.decision) ? (v.before?.assignee ?? null) : named(v.decision)));
  const names = await namesOf(tx, new Set(owners.filter((p) => p !== null)));
  return verdicts.map(({ at, before, decision, about }, i): Outcome => {
    const who = owners[i] ?? null;
    const name = who === null ? undefined : names.get(who);
    if (!decision.ok) return { kind: 'refused', refusal: decision.refusal, at, ...(name === undefined ? {} : { name }) };
    if (about === null) return { kind: 'executed', ticket: null, number: null, at };
    const ticket = book.ticket(about) as Ticket;
    const second =
      isSecond(decision) && who !== null
        ? { joined: { owner: who as PersonId, name: name ?? '', since: before?.assignedAt ?? ticket.openedAt } }
        : {};
    return { kind: 'executed', ticket: ticket.id, number: ticket.number, at, ...second };
  });
}

function isSecond(decision: Verdict['decision']): boolean {
  return decision.ok && 'events' in decision && decision.events.some((e) => e.type === 'HelperJoined' && e.because === 'already_taken');
}

/** The person a refusal speaks of. */
function named(decision: Verdict['decision']): string | null {
  if (decision.ok) return null;
  const { refusal } = decision;
  return refusal.code === 'not-owner' ? refusal.owner : refusal.code === 'closed' ? refusal.by : null;
}

/** Given name, family name. */
export async function namesOf(sql: Sql, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  if (ids.size === 0) return new Map();
  const { marks, values } = among([...ids]);
  const rows = await sql.all<{ id: string; givenName: string; familyName: string }>(
    `SELECT id, "givenName", "familyName" FROM "Person" WHERE id IN ${marks}`,
    values,
  );
  return new Map(rows.map((r) => [r.id, `${r.givenName} ${r.familyName}`]));
}
