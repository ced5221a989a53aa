import { InvalidInputError, newId, NotFoundError } from '#libs/kernel';
import { PriceMissingError } from './catalog.errors.js';
import { cleanHtml } from './clean-html.js';
import type { Content } from './fields/unit-price.js';
import { type CheckedChanges, type CheckedInput, refuseUnfitting } from './product-input.js';
import type { LockedProduct, ProductRow } from './product-rows.js';
import type { VariantRow } from './variant-rows.js';

/** A product and its variants, as they are about to be written. */
export interface WholeProduct {
  product: ProductRow;
  variants: VariantRow[];
}

/** @throws PriceMissingError for a product that customers would see and that costs nothing. */
export function refuseFreeOnSale({ product, variants }: WholeProduct): void {
  if (product.published && variants.every(({ price_cents }) => price_cents === 0)) {
    throw new PriceMissingError({ name: product.name });
  }
}

/** A new product of its own, from no file. */
export function newProduct(input: CheckedInput, handle: string, productId: string = newId()): WholeProduct {
  const product = {
    product_id: productId,
    handle,
    name: input.name,
    description_html: cleanHtml(input.descriptionHtml),
    brand: input.brand,
    category: input.category,
    public_category: input.publicCategory,
    safety: input.safety,
    vat_rate: input.vatRate,
    option_names: input.optionNames,
    published: input.published,
    perishable: input.perishable,
    withdrawal_exclusion: input.withdrawalExclusion,
    lead_minutes: input.leadMinutes,
    source: null,
    source_key: null,
    source_hash: null,
  };
  const variants = input.variants.map((variant, position) => ({
    variant_id: newId(),
    product_id: product.product_id,
    position,
    options: variant.options,
    sku: variant.sku,
    ean: variant.ean,
    price_cents: variant.priceCents,
    compare_at_cents: variant.compareAtCents,
    stock: variant.stock,
    on_hand: variant.onHand,
    weight_grams: variant.weightGrams,
    ...contentColumns(variant.content),
    photo_id: null,
  }));
  return { product, variants };
}

/** What is given replaces what was; `variants` holds the changed ones alone. */
export function changed(product: LockedProduct, variants: VariantRow[], changes: CheckedChanges): WholeProduct {
  const { archived: _, ...was } = product;
  const { descriptionHtml } = changes;
  return {
    product: {
      ...was,
      ...given({
        name: changes.name,
        description_html: descriptionHtml === undefined ? undefined : cleanHtml(descriptionHtml),
        brand: changes.brand,
        category: changes.category,
        public_category: changes.publicCategory,
        safety: changes.safety,
        vat_rate: changes.vatRate,
        published: changes.published,
        perishable: changes.perishable,
        withdrawal_exclusion: changes.withdrawalExclusion,
        lead_minutes: changes.leadMinutes,
      }),
    },
    variants: (changes.variants ?? []).map((change) => changedVariant(variants, change)),
  };
}

type VariantChange = NonNullable<CheckedChanges['variants']>[number];

function changedVariant(variants: VariantRow[], change: VariantChange): VariantRow {
  const was = variants.find(({ variant_id }) => variant_id === change.variantId.toLowerCase());
  if (!was) throw new NotFoundError();
  const stock = change.stock ?? was.stock;
  const kept = { tracked: was.on_hand, single: Math.min(1, was.on_hand), untracked: 0 };
  return {
    ...was,
    ...given({
      options: change.options,
      sku: change.sku,
      ean: change.ean,
      price_cents: change.priceCents,
      compare_at_cents: change.compareAtCents,
      weight_grams: change.weightGrams,
      photo_id: change.photoId,
    }),
    ...(change.content !== undefined && contentColumns(change.content)),
    stock,
    on_hand: change.onHand ?? kept[stock],
  };
}

/** All variants as they will stand; `changes` are in the caller's order, which the errors speak of. */
export function refuseUnfittingVariants(product: ProductRow, changes: VariantRow[], all: VariantRow[]): void {
  const ids = new Set(changes.map(({ variant_id }) => variant_id));
  const rest = all.filter(({ variant_id }) => !ids.has(variant_id));
  const variants = [...changes, ...rest].map((row) => ({
    options: row.options,
    sku: row.sku,
    ean: row.ean,
    priceCents: row.price_cents,
    compareAtCents: row.compare_at_cents,
    stock: row.stock,
    onHand: row.on_hand,
    weightGrams: row.weight_grams,
    content: null,
  }));
  const faults = refuseUnfitting(product.option_names, variants);
  if (faults.length === 0) return;
  throw new InvalidInputError(faults.map(({ path, message }) => ({ path: path.join('.'), code: message })));
}

/** The two columns of what is in one piece. */
export const contentColumns = (content: Content | null): Pick<VariantRow, 'content_amount' | 'content_unit'> => ({
  content_amount: content?.amount ?? null,
  content_unit: content?.unit ?? null,
});

function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
