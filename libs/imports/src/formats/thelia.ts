import { trimCell, type TableRow } from '#libs/platform';
import { assembleProduct, type Prices, reducedPrice } from './assembled-product.js';
import { DraftBuilder, present } from './draft-builder.js';
import { readFlag, readPrice, readStock, type Reading } from './format-values.js';
import { type ProductFormat, type ProductReadOptions, refuse, type SourceRow } from './product-format.js';
import { type Outcome, readGroups } from './row-groups.js';
import { TheliaColumns } from './thelia-columns.js';

/**
 * Thelia's product sheet (`REF`, `TITRE`, `PRIX`; texts in several languages, French first) and its price export (`title`,
 * `attributes`, `promo_price`, one row for each combination), whose prices are without tax.
 */
export const thelia: ProductFormat = {
  id: 'thelia',
  name: 'Thelia',
  recognises: (header) => new TheliaColumns(header).recognition(),
  read(header, rows, options = {}) {
    const columns = new TheliaColumns(header);
    return columns.isSheet ? readSheet(columns, rows, options) : readPrices(columns, rows, options);
  },
};

const list = (text: string): string[] => [...new Set(text.split(';').map(trimCell).filter(Boolean))];

const readSheet = (
  columns: TheliaColumns,
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions,
): AsyncGenerator<Outcome> =>
  readGroups(rows, {
    keyOf(row) {
      const ref = columns.text(row.cells, 'ref');
      return ref === '' ? refuse(row, 'imports.id_missing') : { key: ref, isShared: false };
    },
    read: (key, [row]) => readSheetRow(columns, key, row as SourceRow, options),
  });

function readSheetRow(columns: TheliaColumns, key: string, row: SourceRow, options: ProductReadOptions): Outcome[] {
  const builder = new DraftBuilder(row);
  const text = (field: Parameters<TheliaColumns['text']>[1]): string => columns.text(row.cells, field);
  const colors = list(text('color'));
  const variant = {
    row,
    prices: reducedPrice(readPrice(text('price')), readPrice(text('promo'))),
    stock: readStock(text('stock')),
    shown: { price: text('price'), stock: text('stock') },
    ean: text('ean'),
    photos: photosOf(builder, row, list(text('photo'))),
  };
  const wanted = colors.length > 1 ? colors : [''];
  if (text('material'))
    builder.note(row.line, 'imports.attributes_left_out', { names: list(text('material')).join(', ') });
  const facts = {
    sourceKey: key,
    name: text('title'),
    categories: list(text('category')),
    published: readFlag(text('visible'), true),
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames: colors.length > 1 ? ['Couleur'] : [],
    ...present({
      descriptionHtml:
        [text('chapo'), text('description'), text('postscriptum')].filter(Boolean).join('\n') || undefined,
      brand: text('brand') || undefined,
      vatRate: options.vatRate,
    }),
  };
  const variants = wanted.map((color) => ({
    ...variant,
    options: color ? [color.slice(0, 100)] : [],
    sku: color ? `${key}-${color}`.slice(0, 100) : key,
  }));
  return assembleProduct(builder, facts, variants);
}

/** Addresses are fetched; names of files are told once, for the file itself does not hold the photos. */
function photosOf(builder: DraftBuilder, row: SourceRow, names: string[]): string[] {
  const links = names.filter((name) => /^https?:\/\//i.test(name));
  const others = names.filter((name) => !links.includes(name));
  if (others.length > 0) builder.note(row.line, 'imports.photo_names_only', { names: others.join(', ').slice(0, 200) });
  return links;
}

const readPrices = (
  columns: TheliaColumns,
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions,
): AsyncGenerator<Outcome> =>
  readGroups(rows, {
    keyOf(row) {
      const title = columns.text(row.cells, 'title');
      const key = columns.text(row.cells, 'productId') || title;
      return title === '' ? refuse(row, 'imports.title_missing') : { key: key.slice(0, 500), isShared: true };
    },
    read: (key, group) => readCombinations(columns, key, group, options),
  });

function readCombinations(
  columns: TheliaColumns,
  key: string,
  rows: SourceRow[],
  options: ProductReadOptions,
): Outcome[] {
  const head = rows[0] as SourceRow;
  const builder = new DraftBuilder(head);
  const variants = rows.map((row) => ({
    row,
    options: rows.length > 1 ? [columns.text(row.cells, 'attributes').slice(0, 100) || '–'] : [],
    prices: combinationPrice(columns, row),
    stock: readStock(columns.text(row.cells, 'stock')),
    shown: { price: columns.text(row.cells, 'price'), stock: columns.text(row.cells, 'stock') },
    sku: columns.text(row.cells, 'ref'),
    ean: columns.text(row.cells, 'ean'),
    photos: [],
  }));
  const facts = {
    sourceKey: key,
    name: columns.text(head.cells, 'title'),
    categories: [],
    published: true,
    priceIncludesTax: options.priceIncludesTax ?? columns.isTaxed,
    optionNames: rows.length > 1 ? ['Déclinaison'] : [],
    ...present({ vatRate: options.vatRate }),
  };
  return assembleProduct(builder, facts, variants);
}

/** The reduced price counts when the combination is marked as reduced. */
function combinationPrice(columns: TheliaColumns, { cells }: SourceRow): Reading<Prices> {
  const currency = columns.text(cells, 'currency');
  if (currency !== '' && !/^(EUR|€)$/i.test(currency)) return { code: 'imports.currency_not_euro' };
  const isReduced = readFlag(columns.text(cells, 'isPromo'), false);
  return reducedPrice(
    readPrice(columns.text(cells, 'price')),
    isReduced ? readPrice(columns.text(cells, 'promo')) : { value: null },
  );
}
