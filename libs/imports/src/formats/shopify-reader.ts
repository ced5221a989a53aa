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
import { SHOPIFY_COLUMNS, type ShopifyField } from './shopify-columns.js';
import { readShopifyProduct } from './shopify-product.js';

/** More rows than any Shopify product has (2,048 variants, 250 photos): what is past them is refused, not kept. */
const MAX_ROWS = 2500;

interface Group {
  key: string;
  rows: SourceRow[];
}

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
  let group: Group | null = null;
  for await (const row of rows) {
    if (row.error) {
      yield { kind: 'refusal', line: row.line, code: row.error.code, details: row.error.details, cells: row.cells };
      continue;
    }
    const key = keyOf(columns, row, group);
    if (group && key === group.key) {
      if (group.rows.length < MAX_ROWS) group.rows.push(row);
      else yield refuse(row, 'imports.too_many_rows', { key, most: MAX_ROWS });
      continue;
    }
    if (group) yield* closeGroup(columns, group, seen, options);
    group = { key, rows: [row] };
  }
  if (group) yield* closeGroup(columns, group, seen, options);
}

/** The handle; without one, a title begins a product and a row without both belongs to the product above. */
function keyOf(columns: ColumnTable<ShopifyField>, { line, cells }: SourceRow, group: Group | null): string {
  const handle = columns.text(cells, 'handle');
  if (handle !== '') return handle.toLowerCase();
  const title = columns.text(cells, 'title');
  if (title !== '') return slugify(title, 100) || `ligne-${line}`;
  return group?.key ?? '';
}

function closeGroup(
  columns: ColumnTable<ShopifyField>,
  { key, rows }: Group,
  seen: SeenKeys,
  options: ProductReadOptions,
): (ProductDraft | RowRefusal)[] {
  const firstLine = seen.firstLine(key, rows[0]?.line ?? 0);
  if (firstLine === null) return readShopifyProduct(columns, key, rows, options);
  return rows.map((row) => refuse(row, 'imports.product_rows_apart', { key, firstLine }));
}
