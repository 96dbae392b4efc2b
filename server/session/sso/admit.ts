import 'server-only';
import { parseEmail } from '#domain/email.ts';
import type { Instant, SiteId } from '#domain/ids.ts';
import { rolesFrom, type SignInSettings, uaisIn } from '#domain/sign-in.ts';
import type { Db, Tx } from '#server/db.ts';
import { withVersion, writePerson } from '#server/register.ts';
import { LastAdministrator, writeRights } from '#server/rights-rows.ts';
import { securityEvent } from '#server/security-log.ts';
import { normalLogin } from '#server/session/credentials.ts';
import { revokeSessions } from '#server/session/revoke.ts';
import { signInSettings } from '#server/session/sign-in-settings.ts';
import type { Outside } from './providers.ts';

export type Admitted =
  | { readonly kind: 'known'; readonly person: string; readonly sessionVersion: number }
  /** Nobody of that subject here, or no longer: the same word for both. */
  | { readonly kind: 'unknown' };

/**
 * Whom a provider's subject is here. Known by the subject alone; by address only where the office allows it, and never an administrator. The
 * roles that the rules can give are what this sign-in's claims say; the others stay as the office gave them.
 */
export async function admit(db: Db, outside: Outside, now: Instant, address: string | null = null): Promise<Admitted> {
  const settings = await signInSettings(db);
  const found = await db.$transaction(async (tx) => {
    const known = await tx.externalAccount.findUnique({
      where: { provider_subject: { provider: outside.provider, subject: outside.subject } },
      include: { person: true },
    });
    if (known !== null) return { person: known.person, isNew: false };
    const person = (await byAddress(tx, outside, settings, now)) ?? (await created(tx, outside, settings, now));
    if (person === null) return null;
    await tx.externalAccount.create({
      data: { provider: outside.provider, subject: outside.subject, personId: person.id, linkedAt: new Date(now) },
    });
    return { person, isNew: true };
  });
  if (found === null || found.person.disabledAt !== null || found.person.erasedAt !== null) {
    void securityEvent(db, { kind: 'provider-refused', person: found?.person.id ?? null, address, data: { by: outside.provider } }, now);
    return { kind: 'unknown' };
  }
  const { person } = found;
  if (found.isNew) await securityEvent(db, { kind: 'provider-linked', person: person.id, address, data: { by: outside.provider } }, now);
  await renewRoles(db, person.id, outside, settings, now);
  return { kind: 'known', person: person.id, sessionVersion: person.sessionVersion };
}

/**
 * An account of that address which no provider knows yet. Its owner is whom the provider vouches for, and they alone: the password, the passkeys,
 * the links and the sessions of whoever held it until now are no more, so that somebody who wrote another's address as their own keeps nothing.
 */
async function byAddress(tx: Tx, { email }: Outside, { byEmail }: SignInSettings, now: Instant) {
  const address = email === null ? null : parseEmail(email);
  if (!byEmail || address === null) return null;
  const found = await tx.person.findMany({
    where: { email: address, disabledAt: null, erasedAt: null, accounts: { none: {} } },
    include: { memberships: true },
    take: 2,
  });
  const [one] = found;
  // Two of one address are nobody; and whoever can name an address at the provider must not become who runs the house.
  if (found.length !== 1 || one === undefined || one.memberships.some((m) => m.role === 'admin')) return null;
  await tx.person.update({ where: { id: one.id }, data: { passwordHash: null }, select: { id: true } });
  await tx.passkey.deleteMany({ where: { personId: one.id } });
  await revokeSessions(tx, one.id, now);
  // Read again: the version of their sessions has risen.
  return tx.person.findUniqueOrThrow({ where: { id: one.id } });
}

async function sitesOf(tx: Pick<Tx, 'site'>, { claims }: Outside, { rules }: SignInSettings): Promise<Map<string, SiteId>> {
  const codes = uaisIn(rules.flatMap(({ sites }) => (sites === null ? [] : (claims[sites] ?? [])))).slice(0, 400);
  const rows = codes.length === 0 ? [] : await tx.site.findMany({ where: { uai: { in: codes } }, select: { id: true, uai: true } });
  return new Map(rows.map(({ id, uai }) => [uai, id as SiteId]));
}

const name = (given: string | null) => (given ?? '').replace(/\p{C}/gu, '').replace(/\s+/g, ' ').trim().slice(0, 60);

async function created(tx: Tx, outside: Outside, settings: SignInSettings, now: Instant) {
  if (!settings.create) return null;
  const sites = await sitesOf(tx, outside, settings);
  const memberships = rolesFrom(settings.rules, outside.claims, (uai) => sites.get(uai));
  if (memberships.length === 0) return null;
  const wanted = normalLogin(outside.login ?? outside.subject)
    .replace(/\p{C}/gu, '')
    .slice(0, 100);
  const taken = await tx.person.count({ where: { login: wanted } });
  // Somebody else's login is theirs: the newcomer's bears its provider.
  const login = taken === 0 && wanted !== '' ? wanted : `${wanted}@${outside.provider}.${outside.subject.slice(0, 40).toLowerCase()}`;
  const version = await withVersion(tx);
  const id = await writePerson(
    tx,
    {
      login,
      givenName: name(outside.givenName) || name(outside.login) || '?',
      familyName: name(outside.familyName) || '?',
      phone: null,
      email: outside.email === null ? null : parseEmail(outside.email),
      language: 'fr',
      passwordHash: null,
      memberships,
    },
    version,
    now,
  );
  return tx.person.findUniqueOrThrow({ where: { id } });
}

/** The rules' roles as the claims are now: given, or taken away. */
async function renewRoles(db: Db, person: string, outside: Outside, settings: SignInSettings, now: Instant): Promise<void> {
  if (settings.rules.length === 0) return;
  const ruled = new Set<string>(settings.rules.map(({ role }) => role));
  const [held, sites] = await Promise.all([db.membership.findMany({ where: { personId: person } }), sitesOf(db, outside, settings)]);
  const kept = held.filter(({ role }) => !ruled.has(role)).map(({ role, siteId }) => ({ role, site: siteId }) as never);
  const given = rolesFrom(settings.rules, outside.claims, (uai) => sites.get(uai));
  const keys = (list: readonly { role: string; site: string | null }[]) =>
    list
      .map((m) => `${m.role} ${m.site}`)
      .sort()
      .join();
  const after = [...kept, ...given];
  // Most sign-ins change nothing, and then take no writer's turn.
  if (keys(held.map(({ role, siteId }) => ({ role, site: siteId }))) === keys(after)) return;
  try {
    const changed = await db.$transaction(async (tx) => writeRights(tx, person, { memberships: after }, await withVersion(tx), now));
    if (changed) await securityEvent(db, { kind: 'roles-changed', person, data: { by: outside.provider, roles: after.length } }, now);
  } catch (error) {
    // The office must stay open: the last administrator stays one, whatever the claims say.
    if (!(error instanceof LastAdministrator)) throw error;
  }
}
