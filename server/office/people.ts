import 'server-only';
import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { Membership } from '#domain/actor.ts';
import { isCalled, type Reach } from '#domain/alerts.ts';
import { CATEGORY_CODES } from '#domain/catalogue.ts';
import { isAgentNumber } from '#domain/identity.ts';
import { type Instant, isUuid, type SiteId } from '#domain/ids.ts';
import { fitsScope, GIVEN_ROLES } from '#domain/membership.ts';
import { NO_ACCOUNT } from '#domain/no-account.ts';
import { canMail } from '#server/account/letter.ts';
import { agentHashOf } from '#server/identity.ts';
import { markRights } from '#server/notice-rows.ts';
import { reachOf } from '#server/push/reach.ts';
import { stampColleagues, withVersion, writePerson } from '#server/register.ts';
import { keepAnAdministrator, writeRights } from '#server/rights-rows.ts';
import { securityEvent } from '#server/security-log.ts';
import { normalLogin } from '#server/session/credentials.ts';
import { hashPassword, TooBusy } from '#server/session/password.ts';
import { disable, revokeSessions, shutLinks } from '#server/session/revoke.ts';
import { storeOf } from '#server/sql.ts';
import { type Desk, isTaken, keepingAdministrators, no, type Told } from './desk.ts';
import { fieldOf, optionalEmail, optionalText, text } from './fields.ts';
import { type GivenLink, giveLink } from './links.ts';

const PersonInput = z.object({
  givenName: text(60),
  familyName: text(60),
  login: text(120),
  phone: optionalText(30),
  email: z.optional(optionalEmail()),
  language: z.enum(['fr', 'en']),
  role: z.enum(GIVEN_ROLES),
  /** The site's id; empty: the whole organisation. */
  site: z.string().check(z.refine((id) => id === '' || isUuid(id))),
  /** How they come in the first time: a password that is shown here, or a link, shown here or mailed. */
  first: z.optional(z.enum(['password', 'link', 'mail'])),
  /** Of a provider: whose tickets are theirs. */
  team: z.optional(z.string().check(z.refine((id) => id === '' || isUuid(id)))),
});

const PersonId = z.string().check(z.refine(isUuid));

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly disabled: boolean;
  readonly email: string | null;
  /** A mail server said that there is no such mailbox. */
  readonly emailRefusedAt: Instant | null;
  /** An agent's number is known; which one, nobody is told. */
  readonly hasAgentNumber: boolean;
  /** What troubles them is one step more urgent. */
  readonly vip: boolean;
  /** Codes of the categories that they know well. */
  readonly skills: readonly string[];
  /** Does a device of theirs work? null: nobody calls them to take tickets. */
  readonly reach: Reach | null;
  /** Whoever asks; their own account is not theirs to close. */
  readonly self: boolean;
  /** `site`: its name; null is the whole organisation. */
  readonly roles: readonly { readonly role: string; readonly site: string | null }[];
}

/** 80 bits in letters that are not taken for one another, `k7mp-2vxq-9rtn-4hsd`: to be read aloud or copied by hand. */
export function makePassword(): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  const signs = Array.from(randomBytes(16), (byte) => letters.charAt(byte & 31));
  return [0, 4, 8, 12].map((at) => signs.slice(at, at + 4).join('')).join('-');
}

/** A new account, and what lets its owner in: shown once, or mailed to `link.to`. */
export interface MadePerson {
  readonly id: string;
  readonly password: string | null;
  readonly link: GivenLink | null;
}

/**
 * Creates an account with one role, and a password or a link that is in this answer (or a letter) and nowhere else.
 * Faults: invalid, scope, team, not-allowed (the site), login-taken, no-mail, busy.
 */
export async function addPerson(desk: Desk, input: unknown): Promise<Told<MadePerson>> {
  const { db, now } = desk;
  const parsed = PersonInput.safeParse(input);
  if (!parsed.success) return refused(parsed.error);
  const { role, site, email = null, first = 'password', team = '', ...person } = parsed.data;
  if (!fitsScope(role, site === '' ? 'organisation' : 'site')) return no('scope', 'site');
  if (site !== '' && (await db.site.count({ where: { id: site } })) === 0) return no('not-allowed', 'site');
  if (role === 'provider' && (await db.team.count({ where: { id: team } })) === 0) return no('team', 'team');
  if (first === 'mail' && (email === null || !canMail())) return no('no-mail', 'email');
  const memberships: Membership[] = [{ role, site: site === '' ? null : (site as SiteId) }];
  const password = first === 'password' ? makePassword() : null;
  try {
    const passwordHash = password === null ? null : await hashPassword(password);
    const id = await db.$transaction(async (tx) => {
      const version = await withVersion(tx);
      const made = await writePerson(tx, { ...person, email, login: normalLogin(person.login), passwordHash, memberships }, version, now);
      if (role === 'provider') await writeRights(tx, made, { teams: [team] }, version, now);
      return made;
    });
    if (password !== null) return { ok: true, value: { id, password, link: null } };
    const link = await giveLink(desk, { person: id, purpose: 'invitation', mail: first === 'mail' });
    return link.ok ? { ok: true, value: { id, password, link: link.value } } : link;
  } catch (error) {
    if (isTaken(error)) return no('login-taken', 'login');
    if (error instanceof TooBusy) return no('busy');
    throw error;
  }
}

