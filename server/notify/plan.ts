import 'server-only';
import * as z from 'zod/mini';
import { topicOf } from '#domain/alerts.ts';
import type { Instant } from '#domain/ids.ts';
import type { Db, Tx } from '#server/db.ts';

/** A test may be for one device alone. */
const OneDevice = z.object({ device: z.string() });

export interface Fresh {
  readonly id: string;
  readonly personId: string;
  readonly kind: string;
  readonly data: unknown;
}

/** Notices that were written and not looked at yet, the oldest first. */
export function findFresh(db: Db, now: Instant, take: number): Promise<Fresh[]> {
  return db.notice.findMany({
    where: { state: 'queued', expiresAt: { gt: new Date(now) }, deliveries: { none: {} } },
    select: { id: true, personId: true, kind: true, data: true },
    orderBy: { createdAt: 'asc' },
    take,
  });
}

/**
 * Makes one delivery for each device of the person that wants to hear of this. Safe from several servers at once: the notice's row is locked
 * first, then looked at again.
 * @returns how many there are; with none, nobody can be reached. `unwanted`: there are devices, and none wants it
 */
export function plan(db: Db, notice: Fresh, now: Instant): Promise<number | 'unwanted'> {
  const only = OneDevice.safeParse(notice.data);
  return db.$transaction(async (tx) => {
    await tx.notice.updateMany({ where: { id: notice.id, state: 'queued' }, data: { state: 'queued' } });
    const already = await tx.delivery.count({ where: { noticeId: notice.id } });
    if (already > 0) return already;
    const devices = await tx.subscription.findMany({
      where: { personId: notice.personId, person: { disabledAt: null }, ...(only.success ? { id: only.data.device } : {}) },
      select: { id: true },
    });
    const willing = await wanting(tx, notice, devices, now);
    if (willing.length > 0) {
      await tx.delivery.createMany({ data: willing.map(({ id }) => ({ noticeId: notice.id, subscriptionId: id, nextAt: new Date(now) })) });
      return willing.length;
    }
    // A call that no device wants reached nobody, and its chain must know; of the rest nothing is to be said.
    if (devices.length === 0 || topicOf(notice.kind) === 'calls') return 0;
    await tx.notice.updateMany({ where: { id: notice.id, state: 'queued' }, data: { state: 'unwanted' } });
    return 'unwanted';
  });
}

/** The devices that were not told to be silent about this. Whoever is on call hears what is critical, whatever became of the device that did. */
async function wanting(tx: Tx, { kind, personId }: Fresh, devices: readonly { id: string }[], now: Instant): Promise<readonly { id: string }[]> {
  const topic = topicOf(kind);
  if (topic === null || devices.length === 0) return devices;
  const off = new Set((await tx.alertChoice.findMany({ where: { personId, topic }, select: { channel: true } })).map((c) => c.channel));
  const willing = devices.filter(({ id }) => !off.has(id));
  if (willing.length > 0 || kind !== 'critical') return willing;
  const at = new Date(now);
  return (await tx.onCall.count({ where: { personId, from: { lte: at }, until: { gt: at } } })) > 0 ? devices : willing;
}
