import { Clock } from '#libs/kernel';
import { foldText, parseFrenchNumber, type TableRow } from '#libs/platform';
import { assembleProduct } from './assembled-product.js';
import { ColumnTable, type ColumnNames, recognition } from './column-table.js';
import { DraftBuilder, present } from './draft-builder.js';
import { readFlag, readGrams, readPrice, readStock, readVatRate } from './format-values.js';
import { type ProductFormat, type ProductReadOptions, refuse, type SourceRow } from './product-format.js';
import { type Outcome, readGroups } from './row-groups.js';

const COLUMNS = {
  producer: ['producer', 'producer_name', 'supplier', 'producteur'],
  sku: ['sku'],
  name: ['name', 'product_name'],
  displayName: ['display_name'],
  category: ['category'],
  description: ['description'],
  units: ['units'],
  unitType: ['unit_type'],
  unitName: ['variant_unit_name'],
  price: ['price'],
  onHand: ['on_hand'],
  onDemand: ['on_demand'],
  availableOn: ['available_on'],
  taxCategory: ['tax_category'],
} as const satisfies ColumnNames<string>;

type Field = keyof typeof COLUMNS;
type Columns = ColumnTable<Field>;

const NEEDED: Field[] = ['name', 'price', 'units', 'unitType'];
const USUAL: Field[] = ['producer', 'displayName', 'unitName', 'onHand', 'onDemand', 'taxCategory'];
const GRAMS: Record<string, [number, string]> = {
  kg: [1, 'kg'],
  g: [1, 'g'],
  lb: [1, 'lb'],
  oz: [1, 'oz'],
  t: [1000, 'kg'],
};
const UNITS: Record<string, string> = {
  g: 'g',
  kg: 'kg',
  t: 't',
  oz: 'oz',
  lb: 'lb',
  ml: 'ml',
  cl: 'cl',
  dl: 'dl',
  l: 'L',
  kl: 'kL',
};

/** Open Food Network's product list: rows of the same producer and name are one product in several units. */
export const openFoodNetwork: ProductFormat = {
  id: 'open-food-network',
  name: 'Open Food Network',
  recognises: (header) => recognition(new ColumnTable<Field>(COLUMNS, header), NEEDED, USUAL),
  read: (header, rows, options = {}) => readList(new ColumnTable<Field>(COLUMNS, header), rows, options),
};

const readList = (
  columns: Columns,
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions,
): AsyncGenerator<Outcome> =>
  readGroups(rows, {
    keyOf(row) {
      const name = columns.text(row.cells, 'name');
      if (name === '') return refuse(row, 'imports.title_missing');
      return {
        key: `${foldText(columns.text(row.cells, 'producer'))}|${foldText(name)}`.slice(0, 500),
        isShared: true,
      };
    },
    read: (key, group) => readProduct(columns, key, group, options),
  });

function readProduct(columns: Columns, key: string, rows: SourceRow[], options: ProductReadOptions): Outcome[] {
  const head = rows[0] as SourceRow;
  const builder = new DraftBuilder(head);
  const text = (field: Field): string => columns.text(head.cells, field);
  const labels = rows.map((row) => unitLabel(columns, row));
  const hasUnits = labels.some((label) => label !== '');
  const variants = rows.map((row, i) => ({
    row,
    options: hasUnits ? [labels[i] || '–'] : [],
    prices: readUnitPrice(columns, row),
    stock: readFlag(columns.text(row.cells, 'onDemand'), false)
      ? { value: null }
      : readStock(columns.text(row.cells, 'onHand')),
    shown: { price: columns.text(row.cells, 'price'), stock: columns.text(row.cells, 'onHand') },
    sku: columns.text(row.cells, 'sku'),
    ean: '',
    ...present({ weightGrams: unitGrams(columns, row) }),
    photos: [],
  }));
  const facts = {
    sourceKey: key,
    name: text('name'),
    categories: text('category') ? [text('category')] : [],
    published: isAvailable(columns, builder, head),
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames: hasUnits ? ['Conditionnement'] : [],
    ...present({
      descriptionHtml: text('description') || undefined,
      brand: text('producer') || undefined,
      vatRate: readVatRate(text('taxCategory')) ?? options.vatRate,
    }),
  };
  return assembleProduct(builder, facts, variants);
}

function readUnitPrice(columns: Columns, { cells }: SourceRow) {
  const { value, code } = readPrice(columns.text(cells, 'price'));
  return code === undefined ? { value: { price: value ?? null } } : { code };
}

const FIGURE = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3, useGrouping: false });

/** `500 g`, `2 bottes`, `Grappe (1,5 kg)`: what a variant is called in its shop. */
function unitLabel(columns: Columns, { cells }: SourceRow): string {
  const units = parseFrenchNumber(columns.text(cells, 'units'));
  const type = columns.text(cells, 'unitType');
  const unit = UNITS[type.toLowerCase()] ?? (columns.text(cells, 'unitName') || type);
  const amount = units === null ? '' : `${FIGURE.format(units)}\u00a0${unit}`.trim();
  const name = columns.text(cells, 'displayName');
  return (name && amount ? `${name} (${amount})` : name || amount).slice(0, 100);
}

function unitGrams(columns: Columns, { cells }: SourceRow): number | undefined {
  const [times, unit] = GRAMS[columns.text(cells, 'unitType').toLowerCase()] ?? [];
  const units = parseFrenchNumber(columns.text(cells, 'units'));
  return unit && units !== null ? readGrams(String(units * (times ?? 1)), unit) : undefined;
}

/** A product that is announced for later comes in hidden. */
function isAvailable(columns: Columns, builder: DraftBuilder, { line, cells }: SourceRow): boolean {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(columns.text(cells, 'availableOn'))?.[0];
  if (!day || day <= Clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString()) return true;
  builder.note(line, 'imports.not_active', { status: day });
  return false;
}
