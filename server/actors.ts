import 'server-only';
import type { Actor, Membership, Role } from '#domain/actor.ts';
import type { PersonId, SiteId, TeamId } from '#domain/ids.ts';
import type { Sql } from './sql.ts';

interface Row {
  readonly id: string;
  readonly role: Role | null;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly vip: boolean | number;
}

/**
 * People as the rules need to know them, in one statement: a person with two roles and two teams comes as four rows, folded here.
 * @param where a condition on `p`, the person
 */
export async function actorsWhere(sql: Sql, where: string, values: readonly unknown[]): Promise<Actor[]> {
  const rows = await sql.all<Row>(
    `SELECT p.id, p.vip, m.role, m."siteId", t."teamId" FROM "Person" p LEFT JOIN "Membership" m ON m."personId" = p.id
      LEFT JOIN "TeamMember" t ON t."personId" = p.id WHERE ${where} ORDER BY p.id`,
    values,
  );
  const people = new Map<string, { vip: boolean; memberships: Map<string, Membership>; teams: Set<TeamId> }>();
  for (const { id, role, siteId, teamId, vip } of rows) {
    const person = people.get(id) ?? { vip: Boolean(vip), memberships: new Map(), teams: new Set() };
    people.set(id, person);
    if (role !== null) person.memberships.set(`${role} ${siteId}`, { role, site: siteId as SiteId | null });
    if (teamId !== null) person.teams.add(teamId as TeamId);
  }
  return [...people].map(([id, { vip, memberships, teams }]) => ({
    ...{ person: id as PersonId, ...(vip ? { vip } : {}) },
    ...{ memberships: [...memberships.values()], teams: [...teams] },
  }));
}
