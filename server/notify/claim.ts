import 'server-only';
import type { Instant } from '#domain/ids.ts';
import { instantOf, jsonOf, type Sql } from '#server/sql.ts';
import type { Outcome } from './deliver.ts';
import type { Device } from './transport.ts';

/** How long a claimed delivery is left to its sender, ms. Longer than the transport's time limit, so that only a dead sender loses it. */
export const LEASE = 20_000;
/** Notices in a row that a push service refuses before the device is taken for dead. */
const REFUSALS = 5;

/** One delivery that is due, with all that is needed to send it. */
export interface Due {
  readonly noticeId: string;
  readonly subscriptionId: string;
  /** Tries so far; once it is claimed, this one included. */
  readonly attempts: number;
  readonly notice: {
    readonly id: string;
    readonly ticketId: string | null;
    readonly personId: string;
    readonly kind: string;
    readonly data: unknown;
    readonly expiresAt: Instant;
  };
  /** null: it left the list, or is in other hands by now. */
  readonly device: (Device & { readonly id: string; readonly failures: number; readonly language: string }) | null;
}

interface Row {
  noticeId: string;
  subscriptionId: string;
  attempts: number;
  ticketId: string | null;
  personId: string;
  kind: string;
  data: unknown;
  expiresAt: string | Date;
  endpoint: string | null;
  p256dh: string;
  auth: string;
  failures: number;
  language: string;
}

/** Deliveries that may be sent now, the longest due first. */
export async function findDue(sql: Sql, now: Instant, take: number): Promise<Due[]> {
  const at = new Date(now);
  const rows = await sql.all<Row>(
    `SELECT d."noticeId", d."subscriptionId", d.attempts, n."ticketId", n."personId", n.kind, n.data, n."expiresAt",
        s.endpoint, s.p256dh, s.auth, s.failures, p.language
      FROM "Delivery" d
      JOIN "Notice" n ON n.id = d."noticeId"
      LEFT JOIN "Subscription" s ON s.id = d."subscriptionId" AND s."personId" = n."personId"
      LEFT JOIN "Person" p ON p.id = s."personId"
      WHERE d.state = 'waiting' AND d."nextAt" <= ? AND n.state IN ('queued', 'sent') AND n."expiresAt" > ?
      ORDER BY d."nextAt", d."noticeId" LIMIT ?`,
    [at, at, take],
  );
  return rows.map(
    ({ noticeId, subscriptionId, attempts, ticketId, personId, kind, data, expiresAt, endpoint, p256dh, auth, failures, language }) => ({
      noticeId,
      subscriptionId,
      attempts,
      notice: { id: noticeId, ticketId, personId, kind, data: jsonOf<unknown>(data), expiresAt: instantOf(expiresAt) },
      device: endpoint === null ? null : { id: subscriptionId, endpoint, p256dh, auth, failures, language },
    }),
  );
}

/** Row by row in one order everywhere: two servers never wait for each other in a circle. */
function inOrder<T extends Pick<Due, 'noticeId' | 'subscriptionId'>>(rows: readonly T[]): T[] {
  const key = (row: T) => row.noticeId + row.subscriptionId;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * Claims what is due. The raised `attempts` is the claim: of two servers that read the same row one changes it. A server that dies while
 * sending leaves a row that falls due again after the lease: at least once, and the phone shows one by its tag.
 */
export async function claim(tx: Sql, due: readonly Due[], now: Instant): Promise<Due[]> {
  const claimed: Due[] = [];
  for (const one of inOrder(due)) {
    const count = await tx.run(
      `UPDATE "Delivery" SET attempts = ?, "nextAt" = ? WHERE "noticeId" = ? AND "subscriptionId" = ? AND attempts = ? AND state = 'waiting'`,
      [one.attempts + 1, new Date(now + LEASE), one.noticeId, one.subscriptionId, one.attempts],
    );
    if (count === 1) claimed.push({ ...one, attempts: one.attempts + 1 });
  }
  return claimed;
}

/**
 * Writes down what became of deliveries. An acceptance stands; anything else only while the claim is still ours: a sender that was slower
 * than its lease must not undo what the next one wrote.
 * @returns the notices that a push service has accepted for the first time
 */
export async function writeDown(tx: Sql, outcomes: readonly Outcome[]): Promise<Set<string>> {
  const accepted = new Set<string>();
  for (const { state, status, nextAt, due } of inOrder(outcomes.map((o) => ({ ...o, ...keyOf(o) })))) {
    const where = `"noticeId" = ? AND "subscriptionId" = ?`;
    const key = [due.noticeId, due.subscriptionId];
    if (state === 'accepted') {
      accepted.add(due.noticeId);
      await tx.run(`UPDATE "Delivery" SET state = 'accepted', status = ? WHERE ${where}`, [status, ...key]);
    } else if (nextAt !== null) {
      const mine = `${where} AND attempts = ? AND state = 'waiting'`;
      await tx.run(`UPDATE "Delivery" SET "nextAt" = ?, status = ? WHERE ${mine}`, [new Date(nextAt), status, ...key, due.attempts]);
    } else {
      const mine = `${where} AND attempts = ? AND state = 'waiting'`;
      await tx.run(`UPDATE "Delivery" SET state = ?, status = ? WHERE ${mine}`, [state, status, ...key, due.attempts]);
    }
  }
  const sent = new Set<string>();
  for (const id of [...accepted].sort()) {
    if ((await tx.run(`UPDATE "Notice" SET state = 'sent' WHERE id = ? AND state = 'queued'`, [id])) > 0) sent.add(id);
  }
  for (const { due, device } of outcomes) if (due.device !== null && device !== null) await writeDevice(tx, due.device, device);
  return sent;
}

const keyOf = ({ due }: Outcome) => ({ noticeId: due.noticeId, subscriptionId: due.subscriptionId });

async function writeDevice(tx: Sql, { id, endpoint, p256dh }: NonNullable<Due['device']>, what: NonNullable<Outcome['device']>): Promise<void> {
  switch (what) {
    case 'proved':
      await tx.run(`UPDATE "Subscription" SET failures = 0 WHERE id = ?`, [id]);
      return;
    case 'remove':
      // Unless the device subscribed anew under the same address while we were sending.
      await tx.run(`DELETE FROM "Subscription" WHERE id = ? AND endpoint = ? AND p256dh = ?`, [id, endpoint, p256dh]);
      return;
    case 'refused':
      await tx.run(`UPDATE "Subscription" SET failures = failures + 1 WHERE id = ?`, [id]);
      await tx.run(`DELETE FROM "Subscription" WHERE id = ? AND p256dh = ? AND failures >= ${REFUSALS}`, [id, p256dh]);
  }
}
