import 'server-only';
import type { Membership } from '#domain/actor.ts';
import type { AlertDelays } from '#domain/chain.ts';
import type { Instant } from '#domain/ids.ts';
import type { Resource } from '#domain/resource.ts';
import type { ServiceHours } from '#domain/sla/calendar-for.ts';
import type { SlaPolicy } from '#domain/sla/policy.ts';
import type { Tx } from './db.ts';
import { newId } from './ticket-rows.ts';

/**
 * Raises the organisation's version: the first statement of every transaction that changes what devices hold, as in server/execute.ts.
 * It takes the writer's lock on both databases, so that versions commit in their order (docs/decisions/0002).
 * @returns the version with which the rows of this transaction are stamped
 */
export async function withVersion(tx: Tx): Promise<number> {
  const { version } = await tx.organisation.update({ where: { id: 'org' }, data: { version: { increment: 1 } }, select: { version: true } });
  return version;
}

export interface NewSite {
  /** Checked by domain/uai.ts. */
  readonly uai: string;
  readonly name: string;
  readonly city: string;
  readonly phone: string | null;
  /** The service desk's number, for its people. */
  readonly desk: string | null;
  /** Its IT service’s shared mailbox. */
  readonly mailbox?: string | null;
  /** IANA name. */
  readonly timeZone: string;
}

export async function writeSite(tx: Tx, site: NewSite, version: number, now: Instant): Promise<string> {
  const { id } = await tx.site.create({ data: { id: newId(now), ...site, version }, select: { id: true } });
  return id;
}

/** Where the site's IT service is written to; null: nowhere. @returns false for an unknown site */
export async function writeMailbox(tx: Tx, site: string, mailbox: string | null, version: number): Promise<boolean> {
  const { count } = await tx.site.updateMany({ where: { id: site }, data: { mailbox, version } });
  return count === 1;
}

/** What rights are asked on at a site. @returns false for an unknown site */
export async function writeResources(tx: Tx, site: string, resources: readonly Resource[], version: number): Promise<boolean> {
  const { count } = await tx.site.updateMany({ where: { id: site }, data: { resources: resources as unknown as object[], version } });
  return count === 1;
}

/** What a person set for a site's service, and where it is. @returns false for an unknown site */
export async function writeService(tx: Tx, site: string, { timeZone, ...service }: ServiceHours, version: number): Promise<boolean> {
  const { count } = await tx.site.updateMany({ where: { id: site }, data: { timeZone, service: service as object, version } });
  return count === 1;
}

/** What the organisation promises; it stands in every site's document, so `stampSites` goes with it. */
export async function writePolicy(tx: Tx, policy: SlaPolicy): Promise<void> {
  await tx.organisation.update({ where: { id: 'org' }, data: { sla: policy as object } });
}

export async function writeAlerts(tx: Tx, alerts: AlertDelays): Promise<void> {
  await tx.organisation.update({ where: { id: 'org' }, data: { alerts: { ...alerts } } });
}

/** Something that stands in every site's document has changed. */
export async function stampSites(tx: Tx, version: number): Promise<void> {
  await tx.site.updateMany({ data: { version } });
}

/** The same, of one site's. */
export async function stampSite(tx: Tx, site: string, version: number): Promise<void> {
  await tx.site.updateMany({ where: { id: site }, data: { version } });
}

export interface NewPerson {
  /** Of normalLogin (server/session/credentials.ts). */
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string | null;
  readonly email?: string | null;
  readonly language: 'fr' | 'en';
  /** Of hashPassword (server/session/password.ts); null: they come in by a link, or by their organisation's account. */
  readonly passwordHash: string | null;
  readonly memberships: readonly Membership[];
}

export async function writePerson(tx: Tx, { memberships, ...person }: NewPerson, version: number, now: Instant): Promise<string> {
  const rows = memberships.map(({ role, site }) => ({ id: newId(now), role, siteId: site }));
  const { id } = await tx.person.create({ data: { id: newId(now), ...person, memberships: { create: rows } }, select: { id: true } });
  await stampColleagues(tx, id, version);
  return id;
}

/** A site's document names the support people who serve it (domain/documents.ts): when they change, so does it. */
export async function stampColleagues(tx: Tx, personId: string, version: number): Promise<void> {
  const held = await tx.membership.findMany({ where: { personId }, select: { siteId: true } });
  const everywhere = held.some(({ siteId }) => siteId === null);
  const sites = held.flatMap(({ siteId }) => (siteId === null ? [] : [siteId]));
  await tx.site.updateMany({ where: everywhere ? {} : { id: { in: sites } }, data: { version } });
}
