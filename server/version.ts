import 'server-only';
import type { Sql } from './sql.ts';

/** What the first statement of a writing transaction comes back with. */
export interface Raised {
  readonly version: number;
  /** IANA name; years of ticket numbers begin in it. */
  readonly timeZone: string;
  /** The delays of calls (server/sweep/settings.ts `delaysOf`). */
  readonly alerts: unknown;
}

/**
 * Raises the organisation's version, as `withVersion` of server/register.ts does through Prisma. It takes the writer's lock on both databases,
 * so that versions commit in their order (docs/decisions/0002).
 */
export async function raise(tx: Sql): Promise<Raised> {
  const [raised] = await tx.all<Raised>(`UPDATE "Organisation" SET version = version + 1 WHERE id = 'org' RETURNING version, "timeZone", alerts`);
  if (raised === undefined) throw new Error('no organisation: the server was started without its start-up');
  return raised;
}
