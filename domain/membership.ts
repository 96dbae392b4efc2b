import type { Role } from './actor.ts';

/** Where a role can be held (domain.md section 1). A provider's team says which tickets are theirs; a partner holds a set of sites. */
export const ROLE_SCOPE = {
  requester: 'site',
  correspondent: 'site',
  approver: 'site',
  technician: 'either',
  supervisor: 'either',
  engineer: 'organisation',
  provider: 'organisation',
  partner: 'either',
  admin: 'organisation',
} as const satisfies Partial<Record<Role, 'site' | 'organisation' | 'either'>>;

/** The roles that the office gives. */
export type GivenRole = keyof typeof ROLE_SCOPE;

export const GIVEN_ROLES = Object.keys(ROLE_SCOPE) as readonly GivenRole[];

/** Can this role be held there? */
export function fitsScope(role: GivenRole, where: 'site' | 'organisation'): boolean {
  const scope = ROLE_SCOPE[role];
  return scope === 'either' || scope === where;
}
