import { slugify } from '#libs/kernel';
import type { TableRow } from '#libs/platform';
import { ColumnTable, type ColumnNames } from './column-table.js';
import { SeenKeys } from './draft-builder.js';
import {
  refuse,
  type ProductDraft,
  type ProductReadOptions,
  type RowRefusal,
  type SourceRow,
} from './product-format.js';
import { adjacentRows, type AdjacentRows } from './adjacent-rows.js';
import { SHOPIFY_COLUMNS, type ShopifyField } from './shopify-columns.js';
import { readShopifyProduct } from './shopify-product.js';

/** More rows than any Shopify product has (2,048 variants, 250 photos): what is past them is refused, not kept. */
const MAX_ROWS = 2500;

/**
 * Reads either generation. Memory holds the rows of one product: Shopify writes them one under the other and reads
 * them so, hence a handle that comes back further down is refused with the line where it was first seen.
 */
export async function* readShopify(
  header: readonly string[],
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions = {},
): AsyncGenerator<ProductDraft | RowRefusal> {
  const columns = new ColumnTable<ShopifyField>(SHOPIFY_COLUMNS satisfies ColumnNames<ShopifyField>, header);
  const seen = new SeenKeys();
  for await (const found of adjacentRows(rows, (row, previous) => keyOf(columns, row, previous), MAX_ROWS)) {
    if (found.kind === 'refusal') yield found;
    else yield* closeGroup(columns, found, seen, options);
  }
}

/** The handle; without one, a title begins a product and a row without both belongs to the product above. */
function keyOf(columns: ColumnTable<ShopifyField>, { line, cells }: SourceRow, previous: string | null): string {
  const handle = columns.text(cells, 'handle');
  if (handle !== '') return handle.toLowerCase();
  const title = columns.text(cells, 'title');
  if (title !== '') return slugify(title, 100) || `ligne-${line}`;
  return previous ?? '';
}

function closeGroup(
  columns: ColumnTable<ShopifyField>,
  { key, rows }: AdjacentRows,
  seen: SeenKeys,
  options: ProductReadOptions,
): (ProductDraft | RowRefusal)[] {
  const firstLine = seen.firstLine(key, rows[0]?.line ?? 0);
  if (firstLine === null) return readShopifyProduct(columns, key, rows, options);
  return rows.map((row) => refuse(row, 'imports.product_rows_apart', { key, firstLine }));
}
