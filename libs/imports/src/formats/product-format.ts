import type { TableRow } from '#libs/platform';

/** Why something of a product was left out or changed; `code` names the sentence, `details` fills it. */
export interface DraftNote {
  line: number;
  code: string;
  details: Record<string, unknown>;
}

/** Cents of euro; `stock` in pieces, null when it is not counted; `weightGrams` in grams. */
export interface VariantDraft {
  line: number;
  sku?: string;
  /** A GTIN whose check digit is right. */
  ean?: string;
  /** One value for each of the product's `optionNames`. */
  options: string[];
  priceCents: number;
  /** The price before a reduction, above `priceCents`. */
  compareAtCents?: number;
  stock: number | null;
  weightGrams?: number;
  /** One of the product's photos. */
  imageUrl?: string;
}

/** `position` counts from 1. */
export interface PhotoDraft {
  url: string;
  alt?: string;
  position: number;
}

export interface ProductDraft {
  kind: 'product';
  /** The same product has the same key in the next export: its handle, SKU or `id:NN`. */
  sourceKey: string;
  line: number;
  lines: number[];
  name: string;
  handle?: string;
  /** As the file has it: not yet sanitised. */
  descriptionHtml?: string;
  brand?: string;
  /** Paths from the top: `Maison > Vases`. */
  categories: string[];
  tags: string[];
  published: boolean;
  /** Percent, as the merchant gave it for the file. */
  vatRate?: number;
  priceIncludesTax: boolean;
  optionNames: string[];
  variants: VariantDraft[];
  photos: PhotoDraft[];
  notes: DraftNote[];
}

/** A row that does not go in, and why. `cells` are the row's, for the report. */
export interface RowRefusal {
  kind: 'refusal';
  line: number;
  code: string;
  details: Record<string, unknown>;
  cells: string[];
}

/** What the file itself does not say. Prices include tax unless told; `vatRate` in percent. */
export interface ProductReadOptions {
  vatRate?: number;
  priceIncludesTax?: boolean;
}

/** A system's export. Both functions are pure; the same rows give the same drafts in the same order. */
export interface ProductFormat {
  readonly id: string;
  readonly name: string;
  /** How surely a header is of this format: 0 (not at all) to 1. */
  recognises(header: readonly string[]): number;
  read(
    header: readonly string[],
    rows: AsyncIterable<TableRow>,
    options?: ProductReadOptions,
  ): AsyncIterable<ProductDraft | RowRefusal>;
}

/** A readable row on its way to a draft. */
export interface SourceRow {
  line: number;
  cells: string[];
}

export const refuse = (row: SourceRow, code: string, details: Record<string, unknown> = {}): RowRefusal => ({
  kind: 'refusal',
  line: row.line,
  code,
  details: { line: row.line, ...details },
  cells: row.cells,
});
