import type { Role, SignedIn } from '#libs/accounts';
import type { InitiativeScope } from '#libs/imports';

const OF_THE_REGION: Role[] = ['region_admin', 'support', 'auditor'];

/** What a person sees of the territory: all of it as its admin, support or auditor, else the initiatives whose agent they are. */
export function scopeOf({ memberships }: SignedIn): InitiativeScope {
  if (memberships.some(({ role }) => OF_THE_REGION.includes(role))) return 'region';
  return memberships.flatMap(({ initiativeId }) => (initiativeId === null ? [] : [initiativeId]));
}
