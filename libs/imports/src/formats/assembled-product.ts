import { DraftBuilder, present } from './draft-builder.js';
import type { Reading } from './format-values.js';
import type { ProductDraft, SourceRow } from './product-format.js';
import type { Outcome } from './row-groups.js';
import { settlePrices, type VariantCandidate } from './variant-prices.js';

/** Cents; null when the cell is blank. */
export interface Prices {
  price: number | null;
  compareAt?: number;
}

/** One row as a variant, its values read but not yet accepted; `shown` are the cells a refusal quotes. */
export interface RowVariant {
  row: SourceRow;
  options: string[];
  prices: Reading<Prices>;
  stock: Reading<number | null>;
  shown: { price: string; stock: string };
  sku: string;
  ean: string;
  weightGrams?: number;
  /** Addresses, the first one being the variant's own. */
  photos: string[];
}

type Facts = Pick<
  ProductDraft,
  'sourceKey' | 'name' | 'categories' | 'published' | 'priceIncludesTax' | 'optionNames'
> &
  Pick<ProductDraft, 'descriptionHtml' | 'brand' | 'vatRate' | 'handle'>;

/** A product out of rows that were read: what cannot be sold is refused with its row, the rest goes in. */
export function assembleProduct(builder: DraftBuilder, facts: Facts, variants: RowVariant[]): Outcome[] {
  for (const { row } of variants) builder.keep(row);
  if (facts.name === '') return builder.refuseAll('imports.title_missing');
  const candidates = variants.flatMap((variant) => candidateOf(builder, variant) ?? []);
  const isPriced = settlePrices(builder, candidates);
  if (builder.variants.length === 0) return builder.refuseAll('imports.no_variant_left');
  const draft = builder.finish({ ...facts, published: facts.published && isPriced, tags: [] });
  return [...builder.refusals, draft];
}

function candidateOf(builder: DraftBuilder, wanted: RowVariant): VariantCandidate | null {
  const { row, prices, stock, shown } = wanted;
  const photos = wanted.photos.map((url) => builder.photos.add(row.line, url));
  const code = prices.code ?? stock.code;
  if (code !== undefined || !prices.value || stock.code !== undefined) {
    const value = code?.startsWith('imports.stock') ? shown.stock : shown.price;
    builder.refuse(row, code ?? 'imports.price_invalid', { value: value.slice(0, 40) });
    return null;
  }
  builder.noteStock(row.line, stock, shown.stock);
  const variant = {
    line: row.line,
    options: wanted.options,
    priceCents: prices.value.price,
    stock: stock.value,
    ...present({
      sku: wanted.sku || undefined,
      ean: builder.ean(row.line, wanted.ean),
      compareAtCents: prices.value.compareAt,
      weightGrams: wanted.weightGrams,
      imageUrl: row === builder.head ? undefined : photos.find((url) => url !== undefined),
    }),
  };
  return { row, variant };
}

/** The full price and, below it, a reduced one that counts now. */
export function reducedPrice(full: Reading<number | null>, reduced: Reading<number | null>): Reading<Prices> {
  const code = full.code ?? reduced.code;
  if (code !== undefined) return { code };
  const price = full.value ?? null;
  const sale = reduced.value ?? null;
  if (!sale || (price !== null && sale >= price)) return { value: { price } };
  return { value: { price: sale, ...present({ compareAt: price ?? undefined }) } };
}
