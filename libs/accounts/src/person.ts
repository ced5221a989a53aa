/**
 * What one membership allows. `owner` and `staff` name a shop, `initiative_agent` an initiative; `region_admin`, `support` (helps owners
 * at the desk) and `auditor` (reads, and changes nothing) are of the whole region. `assistant` is never granted: a session has it as long as a
 * shop lets that person act for it.
 */
export type Role = 'owner' | 'staff' | 'initiative_agent' | 'region_admin' | 'support' | 'auditor' | 'assistant';

export interface Membership {
  role: Role;
  shopId: string | null;
  initiativeId: string | null;
}

/** `email` is lower-case. */
export interface Person {
  personId: string;
  email: string;
  name: string | null;
}

/** Somebody who is signed in, with everything that they may do. */
export interface SignedIn extends Person {
  memberships: Membership[];
  /** Of the back office; null until they say one. */
  language: Language | null;
}

export type Language = 'fr' | 'en';

const EMAIL = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,180}[\p{L}\p{N}])?$/u;

/** The address as it is stored, or null when it is none. */
export function normalizeEmail(text: string): string | null {
  const email = text.trim().normalize('NFC').toLowerCase();
  return EMAIL.test(email) && !email.includes('..') ? email : null;
}

/** A JSON aggregate of a person's memberships, for queries that have `person_id` in scope as `p`. */
export const MEMBERSHIPS_SQL = `coalesce((select json_agg(json_build_object('role', m.role, 'shopId', m.shop_id,
  'initiativeId', m.initiative_id) order by m.created_at, m.membership_id)
  from membership m where m.person_id = p.person_id), '[]')`;
