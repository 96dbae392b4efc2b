import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Tx } from '#server/db.ts';

/** A call that rested until a date of the old hours is decided anew after this, ms: nobody is passed by for a change of settings. */
const SOON = 10 * 60_000;

/** Hours or quiet hours have changed: what rests until a date that they gave is decided anew, in the transaction of that change. */
export async function lookAgain(tx: Tx, now: Instant): Promise<void> {
  const at = new Date(now);
  await tx.notice.updateMany({ where: { state: 'queued', heldUntil: { gt: at } }, data: { heldUntil: at } });
  const soon = new Date(now + SOON);
  await tx.chain.updateMany({ where: { state: { not: 'over' }, nextAt: { gt: soon } }, data: { nextAt: soon } });
}
