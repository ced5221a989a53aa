import type { TableRow } from '#libs/platform';
import { recognition } from './column-table.js';
import { SeenKeys } from './draft-builder.js';
import {
  refuse,
  type ProductDraft,
  type ProductFormat,
  type ProductReadOptions,
  type RowRefusal,
  type SourceRow,
} from './product-format.js';
import { VariationStore } from './variation-store.js';
import { WooColumns, type WooField } from './woocommerce-columns.js';
import { readWooProduct, wooKey } from './woocommerce-product.js';

const NEEDED: WooField[] = ['name', 'regularPrice'];
const USUAL: WooField[] = ['sku', 'published', 'visibility', 'inStock', 'stock', 'salePrice', 'images', 'parent'];

/** What is not sold over a counter, and the sentence that says so. */
const LEFT_OUT: [RegExp, string][] = [
  [/\bgrouped\b/, 'imports.grouped_product'],
  [/\bexternal\b/, 'imports.external_product'],
  [/\b(virtual|downloadable)\b/, 'imports.virtual_product'],
];

/** WooCommerce's own product export, in English or French. */
export const woocommerce: ProductFormat = {
  id: 'woocommerce',
  name: 'WooCommerce',
  recognises: (header) => {
    const columns = new WooColumns(header);
    // The export lets its columns be chosen: without the type, several others must speak for WooCommerce.
    const isSure = columns.has('type') || USUAL.filter((field) => columns.has(field)).length >= 3;
    return isSure ? recognition(columns, NEEDED, USUAL) : 0;
  },
  read: (header, rows, options = {}) => new WooReader(new WooColumns(header), options).read(rows),
};

type Outcome = ProductDraft | RowRefusal;

class WooReader {
  private readonly store = new VariationStore();
  private readonly seen = new SeenKeys();

  constructor(
    private readonly columns: WooColumns,
    private readonly options: ProductReadOptions,
  ) {}

  /** Simple products leave as they are read, variable ones when the file ends or the hold is full. */
  async *read(rows: AsyncIterable<TableRow>): AsyncGenerator<Outcome> {
    for await (const row of rows) {
      if (row.error) {
        yield { kind: 'refusal', line: row.line, code: row.error.code, details: row.error.details, cells: row.cells };
        continue;
      }
      yield* this.take(row);
      if (this.store.isFull) yield* this.release();
    }
    yield* this.release();
  }

  private take(row: SourceRow): Outcome[] {
    const type = this.typeOf(row);
    const leftOut = LEFT_OUT.find(([pattern]) => pattern.test(type));
    if (leftOut) return [refuse(row, leftOut[1], { type })];
    const kind = type.split(',')[0]?.trim();
    if (kind === 'variation') {
      this.store.addVariation(row, referenceOf(this.columns.text(row.cells, 'parent')));
      return [];
    }
    if (kind !== 'simple' && kind !== 'variable') return [refuse(row, 'imports.unknown_type', { type })];
    const key = wooKey(this.columns, row);
    const firstLine = this.seen.firstLine(key, row.line);
    if (firstLine !== null) return [refuse(row, 'imports.duplicate_key', { key, firstLine })];
    if (kind === 'simple') return readWooProduct(this.columns, row, null, this.options);
    this.store.addParent(row, this.referencesOf(row));
    return [];
  }

  private typeOf({ cells }: SourceRow): string {
    const type = this.columns.text(cells, 'type').toLowerCase();
    if (type !== '') return type;
    return this.columns.text(cells, 'parent') === '' ? 'simple' : 'variation';
  }

  private referencesOf({ cells }: SourceRow): string[] {
    const id = this.columns.text(cells, 'id');
    return [this.columns.text(cells, 'sku'), id && `id:${id}`, id].filter(Boolean).map(referenceOf);
  }

  private *release(): Generator<Outcome> {
    const { families, orphans } = this.store.release();
    for (const { head, variations } of families) yield* readWooProduct(this.columns, head, variations, this.options);
    for (const { row, parent } of orphans) yield refuse(row, 'imports.parent_missing', { parent });
  }
}

/** A SKU in any case; `id: 10` and `ID:10` are `id:10`. */
const referenceOf = (text: string): string => text.toLowerCase().replace(/^id:\s+/, 'id:');
