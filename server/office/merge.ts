import 'server-only';
import * as z from 'zod/mini';
import type { Membership, Role } from '#domain/actor.ts';
import { isUuid, type SiteId } from '#domain/ids.ts';
import type { Tx } from '#server/db.ts';
import { stampColleagues, stampSites, withVersion } from '#server/register.ts';
import { writeRights } from '#server/rights-rows.ts';
import { securityEvent } from '#server/security-log.ts';
import { normalLogin } from '#server/session/credentials.ts';
import { revokeSessions } from '#server/session/revoke.ts';
import { jsonOf } from '#server/sql.ts';
import { sweepMerged } from '#server/sweep/merged.ts';
import { type Desk, keepingAdministrators, no, type Told } from './desk.ts';
import { text } from './fields.ts';

/** Looks for tickets before the answer; what is left then is the sweep's, within seconds. */
const MOST_LOOKS = 25;

const id = z.string().check(z.refine(isUuid));

/** One of two accounts, as one compares them. */
export interface Double {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly email: string | null;
  readonly roles: readonly { readonly role: string; readonly site: string | null }[];
  readonly teams: readonly string[];
  readonly tickets: number;
  readonly devices: number;
  /** Signs in by the organisation's account. */
  readonly outside: boolean;
  readonly self: boolean;
}

const LookInput = z.object({ person: id, login: text(200) });

/** Two accounts beside each other, before anything is done. Faults: invalid, self (one account), not-allowed (no such login, or one that is shut). */
export async function lookAtDoubles({ db, session }: Desk, input: unknown): Promise<Told<readonly [Double, Double]>> {
  const parsed = LookInput.safeParse(input);
  if (!parsed.success) return no('invalid', 'login');
  const { person, login } = parsed.data;
  const [one, other] = await Promise.all([
    db.person.findFirst({ where: { id: person, disabledAt: null, erasedAt: null }, select: { id: true } }),
    db.person.findFirst({ where: { login: normalLogin(login), disabledAt: null, erasedAt: null }, select: { id: true } }),
  ]);
  if (one === null || other === null) return no('not-allowed', 'login');
  if (one.id === other.id) return no('self', 'login');
  const self = session.actor.person;
  return { ok: true, value: [await doubleOf(db, one.id, self), await doubleOf(db, other.id, self)] };
}

async function doubleOf(db: Desk['db'], person: string, self: string): Promise<Double> {
  const [found, tickets, devices] = await Promise.all([
    db.person.findUniqueOrThrow({
      where: { id: person },
      include: { memberships: true, teams: { include: { team: { select: { name: true } } } }, _count: { select: { accounts: true } } },
    }),
    db.ticketPerson.count({ where: { personId: person } }),
    db.signedIn.count({ where: { personId: person, endedAt: null } }),
  ]);
  const sites = found.memberships.flatMap((m) => (m.siteId === null ? [] : [m.siteId]));
  const names = new Map((await db.site.findMany({ where: { id: { in: sites } }, select: { id: true, name: true } })).map((s) => [s.id, s.name]));
  return {
    ...{ id: person, name: `${found.givenName} ${found.familyName}`, login: found.login, email: found.email },
    roles: found.memberships.map(({ role, siteId }) => ({ role, site: siteId === null ? null : (names.get(siteId) ?? null) })),
    ...{ teams: found.teams.map((t) => t.team.name), tickets, devices, outside: found._count.accounts > 0, self: person === self },
  };
}

const MergeInput = z.object({
  stays: id,
  goes: id,
  /** The login of the one that goes, typed: this cannot be undone. */
  login: text(200),
});

/**
 * Makes two accounts of one person one. The one that stays gets the other's roles, teams, turns on call, and the organisation's account; the other
 * is shut for good, and stays for what it did. Its devices are signed out, and what waits on them is nobody else's to send. Its tickets follow at
 * once (sweep/merged.ts). Faults: invalid, self, confirm (the login typed is not its own), not-allowed.
 */
