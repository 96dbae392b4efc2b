import 'server-only';
import type { Membership, Role } from '#domain/actor.ts';
import type { SiteId } from '#domain/ids.ts';
import { foldLabel } from '#domain/register/search-text.ts';
import type { StaffField, StaffPerson, StaffProblemCode } from '#domain/staff/sheet.ts';
import type { Tx } from '#server/db.ts';

type Reader = Pick<Tx, 'person' | 'site' | 'team'>;

/** Values in one question at most: both databases bound it. */
const AT_ONCE = 500;

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE);
}

/** Sites and teams that lines name. */
export interface Places {
  readonly sites: ReadonlyMap<string, { readonly id: SiteId; readonly name: string }>;
  /** By folded name; null: several of that name. */
  readonly teams: ReadonlyMap<string, { readonly id: string; readonly name: string } | null>;
}

export async function placesOf(db: Reader, people: readonly StaffPerson[]): Promise<Places> {
  const codes = [...new Set(people.flatMap((p) => p.lines.flatMap(({ site }) => (site === null ? [] : [site]))))];
  const sites = new Map<string, { id: SiteId; name: string }>();
  for (const some of slices(codes)) {
    const rows = await db.site.findMany({ where: { uai: { in: [...some] } }, select: { id: true, uai: true, name: true } });
    for (const { id, uai, name } of rows) sites.set(uai, { id: id as SiteId, name });
  }
  const teams = new Map<string, { id: string; name: string } | null>();
  for (const team of await db.team.findMany({ select: { id: true, name: true } })) {
    const key = foldLabel(team.name);
    teams.set(key, teams.has(key) ? null : team);
  }
  return { sites, teams };
}

/** A person of the list, as they would be written. */
export interface Planned {
  readonly person: StaffPerson;
  /** null: they are new. */
  readonly id: string | null;
  readonly fields: readonly { readonly field: StaffField; readonly from: string; readonly to: string }[];
  /** Roles and teams that come; none ever goes. */
  readonly roles: readonly (Membership & { readonly place: string | null })[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly held: { readonly memberships: readonly Membership[]; readonly teams: readonly string[] };
}

export interface Refused {
  readonly person: StaffPerson;
  /** null: all of the person's. */
  readonly line: number | null;
  readonly field: StaffField | null;
  readonly code: StaffProblemCode;
}

export interface Plan {
  readonly planned: readonly Planned[];
  readonly refused: readonly Refused[];
}

const INCLUDE = { memberships: true, teams: { select: { teamId: true } }, _count: { select: { accounts: true, passkeys: true } } } as const;

/**
 * What becomes of these people. An account is known by its login alone: an address that somebody typed finds nobody, is nobody else's, and is
 * given to an account that exists only while nobody can sign in to it.
 */
export async function planStaff(db: Reader, people: readonly StaffPerson[], places: Places): Promise<Plan> {
  const known = new Map<string, Awaited<ReturnType<typeof accountsOf>>[number]>();
  for (const some of slices(people)) for (const found of await accountsOf(db, some)) known.set(found.login, found);
  const owners = await ownersOf(db);
  const planned: Planned[] = [];
  const refused: Refused[] = [];
  for (const person of people) {
    const account = known.get(person.login);
    const no = (field: StaffField | null, code: StaffProblemCode, line: number | null = null) => refused.push({ person, line, field, code });
    const memberships = (account?.memberships ?? []).map(({ role, siteId }) => ({ role: role as Role, site: siteId as SiteId | null }));
    const held = { memberships, teams: (account?.teams ?? []).map((t) => t.teamId) };
    const wanted = rightsOf(person, places, (line, field, code) => no(field, code, line));
    const has = ({ role, site }: Membership) => memberships.some((m) => m.role === role && m.site === site);
    const roles = wanted.roles.filter((m) => !has(m));
    const teams = wanted.teams.filter(({ id }) => !held.teams.includes(id));
    const isTaken = (address: string) => (owners.get(address) ?? person.login) !== person.login;
    if ((person.email !== null && isTaken(person.email.toLowerCase())) || (account === undefined && isTaken(person.login))) {
      no('email', 'email-taken');
      continue;
    }
    // A line that is left out takes its role with it: somebody new without any would see nothing.
    if (account === undefined) {
      if (wanted.roles.length > 0) planned.push({ person, id: null, fields: [], roles, teams, held });
      continue;
    }
    const fields = fieldsOf(person, account);
    const changes = fields.length + roles.length + teams.length > 0;
    const isHeld = account.passwordHash !== null || account._count.accounts + account._count.passkeys > 0;
    if (account.disabledAt !== null || account.erasedAt !== null) no('login', 'shut');
    else if (changes && memberships.some(({ role }) => role === 'admin')) no('login', 'of-admin');
    else if (isHeld && fields.some(({ field }) => field === 'email')) no('email', 'email-held');
    else planned.push({ person, id: account.id, fields, roles, teams, held });
  }
  return { planned, refused };
}

function accountsOf(db: Reader, people: readonly StaffPerson[]) {
  return db.person.findMany({ where: { login: { in: people.map((p) => p.login) } }, include: INCLUDE });
}

/** Whose each address is, by the login; compared without case, as mailboxes are. A login that is an address is its owner's. */
async function ownersOf(db: Reader): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  const where = { erasedAt: null, OR: [{ email: { not: null } }, { login: { contains: '@' } }] };
  for (const { email, login } of await db.person.findMany({ where, select: { email: true, login: true } })) {
    if (login.includes('@')) owners.set(login, login);
    if (email !== null) owners.set(email.toLowerCase(), login);
  }
  return owners;
}

type Say = (line: number, field: StaffField, code: StaffProblemCode) => void;

function rightsOf(person: StaffPerson, places: Places, say: Say) {
  const roles = new Map<string, Membership & { readonly place: string | null }>();
  const teams = new Map<string, { readonly id: string; readonly name: string }>();
  for (const { line, role, site: uai, team: name } of person.lines) {
    const site = uai === null ? null : places.sites.get(uai);
    const team = name === null ? null : places.teams.get(foldLabel(name));
    if (site === undefined) say(line, 'site', 'site-unknown');
    else if (name !== null && !team) say(line, 'team', 'team-unknown');
    else {
      roles.set(`${role} ${site?.id}`, { role, site: site?.id ?? null, place: site?.name ?? null });
      if (team) teams.set(team.id, team);
    }
  }
  return { roles: [...roles.values()], teams: [...teams.values()] };
}

interface Kept {
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: string;
}

/** What a cell says otherwise than the account does; an empty cell says nothing. */
function fieldsOf(person: StaffPerson, account: Kept): Planned['fields'] {
  return (['givenName', 'familyName', 'phone', 'email', 'language'] as const).flatMap((field) => {
    const [from, to] = [account[field] ?? '', person[field]];
    const isSame = field === 'email' ? from.toLowerCase() === to?.toLowerCase() : from === to;
    return to === null || isSame ? [] : [{ field, from, to }];
  });
}
