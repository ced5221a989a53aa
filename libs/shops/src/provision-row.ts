import type { WeeklyInterval } from './opening-hours.js';
import type { PointSource } from './shop.entity.js';

/**
 * One establishment as a file says it, checked before: a valid SIRET, a trade and a commune of the region, texts within
 * the columns' lengths. A field that is absent says nothing; it never blanks what is known.
 */
export interface ProvisionRow {
  siret: string;
  name: string;
  legalName?: string | undefined;
  naf: string;
  trade: string;
  communeInsee: string;
  addressLine?: string | undefined;
  postcode?: string | undefined;
  /** WGS 84 degrees. */
  lat: number | null;
  lon: number | null;
  pointSource: Exclude<PointSource, 'merchant'>;
  phone?: string | undefined;
  email?: string | undefined;
  website?: string | undefined;
  hours?: WeeklyInterval[] | undefined;
  initiativeId: string | null;
  /** Who says so: `register:sirene`, `initiative:<id>`, `map:osm`. */
  source: string;
}

/** `slug` is the shop's address. Same order as the rows. */
export interface ProvisionResult {
  shopId: string;
  slug: string;
  outcome: 'created' | 'updated' | 'unchanged';
}
