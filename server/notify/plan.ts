import 'server-only';
import * as z from 'zod/mini';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';

/** A test may be for one device alone. */
const OneDevice = z.object({ device: z.string() });

/**
 * Makes one delivery for each device of the person, for every notice that has none yet.
 * Safe from several servers at once: the notice's row is locked first, then looked at again.
 * @returns the notices that nobody can receive
 */
export async function planDeliveries(db: Db, now: Instant, take: number): Promise<{ planned: number; withoutDevice: string[] }> {
  const fresh = await db.notice.findMany({
    where: { state: 'queued', expiresAt: { gt: new Date(now) }, deliveries: { none: {} } },
    select: { id: true, personId: true, data: true },
    orderBy: { createdAt: 'asc' },
    take,
  });
  const withoutDevice: string[] = [];
  for (const notice of fresh) if ((await plan(db, notice, now)) === 0) withoutDevice.push(notice.id);
  return { planned: fresh.length, withoutDevice };
}

function plan(db: Db, notice: { id: string; personId: string; data: unknown }, now: Instant): Promise<number> {
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
