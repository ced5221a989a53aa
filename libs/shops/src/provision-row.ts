import type { WeeklyInterval } from './opening-hours.js';
import type { PointSource } from './shop.entity.js';

/**
 * One establishment as a file says it, checked before: a valid SIRET or else a key, a trade and a commune of the region, texts within
 * the columns' lengths. A field that is absent says nothing; it never blanks what is known.
 */
export interface ProvisionRow {
  siret?: string | undefined;
  /** Of a shop without SIRET: what tells it apart within its source. */
  key?: string | undefined;
  name: string;
  legalName?: string | undefined;
  naf?: string | undefined;
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

/** Why a row may be a shop that is there already: the same phone or website in its commune, or a like name within 50 m. */
export type TwinReason = 'phone' | 'website' | 'place';

/** What a row did. `before`: what its source had said of the shop, null when nothing. Same order as the rows. */
export type ProvisionResult =
  | {
      outcome: 'created' | 'updated';
      shopId: string;
      slug: string;
      source: string;
      before: object | null;
      hash: string;
    }
  | { outcome: 'unchanged'; shopId: string; slug: string }
  | { outcome: 'twin'; shopId: string; slug: string; name: string; reason: TwinReason };

/** What tells a row's shop apart from all others. */
export const identityOf = ({ siret, source, key }: Pick<ProvisionRow, 'siret' | 'source' | 'key'>): string =>
  siret ?? `${source}\n${key ?? ''}`;
