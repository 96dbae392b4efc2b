import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '#server/db.ts';

const MINUTES = 30;

/**
 * A link that makes its bearer the first administrator, once. Only its sha256 is kept; a link printed by an earlier start ends.
 * @param at now, in ms
 * @returns the address to open
 */
export async function firstAdminLink(db: Db, publicUrl: string, at: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  await db.oneTimeLink.deleteMany({ where: { purpose: 'first-admin', usedAt: null } });
  await db.oneTimeLink.create({ data: { tokenHash, purpose: 'first-admin', expiresAt: new Date(at + MINUTES * 60_000) } });
  return `${publicUrl}/welcome?token=${token}`;
}
