import type { ProductSafety } from './fields/product-safety.js';
import type { Content } from './fields/unit-price.js';

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
  /** What is in one piece. */
  content: Content | null;
  /** The product's photo that shows it; null: none in particular. */
  photoId: string | null;
  /**
   * The price to show crossed out while there is a reduction: the lowest of the 30 days before it, or what the merchant says
   * (`compareAtCents`) for perishable goods and for a price that nobody has seen here. It may be no higher than the price:
   * then there is no reduction to announce.
   */
  priorCents: number | null;
}

/** A product with everything that belongs to it; dates in ISO 8601. */
export interface ProductView {
  productId: string;
  handle: string;
  name: string;
  descriptionHtml: string;
  brand: string | null;
  category: string | null;
  /** A code of `publicCategories()`. */
  publicCategory: string | null;
  /** `{}` when nothing was ever said. */
  safety: Partial<ProductSafety>;
  /** Percent. */
  vatRate: number;
  optionNames: string[];
  published: boolean;
  perishable: boolean;
  /** One of `WITHDRAWAL_EXCLUSIONS`; null: a customer who paid online may send it back. */
  withdrawalExclusion: string | null;
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
  /** The price before the reduction of the cheapest variant, see `VariantView.priorCents`. */
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
