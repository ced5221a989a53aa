import { slugify } from '#libs/kernel';
import type { TableRow } from '#libs/platform';
import { adjacentRows } from '../adjacent-rows.js';
import { recognition } from '../column-table.js';
import { SeenKeys } from '../draft-builder.js';
import {
  refuse,
  type ProductDraft,
  type ProductFormat,
  type ProductReadOptions,
  type RowRefusal,
  type SourceRow,
} from '../product-format.js';
import { SquareColumns, type SquareField } from './square-columns.js';
import { readSquareItem } from './square-product.js';

const NEEDED: SquareField[] = ['name'];
const USUAL: SquareField[] = ['token', 'sku', 'description', 'categories', 'gtin', 'price', 'visibility'];
/** More than the 250 variations that an item may have. */
const MOST_ROWS = 1000;

/** Square's item library. */
export const square: ProductFormat = {
  id: 'square',
  name: 'Square',
  recognises: (header) => {
    const columns = new SquareColumns(header);
    const hasPrice = columns.has('price') || columns.locations.some(({ price }) => price !== undefined);
    const isOwn = columns.has('variation') || columns.has('token');
    return hasPrice && isOwn ? recognition(columns, NEEDED, USUAL) : 0;
  },
  read: readSquare,
};

/** Memory holds the rows of one item: Square writes them one under the other. */
async function* readSquare(
  header: readonly string[],
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions = {},
): AsyncGenerator<ProductDraft | RowRefusal> {
  const columns = new SquareColumns(header);
  const seen = new SeenKeys();
  const groupOf = ({ cells }: SourceRow): string => columns.text(cells, 'handle') || columns.text(cells, 'name');
  for await (const found of adjacentRows(rows, groupOf, MOST_ROWS)) {
    if (found.kind === 'refusal') {
      yield found;
      continue;
    }
    const [head] = found.rows;
    if (!head) continue;
    const key = keyOf(columns, head);
    const firstLine = seen.firstLine(key, head.line);
    if (firstLine === null) yield* readSquareItem(columns, key, found.rows, options);
    else yield* found.rows.map((row) => refuse(row, 'imports.product_rows_apart', { key, firstLine }));
  }
}

/** What the next export of the same shop still has, even when the item has another name by then. */
const keyOf = (columns: SquareColumns, { line, cells }: SourceRow): string =>
  columns.text(cells, 'handle') ||
  columns.text(cells, 'token') ||
  slugify(columns.text(cells, 'name'), 100) ||
  `ligne-${line}`;
