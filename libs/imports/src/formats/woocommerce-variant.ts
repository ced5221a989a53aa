import { trimCell } from '#libs/platform';
import { present, type DraftBuilder } from './draft-builder.js';
import { isForeignCurrency, readFlag, readGrams, readPrice, readStock, type Reading } from './format-values.js';
import type { SourceRow } from './product-format.js';
import { isSaleCurrent } from './sale-dates.js';
import type { VariantCandidate } from './variant-prices.js';
import type { WooColumns } from './woocommerce-columns.js';

interface Prices {
  price: number | null;
  compareAt?: number;
}

/** A simple product's or a variation's row as a variant; null when it was refused. */
export function readWooVariant(
  columns: WooColumns,
  builder: DraftBuilder,
  row: SourceRow,
  options: string[],
): VariantCandidate | null {
  const prices = readPrices(columns, builder, row);
  const stock = readWooStock(columns, builder, row);
  const code = prices.code ?? stock.code;
  if (code !== undefined || !prices.value || stock.code !== undefined) {
    const field = code?.startsWith('imports.stock') ? 'stock' : 'regularPrice';
    builder.refuse(row, code ?? 'imports.price_invalid', { value: columns.text(row.cells, field).slice(0, 40) });
    return null;
  }
  builder.noteStock(row.line, stock, columns.text(row.cells, 'stock'));
  const [image] = row === builder.head ? [] : addImages(columns, builder, row);
  const variant = {
    line: row.line,
    options,
    priceCents: prices.value.price,
    stock: stock.value,
    ...present({
      sku: columns.text(row.cells, 'sku') || undefined,
      ean: builder.ean(row.line, columns.text(row.cells, 'ean')),
      compareAtCents: prices.value.compareAt,
      weightGrams: readGrams(columns.text(row.cells, 'weight'), columns.hint('weight') || 'kg'),
      imageUrl: image,
    }),
  };
  return { row, variant };
}

/** A comma parts two addresses only where another one begins. */
export function addImages(columns: WooColumns, builder: DraftBuilder, row: SourceRow): string[] {
  const texts = columns.text(row.cells, 'images').split(/,(?=\s*https?:\/\/)/i);
  return texts
    .map(trimCell)
    .filter(Boolean)
    .flatMap((text) => builder.photos.add(row.line, text) ?? []);
}

/** The sale price counts when it is below the regular one and today lies between its dates. */
function readPrices(columns: WooColumns, builder: DraftBuilder, row: SourceRow): Reading<Prices> {
  const text = (field: 'regularPrice' | 'salePrice' | 'currency'): string => columns.text(row.cells, field);
  const isForeign = text('currency') !== '' && !/^(EUR|€)$/i.test(text('currency'));
  if (isForeign || isForeignCurrency(columns.hint('regularPrice'))) return { code: 'imports.currency_not_euro' };
  const regular = readPrice(text('regularPrice'));
  const sale = readPrice(text('salePrice'));
  const code = regular.code ?? sale.code;
  if (code !== undefined) return { code };
  const full = regular.value ?? null;
  const reduced = sale.value ?? null;
  if (reduced === null || (full !== null && reduced >= full)) return { value: { price: full } };
  if (!isSaleCurrent(columns.text(row.cells, 'saleStarts'), columns.text(row.cells, 'saleEnds'))) {
    builder.note(row.line, 'imports.sale_not_current', { value: text('salePrice') });
    return { value: { price: full } };
  }
  return { value: { price: reduced, ...present({ compareAt: full ?? undefined }) } };
}

/** A blank stock is not counted, unless the product is said to be out of stock: then it is 0. */
function readWooStock(columns: WooColumns, builder: DraftBuilder, row: SourceRow): Reading<number | null> {
  const text = columns.text(row.cells, 'stock');
  if (text.toLowerCase() === 'parent') return readSharedStock(columns, builder, row);
  const stock = readStock(text);
  const isSoldOut = !readFlag(columns.text(row.cells, 'inStock').replace(/^(on)?backorder$/i, '0'), true);
  if (stock.value === null && isSoldOut) return { value: 0 };
  const backorders = columns.text(row.cells, 'backorders').toLowerCase();
  if (stock.value === 0 && backorders !== '' && readFlag(backorders.replace('notify', '1'), false)) {
    builder.note(row.line, 'imports.backorder_left_out');
  }
  return stock;
}

function readSharedStock(columns: WooColumns, builder: DraftBuilder, row: SourceRow): Reading<number | null> {
  builder.note(row.line, 'imports.stock_shared');
  return readStock(columns.text(builder.head.cells, 'stock'));
}
