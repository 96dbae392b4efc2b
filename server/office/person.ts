import 'server-only';
import * as z from 'zod/mini';
import { type Membership, ROLES, type Role } from '#domain/actor.ts';
import { isUuid } from '#domain/ids.ts';
import { fitsScope, GIVEN_ROLES, type GivenRole } from '#domain/membership.ts';
import { stampColleagues, withVersion } from '#server/register.ts';
import { writeRights } from '#server/rights-rows.ts';
import { securityEvent } from '#server/security-log.ts';
import { normalLogin } from '#server/session/credentials.ts';
import { endSessions, type SignedInRow, sessionsOf } from '#server/session/sessions.ts';
import { type Desk, isTaken, keepingAdministrators, no, type Told } from './desk.ts';
import { fieldOf, optionalText, text } from './fields.ts';
import { mayRun, type Post } from './post.ts';
import { LISTED } from './sites.ts';
import { type TeamRow, teamRows } from './teams.ts';

const personId = z.string().check(z.refine(isUuid));

/** Roles that one person holds at most: every site of a large district. */
const MOST_ROLES = 400;

/** One account as its own page shows it. */
export interface PersonPage {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly login: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: 'fr' | 'en';
  readonly disabled: boolean;
  readonly self: boolean;
  /** Whoever reads may change roles, teams and the login. */
  readonly isAdmin: boolean;
  readonly hasPassword: boolean;
  readonly passkeys: number;
  readonly roles: readonly { readonly role: Role; readonly site: string | null }[];
  readonly teams: readonly string[];
  readonly sessions: readonly SignedInRow[];
  /** What can be chosen; empty for who may not. */
  readonly allTeams: readonly TeamRow[];
  readonly sites: readonly { readonly id: string; readonly name: string; readonly uai: string }[];
}

/**
 * Is this person theirs to look after? An administrator's all are; a supervisor's, whoever works nowhere but where they run the service, and
 * is not above them.
 */
function mayTend(post: Post, memberships: readonly { readonly role: string; readonly siteId: string | null }[]): boolean {
  if (post.isAdmin) return true;
  return memberships.length > 0 && memberships.every(({ role, siteId }) => role !== 'admin' && mayRun(post, siteId));
}

export async function readPerson(post: Post, id: unknown): Promise<Told<PersonPage>> {
  const parsed = personId.safeParse(id);
  if (!parsed.success) return no('not-allowed');
  const { db, session, now, isAdmin } = post;
  const found = await db.person.findUnique({
    where: { id: parsed.data },
    include: { memberships: true, teams: { select: { teamId: true } }, passkeys: { select: { id: true } } },
  });
  if (found === null || !mayTend(post, found.memberships)) return no('not-allowed');
  const { givenName, familyName, login, phone, email, language } = found;
  const [sessions, allTeams, sites] = await Promise.all([
    sessionsOf(db, found.id, now, { current: session.signedIn ?? null, wiped: true }),
    isAdmin ? teamRows(db) : [],
    isAdmin ? db.site.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: LISTED, select: { id: true, name: true, uai: true } }) : [],
  ]);
  const page: PersonPage = {
    ...{ id: found.id, givenName, familyName, login, phone, email, language: language === 'en' ? 'en' : 'fr' },
    ...{ disabled: found.disabledAt !== null, self: found.id === session.actor.person, isAdmin },
    ...{ hasPassword: found.passwordHash !== null, passkeys: found.passkeys.length },
    roles: found.memberships.map(({ role, siteId }) => ({ role: role as Role, site: siteId })),
    ...{ teams: found.teams.map((t) => t.teamId), sessions, allTeams, sites },
  };
  return { ok: true, value: page };
}

const IdentityInput = z.object({
  person: personId,
  givenName: text(60),
  familyName: text(60),
  login: text(120),
  phone: optionalText(30),
  language: z.enum(['fr', 'en']),
});

