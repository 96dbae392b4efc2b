import type { PersonId, SiteId, TeamId } from './ids.ts';

/** domain.md section 1. */
export const ROLES = ['requester', 'correspondent', 'technician', 'engineer', 'provider', 'approver', 'supervisor', 'partner', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const SUPPORT: ReadonlySet<Role> = new Set(['correspondent', 'technician', 'engineer', 'supervisor', 'admin']);

/** A role on one site; `site: null` is the whole organisation. */
export interface Membership {
  readonly role: Role;
  readonly site: SiteId | null;
}

/** Who acts, as the rules need to know them: built by the server at each request, and kept on the phone from the last answer. */
export interface Actor {
  readonly person: PersonId;
  readonly memberships: readonly Membership[];
  readonly teams: readonly TeamId[];
  /** What troubles this person is one step more urgent (domain.md section 4). Absent: no. */
  readonly vip?: boolean;
}

/** Does the actor hold this role on this site (directly or for the whole organisation)? */
export function holds(actor: Actor, role: Role, site: SiteId): boolean {
  return actor.memberships.some((m) => m.role === role && (m.site === null || m.site === site));
}

/** One of SUPPORT on this site. */
export function isSupport(actor: Actor, site: SiteId): boolean {
  return actor.memberships.some((m) => SUPPORT.has(m.role) && (m.site === null || m.site === site));
}
