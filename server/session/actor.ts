import 'server-only';
import type { Actor, Membership, Role } from '#domain/actor.ts';
import type { Instant, PersonId, SiteId, TeamId } from '#domain/ids.ts';
import { KEY_ROLES } from '#domain/sign-in.ts';
import { contactsOf } from '#server/contacts.ts';
import type { Db } from '#server/db.ts';
import { instantOf, storeOf } from '#server/sql.ts';
import { lacksKey } from './sign-in-settings.ts';

/** What the cookie says; nothing of it is believed but who, and which of the person's sign-ins. */
export interface Claims {
  readonly person: string;
  readonly sessionVersion: number;
  /** The row of this sign-in (sessions.ts); null: a cookie of before there were rows, which its next renewal gives one. */
  readonly signedIn: string | null;
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
  /** The row of this sign-in. */
  readonly signedIn?: string;
}

/** A device that is at work says so this often, ms: not at every poll. */
const SEEN_EVERY = 5 * 60_000;

interface Row {
  givenName: string;
  familyName: string;
  language: string;
  sessionVersion: number;
  vip: boolean | number;
  role: Role | null;
  siteId: string | null;
  teamId: string | null;
  lastSeen: string | Date | null;
  endedAt: string | Date | null;
  by: string | null;
}

/**
 * One statement, because every request of every phone begins with it (Prisma's `include` would send three). A person with two roles and
 * two teams comes as four rows, which `actorOf` folds.
 */
function rowsOf(db: Db, person: string, signedIn: string | null = null): Promise<Row[]> {
  return storeOf(db).read.all<Row>(
    `SELECT p."givenName", p."familyName", p."language", p."sessionVersion", p."vip", m."role", m."siteId", t."teamId", s."lastSeen", s."endedAt", s."by"
      FROM "Person" p
      LEFT JOIN "SignedIn" s ON s."id" = ? AND s."personId" = p."id"
      LEFT JOIN "Membership" m ON m."personId" = p."id"
      LEFT JOIN "TeamMember" t ON t."personId" = p."id"
      WHERE p."id" = ? AND p."disabledAt" IS NULL
      ORDER BY m."role", m."siteId", t."teamId"`,
    [signedIn, person],
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
 * The session that these claims open now, read from the database at each request: null when it is over, was ended or revoked, or when the
 * person was disabled or never was. Roles and teams are those of this instant, whatever they were at sign-in.
 */
export async function sessionOf(db: Db, claims: Claims, now: Instant): Promise<Session | null> {
  if (claims.expiresAt <= now) return null;
  const { signedIn } = claims;
  const rows = await rowsOf(db, claims.person, signedIn);
  const found = fold(claims.person, rows);
  const [row] = rows;
  if (found === null || row === undefined || found.sessionVersion !== claims.sessionVersion) return null;
  const { name, language, person, memberships, teams } = found;
  const session = { actor: { person, memberships, teams }, name, language };
  // Demanded from a day on: a session of before it, by a password alone, opens nothing more. What a portal asked is the portal's.
  const isByPassword = row.by === null || row.by === 'password' || row.by === 'ldap';
  if (isByPassword && memberships.some(({ role }) => KEY_ROLES.includes(role)) && (await lacksKey(db, person, now))) return null;
  if (signedIn === null) return session;
  if (row.lastSeen === null || row.endedAt !== null) return null;
  const store = storeOf(db);
  if (now - instantOf(row.lastSeen) > SEEN_EVERY) contactsOf(store).saw(signedIn, now);
  return { ...session, signedIn };
}