/** What a person is called, and reached by. Faults: invalid, not-allowed, login-taken. */
export async function setIdentity({ db, session, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = IdentityInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { person, login, ...rest } = parsed.data;
  try {
    const told = await db.$transaction(async (tx): Promise<Told<null>> => {
      const version = await withVersion(tx);
      const { count } = await tx.person.updateMany({ where: { id: person, erasedAt: null }, data: { ...rest, login: normalLogin(login) } });
      if (count === 0) return no('not-allowed');
      await stampColleagues(tx, person, version);
      return { ok: true, value: null };
    });
    if (told.ok) await securityEvent(db, { kind: 'identity-changed', person, data: { by: session.actor.person } }, now);
    return told;
  } catch (error) {
    if (isTaken(error)) return no('login-taken', 'login');
    throw error;
  }
}

const RightsInput = z.object({
  person: personId,
  roles: z.array(z.object({ role: z.enum(ROLES), site: z.nullable(personId) })).check(z.maxLength(MOST_ROLES)),
  teams: z.array(personId).check(z.maxLength(50)),
});

/**
 * What a person may do from now on: their roles, each where it can be held, and their teams. Their phones begin again at the next contact,
 * without what they may no longer see. Faults: invalid, scope, team (a provider has none), last-admin, not-allowed.
 */
export async function setRights({ db, session, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = RightsInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { person, roles, teams } = parsed.data;
  if (roles.some(({ role, site }) => !isGiven(role) || !fitsScope(role, site === null ? 'organisation' : 'site'))) return no('scope', 'roles');
  if (roles.some(({ role }) => role === 'provider') && teams.length === 0) return no('team', 'teams');
  const sites = [...new Set(roles.flatMap(({ site }) => (site === null ? [] : [site])))];
  const [places, known] = await Promise.all([
    db.site.count({ where: { id: { in: sites } } }),
    db.team.count({ where: { id: { in: [...new Set(teams)] } } }),
  ]);
  if (places !== sites.length || known !== new Set(teams).size) return no('not-allowed');
  const told = await keepingAdministrators(() =>
    db.$transaction(async (tx): Promise<Told<boolean>> => {
      const version = await withVersion(tx);
      if ((await tx.person.count({ where: { id: person, erasedAt: null, mergedInto: null } })) === 0) return no('not-allowed');
      return { ok: true, value: await writeRights(tx, person, { memberships: roles as readonly Membership[], teams }, version, now) };
    }),
  );
  if (!told.ok) return told;
  if (told.value) await securityEvent(db, { kind: 'roles-changed', person, data: { by: session.actor.person, roles: roles.length } }, now);
  return { ok: true, value: null };
}

const isGiven = (role: Role): role is GivenRole => (GIVEN_ROLES as readonly string[]).includes(role);

const EndInput = z.object({ person: personId, session: z.optional(personId), lost: z.optional(z.boolean()) });

/**
 * Ends one sign-in of a person, or all; `lost`: those devices forget what they hold at their next contact, but for what waits to be sent.
 * Said by an administrator, or by a supervisor of all the places where the person works.
 */
export async function endPersonSessions(post: Post, input: unknown): Promise<Told<{ ended: number }>> {
  const parsed = EndInput.safeParse(input);
  if (!parsed.success) return no('not-allowed');
  const { db, session, now } = post;
  const { person, session: id, lost = false } = parsed.data;
  const memberships = await db.membership.findMany({ where: { personId: person }, select: { role: true, siteId: true } });
  if (!mayTend(post, memberships)) return no('not-allowed');
  // All of somebody else's; of one's own, all but this one.
  const but = person === session.actor.person ? (session.signedIn ?? null) : null;
  const ended = await endSessions(db, { person, wipe: lost, ...(id === undefined ? { but } : { id }) }, now);
  if (ended > 0) {
    await securityEvent(db, { kind: lost ? 'device-wiped' : 'sessions-revoked', person, data: { ended, by: session.actor.person } }, now);
  }
  return { ok: true, value: { ended } };
}
