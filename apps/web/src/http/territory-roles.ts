import type { Role, SignedIn } from '#libs/accounts';

/** Roles that act for the territory, the widest first. */
export const TERRITORY_ROLES: readonly Role[] = ['region_admin', 'initiative_agent', 'support', 'auditor'];

export const isOfTerritory = ({ memberships }: Pick<SignedIn, 'memberships'>): boolean =>
  memberships.some(({ role }) => TERRITORY_ROLES.includes(role));
