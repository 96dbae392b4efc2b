import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { KEEP_TRYING, parseStored } from './stored.ts';

const AT_ONCE = 200;

/** Without a mail server, what waits is kept: the administrator reads it, and it leaves once there is one. */
export async function keepAll(db: Db, now: Instant): Promise<void> {
  await db.mail.updateMany({ where: { state: 'waiting', nextAt: { lte: new Date(now) } }, data: { state: 'kept' } });
}

/**
 * A mail server is set now: what was kept leaves, the oldest first, with as much time as any letter. What it is too late to say is given up:
 * nobody wants the news of months in one night, and each can still be read and sent by hand.
 */
export async function releaseKept(db: Db, now: Instant): Promise<void> {
  for (;;) {
    const rows = await db.mail.findMany({ where: { state: 'kept' }, orderBy: { id: 'asc' }, take: AT_ONCE, select: { id: true, data: true } });
    const late: string[] = [];
    for (const { id, data } of rows) {
      const stored = parseStored(data);
      if (stored === null || stored.until <= now) {
        late.push(id);
        continue;
      }
      await db.mail.updateMany({
        where: { id, state: 'kept' },
        data: { state: 'waiting', nextAt: new Date(now), data: { ...stored, until: now + KEEP_TRYING } as object },
      });
    }
    await db.mail.updateMany({ where: { id: { in: late }, state: 'kept' }, data: { state: 'given-up' } });
    if (rows.length < AT_ONCE) return;
  }
}
