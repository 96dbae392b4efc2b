/** The people, places and equipment of the simulated organisation, and what happens to their rights. */
import type { Role } from '#domain/actor.ts';
import type { AssetId, Instant, PersonId, RoomId, SiteId, TeamId } from '#domain/ids.ts';
import type { Db, Tx } from '#server/db.ts';
import { markRights } from '#server/notice-rows.ts';
import { assetsWhere } from '#server/register-read.ts';
import { writeRegister } from '#server/register-rows.ts';
import { storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';

/** A readable uuid of the simulation: the same number is the same thing in every run. */
export function fixedId<T extends string>(kind: number, n: number): T {
  return `0000000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as T;
}

export const SITES = [fixedId<SiteId>(1, 1), fixedId<SiteId>(1, 2)] as const;
export const ROOMS = SITES.map((_, i) => fixedId<RoomId>(2, i));
/** Three assets of the first school; the second has enough for a reset of several pages. */
export const ASSETS = [0, 1, 2].map((i) => fixedId<AssetId>(3, i));
const BIG_SCHOOL = 510;
export const TEAMS = [fixedId<TeamId>(4, 1), fixedId<TeamId>(4, 2)] as const;

interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly roles: readonly (readonly [Role, SiteId | null])[];
  readonly teams: readonly TeamId[];
}

export const PEOPLE = [
  { id: fixedId<PersonId>(5, 0), name: 'Corinne', roles: [['correspondent', SITES[0]]], teams: [] },
  { id: fixedId<PersonId>(5, 1), name: 'Denis', roles: [['correspondent', SITES[0]]], teams: [] },
  { id: fixedId<PersonId>(5, 2), name: 'Thomas', roles: [['technician', null]], teams: [] },
  // Also teaches: sees as "reported" what his team is not given.
  {
    id: fixedId<PersonId>(5, 3),
    name: 'Paul',
    roles: [
      ['provider', null],
      ['requester', SITES[0]],
    ],
    teams: [TEAMS[0]],
  },
  { id: fixedId<PersonId>(5, 4), name: 'Rose', roles: [['requester', SITES[0]]], teams: [] },
  {
    id: fixedId<PersonId>(5, 5),
    name: 'Irène',
    roles: [
      ['engineer', null],
      ['supervisor', null],
    ],
    teams: [],
  },
] as const satisfies readonly Person[];

/** Whose phone each one is: Corinne has two devices. */
export const OWNERS = [0, 0, 1, 2, 3, 4, 5] as const;

export async function seedPeople(db: Db, incarnation: string): Promise<void> {
  await db.organisation.create({ data: { id: 'org', name: 'Simulation', incarnation, version: 1 } });
  for (const [i, id] of SITES.entries()) {
    await db.site.create({ data: { id, uai: `034000${i}A`, name: `École ${i}`, city: 'Ici', version: 1 } });
    await db.room.create({ data: { id: ROOMS[i] ?? id, siteId: id, name: `Salle ${i}`, version: 1 } });
  }
  const [first, second] = SITES;
  await db.asset.createMany({ data: ASSETS.map((id, i) => ({ id, siteId: first, type: 'workstation', critical: i === 0, version: 1 })) });
  await db.asset.createMany({
    data: Array.from({ length: BIG_SCHOOL }, (_, i) => ({ id: fixedId(3, 1000 + i), siteId: second, type: 'laptop', version: 1 })),
  });
  for (const [i, id] of TEAMS.entries()) await db.team.create({ data: { id, name: `Équipe ${i}`, kind: 'provider' } });
  for (const { id, name, roles, teams } of PEOPLE as readonly Person[]) {
    await db.person.create({ data: { id, login: name, givenName: name, familyName: 'Simulé' } });
    await db.membership.createMany({ data: roles.map(([role, siteId]) => ({ id: `${id} ${role} ${siteId}`, personId: id, role, siteId })) });
    await db.teamMember.createMany({ data: teams.map((teamId) => ({ teamId, personId: id })) });
  }
}

/** What the office may change; each toggles, so that a schedule says it again to undo it. */
export const CHANGES = [
  { who: 1, what: 'Denis is correspondent of the first school', role: 'correspondent', site: SITES[0] },
  { who: 0, what: 'Corinne is correspondent of the second school', role: 'correspondent', site: SITES[1] },
  { who: 2, what: 'Thomas is technician', role: 'technician', site: null },
  { who: 4, what: 'Rose is correspondent of the first school', role: 'correspondent', site: SITES[0] },
  { who: 3, what: "Paul is of the provider's team", team: TEAMS[0] },
] as const;

/** The office's act: as every change, it raises the version, and the sites' documents name their people. */
export async function changeRights(db: Db, n: number): Promise<PersonId> {
  const change = CHANGES[n % CHANGES.length] ?? CHANGES[0];
  const person = PEOPLE[change.who].id;
  await db.$transaction(async (tx) => {
    const { version } = await tx.organisation.update({ where: { id: 'org' }, data: { version: { increment: 1 } }, select: { version: true } });
    await tx.site.updateMany({ data: { version } });
    await markRights(tx, person, version);
    if ('team' in change) await toggleTeam(tx, person, change.team);
    else await toggleRole(tx, person, change.role, change.site);
  });
  return person;
}

async function toggleTeam(tx: Tx, personId: string, teamId: string): Promise<void> {
  const { count } = await tx.teamMember.deleteMany({ where: { personId, teamId } });
  if (count === 0) await tx.teamMember.create({ data: { personId, teamId } });
}

async function toggleRole(tx: Tx, personId: string, role: Role, siteId: string | null): Promise<void> {
  const { count } = await tx.membership.deleteMany({ where: { personId, role, siteId } });
  if (count === 0) await tx.membership.create({ data: { id: `${personId} ${role} ${siteId}`, personId, role, siteId } });
}

/** The office moves a piece of equipment, as the register's import does. */
export async function moveAsset(db: Db, n: number, now: Instant): Promise<void> {
  const id = ASSETS[n % ASSETS.length] ?? ASSETS[0];
  if (id === undefined) return;
  await storeOf(db).write(async (tx) => {
    const { version } = await raise(tx);
    const [asset] = await assetsWhere(tx, 'id = ?', [id]);
    if (asset === undefined) return;
    const event = { type: 'AssetChanged', from: { room: asset.room }, to: { room: asset.room === null ? (ROOMS[0] ?? null) : null } } as const;
    await writeRegister(tx, [{ of: 'asset', id, site: asset.site, event, by: null, at: now, from: null }], { version, received: now });
  });
}
