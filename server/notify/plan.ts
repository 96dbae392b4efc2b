import 'server-only';
import * as z from 'zod/mini';
import { topicOf } from '#domain/alerts.ts';
import type { Instant, SiteId } from '#domain/ids.ts';
import { insertRows } from '#server/insert.ts';
import { onCallFor } from '#server/oncall.ts';
import { among, jsonOf, type Sql } from '#server/sql.ts';
import { URGENT } from './payload.ts';
import { gather, holdBack, siteOf } from './rest.ts';

/** A test may be for one device alone. */
const OneDevice = z.object({ device: z.string() });

export interface Fresh {
  readonly id: string;
  readonly personId: string;
  readonly kind: string;
  readonly data: unknown;
  /** It waited for quiet hours to end; null: it did not. */
  readonly heldUntil: unknown;
  readonly expiresAt: string | Date;
  readonly ticketId: string | null;
}

/** Notices that were written and not looked at yet: what wakes a phone first, then the oldest. */
export async function findFresh(sql: Sql, now: Instant, take: number): Promise<Fresh[]> {
  const urgent = among([...URGENT]);
  const rows = await sql.all<Fresh>(
    `SELECT n.id, n."personId", n.kind, n.data, n."heldUntil", n."expiresAt", n."ticketId" FROM "Notice" n
      WHERE n.state = 'queued' AND n."expiresAt" > ? AND (n."heldUntil" IS NULL OR n."heldUntil" <= ?) AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."noticeId" = n.id)
      ORDER BY CASE WHEN n.kind IN ${urgent.marks} THEN 0 ELSE 1 END, n."createdAt", n.id LIMIT ?`,
    [new Date(now), new Date(now), ...urgent.values, take],
  );
  return rows.map((row) => ({ ...row, data: jsonOf<unknown>(row.data) }));
}

/** What came of planning: `silent` have nobody to go to. */
export interface Planned {
  readonly count: number;
  readonly silent: readonly string[];
}

/**
 * Makes one delivery for each device of each person that wants to hear of this. Safe from several servers at once: a delivery that is there
 * already is left as it is. Must run in a transaction.
 */
export async function plan(tx: Sql, notices: readonly Fresh[], now: Instant): Promise<Planned> {
  const all = await stillFresh(tx, notices);
  const onCall = await onCallAmong(tx, all, now);
  const leaving = await holdBack(tx, all, onCall, now);
  const people = [...new Set(leaving.map((n) => n.personId))];
  const [devices, off] = [await devicesOf(tx, people), await choicesOf(tx, people)];
  const willingOf = ({ personId, kind }: Pick<Fresh, 'personId' | 'kind'>, theirs: readonly string[]) => {
    const topic = topicOf(kind);
    return topic === null ? theirs : theirs.filter((id) => !off.has(`${personId} ${topic} ${id}`));
  };
  // Only what somebody wants to hear is counted among what the morning brings.
  const fresh = await gather(tx, leaving, now, (n) => willingOf(n, devices.get(n.personId) ?? []).length > 0);
  const silent: string[] = [];
  const unwanted: string[] = [];
  const rows: { noticeId: string; subscriptionId: string; nextAt: Date }[] = [];
  for (const notice of fresh) {
    const only = OneDevice.safeParse(notice.data);
    const theirs = (devices.get(notice.personId) ?? []).filter((id) => !only.success || id === only.data.device);
    const topic = topicOf(notice.kind);
    const willing = willingOf(notice, theirs);
    // Whoever is on call hears what is critical, whatever became of the device that did.
    const chosen = willing.length === 0 && notice.kind === 'critical' && onCall.has(notice.id) ? theirs : willing;
    for (const subscriptionId of chosen) rows.push({ noticeId: notice.id, subscriptionId, nextAt: new Date(now) });
    if (chosen.length > 0) continue;
    // A call that no device wants reached nobody, and its chain must know; of the rest nothing is to be said.
    (theirs.length === 0 || topic === 'calls' ? silent : unwanted).push(notice.id);
  }
  // In one order everywhere: two servers that plan the same never wait for each other in a circle.
  rows.sort((a, b) => (a.noticeId + a.subscriptionId < b.noticeId + b.subscriptionId ? -1 : 1));
  await insertRows(tx, 'Delivery', rows, { key: ['noticeId', 'subscriptionId'], set: [] });
  for (const id of unwanted) await tx.run(`UPDATE "Notice" SET state = 'unwanted' WHERE id = ? AND state = 'queued'`, [id]);
  return { count: all.length, silent };
}

async function stillFresh(tx: Sql, notices: readonly Fresh[]): Promise<readonly Fresh[]> {
  const { marks, values } = among(notices.map((n) => n.id));
  const rows = await tx.all<{ id: string }>(
    `SELECT n.id FROM "Notice" n WHERE n.state = 'queued' AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."noticeId" = n.id) AND n.id IN ${marks}`,
    values,
  );
  const still = new Set(rows.map((r) => r.id));
  return notices.filter((n) => still.has(n.id));
}

async function devicesOf(tx: Sql, people: readonly string[]): Promise<Map<string, string[]>> {
  const { marks, values } = among(people);
  const rows = await tx.all<{ id: string; personId: string }>(
    `SELECT s.id, s."personId" FROM "Subscription" s JOIN "Person" p ON p.id = s."personId" WHERE p."disabledAt" IS NULL AND s."personId" IN ${marks}`,
    values,
  );
  const found = new Map<string, string[]>();
  for (const { id, personId } of rows) found.set(personId, [...(found.get(personId) ?? []), id]);
  return found;
}

/** "person topic device" of each thing that is not wanted. */
async function choicesOf(tx: Sql, people: readonly string[]): Promise<Set<string>> {
  const { marks, values } = among(people);
  const rows = await tx.all<{ personId: string; topic: string; channel: string }>(
    `SELECT "personId", topic, channel FROM "AlertChoice" WHERE "personId" IN ${marks}`,
    values,
  );
  return new Set(rows.map((r) => `${r.personId} ${r.topic} ${r.channel}`));
}

/** The notices of what is critical whose reader is on call for its very site. */
async function onCallAmong(tx: Sql, fresh: readonly Fresh[], now: Instant): Promise<Set<string>> {
  const rosters = new Map<SiteId, readonly string[]>();
  const found = new Set<string>();
  for (const { id, kind, personId, data } of fresh) {
    const site = siteOf(data);
    if (kind !== 'critical' || site === null) continue;
    const roster = rosters.get(site) ?? (await onCallFor(tx, site, now));
    rosters.set(site, roster);
    if (roster.includes(personId)) found.add(id);
  }
  return found;
}
