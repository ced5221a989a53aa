import { PriceMissingError } from '../catalog.errors.js';
import { refuseFreeOnSale } from '../product-rules.js';
import type { LockedProduct } from '../product-rows.js';
import type { VariantRow } from '../variant-rows.js';

/** One cell that somebody changed: `shown` stood in it, `wanted` was typed. Cents, pieces, or whether it is on sale. */
export type TableCell =
  | { field: 'price' | 'stock'; variantId: string; shown: number; wanted: number }
  | { field: 'published'; productId: string; shown: boolean; wanted: boolean };

/** What a save changed, so that it can be taken back. */
export interface TableChange {
  field: 'price' | 'compareAt' | 'stock' | 'published';
  id: string;
  from: number | boolean | null;
  to: number | boolean | null;
}

/** A cell that was not saved. `now` is what stands there, when somebody else changed it meanwhile. */
export interface TableFault {
  field: TableCell['field'];
  /** Of the variant, or of the product for `published`. */
  id: string;
  code: string;
  details: Record<string, unknown>;
  now: number | boolean | null;
}

const COUNT_MAX = 1_000_000;
const PRICE_MAX = 100_000_000;

/** The rows that a save may change, as they stand; `apply` changes them in place, one cell after the other. */
export class TableEdit {
  readonly changes: TableChange[] = [];
  readonly faults: TableFault[] = [];
  private readonly variants: Map<string, VariantRow>;
  private readonly products: Map<string, LockedProduct>;

  constructor(products: LockedProduct[], variants: VariantRow[]) {
    this.products = new Map(products.map((row) => [row.product_id, row]));
    this.variants = new Map(variants.map((row) => [row.variant_id, row]));
  }

  /** A price before the product goes on sale, so that both may be typed at once. */
  apply(cells: readonly TableCell[]): void {
    for (const cell of cells.filter(({ field }) => field !== 'published')) this.applyCell(cell);
    for (const cell of cells.filter(({ field }) => field === 'published')) this.applyCell(cell);
  }

  get changedVariants(): VariantRow[] {
    const ids = new Set(this.changes.filter(({ field }) => field !== 'published').map(({ id }) => id));
    return [...this.variants.values()].filter(({ variant_id }) => ids.has(variant_id));
  }

  get changedProducts(): LockedProduct[] {
    const ids = new Set(this.changes.filter(({ field }) => field === 'published').map(({ id }) => id));
    return [...this.products.values()].filter(({ product_id }) => ids.has(product_id));
  }

  private applyCell(cell: TableCell): void {
    if (cell.field === 'published') return this.publish(cell.productId, cell);
    const variant = this.variants.get(cell.variantId);
    if (!variant) return this.fault(cell.field, cell.variantId, 'catalog.cell_gone');
    if (cell.field === 'price') this.price(variant, cell);
    else this.count(variant, cell);
  }

  private price(variant: VariantRow, { shown, wanted }: { shown: number; wanted: number }): void {
    const { variant_id: id, price_cents: now, compare_at_cents: before } = variant;
    if (now === wanted) return;
    if (now !== shown) return this.fault('price', id, 'catalog.cell_changed', now);
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > PRICE_MAX) return this.fault('price', id, 'catalog.price');
    variant.price_cents = wanted;
    const product = this.products.get(variant.product_id);
    if (product?.published && this.isFree(product)) {
      variant.price_cents = now;
      return this.fault('price', id, 'catalog.price_missing', null, { name: product.name });
    }
    this.changes.push({ field: 'price', id, from: now, to: wanted });
    // A price as high as before its reduction ends the reduction.
    if (before === null || before > wanted) return;
    variant.compare_at_cents = null;
    this.changes.push({ field: 'compareAt', id, from: before, to: null });
  }

  /** Pieces that were sold while the table was open are not put back: the count is asked for again. */
  private count(variant: VariantRow, { shown, wanted }: { shown: number; wanted: number }): void {
    const { variant_id: id, on_hand: now, stock } = variant;
    if (stock === 'untracked') return this.fault('stock', id, 'catalog.stock_not_counted');
    if (now === wanted) return;
    if (now !== shown) return this.fault('stock', id, 'catalog.cell_sold', now, { count: now });
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > COUNT_MAX) return this.fault('stock', id, 'catalog.stock');
    if (stock === 'single' && wanted > 1) return this.fault('stock', id, 'catalog.single');
    variant.on_hand = wanted;
    this.changes.push({ field: 'stock', id, from: now, to: wanted });
  }

  private publish(id: string, { shown, wanted }: { shown: boolean; wanted: boolean }): void {
    const product = this.products.get(id);
    if (!product || product.archived) return this.fault('published', id, 'catalog.cell_gone');
    if (product.published === wanted) return;
    if (product.published !== shown) return this.fault('published', id, 'catalog.cell_changed', product.published);
    if (wanted && this.isFree(product)) {
      return this.fault('published', id, 'catalog.price_missing', null, { name: product.name });
    }
    product.published = wanted;
    this.changes.push({ field: 'published', id, from: !wanted, to: wanted });
  }

  private isFree(product: LockedProduct): boolean {
    const variants = [...this.variants.values()].filter(({ product_id }) => product_id === product.product_id);
    try {
      refuseFreeOnSale({ product: { ...product, published: true }, variants });
      return false;
    } catch (error) {
      if (error instanceof PriceMissingError) return true;
      throw error;
    }
  }

  private fault(
    field: TableCell['field'],
    id: string,
    code: string,
    now: TableFault['now'] = null,
    details: Record<string, unknown> = {},
  ): void {
    this.faults.push({ field, id, code, details, now });
  }
}
