import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import { checkFor } from '#domain/catalogue.ts';
import { isFamilyNameIn, normalNumber, sameName } from '#domain/identity.ts';
import type { Instant } from '#domain/ids.ts';
import { may, maySee } from '#domain/permission.ts';
import { isOpen, type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from './db.ts';
import { env } from './env.ts';
import { executeSystem } from './execute.ts';
import { ensureKeys, keysAsSettings } from './keys.ts';
import { jsonOf, type Sql, storeOf } from './sql.ts';
import { type Limit, type Throttle, throttle } from './throttle.ts';

/** Of one person on one ticket. */
const TRIES: Limit = { limit: 5, windowMs: 15 * 60_000 };

/** What whoever asks has been told on the telephone. */
export interface Said {
  readonly why: string;
  readonly familyName: string;
  readonly agentNumber: string;
}

/** `unknown`: absent, or not theirs to check; the same answer. */
export type Compared = 'same' | 'different' | 'unknown' | 'told' | { readonly retryAfter: number };

/**
 * The keyed hash under which an agent's number is kept. The person is part of it: two rows tell nothing of one another, and one that is copied
 * to another person fits nobody.
 */
export function agentHashOf(person: string, agentNumber: string): string {
  const { AGENT_KEY: key = '' } = keysAsSettings(ensureKeys(env().dataDir));
  return createHmac('sha256', key)
    .update(`${person} ${normalNumber(agentNumber)}`)
    .digest('base64url');
}

interface Candidate {
  readonly id: string;
  readonly familyName: string;
  readonly agentHash: string | null;
}

/** One step for whoever is compared, whatever the outcome: neither the name nor the number can be told apart by the time it takes. */
function fits({ id, familyName, agentHash }: Candidate, said: Said): boolean {
  const given = Buffer.from(agentHashOf(id, said.agentNumber));
  const kept = Buffer.from((agentHash ?? '').padEnd(given.length, '-').slice(0, given.length));
  const isNumber = timingSafeEqual(given, kept);
  return sameName(familyName, said.familyName) && isNumber;
}

/** Whom the ticket is for: one person, or those of the site who could bear the name that was written. */
async function candidatesFor(read: Sql, ticket: Ticket, said: Said): Promise<readonly Candidate[]> {
  const columns = 'SELECT p.id, p."familyName", p."agentHash" FROM "Person" p';
  if (ticket.beneficiaryName === '') return read.all<Candidate>(`${columns} WHERE p.id = ?`, [ticket.beneficiary]);
  if (!isFamilyNameIn(said.familyName, ticket.beneficiaryName)) return [];
  return read.all<Candidate>(
    `${columns} WHERE p."disabledAt" IS NULL AND p."agentHash" IS NOT NULL
      AND p.id IN (SELECT "personId" FROM "Membership" WHERE "siteId" = ? OR "siteId" IS NULL)`,
    [ticket.site],
  );
}

/**
 * Compares what the beneficiary said with what the house knows, and writes the outcome into the ticket: that it was checked, or that it did
 * not fit. The number itself goes nowhere (domain.md section 6). Asked again after it fitted, nothing more is written.
 */
export async function compareIdentity(
  db: Db,
  actor: Actor,
  ticketId: string,
  said: Said,
  now: Instant,
  counts: Throttle = throttle(),
): Promise<Compared> {
  const { read } = storeOf(db);
  const [row] = await read.all<{ head: unknown }>('SELECT head FROM "Ticket" WHERE id = ?', [ticketId]);
  const ticket = row === undefined ? null : upcastTicket(jsonOf<Ticket>(row.head));
  if (ticket === null || !maySee(actor, ticket) || !isOpen(ticket) || !may(actor, 'record_check', ticket)) return 'unknown';
  if (checkFor(ticket.category, ticket.symptom) !== 'identity') return 'unknown';
  // What is written stays in the ticket.
  if (normalNumber(said.why).includes(normalNumber(said.agentNumber))) return 'told';
  const verdict = counts.allow(`identity:${ticket.id}:${actor.person}`, TRIES, now);
  if (!verdict.allowed) return { retryAfter: verdict.retryAfter };
  // All of them, whoever fits: see `fits`.
  const isSame = (await candidatesFor(read, ticket, said)).map((one) => fits(one, said)).includes(true);
  const isKnown = isSame && ticket.checks.some((k) => k.check === 'identity');
  const command = { type: 'identity_compared', ticket: ticket.id, actor, how: said.why, isSame } as const;
  // Somebody took the ticket over meanwhile: it is theirs to check.
  if (!isKnown && !(await executeSystem(db, command, now))) return 'unknown';
  return isSame ? 'same' : 'different';
}
