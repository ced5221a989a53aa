/** A photo as pages need it: pixels, `#rrggbb`; `widths` are those that were made. */
export interface PhotoView {
  photoId: string;
  alt: string;
  state: 'waiting' | 'ready' | 'failed';
  /** Why it failed: an error code. */
  reason: string | null;
  width: number | null;
  height: number | null;
  widths: number[];
  color: string | null;
}

/** Cents, tax included. */
export interface VariantView {
  variantId: string;
  options: string[];
  sku: string | null;
  ean: string | null;
  priceCents: number;
  compareAtCents: number | null;
  stock: 'tracked' | 'untracked' | 'single';
  onHand: number;
  weightGrams: number | null;
}

/** A product with everything that belongs to it; dates in ISO 8601. */
export interface ProductView {
  productId: string;
  handle: string;
  name: string;
  descriptionHtml: string;
  brand: string | null;
  category: string | null;
  /** Percent. */
  vatRate: number;
  optionNames: string[];
  published: boolean;
  perishable: boolean;
  leadMinutes: number | null;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
  variants: VariantView[];
  photos: PhotoView[];
}

/** A product in a list. `photo` is the first one that is ready. */
export interface ProductLine {
  productId: string;
  handle: string;
  name: string;
  category: string | null;
  published: boolean;
  archivedAt: string | null;
  priceFromCents: number;
  /** A higher price than `priceFromCents` exists. */
  hasSeveralPrices: boolean;
  compareAtCents: number | null;
  variantCount: number;
  /** The only variant, when there is one. */
  variantId: string | null;
  /** Pieces of all counted variants; null when none is counted. */
  onHand: number | null;
  isAvailable: boolean;
  photo: PhotoView | null;
}

export interface ProductPage {
  items: ProductLine[];
  total: number;
  page: number;
  perPage: number;
}

/** How many products a shop has; `draft` are not published. */
export interface ProductCounts {
  published: number;
  draft: number;
  archived: number;
}
