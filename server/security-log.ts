import 'server-only';
import { createHmac } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import type { Instant } from '#domain/ids.ts';
import { type Db, db as openDb } from './db.ts';
import { env } from './env.ts';
import { log } from './log.ts';
import { addressOf } from './session/address.ts';
import { sessionSecret } from './session/cookie.ts';
import { newId } from './ticket-rows.ts';

/** How long security events are kept, ms. */
export const SECURITY_KEPT = 183 * 86_400_000;

/** What is worth knowing after an attack, or before one succeeds. */
export type SecurityKind =
  | 'signed-in'
  | 'signed-out'
  | 'signin-failed'
  | 'signin-throttled'
  | 'signin-disabled'
  | 'account-disabled'
  | 'account-enabled'
  | 'people-imported'
  | 'account-merged'
  | 'address-changed'
  | 'identity-changed'
  | 'account-erased'
  | 'data-exported'
  | 'sessions-revoked'
  | 'device-wiped'
  | 'password-changed'
  | 'password-reset'
  | 'invited'
  | 'recovery-asked'
  | 'recovery-used'
  | 'factor-added'
  | 'factor-removed'
  | 'factor-failed'
  | 'roles-changed'
  | 'provider-linked'
  | 'provider-refused'
  | 'provider-sign-out'
  | 'cross-site'
  | 'csp'
  | 'too-often'
  | 'keys-renewed';

/** One event. `data`: codes and counts of our own, never a name, a login, an address or anything that somebody typed. */
export interface SecurityEvent {
  readonly kind: SecurityKind;
  /** Whose account it is about; null where nobody is known. */
  readonly person?: string | null;
  /** Where it came from (server/session/address.ts); only its keyed hash is kept. */
  readonly address?: string | null;
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Rows of one kind that one server writes in a minute: a flood is counted, and does not fill the database. */
const MOST = 60;
const MINUTE = 60_000;

interface Written {
  since: Instant;
  rows: number;
  /** Those that were not written, told in the next row. */
  left: number;
}

const shared = globalThis as { relaisSecurity?: Map<SecurityKind, Written> };

/** How many of the same kind were left out before this one; null: this one is to be left out too. */
function share(kind: SecurityKind, now: Instant): number | null {
  shared.relaisSecurity ??= new Map();
  const seen = shared.relaisSecurity.get(kind) ?? { since: now, rows: 0, left: 0 };
  shared.relaisSecurity.set(kind, seen);
  if (now - seen.since >= MINUTE || now < seen.since) Object.assign(seen, { since: now, rows: 0 });
  if (seen.rows >= MOST) {
    seen.left += 1;
    return null;
  }
  seen.rows += 1;
  const { left } = seen;
  seen.left = 0;
  return left;
}

/** The hash under which an address stands in the log: the same address twice is seen to be the same, and nobody can read which it was. */
export function hashOfAddress(address: string): string {
  return createHmac('sha256', sessionSecret()).update(`address ${address}`).digest('base64url').slice(0, 22);
}

/** The same line where the owner's log collector takes it elsewhere: whoever breaks into the database does not change it there. */
async function sendAlong(event: Readonly<Record<string, unknown>>): Promise<void> {
  const { securityLog } = env();
  if (securityLog === undefined) return;
  // One write a line, at the end of the file whatever another process does with it.
  await appendFile(securityLog, `${JSON.stringify(event)}\n`, { mode: 0o600 }).catch((error: unknown) =>
    log('error', 'a security event was not sent along', { error }),
  );
}

/**
 * Writes what concerns the security of the house, apart from its other logs; kept six months (server/prune.ts). Never throws and never stops
 * what it tells of: call it with `void` where the answer must not wait, nor take another time for one account than for another.
 */
export async function securityEvent(db: Db, { kind, person = null, address = null, data }: SecurityEvent, now: Instant = Date.now()): Promise<void> {
  const left = share(kind, now);
  if (left === null) return;
  const told = { ...data, ...(left > 0 ? { leftOut: left } : {}) };
  void sendAlong({ at: new Date(now).toISOString(), kind, person, address: address === null ? null : hashOfAddress(address), ...told });
  try {
    await db.securityEvent.create({
      data: {
        id: newId(now),
        at: new Date(now),
        kind,
        personId: person,
        address: address === null ? null : hashOfAddress(address),
        ...(Object.keys(told).length > 0 ? { data: told } : {}),
      },
      select: { id: true },
    });
  } catch (error) {
    log('error', 'a security event was not kept', { kind, error });
  }
}

/** The same for a door that has no database at hand: where the request came from is read from it, and nobody waits. */
export function noteSecurity(request: Request, event: Omit<SecurityEvent, 'address'>): void {
  const address = addressOf((name) => request.headers.get(name));
  void openDb().then(
    (db) => securityEvent(db, { ...event, address }),
    () => {},
  );
}
