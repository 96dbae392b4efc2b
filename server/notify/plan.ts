import 'server-only';
import * as z from 'zod/mini';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';

/** A test may be for one device alone. */
const OneDevice = z.object({ device: z.string() });

export interface Fresh {
  readonly id: string;
  readonly personId: string;
  readonly data: unknown;
}

/** Notices that were written and not looked at yet, the oldest first. */
export function findFresh(db: Db, now: Instant, take: number): Promise<Fresh[]> {
  return db.notice.findMany({
    where: { state: 'queued', expiresAt: { gt: new Date(now) }, deliveries: { none: {} } },
    select: { id: true, personId: true, data: true },
    orderBy: { createdAt: 'asc' },
    take,
  });
}

/**
 * Makes one delivery for each device of the person. Safe from several servers at once: the notice's row is locked first, then looked at
 * again.
 * @returns how many there are; with none, nobody can be reached
 */
export function plan(db: Db, notice: Fresh, now: Instant): Promise<number> {
  const only = OneDevice.safeParse(notice.data);
  return db.$transaction(async (tx) => {
    await tx.notice.updateMany({ where: { id: notice.id, state: 'queued' }, data: { state: 'queued' } });
    const already = await tx.delivery.count({ where: { noticeId: notice.id } });
    if (already > 0) return already;
    const devices = await tx.subscription.findMany({
      where: { personId: notice.personId, person: { disabledAt: null }, ...(only.success ? { id: only.data.device } : {}) },
      select: { id: true },
    });
    if (devices.length > 0) {
      await tx.delivery.createMany({ data: devices.map(({ id }) => ({ noticeId: notice.id, subscriptionId: id, nextAt: new Date(now) })) });
    }
    return devices.length;
  });
}