/** Shuts an account: sessions end at once, its phones are asked to sign in and keep what they hold. Nobody shuts their own. */
export async function disablePerson({ db, session, now }: Desk, personId: unknown): Promise<Told<null>> {
  const parsed = PersonId.safeParse(personId);
  if (!parsed.success) return no('not-allowed');
  if (parsed.data === session.actor.person) return no('self');
  const told = await keepingAdministrators(() =>
    db.$transaction(async (tx): Promise<Told<null>> => {
      const version = await withVersion(tx);
      if (!(await disable(tx, parsed.data, now))) return no('not-allowed');
      if ((await tx.membership.count({ where: { personId: parsed.data, role: 'admin', siteId: null } })) > 0) await keepAnAdministrator(tx);
      await stampColleagues(tx, parsed.data, version);
      return { ok: true, value: null };
    }),
  );
  if (told.ok) await securityEvent(db, { kind: 'account-disabled', person: parsed.data, data: { by: session.actor.person } });
  return told;
}

/** Opens a shut account again, with the password and the roles that it had. */
export async function restorePerson({ db, session, now }: Desk, personId: unknown): Promise<Told<null>> {
  const parsed = PersonId.safeParse(personId);
  if (!parsed.success) return no('not-allowed');
  const told = await db.$transaction(async (tx): Promise<Told<null>> => {
    const version = await withVersion(tx);
    const { count } = await tx.person.updateMany({
      where: { id: parsed.data, disabledAt: { not: null }, erasedAt: null, mergedInto: null },
      data: { disabledAt: null },
    });
    if (count === 0) return no('not-allowed');
    await shutLinks(tx, parsed.data, now);
    await stampColleagues(tx, parsed.data, version);
    return { ok: true, value: null };
  });
  if (told.ok) await securityEvent(db, { kind: 'account-enabled', person: parsed.data, data: { by: session.actor.person } }, now);
  return told;
}

/** A new password for somebody who forgot theirs; every session of theirs ends. It is in this answer and nowhere else. Not one's own: the answer would go with the session. */
export async function renewPassword({ db, session, now }: Desk, personId: unknown): Promise<Told<{ password: string }>> {
  const parsed = PersonId.safeParse(personId);
  if (!parsed.success) return no('not-allowed');
  if (parsed.data === session.actor.person) return no('self');
  const password = makePassword();
  try {
    const passwordHash = await hashPassword(password);
    const told = await db.$transaction(async (tx): Promise<Told<{ password: string }>> => {
      const { count } = await tx.person.updateMany({ where: { id: parsed.data, disabledAt: null }, data: { passwordHash } });
      if (count === 0) return no('not-allowed');
      await revokeSessions(tx, parsed.data, now);
      return { ok: true, value: { password } };
    });
    if (told.ok) await securityEvent(db, { kind: 'password-reset', person: parsed.data, data: { by: session.actor.person } }, now);
    return told;
  } catch (error) {
    if (error instanceof TooBusy) return no('busy');
    throw error;
  }
}

function refused(error: z.core.$ZodError): Told<never> {
  const field = fieldOf(error);
  return no(field === 'email' ? 'email' : 'invalid', field);
}

const Email = z.object({ person: PersonId, email: optionalEmail() });

/**
 * Where a person is written to; nothing typed forgets it. A new address is tried anew, whatever became of the old one, and what was sent to the old one
 * lets nobody in. Faults: email, not-allowed.
 */
