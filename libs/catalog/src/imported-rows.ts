import { createHash } from 'node:crypto';
import { newId } from '#libs/kernel';
import { cleanHtml } from './clean-html.js';
import type { ImportedProduct, ImportedVariant } from './imported-product.js';
import { type CheckedInput, DESCRIPTION_MAX, type ProductInput } from './product-input.js';
import type { ProductRow } from './product-rows.js';
import type { WholeProduct } from './product-rules.js';
import type { VariantRow } from './variant-rows.js';

/** The draft as a form would have sent it. */
export function inputOf(draft: ImportedProduct): ProductInput {
  return {
    name: draft.name,
    descriptionHtml: draft.descriptionHtml?.slice(0, DESCRIPTION_MAX) ?? '',
    brand: draft.brand?.slice(0, 200) ?? null,
    category: categoryOf(draft),
    vatRate: (draft.vatRate ?? 20) as CheckedInput['vatRate'],
    published: draft.published,
    optionNames: draft.optionNames,
    variants: draft.variants.map((variant) => ({
      options: variant.options,
      sku: variant.sku?.slice(0, 100) ?? null,
      ean: variant.ean ?? null,
      priceCents: variant.priceCents,
      compareAtCents: (variant.compareAtCents ?? 0) > variant.priceCents ? (variant.compareAtCents ?? null) : null,
      stock: variant.stock === null ? 'untracked' : 'tracked',
      onHand: variant.stock ?? 0,
      weightGrams: variant.weightGrams ?? null,
    })),
  };
}

/** The last step of the first path: « Maison > Vases » is « Vases ». */
const categoryOf = (draft: ImportedProduct): string | null =>
  draft.categories[0]?.split('>').at(-1)?.trim().slice(0, 200) || null;

/** The same for the same content, whatever its line in the file. */
export function hashOf({ name, handle, descriptionHtml, brand, categories, ...rest }: ImportedProduct): string {
  const { published, vatRate, optionNames, variants, photos } = rest;
  const content = [name, handle, descriptionHtml, brand, categories, published, vatRate, optionNames];
  const parts = variants.map(({ imageUrl, ...v }) =>
    [v.sku, v.ean, v.options, v.priceCents, v.compareAtCents, v.stock, v.weightGrams].concat(imageUrl ?? []),
  );
  const pictures = photos.map(({ url, alt, position }) => [url, alt, position]);
  return createHash('sha256')
    .update(JSON.stringify([content, parts, pictures]))
    .digest('base64url');
}

/** The product as the file has it now; what the file does not have stays. */
export function updatedProduct(was: ProductRow, draft: ImportedProduct, input: CheckedInput): ProductRow {
  return {
    ...was,
    name: input.name,
    description_html: draft.descriptionHtml === undefined ? was.description_html : cleanHtml(input.descriptionHtml),
    brand: input.brand ?? was.brand,
    category: input.category ?? was.category,
    vat_rate: draft.vatRate ?? was.vat_rate,
    option_names: input.optionNames,
    published: input.published,
    source_hash: hashOf(draft),
  };
}

/** What happens to the variants of one product. */
export interface VariantPlan {
  inserts: VariantRow[];
  updates: VariantRow[];
  /** Those that cannot be chosen any more, as the product's options are others now. */
  removals: string[];
}

/** A variant is known again by its options, else by its SKU. */
export function planVariants(was: VariantRow[], whole: WholeProduct, drafts: readonly ImportedVariant[]): VariantPlan {
  const left = new Set(was);
  const take = (matches: (row: VariantRow) => boolean): VariantRow | undefined => {
    const found = [...left].find(matches);
    if (found) left.delete(found);
    return found;
  };
  const byOptions = whole.variants.map(({ options }) => take((row) => same(row.options, options)));
  const plan: VariantPlan = { inserts: [], updates: [], removals: [] };
  for (const [i, row] of whole.variants.entries()) {
    const known = byOptions[i] ?? (row.sku ? take(({ sku }) => sku === row.sku) : undefined);
    if (known) plan.updates.push(merged(known, row, drafts[i]?.stock ?? null));
    else plan.inserts.push({ ...row, variant_id: newId() });
  }
  const depth = whole.product.option_names.length;
  for (const row of left) {
    if (row.options.length !== depth) plan.removals.push(row.variant_id);
  }
  return plan;
}

function merged(was: VariantRow, row: VariantRow, count: number | null): VariantRow {
  const isSingle = was.stock === 'single' && (count ?? 0) <= 1;
  return {
    ...was,
    position: row.position,
    options: row.options,
    sku: row.sku ?? was.sku,
    ean: row.ean ?? was.ean,
    price_cents: row.price_cents,
    compare_at_cents: row.compare_at_cents,
    weight_grams: row.weight_grams ?? was.weight_grams,
    stock: count === null || isSingle ? was.stock : 'tracked',
    on_hand: count ?? was.on_hand,
  };
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);
