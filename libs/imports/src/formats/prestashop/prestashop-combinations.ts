import { parseFrenchNumber, type TableRow } from '#libs/platform';
import { DraftBuilder, present } from '../draft-builder.js';
import { isForeignCurrency, readPrice, readStock, type Reading } from '../format-values.js';
import type { CombinationDraft, CombinationsDraft, ProductFormat, RowRefusal, SourceRow } from '../product-format.js';
import { adjacentRows, type AdjacentRows } from '../adjacent-rows.js';
import { CombinationColumns, type CombinationField } from './combination-columns.js';
import { readOptions, readPairs } from './combination-options.js';
import { readBarcode } from './prestashop-product.js';

/** More than a product may have here: what is past them is refused, not kept. */
const MAX_ROWS = 2000;
/** Stands for an option that one of a product's combinations does not have. */
const NONE = '—';

/** The second file of PrestaShop and thirty bees: variants for products that the first one brought. */
export const prestashopCombinations: ProductFormat = {
  id: 'prestashop-combinations',
  name: 'PrestaShop, déclinaisons',
  source: 'prestashop',
  recognises: (header) => {
    const columns = new CombinationColumns(header);
    const others: CombinationField[] = ['impact', 'quantity', 'wholesalePrice', 'ean', 'impactWeight'];
    return columns.areThere ? 0.75 + 0.05 * others.filter((field) => columns.has(field)).length : 0;
  },
  read: readCombinations,
};

async function* readCombinations(
  header: readonly string[],
  rows: AsyncIterable<TableRow>,
): AsyncGenerator<CombinationsDraft | RowRefusal> {
  const columns = new CombinationColumns(header);
  const keyOf = ({ cells }: SourceRow): string =>
    `${columns.text(cells, 'productId')}\n${columns.text(cells, 'productReference')}`;
  for await (const found of adjacentRows(rows, keyOf, MAX_ROWS)) {
    if (found.kind === 'refusal') yield found;
    else yield* readGroup(columns, found);
  }
}

interface ReadRow {
  row: SourceRow;
  options: Map<string, string>;
}

/** Good rows first of all: a bad one is refused alone. */
function readGroup(columns: CombinationColumns, { rows }: AdjacentRows): (CombinationsDraft | RowRefusal)[] {
  const [head] = rows;
  if (!head) return [];
  const builder = new DraftBuilder(head);
  for (const row of rows) builder.keep(row);
  const id = columns.text(head.cells, 'productId');
  const reference = columns.text(head.cells, 'productReference');
  if (id === '' && reference === '') return builder.refuseAll('imports.combination_of_nothing');
  const read = rows.flatMap((row): ReadRow[] => {
    const options = optionsOf(columns, row);
    if (options) return [{ row, options }];
    builder.refuse(row, 'imports.combination_unreadable', { value: faultyOptions(columns, row) });
    return [];
  });
  const optionNames = [...new Set(read.flatMap(({ options }) => [...options.keys()]))];
  const combinations = read.flatMap(({ row, options }) => {
    const values = optionNames.map((name) => options.get(name) ?? NONE);
    return readCombination(columns, builder, row, values) ?? [];
  });
  const kept = withoutSharedEans(builder, withoutDoubles(builder, combinations, rows));
  if (kept.length === 0) return builder.refuseAll('imports.no_variant_left');
  const { lines, notes } = builder.finish({
    sourceKey: '',
    name: '',
    categories: [],
    tags: [],
    published: true,
    priceIncludesTax: false,
    optionNames,
  });
  const draft: CombinationsDraft = {
    kind: 'combinations',
    line: head.line,
    lines,
    optionNames,
    combinations: kept,
    notes,
    cells: head.cells,
    ...present({ productKey: id && id !== '0' ? `id:${id}` : undefined, reference: reference || undefined }),
  };
  return [...builder.refusals, draft];
}

function optionsOf(columns: CombinationColumns, { cells }: SourceRow): Map<string, string> | null {
  if (columns.has('pairs')) return readPairs(columns.text(cells, 'pairs'));
  return readOptions(columns.text(cells, 'attributes'), columns.text(cells, 'values'));
}

const faultyOptions = (columns: CombinationColumns, { cells }: SourceRow): string =>
  (['pairs', 'attributes', 'values'] as const)
    .map((field) => columns.text(cells, field))
    .filter(Boolean)
    .join(' = ')
    .slice(0, 120);

function readCombination(
  columns: CombinationColumns,
  builder: DraftBuilder,
  row: SourceRow,
  options: string[],
): CombinationDraft | null {
  const text = (field: CombinationField): string => columns.text(row.cells, field);
  const impact = readImpact(columns, text('impact'));
  const stock = readStock(text('quantity'));
  const code = impact.code ?? stock.code;
  if (stock.code !== undefined || impact.code !== undefined) {
    const value = text(code?.startsWith('imports.stock') ? 'quantity' : 'impact') || columns.hint('impact');
    builder.refuse(row, code ?? 'imports.price_invalid', { value: value.slice(0, 40) });
    return null;
  }
  builder.noteStock(row.line, stock, text('quantity'));
  const minimum = text('minimalQuantity');
  if ((parseFrenchNumber(minimum) ?? 0) > 1) {
    builder.note(row.line, 'imports.minimum_quantity_left_out', { quantity: minimum });
  }
  const [image] = text('images')
    .split(/,(?=\s*https?:\/\/)/i)
    .map((url) => url.trim())
    .filter(Boolean)
    .flatMap((url) => builder.photos.add(row.line, url) ?? []);
  return {
    line: row.line,
    options,
    impactCents: impact.value ?? 0,
    impactGrams: Math.round((parseFrenchNumber(text('impactWeight')) ?? 0) * 1000),
    stock: stock.value,
    ...present({
      sku: text('reference') || undefined,
      ean: readBarcode(builder, row.line, [text('ean'), text('isbn'), text('upc')]),
      imageUrl: image,
    }),
  };
}

/** A combination may be cheaper than its product. */
function readImpact(columns: CombinationColumns, text: string): Reading<number | null> {
  if (isForeignCurrency(columns.hint('impact'))) return { code: 'imports.currency_not_euro' };
  const isLess = /^[-\u2212]/.test(text);
  const read = readPrice(text.replace(/^[-+\u2212]\s*/, ''));
  return isLess && read.value ? { value: -read.value } : read;
}

function withoutDoubles(builder: DraftBuilder, all: CombinationDraft[], rows: SourceRow[]): CombinationDraft[] {
  const first = new Map<string, number>();
  return all.filter(({ options, line }) => {
    const key = JSON.stringify(options);
    const firstLine = first.get(key);
    const row = rows.find((one) => one.line === line);
    if (firstLine === undefined) first.set(key, line);
    else if (row) builder.refuse(row, 'imports.duplicate_variant', { options: options.join(' / '), firstLine });
    return firstLine === undefined;
  });
}

/** A barcode that two combinations bear names neither: a spreadsheet has rounded it, or the product's was copied. */
function withoutSharedEans(builder: DraftBuilder, all: CombinationDraft[]): CombinationDraft[] {
  const bearers = new Map<string, number>();
  for (const { ean } of all) if (ean) bearers.set(ean, (bearers.get(ean) ?? 0) + 1);
  return all.map((combination) => {
    const { ean, ...rest } = combination;
    if (!ean || bearers.get(ean) === 1) return combination;
    builder.note(rest.line, 'imports.ean_repeated', { ean });
    return rest;
  });
}
