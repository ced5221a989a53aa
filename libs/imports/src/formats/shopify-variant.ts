import type { ColumnTable } from './column-table.js';
import { present, type DraftBuilder } from './draft-builder.js';
import { isForeignCurrency, readGrams, readPrice, readStock, type Reading } from './format-values.js';
import type { SourceRow } from './product-format.js';
import { OPTION_FIELDS, type ShopifyField } from './shopify-columns.js';
import type { VariantCandidate } from './variant-prices.js';

type Columns = ColumnTable<ShopifyField>;

/** The names of a product's options, from its first row; none for the single `Title: Default Title`. */
export function readOptionNames(columns: Columns, head: SourceRow): string[] {
  const named = OPTION_FIELDS.map(([name, value], i) => {
    const text = columns.text(head.cells, name);
    return text || (columns.text(head.cells, value) && `Option ${i + 1}`);
  }).filter(Boolean);
  const isDefault = named.length === 1 && columns.text(head.cells, 'option1Value').toLowerCase() === 'default title';
  return isDefault ? [] : named;
}

/** One row as a variant; null when it was refused. */
export function readVariant(
  columns: Columns,
  builder: DraftBuilder,
  row: SourceRow,
  optionNames: string[],
): VariantCandidate | null {
  const text = (field: ShopifyField): string => columns.text(row.cells, field);
  const options = OPTION_FIELDS.slice(0, optionNames.length).map(([, value]) => text(value));
  const price = readCurrency(columns, row) ?? readPrice(text('price'));
  const stock = readTrackedStock(columns, builder, row);
  const code = options.includes('') ? 'imports.option_missing' : (price.code ?? stock.code);
  if (code || stock.code !== undefined) {
    const value = code?.startsWith('imports.stock') ? text('quantity') : text('price');
    builder.refuse(row, code ?? 'imports.stock_invalid', { value: value.slice(0, 40) });
    return null;
  }
  builder.noteStock(row.line, stock, text('quantity'));
  const compareAt = readPrice(text('compareAt')).value ?? 0;
  const variant = {
    line: row.line,
    options,
    priceCents: price.value ?? null,
    stock: stock.value,
    ...present({
      sku: text('sku').replace(/^'/, '') || undefined,
      ean: builder.ean(row.line, text('barcode')),
      compareAtCents: compareAt > (price.value ?? 0) ? compareAt : undefined,
      weightGrams: readGrams(text('grams'), 'g'),
      imageUrl: text('variantImage') ? builder.photos.add(row.line, text('variantImage')) : undefined,
    }),
  };
  return { row, variant };
}

function readCurrency(columns: Columns, row: SourceRow): Reading<null> | null {
  const currency = columns.text(row.cells, 'currency');
  const isForeign = (currency !== '' && !/^(EUR|€)$/i.test(currency)) || isForeignCurrency(columns.hint('price'));
  return isForeign ? { code: 'imports.currency_not_euro' } : null;
}

/** Shopify counts a variant's stock only when a tracker is named: a quantity without one means nothing. */
function readTrackedStock(columns: Columns, builder: DraftBuilder, row: SourceRow): Reading<number | null> {
  const quantity = columns.text(row.cells, 'quantity');
  if (columns.has('tracker') && columns.text(row.cells, 'tracker') === '') {
    if (quantity !== '' && quantity !== '0') builder.note(row.line, 'imports.stock_not_tracked', { quantity });
    return { value: null };
  }
  const stock = readStock(quantity);
  const policy = columns.text(row.cells, 'policy').toLowerCase();
  if (policy === 'continue' && stock.value === 0) builder.note(row.line, 'imports.backorder_left_out');
  return stock;
}
