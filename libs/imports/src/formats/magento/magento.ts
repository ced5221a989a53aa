import type { TableRow } from '#libs/platform';
import { SeenKeys } from '../draft-builder.js';
import {
  refuse,
  type ProductDraft,
  type ProductFormat,
  type ProductReadOptions,
  type RowRefusal,
  type SourceRow,
} from '../product-format.js';
import { MagentoColumns, type MagentoField } from './magento-columns.js';
import { MagentoHold } from './magento-hold.js';
import { readMagentoProduct } from './magento-product.js';

const USUAL: MagentoField[] = [
  'storeView',
  'websites',
  'attributeSet',
  'online',
  'visibility',
  'urlKey',
  'qty',
  'price',
];

/** What is not sold over a counter, and the sentence that says so. */
const LEFT_OUT: [RegExp, string][] = [
  [/^bundle$/, 'imports.bundle_product'],
  [/^grouped$/, 'imports.grouped_product'],
  [/^(virtual|downloadable)$/, 'imports.virtual_product'],
  [/^gift_?card$/, 'imports.gift_card'],
];

type Outcome = ProductDraft | RowRefusal;

/** Magento 2's own export (Adobe Commerce's as well), and the lists of products in which its shops are filled. */
export const magento: ProductFormat = {
  id: 'magento',
  name: 'Magento 2',
  recognises: (header) => {
    const columns = new MagentoColumns(header);
    const isSold = columns.has('name') && columns.has('price');
    if (!columns.has('sku') || !(columns.has('attributeSet') ? columns.has('type') || isSold : isSold)) return 0;
    // A short file of updates names no set of attributes.
    const isOwn = columns.has('attributeSet') || USUAL.filter((field) => columns.has(field)).length >= 3;
    if (!isOwn || !(columns.has('attributeSet') || columns.has('type'))) return 0;
    return 0.7 + 0.3 * (USUAL.filter((field) => columns.has(field)).length / USUAL.length);
  },
  read: (header, rows, options = {}) => new MagentoReader(new MagentoColumns(header), options).read(rows),
};

class MagentoReader {
  private readonly hold = new MagentoHold();
  private readonly seen = new SeenKeys();

  constructor(
    private readonly columns: MagentoColumns,
    private readonly options: ProductReadOptions,
  ) {}

  async *read(rows: AsyncIterable<TableRow>): AsyncGenerator<Outcome> {
    for await (const row of rows) {
      if (row.error) {
        yield { kind: 'refusal', line: row.line, code: row.error.code, details: row.error.details, cells: row.cells };
        continue;
      }
      yield* this.take(row);
      if (this.hold.isFull) yield* this.products(this.hold.releaseHalf());
    }
    yield* this.products(this.hold.release());
  }

  private take(row: SourceRow): Outcome[] {
    const sku = this.columns.text(row.cells, 'sku');
    if (sku === '') return [refuse(row, 'imports.sku_missing')];
    const view = this.columns.text(row.cells, 'storeView');
    if (view !== '' && !/^(all|default|admin)$/i.test(view)) {
      return this.hold.addView(sku, view, row) ? [] : [refuse(row, 'imports.store_view_alone', { sku, view })];
    }
    const type = this.typeOf(row);
    const leftOut = LEFT_OUT.find(([pattern]) => pattern.test(type));
    if (leftOut) return [refuse(row, leftOut[1], { type })];
    if (type !== 'simple' && type !== 'configurable') return [refuse(row, 'imports.unknown_type', { type })];
    const firstLine = this.seen.firstLine(sku, row.line);
    if (firstLine !== null) return [refuse(row, 'imports.duplicate_key', { key: sku, firstLine })];
    this.hold.add(sku, row, type === 'configurable' ? this.columns.text(row.cells, 'variations') : null);
    return [];
  }

  private typeOf({ cells }: SourceRow): string {
    const type = this.columns.text(cells, 'type').toLowerCase();
    if (type !== '') return type;
    return this.columns.text(cells, 'bundleOptions') === '' ? 'simple' : 'bundle';
  }

  private *products(families: Iterable<Parameters<typeof readMagentoProduct>[1]>): Generator<Outcome> {
    for (const family of families) yield* readMagentoProduct(this.columns, family, this.options);
  }
}
