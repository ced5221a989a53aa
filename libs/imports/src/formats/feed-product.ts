import type { TableRow } from '#libs/platform';
import { assembleProduct } from './assembled-product.js';
import { DraftBuilder, present } from './draft-builder.js';
import type { FeedTable } from './feed-fields.js';
import { feedOptions } from './feed-options.js';
import { feedPhotos, feedPrices, feedStock, feedWeight } from './feed-values.js';
import { type ProductReadOptions, refuse, type SourceRow } from './product-format.js';
import { type Outcome, readGroups } from './row-groups.js';

/** Items with an `item_group_id` are variants of one product, wherever they stand; each other item is a product. */
export function readFeed(
  columns: FeedTable,
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions,
): AsyncGenerator<Outcome> {
  return readGroups(withoutRemarks(rows), {
    keyOf(row) {
      const id = columns.text(row.cells, 'id');
      if (id === '') return refuse(row, 'imports.id_missing');
      const group = columns.text(row.cells, 'group');
      return { key: group || id, isShared: group !== '' };
    },
    read: (key, group) => readFeedProduct(columns, key, group, options),
  });
}

/** Facebook's own template explains its columns in rows below their names. */
async function* withoutRemarks(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow> {
  for await (const row of rows) if (!/^\s*#\s/.test(row.cells[0] ?? '')) yield row;
}

function readFeedProduct(columns: FeedTable, key: string, rows: SourceRow[], options: ProductReadOptions): Outcome[] {
  const head = rows[0] as SourceRow;
  const builder = new DraftBuilder(head);
  const { names, valuesOf } = feedOptions(columns, rows);
  const variants = rows.map((row) => ({
    row,
    options: valuesOf(row),
    prices: feedPrices(columns, builder, row),
    stock: feedStock(columns, builder, row),
    shown: { price: columns.text(row.cells, 'price'), stock: columns.text(row.cells, 'quantity') },
    sku: columns.text(row.cells, 'id'),
    ean: columns.text(row.cells, 'gtin'),
    ...present({ weightGrams: feedWeight(columns, row) }),
    photos: feedPhotos(columns, row),
  }));
  const category = columns.text(head.cells, 'type') || columns.text(head.cells, 'googleCategory');
  const facts = {
    sourceKey: key,
    name: commonTitle(rows.map((row) => columns.text(row.cells, 'title'))),
    categories: category && !/^\d+$/.test(category) ? [category] : [],
    published: isShown(columns, builder, head),
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames: names,
    ...present({
      descriptionHtml: columns.text(head.cells, 'description') || undefined,
      brand: columns.text(head.cells, 'brand') || undefined,
      vatRate: options.vatRate,
    }),
  };
  return assembleProduct(builder, facts, variants);
}

/** What the variants' titles begin with: `T-shirt` for « T-shirt, rouge » and « T-shirt, bleu ». */
function commonTitle(titles: string[]): string {
  const [first = '', ...others] = titles.filter(Boolean);
  if (others.every((title) => title === first)) return first;
  let length = 0;
  while (length < first.length && others.every((title) => title[length] === first[length])) length++;
  const isWordEnd = !/\p{L}|\p{N}/u.test(first[length] ?? ' ');
  const start = isWordEnd ? first.slice(0, length) : first.slice(0, length).replace(/[\p{L}\p{N}]+$/u, '');
  const common = start.replace(/[\s\-–—,(|/:·]+$/u, '');
  return common.length >= 3 ? common : first;
}

const HIDDEN = /^(archived|staging|hidden|paused|inactive|draft)$/i;

function isShown(columns: FeedTable, builder: DraftBuilder, { line, cells }: SourceRow): boolean {
  const status = columns.text(cells, 'status');
  const isDiscontinued = /^discontinued$/i.test(columns.text(cells, 'availability'));
  if (!HIDDEN.test(status) && !isDiscontinued) return true;
  builder.note(line, 'imports.not_active', { status: isDiscontinued ? 'discontinued' : status });
  return false;
}
