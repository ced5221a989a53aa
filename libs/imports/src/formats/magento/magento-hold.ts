import type { SourceRow } from '../product-format.js';
import { readVariations } from './magento-columns.js';

const MOST_ROWS = 20_000;
const MOST_CHARACTERS = 32_000_000;

/** A product's row, those of its store views, and the children that a configurable one names. */
export interface HeldProduct {
  sku: string;
  row: SourceRow;
  views: { code: string; row: SourceRow }[];
  /** Null: no configurable product. */
  children: { sku: string; values: Map<string, string> }[] | null;
}

/** A product with the children that are in the file. */
export interface HeldFamily {
  head: HeldProduct;
  children: { values: Map<string, string>; product: HeldProduct }[];
  missing: string[];
}

/**
 * Holds products until their families are complete, for children stand before or after their configurable product. Bounded:
 * when it is full, the older half leaves with its children and its claims on what comes later are gone.
 */
export class MagentoHold {
  private readonly products = new Map<string, HeldProduct>();
  private readonly parents = new Map<string, string>();
  private characters = 0;

  get isFull(): boolean {
    return this.products.size >= MOST_ROWS || this.characters >= MOST_CHARACTERS;
  }

  add(sku: string, row: SourceRow, variations: string | null): void {
    const children = variations === null ? null : readVariations(variations);
    this.products.set(sku, { sku, row: this.copy(row), views: [], children });
    for (const child of children ?? []) if (!this.parents.has(child.sku)) this.parents.set(child.sku, sku);
  }

  /** False when the product is not here. */
  addView(sku: string, code: string, row: SourceRow): boolean {
    const product = this.products.get(sku);
    product?.views.push({ code, row: this.copy(row) });
    return product !== undefined;
  }

  *releaseHalf(): Generator<HeldFamily> {
    yield* this.release(Math.ceil(this.products.size / 2));
  }

  /** The oldest products, `most` of them, in the order of the file; a child waits for its configurable product. */
  *release(most = Number.POSITIVE_INFINITY): Generator<HeldFamily> {
    let left = most;
    for (const product of this.products.values()) {
      if (left-- <= 0) break;
      const parent = this.products.get(this.parents.get(product.sku) ?? '');
      if (product.children === null && parent?.children) continue;
      yield this.take(product);
    }
    if (this.products.size === 0) this.parents.clear();
  }

  private take(head: HeldProduct): HeldFamily {
    this.remove(head);
    const family: HeldFamily = { head, children: [], missing: [] };
    for (const { sku, values } of head.children ?? []) {
      const product = this.parents.get(sku) === head.sku ? this.products.get(sku) : undefined;
      this.parents.delete(sku);
      if (!product || product.children) {
        family.missing.push(sku);
        continue;
      }
      this.remove(product);
      family.children.push({ values, product });
    }
    return family;
  }

  private remove({ sku, row, views }: HeldProduct): void {
    this.products.delete(sku);
    for (const { cells } of [row, ...views.map((view) => view.row)]) this.characters -= lengthOf(cells);
  }

  /** As read, cells are windows on the whole piece of the file, which would stay in memory with them. */
  private copy({ line, cells }: SourceRow): SourceRow {
    this.characters += lengthOf(cells);
    return { line, cells: cells.map((cell) => Buffer.from(cell, 'utf16le').toString('utf16le')) };
  }
}

const lengthOf = (cells: string[]): number => cells.reduce((sum, cell) => sum + cell.length, 0);
