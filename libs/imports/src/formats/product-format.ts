import type { TableRow } from '#libs/platform';

/** Why something of a product was left out or changed; `code` names the sentence, `details` fills it. */
export interface DraftNote {
  line: number;
  code: string;
  details: Record<string, unknown>;
}

/**
 * Cents of euro, with fractions of a cent where the file has them; `stock` in pieces, null when it is not counted;
 * `weightGrams` in grams.
 */
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

/** A reduction that a product's combinations have as well: `value` is percent, or cents with tax. */
export interface Discount {
  kind: 'percent' | 'amount';
  value: number;
}

/**
 * What the combinations of a second file are added to: the full price as the file has it, 0 when it has none, and the product's
 * weight. `isShown`: whether the product was for sale, its price aside.
 */
export interface CombinationBase {
  priceCents: number;
  isShown: boolean;
  discount?: Discount;
  grams?: number;
}

/** A variant of a second file: its price is the product's and `impactCents`, before tax, its weight the product's and `impactGrams`. */
export interface CombinationDraft {
  line: number;
  sku?: string;
  ean?: string;
  options: string[];
  impactCents: number;
  impactGrams: number;
  stock: number | null;
  imageUrl?: string;
}

/** Variants for a product that another file of the same system brought before: the one with `productKey`, else `reference`. */
export interface CombinationsDraft {
  kind: 'combinations';
  line: number;
  lines: number[];
  /** The product's `sourceKey`. */
  productKey?: string;
  /** The SKU of the product without variants. */
  reference?: string;
  optionNames: string[];
  combinations: CombinationDraft[];
  notes: DraftNote[];
  /** Of the first row, for the report when the product is not there. */
  cells: string[];
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
  /** Percent, as the merchant gave it for the file or for its tax rule. */
  vatRate?: number;
  /** The number under which the old shop keeps the product's rate. */
  taxRule?: string;
  priceIncludesTax: boolean;
  optionNames: string[];
  variants: VariantDraft[];
  photos: PhotoDraft[];
  notes: DraftNote[];
  /** Only of a system that keeps its combinations in a second file. */
  base?: CombinationBase;
  /** As they stand in the file, for the report when the product is refused after all. */
  rows?: SourceRow[];
}

/** A row that does not go in, and why. `cells` are the row's, for the report. */
export interface RowRefusal {
  kind: 'refusal';
  line: number;
  code: string;
  details: Record<string, unknown>;
  cells: string[];
}

export type ReadDraft = ProductDraft | CombinationsDraft | RowRefusal;

/**
 * What the file itself does not say. Prices include tax unless told; `vatRate` in percent, `vatRules` the rates of the old
 * shop's tax rules by their numbers.
 */
export interface ProductReadOptions {
  vatRate?: number;
  vatRules?: Record<string, number>;
  priceIncludesTax?: boolean;
  /** Of columns that were guessed: nothing goes on sale before its merchant has looked at it. */
  asDrafts?: boolean;
}

/** A system's export. Both functions are pure; the same rows give the same drafts in the same order. */
export interface ProductFormat {
  readonly id: string;
  readonly name: string;
  /** The system, where it has more than one format: their files speak of the same products. */
  readonly source?: string;
  /** How surely a header is of this format: 0 (not at all) to 1. */
  recognises(header: readonly string[]): number;
  read(
    header: readonly string[],
    rows: AsyncIterable<TableRow>,
    options?: ProductReadOptions,
  ): AsyncIterable<ReadDraft>;
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