export async function setEmail({ db, session, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = Email.safeParse(input);
  if (!parsed.success) return refused(parsed.error);
  const { person, email } = parsed.data;
  let isNew = false;
  const told = await db.$transaction(async (tx): Promise<Told<null>> => {
    const before = await tx.person.findUnique({ where: { id: person }, select: { email: true } });
    if (before === null) return no('not-allowed');
    await tx.person.update({ where: { id: person }, data: { email, emailRefusedAt: null }, select: { id: true } });
    isNew = email !== before.email;
    if (isNew) await shutLinks(tx, person, now);
    return { ok: true, value: null };
  });
  if (told.ok && isNew) await securityEvent(db, { kind: 'address-changed', person, data: { by: session.actor.person } }, now);
  return told;
}

const AgentNumber = z.object({
  person: PersonId,
  agentNumber: z.string().check(
    z.maxLength(60),
    z.refine((typed) => typed.trim() === '' || isAgentNumber(typed)),
  ),
});

/** Keeps the hash of a person's agent number, for identity checks; nothing typed forgets it. */
export async function setAgentNumber({ db }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = AgentNumber.safeParse(input);
  if (!parsed.success) return no('invalid', 'agentNumber');
  const { person, agentNumber } = parsed.data;
  const agentHash = agentNumber.trim() === '' ? null : agentHashOf(person, agentNumber);
  const { count } = await db.person.updateMany({ where: { id: person }, data: { agentHash } });
  return count === 0 ? no('not-allowed') : { ok: true, value: null };
}

const Known = z.object({
  person: PersonId,
  vip: z.optional(z.string()),
  ...(Object.fromEntries(CATEGORY_CODES.map((code) => [`knows_${code}`, z.optional(z.string())])) as Record<
    string,
    z.ZodMiniOptional<z.ZodMiniString>
  >),
});

/** What is known of a person: is their trouble more urgent, and what do they know well (whom a ticket is given to first). */
export async function setKnown({ db }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = Known.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { person, vip, ...known } = parsed.data as { readonly person: string; readonly vip?: string } & Readonly<Record<string, string>>;
  const skills = CATEGORY_CODES.filter((code) => known[`knows_${code}`] === 'on');
  return db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const { count } = await tx.person.updateMany({ where: { id: person }, data: { vip: vip === 'on', skills } });
    if (count === 0) return no('not-allowed');
    await stampColleagues(tx, person, version);
    // Their own phones rate what they report.
    await markRights(tx, person, version);
    return { ok: true, value: null };
  });
}

/** On one page of the list. */
const PAGE = 50;

const ListInput = z.object({
  /** Pieces of a name, a login or an address. */
  search: z._default(z.string().check(z.maxLength(100)), ''),
  page: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
  /** Only those whom no alert reaches. */
  unreachable: z._default(z.boolean(), false),
});

export interface PeoplePage {
  readonly rows: readonly PersonRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** Of all, whatever is searched: how many no alert reaches. */
  readonly unreachable: number;
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The accounts by name, a page at a time; what is searched is found in names, logins and addresses, accents or not. */
export async function listPeople({ db, session, now }: Desk, input: unknown = {}): Promise<Told<PeoplePage>> {
  const parsed = ListInput.safeParse(input);
  if (!parsed.success) return no('invalid');
  const { search, page, unreachable } = parsed.data;
  // Names alone of everybody: some thousands, which no database folds as people type.
  const all = await db.person.findMany({
    where: { erasedAt: null, mergedInto: null, id: { not: NO_ACCOUNT } },
    select: { id: true, givenName: true, familyName: true, login: true, email: true, disabledAt: true, memberships: { select: { role: true } } },
  });
  const called = all.filter((p) => p.disabledAt === null && isCalled(p.memberships.map((m) => m.role))).map((p) => p.id);
  const reaches = await reachOf(storeOf(db).read, called, now);
  const isUnreached = (id: string) => (reaches.get(id) ?? 'ok') !== 'ok';
  const pieces = folded(search).split(/\s+/).filter(Boolean);
  const found = all
    .map((p) => ({ ...p, key: folded(`${p.familyName} ${p.givenName}`), text: folded(`${p.givenName} ${p.familyName} ${p.login} ${p.email ?? ''}`) }))
    .filter((p) => (!unreachable || isUnreached(p.id)) && pieces.every((piece) => p.text.includes(piece)))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1));
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const at = Math.min(page, pages - 1);
  const ids = found.slice(at * PAGE, (at + 1) * PAGE).map((p) => p.id);
  const rows = await rowsOf(db, ids, { self: session.actor.person, reaches });
  return { ok: true, value: { rows, total: found.length, page: at, pages, unreachable: all.filter((p) => isUnreached(p.id)).length } };
}

/** What the list says of each of these, in their order. */
async function rowsOf(
  db: Desk['db'],
  ids: readonly string[],
  { self, reaches }: { self: string; reaches: ReadonlyMap<string, Reach> },
): Promise<PersonRow[]> {
  const people = await db.person.findMany({ where: { id: { in: [...ids] } }, include: { memberships: { select: { role: true, siteId: true } } } });
  const sites = [...new Set(people.flatMap((p) => p.memberships.flatMap((m) => (m.siteId === null ? [] : [m.siteId]))))];
  const names = new Map(
    (await db.site.findMany({ where: { id: { in: sites } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]),
  );
  const known = new Map(people.map((p) => [p.id, p]));
  return ids.flatMap((id) => {
    const p = known.get(id);
    if (p === undefined) return [];
    const { givenName, familyName, login, disabledAt, email, emailRefusedAt, agentHash, vip, skills, memberships } = p;
    return [
      {
        id,
        name: `${givenName} ${familyName}`,
        login,
        disabled: disabledAt !== null,
        email,
        emailRefusedAt: emailRefusedAt?.getTime() ?? null,
        hasAgentNumber: agentHash !== null,
        vip,
        skills: (skills as string[] | null) ?? [],
        reach: reaches.get(id) ?? null,
        self: id === self,
        roles: memberships.map(({ role, siteId }) => ({ role, site: siteId === null ? null : (names.get(siteId) ?? null) })),
      },
    ];
  });
}
