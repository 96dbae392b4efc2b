import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { KEEP_TRYING, parseStored } from './stored.ts';

const AT_ONCE = 200;

/** Without a mail server, what waits is kept: the administrator reads it, and it leaves once there is one. */
export async function keepAll(db: Db, now: Instant): Promise<void> {
  await db.mail.updateMany({ where: { state: 'waiting', nextAt: { lte: new Date(now) } }, data: { state: 'kept' } });
}

/** A mail server is set now: what was kept leaves, the oldest first, with as much time as any letter. */
export async function releaseKept(db: Db, now: Instant): Promise<void> {
  for (;;) {
    const rows = await db.mail.findMany({ where: { state: 'kept' }, orderBy: { id: 'asc' }, take: AT_ONCE, select: { id: true, data: true } });
    for (const { id, data } of rows) {
      const stored = parseStored(data);
      const until = now + KEEP_TRYING;
      await db.mail.updateMany({
        where: { id, state: 'kept' },
        data: { state: 'waiting', nextAt: new Date(now), ...(stored === null ? {} : { data: { ...stored, until } as object }) },
      });
    }
    if (rows.length < AT_ONCE) return;
  }
}
