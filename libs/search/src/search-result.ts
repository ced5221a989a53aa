import type { Cents } from '#libs/kernel';
import type { ListingLink } from './listing.js';
import type { RESULT_KINDS } from './search-query.js';

export type ResultKind = (typeof RESULT_KINDS)[number];

/** A processed picture of the shop's media; its files are named by shop, photo and width. */
export interface ResultPhoto {
  shopId: string;
  photoId: string;
  alt: string;
  /** Of the widest file, pixels. */
  width: number;
  height: number;
  widths: number[];
  /** `#rrggbb`, shown until the picture is there. */
  color: string | null;
}

export interface ResultShop {
  shopId: string;
  slug: string;
  name: string;
  /** `listed`: it sells elsewhere and has no sub-domain. */
  state: 'provisioned' | 'claimed' | 'open' | 'paused' | 'listed';
  trade: string;
  commune: string;
  communeInsee: string;
  lat: number | null;
  lon: number | null;
  /** As the crow flies from the point asked for; null without one. */
  distanceKm: number | null;
}

export interface SearchResult {
  kind: ResultKind;
  id: string;
  title: string;
  /** Of a product: its page is `/produits/<handle>` on the shop's host. */
  handle: string | null;
  /** Lowest of its variants, tax included. */
  price: Cents | null;
  /** True when the variants have more than one price. */
  priceVaries: boolean;
  /** False: sold out. */
  isAvailable: boolean;
  photo: ResultPhoto | null;
  shop: ResultShop;
  /** Start of the first slot it can be collected in (ISO 8601, UTC); null when it cannot. */
  collectableFrom: string | null;
  /** Of a listing: where it leads. */
  link?: ListingLink;
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

/** Each counted with the choices of the others and without its own. */
export interface Facets {
  category: FacetValue[];
  commune: FacetValue[];
  /** Cents: from one edge to below the next; `below` null: no end. */
  price: { from: number; below: number | null; count: number }[];
  /** Within so many kilometres of the place asked for; empty without one. */
  distance: { km: number; count: number }[];
  /** Can be collected by the end of the day. */
  pickup: { today: number; tomorrow: number };
  /** Of shops whose door is open. */
  openNow: number;
}

export interface SearchAnswer {
  /** As searched, after trimming. */
  query: string;
  total: number;
  /** False: there are more than `total`; the facets count the first ones. */
  totalIsExact: boolean;
  page: number;
  perPage: number;
  results: SearchResult[];
  facets: Facets;
  /** True: price, distance, pickup and open are counted on a sample, and about right. */
  facetsAreSampled: boolean;
  /** The query that was searched instead, after a typing error; null when the words were known. */
  suggestion: string | null;
  /** The commune that was read in the words (« rose loches ») or asked for. */
  /**
   * What was looked for where the search as asked found nothing: `radiusKm` farther (null: the whole region), `words`: not
   * all of them, or words like them. Null: nothing was widened.
   */
  widened: { radiusKm?: number | null; words?: boolean } | null;
  near: { insee: string; name: string; radiusKm: number } | null;
}

export interface Suggestion {
  kind: 'words' | 'shop' | 'category' | 'commune';
  /** What to show and, for `words`, to search. */
  label: string;
  /** Trade code, INSEE code or shop slug; null for words. */
  value: string | null;
}

/** A shop as the portal shows it; `collectableFrom` null when it takes no order now. */
export interface PublicShop extends ResultShop {
  tagline: string | null;
  addressLine: string | null;
  postcode: string | null;
  phone: string | null;
  website: string | null;
  initiativeId: string | null;
  photo: ResultPhoto | null;
  /** Published products. */
  products: number;
  collectableFrom: string | null;
}

export interface Page<T> {
  total: number;
  page: number;
  perPage: number;
  results: T[];
}
