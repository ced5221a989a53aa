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
} from '../product-format.js';
import { WixColumns, type WixField } from './wix-columns.js';
import { kindOf, readWixProduct } from './wix-product.js';

const NEEDED: WixField[] = ['handle', 'type', 'name', 'price'];
const USUAL: WixField[] = ['images', 'visible', 'inventory', 'ribbon', 'sku', 'weight'];
/** More than any product has variants and photos there. */
const MOST_ROWS = 2500;

/** Wix Stores, of the first catalogue (`handleId`) and of the newer one (`handle`, `plainDescription`). */
export const wix: ProductFormat = {
  id: 'wix',
  name: 'Wix',
  recognises: (header) => recognition(new WixColumns(header), NEEDED, USUAL),
  read: readWix,
};

async function* readWix(
  header: readonly string[],
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions = {},
): AsyncGenerator<ProductDraft | RowRefusal> {
  const columns = new WixColumns(header);
  const seen = new SeenKeys();
  const keyOf = (cells: string[]): string => columns.text(cells, 'handle') || slugify(columns.text(cells, 'name'), 100);
  const groups = adjacentRows(rows, ({ cells }, previous) => keyOf(cells) || (previous ?? ''), MOST_ROWS);
  for await (const found of groups) {
    if (found.kind === 'refusal') {
      yield found;
      continue;
    }
    const { key } = found;
    const known = found.rows.filter((row) => kindOf(columns, row) !== null);
    for (const row of found.rows) {
      const type = columns.text(row.cells, 'type');
      if (!known.includes(row)) yield refuse(row, 'imports.unknown_type', { type });
    }
    const firstLine = known[0] ? seen.firstLine(key, known[0].line) : null;
    if (firstLine === null) yield* readWixProduct(columns, key, known, options);
    else yield* known.map((row) => refuse(row, 'imports.product_rows_apart', { key, firstLine }));
  }
}
