import 'server-only';
import * as z from 'zod/mini';
import { isUuid } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { stampSites, withVersion } from '#server/register.ts';
import { writeRights } from '#server/rights-rows.ts';
import { newId } from '#server/ticket-rows.ts';
import { type Desk, no, type Told } from './desk.ts';
import { fieldOf, text } from './fields.ts';

const KINDS = ['provider', 'proximity'] as const;

/** A team: those to whom tickets are handed outside (provider), or who come by when nobody is on site (proximity). */
export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
  readonly members: readonly { readonly id: string; readonly name: string }[];
}

const teamId = z.string().check(z.refine(isUuid));

export async function teamRows(db: Db): Promise<TeamRow[]> {
  const rows = await db.team.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: { members: { include: { person: { select: { givenName: true, familyName: true } } } } },
  });
  return rows.map(({ id, name, kind, members }) => ({
    id,
    name,
    kind: kind === 'provider' ? 'provider' : 'proximity',
    members: members
      .map(({ personId, person }) => ({ id: personId, name: `${person.givenName} ${person.familyName}` }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

export async function listTeams({ db }: Desk): Promise<Told<readonly TeamRow[]>> {
  return { ok: true, value: await teamRows(db) };
}

const NewTeam = z.object({ name: text(80), kind: z.enum(KINDS) });

/** A new team, without anybody. Its name stands in every site's document. */
export async function addTeam({ db, now }: Desk, input: unknown): Promise<Told<{ id: string }>> {
  const parsed = NewTeam.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const id = newId(now);
  await db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    await tx.team.create({ data: { id, ...parsed.data }, select: { id: true } });
    await stampSites(tx, version);
  });
  return { ok: true, value: { id } };
}

const Renamed = z.object({ team: teamId, name: text(80) });

export async function renameTeam({ db }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = Renamed.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { team, name } = parsed.data;
  return db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const { count } = await tx.team.updateMany({ where: { id: team }, data: { name } });
    if (count === 0) return no('not-allowed');
    await stampSites(tx, version);
    return { ok: true, value: null };
  });
}

const Member = z.object({ team: teamId, person: teamId });

/** Takes somebody out of a team: what was handed to it leaves their phone. */
export async function leaveTeam({ db, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = Member.safeParse(input);
  if (!parsed.success) return no('not-allowed');
  const { team, person } = parsed.data;
  return db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const held = await tx.teamMember.findMany({ where: { personId: person }, select: { teamId: true } });
    if (!held.some((m) => m.teamId === team)) return no('not-allowed');
    await writeRights(tx, person, { teams: held.map((m) => m.teamId).filter((id) => id !== team) }, version, now);
    return { ok: true, value: null };
  });
}

const Joined = z.object({ team: teamId, login: text(120) });

/** Puts somebody into a team, by their login. Faults: invalid, not-allowed. */
export async function joinTeam({ db, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = Joined.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { team, login } = parsed.data;
  return db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const person = await tx.person.findUnique({ where: { login: login.toLowerCase() }, include: { teams: { select: { teamId: true } } } });
    if (person === null || (await tx.team.count({ where: { id: team } })) === 0) return no('not-allowed', 'login');
    await writeRights(tx, person.id, { teams: [...person.teams.map((m) => m.teamId), team] }, version, now);
    return { ok: true, value: null };
  });
}
