/** A shop that sells elsewhere, as a feed describes it; or, without a commune, the site of an initiative itself. */
export interface ListedPlace {
  placeId: string;
  name: string;
  /** Code of a trade; null: unknown. */
  trade: string | null;
  communeInsee: string | null;
  /** WGS 84 degrees. */
  lat: number | null;
  lon: number | null;
  addressLine: string | null;
  postcode: string | null;
  phone: string | null;
  website: string | null;
  initiativeId: string;
  /** ISO 8601. */
  createdAt: string;
}

/** One result that leads elsewhere. The one with its place's own id is the place itself. */
export interface Listing {
  placeId: string;
  documentId: string;
  title: string;
  brand: string | null;
  /** The category: what counts nearly as much as the title. */
  words: string;
  /** Plain text. */
  text: string;
  priceCents: number | null;
  priceVaries: boolean;
  isAvailable: boolean;
  /** http or https. */
  url: string;
  /** Who published it, as it is shown. */
  sourceName: string;
  initiativeSlug: string;
  createdAt: string;
}

/** Where a listing leads, and whose it is. */
export interface ListingLink {
  url: string;
  sourceName: string;
  initiativeSlug: string;
}
