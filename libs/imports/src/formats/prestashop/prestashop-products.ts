import type { TableRow } from '#libs/platform';
import { SeenKeys } from '../draft-builder.js';
import {
  refuse,
  type ProductDraft,
  type ProductFormat,
  type ProductReadOptions,
  type RowRefusal,
} from '../product-format.js';
import { PrestashopColumns, type PrestashopField } from './prestashop-columns.js';
import { prestashopKey, readPrestashopProduct } from './prestashop-product.js';

/** Columns that no other system has; the list of products of the back office is known by its two prices instead. */
const TELLING: PrestashopField[] = [
  'taxRule',
  'wholesalePrice',
  'onSale',
  'discountPercent',
  'supplierReference',
  'ecotax',
  'urlRewritten',
  'minimalQuantity',
];

/** What the import's own columns say in parentheses: `Active (0/1)`, `Categories (x,y,z...)`, `Show price (0 = No, 1 = Yes)`. */
const HINT = /\((0\/1|x,\s?y,\s?z\W*|0 ?= ?no[n]?\b.*|a{4}-mm-jj|yyyy-mm-dd)\)/i;

/** The file of products of PrestaShop 1.4 to 8 and of thirty bees, as they import it, and the list they export. */
export const prestashop: ProductFormat = {
  id: 'prestashop',
  name: 'PrestaShop',
  source: 'prestashop',
  recognises: (header) => {
    const columns = new PrestashopColumns(header);
    const found =
      TELLING.filter((field) => columns.has(field)).length + header.filter((title) => HINT.test(title)).length;
    const isList = (['id', 'netPrice', 'grossPrice', 'quantity'] as const).every((field) => columns.has(field));
    const hasPrice = columns.has('netPrice') || columns.has('grossPrice') || columns.has('eitherPrice');
    const isTable = header.some((title) => /^\s*id_product\s*$/i.test(title));
    if (!columns.has('name') || !hasPrice || (found < 3 && !isList && !isTable)) return 0;
    return 0.7 + 0.3 * Math.min(1, found / TELLING.length);
  },
  read: readPrestashop,
};

async function* readPrestashop(
  header: readonly string[],
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions = {},
): AsyncGenerator<ProductDraft | RowRefusal> {
  const columns = new PrestashopColumns(header);
  const seen = new SeenKeys();
  const rules = new Set<string>();
  const isNewRule = (rule: string): boolean => rules.size < 100 && rules.size !== rules.add(rule).size;
  for await (const row of rows) {
    if (row.error) {
      yield { kind: 'refusal', line: row.line, code: row.error.code, details: row.error.details, cells: row.cells };
      continue;
    }
    const key = prestashopKey(columns, row);
    const firstLine = seen.firstLine(key, row.line);
    if (firstLine === null) yield* readPrestashopProduct(columns, row, options, isNewRule);
    else yield refuse(row, 'imports.duplicate_key', { key, firstLine });
  }
}
