import 'server-only';
import type { Membership, Role } from '#domain/actor.ts';
import type { Instant, SiteId } from '#domain/ids.ts';
import type { Tx } from './db.ts';
import { markRights } from './notice-rows.ts';
import { stampColleagues } from './register.ts';
import { newId } from './ticket-rows.ts';

/** What a person may do here, as the office or their provider says it. A part that is left out stays as it is. */
export interface Rights {
  readonly memberships?: readonly Membership[];
  readonly teams?: readonly string[];
}

/** Nobody would be left to open the office; the transaction is undone. */
export class LastAdministrator extends Error {
  override readonly name = 'LastAdministrator';
}

const keyOf = ({ role, site }: Membership) => `${role} ${site ?? ''}`;
const ADMIN = keyOf({ role: 'admin', site: null });

/**
 * Called after somebody who ran the organisation no longer does, in the transaction, under the writer's lock.
 * @throws LastAdministrator when no open account runs it now
 */
export async function keepAnAdministrator(tx: Tx): Promise<void> {
  const left = await tx.membership.count({ where: { role: 'admin', siteId: null, person: { disabledAt: null } } });
  if (left === 0) throw new LastAdministrator();
}

/**
 * Makes a person's roles and teams what is given, and tells the phones: theirs begin again, without what left their sight; colleagues' learn
 * who serves their site now. The only writer of roles and teams of somebody who exists.
 * @param version the organisation's, raised first in the transaction
 * @returns whether anything changed
 * @throws LastAdministrator
 */
export async function writeRights(tx: Tx, person: string, { memberships, teams }: Rights, version: number, now: Instant): Promise<boolean> {
  const [held, inTeams] = await Promise.all([
    tx.membership.findMany({ where: { personId: person } }),
    tx.teamMember.findMany({ where: { personId: person }, select: { teamId: true } }),
  ]);
  const before = new Map(held.map((m) => [keyOf({ role: m.role as Role, site: m.siteId as SiteId | null }), m.id]));
  const after = memberships === undefined ? null : new Map(memberships.map((m) => [keyOf(m), m]));
  const gone = after === null ? [] : [...before].filter(([key]) => !after.has(key)).map(([, id]) => id);
  const come = after === null ? [] : [...after].filter(([key]) => !before.has(key)).map(([, m]) => m);
  const teamsBefore = new Set(inTeams.map((t) => t.teamId));
  const left = teams === undefined ? [] : [...teamsBefore].filter((id) => !teams.includes(id));
  const joined = teams === undefined ? [] : [...new Set(teams)].filter((id) => !teamsBefore.has(id));
  if (gone.length + come.length + left.length + joined.length === 0) return false;

  // Where they worked, and where they will.
  await stampColleagues(tx, person, version);
  if (gone.length > 0) await tx.membership.deleteMany({ where: { id: { in: gone } } });
  if (come.length > 0)
    await tx.membership.createMany({ data: come.map(({ role, site }) => ({ id: newId(now), personId: person, role, siteId: site })) });
  if (left.length > 0) await tx.teamMember.deleteMany({ where: { personId: person, teamId: { in: left } } });
  if (joined.length > 0) await tx.teamMember.createMany({ data: joined.map((teamId) => ({ teamId, personId: person })) });
  await stampColleagues(tx, person, version);
  await markRights(tx, person, version);
  if (before.has(ADMIN) && after !== null && !after.has(ADMIN)) await keepAnAdministrator(tx);
  return true;
}
