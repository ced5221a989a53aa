import { trimCell } from '#libs/platform';
import { assembleProduct, type Prices, reducedPrice, type RowVariant } from '../assembled-product.js';
import { DraftBuilder, present } from '../draft-builder.js';
import { isForeignCurrency, readGrams, readPrice, readStock, type Reading } from '../format-values.js';
import type { ProductDraft, ProductReadOptions, RowRefusal, SourceRow } from '../product-format.js';
import { isNo, isYes, type SquareColumns, type SquareField } from './square-columns.js';

/** The name of the option when variations have names only. */
const VARIATION = 'Déclinaison';
/** What Square calls the only variation of an item. */
const ONLY = /^(regular|normal|standard|default|classique|par defaut|par défaut|ordinaire)?$/i;

/** What is not sold over a counter, and the sentence that says so. */
const LEFT_OUT: [RegExp, string][] = [
  [/digital|numérique|numerique/i, 'imports.virtual_product'],
  [/gift ?card|carte cadeau/i, 'imports.gift_card'],
  [/service|appointment|rendez-vous|event|donation|membership|class\b/i, 'imports.unknown_type'],
];

/** The rows of one item, each of them a variation. */
export function readSquareItem(
  columns: SquareColumns,
  key: string,
  rows: SourceRow[],
  options: ProductReadOptions,
): (ProductDraft | RowRefusal)[] {
  const [head] = rows;
  if (!head) return [];
  const builder = new DraftBuilder(head);
  for (const row of rows) builder.keep(row);
  const type = columns.text(head.cells, 'type');
  const leftOut = LEFT_OUT.find(([pattern]) => pattern.test(type));
  if (leftOut) return builder.refuseAll(leftOut[1], { type });
  const { optionNames, valuesOf } = readOptions(columns, rows);
  const variants = rows.flatMap((row) => readVariant(columns, builder, row, valuesOf(row)) ?? []);
  const modifiers = columns.modifiersOf(head.cells);
  if (modifiers.length > 0) {
    builder.note(head.line, 'imports.custom_options_left_out', { names: modifiers.join(', ').slice(0, 500) });
  }
  const facts = {
    sourceKey: key,
    name: columns.text(head.cells, 'name'),
    published: readVisibility(columns, builder),
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames,
    categories: readCategories(columns.text(head.cells, 'categories')),
    ...present({
      descriptionHtml: rows.map(({ cells }) => columns.text(cells, 'description')).find(Boolean),
      vatRate: columns.vatRateOf(head.cells) ?? options.vatRate,
    }),
  };
  return assembleProduct(builder, facts, variants);
}

/** Options by their columns; without any, several variations differ by their names. */
function readOptions(columns: SquareColumns, rows: SourceRow[]) {
  const named = rows.map(({ cells }) => columns.optionsOf(cells));
  const used = [0, 1, 2, 3, 4, 5].filter((i) => named.some((options) => options[i]?.value));
  if (used.length > 0) {
    const optionNames = used.map((i) => named.map((options) => options[i]?.name).find(Boolean) || `Option ${i + 1}`);
    const valuesOf = ({ cells }: SourceRow): string[] => {
      const options = columns.optionsOf(cells);
      return used.map((i) => options[i]?.value ?? '');
    };
    return { optionNames, valuesOf };
  }
  const nameOf = ({ cells }: SourceRow): string => columns.text(cells, 'variation');
  const [only] = rows;
  if (rows.length === 1 && only && ONLY.test(nameOf(only))) return { optionNames: [], valuesOf: () => [] };
  return { optionNames: [VARIATION], valuesOf: (row: SourceRow) => [nameOf(row) || columns.text(row.cells, 'sku')] };
}

/** One row as a variant; null when it was refused. */
function readVariant(
  columns: SquareColumns,
  builder: DraftBuilder,
  row: SourceRow,
  options: string[],
): RowVariant | null {
  const text = (field: SquareField): string => columns.text(row.cells, field);
  const isSold = !isNo(text('sellable'));
  if (!isSold || options.includes('')) {
    builder.refuse(row, isSold ? 'imports.option_missing' : 'imports.variation_disabled');
    return null;
  }
  const quantity = readQuantity(columns, builder, row);
  return {
    row,
    options,
    prices: readPrices(columns, row),
    stock: isNo(text('stockable')) ? { value: null } : readStock(quantity),
    shown: { price: text('currency') || priceText(columns, row) || columns.hint('price'), stock: quantity },
    sku: text('sku'),
    ean: text('gtin'),
    photos: [],
    ...present({ weightGrams: readGrams(text('weight'), columns.hint('weight') || 'kg') }),
  };
}

/** Square's `variable` is a price that is told at the till: there is none. */
function readPrices(columns: SquareColumns, row: SourceRow): Reading<Prices> {
  const currency = columns.text(row.cells, 'currency');
  const isForeign = currency !== '' && !/^(EUR|€)$/i.test(currency);
  if (isForeign || isForeignCurrency(columns.hint('price'))) return { code: 'imports.currency_not_euro' };
  return reducedPrice(readPrice(priceText(columns, row)), readPrice(columns.text(row.cells, 'salePrice')));
}

/** The item's price, else the one of the first place that has its own. */
function priceText(columns: SquareColumns, { cells }: SourceRow): string {
  const prices = [columns.text(cells, 'price'), ...columns.locations.map((place) => columns.priceOf(cells, place))];
  return prices.find((text) => text !== '' && !/^variable$/i.test(text)) ?? '';
}

/** The quantity of one place: what stands elsewhere cannot be collected here. */
function readQuantity(columns: SquareColumns, builder: DraftBuilder, { line, cells }: SourceRow): string {
  const counted = columns.locations
    .filter((place) => columns.isEnabled(cells, place))
    .map((place) => ({ name: place.name, text: columns.quantityOf(cells, place) }))
    .filter(({ text }) => text !== '');
  const [here, ...elsewhere] = counted;
  const names = elsewhere.filter(({ text }) => Number.parseFloat(text) > 0).map(({ name }) => name);
  if (here && names.length > 0) {
    builder.note(line, 'imports.other_places_left_out', { place: here.name, names: names.join(', ').slice(0, 500) });
  } else if (here && here.name !== columns.locations[0]?.name) {
    builder.note(line, 'imports.stock_of_place', { place: here.name });
  }
  return here?.text ?? '';
}

/** `Livres (T2B3ROTJ3HFGVBO22QLOOJDE), Maison > Vases`: the identifiers are Square's own. */
const readCategories = (text: string): string[] =>
  text
    .split(',')
    .map((name) => trimCell(name.replace(/\s*\([A-Z0-9]{16,}\)$/, '')))
    .filter(Boolean);

/** `unavailable` is what every item says in a shop that does not sell online with Square: it tells nothing. */
function readVisibility(columns: SquareColumns, builder: DraftBuilder): boolean {
  const { line, cells } = builder.head;
  if (isYes(columns.text(cells, 'archived'))) {
    builder.note(line, 'imports.not_active', { status: columns.text(cells, 'archived') });
    return false;
  }
  if (/^(hidden|masqué|cach)/i.test(columns.text(cells, 'visibility'))) {
    builder.note(line, 'imports.hidden');
    return false;
  }
  return true;
}
