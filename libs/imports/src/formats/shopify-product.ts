import type { ColumnTable } from './column-table.js';
import { DraftBuilder, present } from './draft-builder.js';
import { readFlag, splitList } from './format-values.js';
import type { ProductDraft, ProductReadOptions, RowRefusal, SourceRow } from './product-format.js';
import type { ShopifyField } from './shopify-columns.js';
import { readOptionNames, readVariant } from './shopify-variant.js';
import { settlePrices, type VariantCandidate } from './variant-prices.js';

type Columns = ColumnTable<ShopifyField>;

const VARIANT_FIELDS: ShopifyField[] = ['sku', 'price', 'option1Value', 'barcode', 'quantity'];

/** The rows of one handle: the first holds the product and a variant, each further one a variant, a photo or both. */
export function readShopifyProduct(
  columns: Columns,
  key: string,
  rows: SourceRow[],
  options: ProductReadOptions,
): (ProductDraft | RowRefusal)[] {
  const [head] = rows;
  if (!head) return [];
  const builder = new DraftBuilder(head);
  for (const row of rows) builder.keep(row);
  const name = columns.text(head.cells, 'title');
  if (name === '') return builder.refuseAll('imports.title_missing');
  if (readFlag(columns.text(head.cells, 'giftCard'), false)) return builder.refuseAll('imports.gift_card');
  const optionNames = readOptionNames(columns, head);
  const holding = rows.filter(({ cells }) => VARIANT_FIELDS.some((field) => columns.text(cells, field) !== ''));
  const candidates: VariantCandidate[] = [];
  for (const row of rows) {
    readPhoto(columns, builder, row);
    if (!(holding.length > 0 ? holding : [head]).includes(row)) continue;
    const candidate = readVariant(columns, builder, row, optionNames);
    if (candidate) candidates.push(candidate);
  }
  const isPriced = settlePrices(builder, candidates);
  if (builder.variants.length === 0) return builder.refuseAll('imports.no_variant_left');
  const isShown = readStatus(columns, builder, head) && isPriced;
  const draft = builder.finish({
    sourceKey: key,
    name,
    published: isShown,
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames,
    ...readFacts(columns, head, options),
  });
  return [...builder.refusals, draft];
}

function readFacts(columns: Columns, { cells }: SourceRow, options: ProductReadOptions) {
  const text = (field: ShopifyField): string => columns.text(cells, field);
  const category = text('type') || text('category');
  return {
    categories: category ? [category] : [],
    tags: splitList(text('tags')),
    ...present({
      handle: text('handle') || undefined,
      descriptionHtml: text('body') || undefined,
      brand: text('vendor') || undefined,
      vatRate: options.vatRate,
    }),
  };
}

function readPhoto(columns: Columns, builder: DraftBuilder, { line, cells }: SourceRow): void {
  const image = columns.text(cells, 'image');
  if (image === '') return;
  const position = Number.parseInt(columns.text(cells, 'imagePosition'), 10);
  builder.photos.add(line, image, columns.text(cells, 'imageAlt'), position > 0 ? position : undefined);
}

/** Drafts, archives and products off the online store come in hidden. */
function readStatus(columns: Columns, builder: DraftBuilder, { line, cells }: SourceRow): boolean {
  const status = columns.text(cells, 'status').toLowerCase();
  if (status !== '' && status !== 'active') {
    builder.note(line, 'imports.not_active', { status });
    return false;
  }
  return readFlag(columns.text(cells, 'published'), true);
}
