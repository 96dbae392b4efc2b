import 'server-only';
import type { Role } from '#domain/actor.ts';
import { type AlertDelays, type Around, answerWithin, circlesOf, nextStep } from '#domain/chain.ts';
import type { Instant, PersonId, SiteId, TeamId, TicketId } from '#domain/ids.ts';
import { calls } from '#domain/notice.ts';
import { CALLING_KINDS, type CallingKind, type TicketEvent } from '#domain/ticket/events.ts';
import { isOpen, needsSomebody, type Ticket } from '#domain/ticket/ticket.ts';
import { actorsWhere } from './actors.ts';
import type { Book } from './book.ts';
import { insertRows } from './insert.ts';
import { onCallFor } from './oncall.ts';
import { awayAt } from './presence.ts';
import { settingsOf } from './settings.ts';
import { among, type Sql } from './sql.ts';

const AROUND: readonly Role[] = ['correspondent', 'technician', 'engineer', 'supervisor', 'approver'];

/** Support people and approvers of the site and of the whole organisation, the team's and those of proximity teams. */
export function actorsAround(tx: Sql, site: SiteId, team: TeamId | null) {
  const roles = among(AROUND);
  return actorsWhere(
    tx,
    `p."disabledAt" IS NULL AND p.id IN (SELECT "personId" FROM "Membership" WHERE ("siteId" = ? OR "siteId" IS NULL) AND role IN ${roles.marks}
      UNION SELECT m."personId" FROM "TeamMember" m JOIN "Team" t ON t.id = m."teamId" WHERE t.id = ? OR t.kind = 'proximity')`,
    [site, ...roles.values, team],
  );
}

/** What a ticket's circles are made of, now. */
export async function aroundOf(tx: Sql, ticket: Ticket, at: Instant): Promise<Around> {
  const { site, handedTo } = ticket;
  const actors = await actorsAround(tx, site, handedTo.to === 'team' ? handedTo.team : null);
  const away = await awayAt(tx, site, at);
  const proximity = await tx.all<{ personId: PersonId }>(
    `SELECT m."personId" FROM "TeamMember" m JOIN "Team" t ON t.id = m."teamId" WHERE t.kind = 'proximity'`,
  );
  return {
    actors,
    away,
    proximity: proximity.map((p) => p.personId),
    onCall: ticket.priority === 1 ? await onCallFor(tx, site, at) : [],
  };
}

/**
 * Begins the calls that these changes ask for, and ends those of tickets that somebody has now, in the commands' own transaction: what was
 * accepted is called for though the server dies in the next instant. A ticket that was handed on and taken in one replay calls nobody.
 */
export async function settleCalls(tx: Sql, book: Book): Promise<void> {
  for (const { before, after } of book.touched()) {
    if (before === null) continue;
    const isTaken = needsSomebody(before) && !needsSomebody(after);
    if (isTaken || (before.calling !== null && after.calling === null)) await endCalls(tx, after.id);
  }
  const asked = new Map<TicketId, { kind: CallingKind; by: PersonId | null }>();
  for (const { before, after, recorded } of book.changes) {
    const call = calls(before, after, recorded).find(({ to }) => to.of === 'waited-for');
    if (call !== undefined) asked.set(after.id, { kind: call.kind as CallingKind, by: recorded[0]?.by ?? null });
  }
  for (const [id, { kind, by }] of asked) {
    const ticket = book.ticket(id);
    if (ticket === null || !needsSomebody(ticket) || ticket.isTest) continue;
    // Whoever was called before may not be able to take it any more.
    await endCalls(tx, id);
    await begin(tx, book, ticket, kindOf(ticket, kind), by);
  }
  for (const { after, recorded } of book.changes) {
    const isGiven = recorded.some(({ event, by }) => event.type === 'OwnershipAssigned' && event.to !== by);
    const ticket = isGiven ? book.ticket(after.id) : null;
    if (ticket !== null && ticket.assignee === after.assignee && isOpen(ticket) && !ticket.isTest) await watch(tx, book, ticket);
  }
}

/** The assignment itself is the first call; others are called where it reaches nobody. */
async function watch(tx: Sql, book: Book, ticket: Ticket): Promise<void> {
  const { delays } = await settingsOf(tx, ticket.site, book.received);
  const [now, nextAt] = [new Date(book.received), new Date(book.received + 2 * answerWithin(ticket, delays))];
  const row = { ticketId: ticket.id, kind: 'assigned', state: 'running', step: 1, startedAt: now, stepAt: now, nextAt };
  await insertRows(tx, 'Chain', [row], { key: ['ticketId'] });
}

/** What is critical is called so however it comes about: only that crosses quiet hours. */
export function kindOf(ticket: Pick<Ticket, 'priority'>, kind: CallingKind): CallingKind {
  return ticket.priority === 1 ? 'critical' : kind;
}

async function begin(tx: Sql, book: Book, ticket: Ticket, kind: CallingKind, by: PersonId | null): Promise<void> {
  const now = book.received;
  const { delays, calendar } = await settingsOf(tx, ticket.site, now);
  const circles = circlesOf(ticket, await aroundOf(tx, ticket, now), by);
  // The first people are called at once, whatever the hour: their pushes rest where they must (server/notify), their mails do not.
  const chain = { state: 'running', step: 0, stepAt: null, nextAt: now } as const;
  const next = nextStep(ticket, chain, { circles, delays: { ...delays, quiet: false }, calendar, openedAt: null }, now);
  const event: TicketEvent =
    next.do === 'call' ? { type: 'PeopleCalled', circle: next.circle, kind, people: next.people, late: false } : { type: 'CallsExhausted' };
  book.apply(ticket, [event], null, now, null);
  await insertRows(
    tx,
    'Chain',
    [
      {
        ticketId: ticket.id,
        kind,
        state: next.do === 'call' ? 'running' : 'exhausted',
        step: next.do === 'wait' ? 0 : next.step,
        startedAt: new Date(now),
        stepAt: new Date(now),
        nextAt: new Date(next.nextAt),
      },
    ],
    { key: ['ticketId'] },
  );
}

/** Somebody has it and knows, or it is over: nobody is called any more, and what waits to be sent is not. */
async function endCalls(tx: Sql, ticket: TicketId): Promise<void> {
  await tx.run(`UPDATE "Chain" SET state = 'over', "nextAt" = NULL WHERE "ticketId" = ?`, [ticket]);
  const calling = among([...CALLING_KINDS, 'unseen']);
  await tx.run(
    `UPDATE "Notice" SET state = 'settled', "mailAt" = NULL WHERE "ticketId" = ? AND kind IN ${calling.marks} AND state IN ('queued', 'sent', 'undelivered', 'gathered')`,
    [ticket, ...calling.values],
  );
}

/** When a mail follows an alert that was not answered, ms after it; null: none does. */
export function mailAfter(kind: string, ticket: Pick<Ticket, 'priority'>, delays: AlertDelays): number | null {
  if (AT_ONCE.has(kind)) return 0;
  return FOLLOWED.has(kind) ? answerWithin(ticket, delays) : null;
}

const AT_ONCE: ReadonlySet<string> = new Set(['overdue', 'unanswered']);
const FOLLOWED: ReadonlySet<string> = new Set([
  ...CALLING_KINDS,
  'assigned',
  'unseen',
  'help_asked',
  'hierarchical',
  'approval_asked',
  'visit',
  'reminder',
]);
