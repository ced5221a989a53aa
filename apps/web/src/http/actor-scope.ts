import type { SignedIn } from '#libs/accounts';
import type { InitiativeScope } from '#libs/imports';

/** What a person sees of the territory: all of it as its admin, else the initiatives whose agent they are. */
export function scopeOf({ memberships }: SignedIn): InitiativeScope {
  if (memberships.some(({ role }) => role === 'region_admin')) return 'region';
  return memberships.flatMap(({ initiativeId }) => (initiativeId === null ? [] : [initiativeId]));
}
