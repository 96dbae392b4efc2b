import 'server-only';
import type { Actor, Membership, Role } from '#domain/actor.ts';
import type { Instant, PersonId, SiteId, TeamId } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { storeOf } from '#server/sql.ts';

/** What the cookie says; nothing of it is believed but who, and which of the person's sign-ins. */
export interface Claims {
  readonly person: string;
  readonly sessionVersion: number;
  readonly expiresAt: Instant;
}

export interface Named {
  /** Given name, family name. */
  readonly name: string;
  readonly language: 'fr' | 'en';
}

/** Who asks, with the rights of this instant. */
export interface Session extends Named {
  readonly actor: Actor;
}

interface Row {
  givenName: string;
  familyName: string;
  language: string;
  sessionVersion: number;
  vip: boolean | number;
  role: Role | null;
  siteId: string | null;
  teamId: string | null;
}

/**
 * One statement, because every request of every phone begins with it (Prisma's `include` would send three). A person with two roles and
 * two teams comes as four rows, which `actorOf` folds.
 */
function rowsOf(db: Db, person: string): Promise<Row[]> {
  return storeOf(db).read.all<Row>(
    `SELECT p."givenName", p."familyName", p."language", p."sessionVersion", p."vip", m."role", m."siteId", t."teamId"
      FROM "Person" p
      LEFT JOIN "Membership" m ON m."personId" = p."id"
      LEFT JOIN "TeamMember" t ON t."personId" = p."id"
      WHERE p."id" = ? AND p."disabledAt" IS NULL
      ORDER BY m."role", m."siteId", t."teamId"`,
    [person],
  );
}

function fold(person: string, rows: readonly Row[]): (Actor & Named & { sessionVersion: number }) | null {
  const [first] = rows;
  if (first === undefined) return null;
  const memberships = new Map<string, Membership>();
  const teams = new Set<TeamId>();
  for (const { role, siteId, teamId } of rows) {
    if (role !== null) memberships.set(`${role} ${siteId}`, { role, site: siteId as SiteId | null });
    if (teamId !== null) teams.add(teamId as TeamId);
  }
  return {
    person: person as PersonId,
    memberships: [...memberships.values()],
    teams: [...teams],
    ...(first.vip ? { vip: true } : {}),
    name: `${first.givenName} ${first.familyName}`,
    language: first.language === 'en' ? 'en' : 'fr',
    sessionVersion: first.sessionVersion,
  };
}

/** The person as the rules need to know them now; null when there is no such person, or no longer. */
export async function actorFor(db: Db, personId: string): Promise<(Actor & Named) | null> {
  const found = fold(personId, await rowsOf(db, personId));
  if (found === null) return null;
  const { sessionVersion: _, ...actor } = found;
  return actor;
}

/**
 * The session that these claims open now, read from the database at each request: null when it is over, was revoked, or when the person was
 * disabled or never was. Roles and teams are those of this instant, whatever they were at sign-in.
 */
export async function sessionOf(db: Db, claims: Claims, now: Instant): Promise<Session | null> {
  if (claims.expiresAt <= now) return null;
  const found = fold(claims.person, await rowsOf(db, claims.person));
  if (found === null || found.sessionVersion !== claims.sessionVersion) return null;
  const { name, language, person, memberships, teams } = found;
  return { actor: { person, memberships, teams }, name, language };
}