export async function mergePeople({ db, session, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = MergeInput.safeParse(input);
  if (!parsed.success) return no('invalid');
  const { stays, goes, login } = parsed.data;
  const by = session.actor.person;
  // Whoever merges stays: their own session would end in the midst of it.
  if (stays === goes || goes === by) return no('self');
  const told = await keepingAdministrators(() =>
    db.$transaction(async (tx): Promise<Told<null>> => {
      const version = await withVersion(tx);
      const both = await tx.person.findMany({ where: { id: { in: [stays, goes] }, disabledAt: null, erasedAt: null } });
      const [stay, go] = [both.find((p) => p.id === stays), both.find((p) => p.id === goes)];
      if (stay === undefined || go === undefined) return no('not-allowed');
      if (go.login !== normalLogin(login)) return no('confirm', 'login');
      await moveRights(tx, { stays, goes }, version, now);
      const skills = [...new Set([stay, go].flatMap((p) => (p.skills === null ? [] : jsonOf<string[]>(p.skills))))];
      await tx.person.update({
        where: { id: stays },
        data: { phone: stay.phone ?? go.phone, vip: stay.vip || go.vip, ...(skills.length > 0 ? { skills } : {}) },
        select: { id: true },
      });
      await moveRest(tx, { stays, goes });
      // Nobody signs in to it any more, by any way; who it was is not forgotten.
      await tx.passkey.deleteMany({ where: { personId: goes } });
      await tx.person.update({
        where: { id: goes },
        data: { passwordHash: null, disabledAt: new Date(now), mergedInto: stays },
        select: { id: true },
      });
      await revokeSessions(tx, goes, now);
      // Of three accounts made one, two by two: tickets go to the last.
      await tx.person.updateMany({ where: { mergedInto: goes }, data: { mergedInto: stays } });
      await stampColleagues(tx, stays, version);
      if ((await tx.onCall.count({ where: { personId: stays, siteId: null } })) > 0) await stampSites(tx, version);
      return { ok: true, value: null };
    }),
  );
  if (!told.ok) return told;
  await securityEvent(db, { kind: 'account-merged', person: goes, data: { by, into: stays } }, now);
  await securityEvent(db, { kind: 'account-merged', person: stays, data: { by, from: goes } }, now);
  // A crash from here on is made up for by the sweep.
  for (let looks = 0; looks < MOST_LOOKS && (await sweepMerged(db, now)) > 0; looks += 1);
  return told;
}

interface Pair {
  readonly stays: string;
  readonly goes: string;
}

/** First to the one, then away from the other: the last administrator may be one of the two. */
async function moveRights(tx: Tx, { stays, goes }: Pair, version: number, now: number): Promise<void> {
  const where = { personId: { in: [stays, goes] } };
  const [held, joined] = await Promise.all([tx.membership.findMany({ where }), tx.teamMember.findMany({ where })]);
  const memberships: Membership[] = held.map(({ role, siteId }) => ({ role: role as Role, site: siteId as SiteId | null }));
  await writeRights(tx, stays, { memberships, teams: [...new Set(joined.map((t) => t.teamId))] }, version, now);
  await writeRights(tx, goes, { memberships: [], teams: [] }, version, now);
}

/** What else is a person's, and is of use to the one that stays. */
async function moveRest(tx: Tx, { stays, goes }: Pair): Promise<void> {
  // The portal's account opens the one that stays from now on.
  await tx.externalAccount.updateMany({ where: { personId: goes }, data: { personId: stays } });
  await tx.onCall.updateMany({ where: { personId: goes }, data: { personId: stays } });
  await tx.presence.updateMany({ where: { deputyId: goes }, data: { deputyId: stays } });
  await tx.presence.updateMany({ where: { personId: stays, deputyId: stays }, data: { deputyId: null } });
  const known = (await tx.presence.findMany({ where: { personId: stays }, select: { siteId: true } })).map((p) => p.siteId);
  await tx.presence.deleteMany({ where: { personId: goes, siteId: { in: known } } });
  await tx.presence.updateMany({ where: { personId: goes }, data: { personId: stays } });
  await tx.pinnedSite.deleteMany({ where: { personId: goes } });
  await tx.alertChoice.deleteMany({ where: { personId: goes } });
}
