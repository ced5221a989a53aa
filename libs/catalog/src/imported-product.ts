/** Cents of euro, tax included; `stock` in pieces, null when the file does not count it; `weightGrams` in grams. */
export interface ImportedVariant {
  sku?: string;
  ean?: string;
  /** One value for each of the product's `optionNames`. */
  options: string[];
  priceCents: number;
  compareAtCents?: number;
  stock: number | null;
  weightGrams?: number;
  /** One of the product's photos, by its address. */
  imageUrl?: string;
}

/** A photo to be fetched; `position` counts from 1. */
export interface ImportedPhoto {
  url: string;
  alt?: string;
  position: number;
}

/** A checked product of a file. */
export interface ImportedProduct {
  /** The same product has the same key in the next file of the same source. */
  sourceKey: string;
  name: string;
  handle?: string;
  /** As the file has it: not yet sanitised. */
  descriptionHtml?: string;
  brand?: string;
  /** Paths from the top: `Maison > Vases`. */
  categories: string[];
  published: boolean;
  /** Percent; 20 when the file does not say. */
  vatRate?: number;
  optionNames: string[];
  variants: ImportedVariant[];
  photos: ImportedPhoto[];
}

/** What became of one draft, in the order of the drafts. `reason` says why it was refused. */
export interface SavedImport {
  productId: string | null;
  outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  reason?: { code: string; details: Record<string, unknown> };
}
