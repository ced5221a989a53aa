import type { LockedProduct } from '../product-rows.js';
import type { VariantRow } from '../variant-rows.js';
import type { TableChange } from './table-edit.js';

/** How many cells are as they were, and how many somebody else changed since: those stay. */
export interface Undone {
  restored: number;
  skipped: number;
}

/** Takes changes back in place. Pieces that were sold since stay sold: the difference is taken back, not the number. */
export function takeBack(changes: readonly TableChange[], products: LockedProduct[], variants: VariantRow[]): Undone {
  const undone = { restored: 0, skipped: 0 };
  const ofProducts = new Map(products.map((row) => [row.product_id, row]));
  const ofVariants = new Map(variants.map((row) => [row.variant_id, row]));
  for (const change of changes.toReversed()) {
    const isDone =
      change.field === 'published'
        ? backOnSale(ofProducts.get(change.id), change)
        : backInVariant(ofVariants.get(change.id), change);
    if (change.field !== 'compareAt') undone[isDone ? 'restored' : 'skipped']++;
  }
  return undone;
}

function backOnSale(product: LockedProduct | undefined, { from, to }: TableChange): boolean {
  if (!product || product.archived || product.published !== to) return false;
  product.published = from === true;
  return true;
}

function backInVariant(variant: VariantRow | undefined, { field, from, to }: TableChange): boolean {
  if (!variant) return false;
  if (field === 'stock') return backInStock(variant, Number(from) - Number(to));
  if (field === 'price') {
    if (variant.price_cents !== to) return false;
    variant.price_cents = Number(from);
    return true;
  }
  // The reduction comes back with its price alone.
  if (variant.compare_at_cents !== null) return false;
  variant.compare_at_cents = from === null ? null : Number(from);
  return true;
}

function backInStock(variant: VariantRow, difference: number): boolean {
  const count = variant.on_hand + difference;
  if (count < 0 || variant.stock === 'untracked' || (variant.stock === 'single' && count > 1)) return false;
  variant.on_hand = count;
  return true;
}

/** A reduction that stands at or below its price is none: it goes before the rows are written. */
export function dropEmptyReductions(variants: VariantRow[]): void {
  for (const variant of variants) {
    if (variant.compare_at_cents !== null && variant.compare_at_cents <= variant.price_cents)
      variant.compare_at_cents = null;
  }
}
