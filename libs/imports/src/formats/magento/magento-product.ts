import { parseFrenchNumber, trimCell } from '#libs/platform';
import { assembleProduct, type Prices, reducedPrice, type RowVariant } from '../assembled-product.js';
import { DraftBuilder, present } from '../draft-builder.js';
import {
  decodeEntities,
  isForeignCurrency,
  readFlag,
  readGrams,
  readLink,
  readPrice,
  readStock,
  readVatRate,
  type Reading,
} from '../format-values.js';
import type { ProductDraft, ProductReadOptions, RowRefusal, SourceRow } from '../product-format.js';
import { isSaleCurrent } from '../sale-dates.js';
import {
  type MagentoColumns,
  type MagentoField,
  readAttributes,
  readCategoryLines,
  readPaths,
} from './magento-columns.js';
import type { HeldFamily } from './magento-hold.js';
import { readOptions } from './magento-options.js';

/** Attributes of the shop system, not of the goods. */
const SYSTEM =
  /^(has_options|required_options|options_container|page_layout|swatch_image|gift_|ts_|tax_|msrp|is_|custom_|links_)/;
const BRANDS = ['manufacturer', 'brand', 'marque'];
const CODES = ['ean', 'ean13', 'gtin', 'barcode', 'code_barre', 'code_ean'];

type Text = (field: MagentoField) => string;

/** A product with the children that make its variants; a simple one is its own variant. */
export function readMagentoProduct(
  columns: MagentoColumns,
  { head, children, missing }: HeldFamily,
  options: ProductReadOptions,
): (ProductDraft | RowRefusal)[] {
  const view = head.views.find(({ code }) => /^fr/i.test(code));
  const row = columns.translated(head.row, view?.row ?? null);
  const builder = new DraftBuilder(row);
  const text: Text = (field) => columns.text(row.cells, field);
  for (const { row: translation, code } of head.views) {
    builder.keep(translation);
    if (code !== view?.code) builder.note(translation.line, 'imports.store_view_left_out', { view: code });
  }
  for (const sku of missing) builder.note(row.line, 'imports.child_missing', { sku });
  const attributes = readAttributes(text('attributes'));
  addPhotos(columns, builder, [row, ...children.map(({ product }) => product.row)]);
  const { optionNames, rows } = readOptions(columns, builder, row, children);
  noteLeftOut(builder, text, attributes, children[0]?.values);
  const variants = rows.flatMap(({ row: one, values, views }) => {
    for (const other of views) builder.keep(other);
    return readVariant(columns, builder, one, values) ?? [];
  });
  const facts = {
    sourceKey: head.sku,
    name: decodeEntities(text('name')),
    published: readVisibility(builder, text),
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames,
    ...readFacts(text, attributes, options),
  };
  return assembleProduct(builder, facts, variants);
}

/** One row as a variant; null when it was refused. */
function readVariant(
  columns: MagentoColumns,
  builder: DraftBuilder,
  row: SourceRow,
  options: string[],
): RowVariant | null {
  const text: Text = (field) => columns.text(row.cells, field);
  if (row !== builder.head && text('online') !== '' && text('online') !== '1') {
    builder.refuse(row, 'imports.variation_disabled');
    return null;
  }
  const attributes = readAttributes(text('attributes'));
  return {
    row,
    options,
    prices: readPrices(columns, builder, row),
    stock: readQuantity(builder, row, text),
    shown: { price: text('currency') || text('price') || columns.hint('price'), stock: text('qty') },
    sku: row === builder.head ? [text('sku'), ...options].join('-') : text('sku'),
    ean: text('ean') || firstOf(attributes, CODES),
    photos: row === builder.head ? [] : links(text('baseImage')),
    ...present({ weightGrams: readGrams(text('weight'), columns.hint('weight') || 'kg') }),
  };
}

/** The special price counts when it is below the price and today lies between its dates. */
function readPrices(columns: MagentoColumns, builder: DraftBuilder, { line, cells }: SourceRow): Reading<Prices> {
  const text: Text = (field) => columns.text(cells, field);
  const isForeign = text('currency') !== '' && !/^(EUR|€)$/i.test(text('currency'));
  if (isForeign || isForeignCurrency(columns.hint('price'))) return { code: 'imports.currency_not_euro' };
  const full = readPrice(text('price'));
  const special = readPrice(text('specialPrice'));
  if (!special.value || isSaleCurrent(text('specialFrom'), text('specialTo'))) return reducedPrice(full, special);
  builder.note(line, 'imports.sale_not_current', { value: text('specialPrice') });
  return reducedPrice(full, { value: null });
}

/** Not counted when Magento did not manage it; what it said to be sold out is 0, whatever its quantity. */
function readQuantity(builder: DraftBuilder, { line }: SourceRow, text: Text): Reading<number | null> {
  if (text('managesStock') === '0' && text('usualStock') !== '1') return { value: null };
  const stock = readStock(text('qty'));
  if (stock.value && !readFlag(text('inStock'), true)) {
    builder.note(line, 'imports.said_sold_out', { quantity: text('qty') });
    return { value: 0 };
  }
  const sellsAnyway = (parseFrenchNumber(text('backorders')) ?? 0) > 0 && text('usualBackorders') === '0';
  if (stock.value === 0 && sellsAnyway) builder.note(line, 'imports.backorder_left_out');
  return stock;
}

/** Magento names photos by their path in its own store of pictures, which is no address. */
function addPhotos(columns: MagentoColumns, builder: DraftBuilder, rows: SourceRow[]): void {
  const names = rows.flatMap(({ line, cells }, i) => {
    const gallery = i === 0 ? columns.text(cells, 'moreImages').split(/,(?=\s*(?:https?:\/\/|\/))/i) : [];
    const all = [columns.text(cells, 'baseImage'), ...gallery].map(trimCell);
    return all.filter((name) => name !== '' && name !== 'no_selection').map((name) => ({ line, name }));
  });
  for (const { line, name } of names) if (readLink(name)) builder.photos.add(line, name);
  const paths = new Set(names.filter(({ name }) => !readLink(name)).map(({ name }) => name));
  const [first] = paths;
  if (first !== undefined) {
    builder.note(builder.head.line, 'imports.photos_are_paths', { count: paths.size, url: first.slice(0, 200) });
  }
}

const links = (text: string): string[] => (readLink(text) ? [text] : []);

function noteLeftOut(
  builder: DraftBuilder,
  text: Text,
  attributes: Map<string, string>,
  options: Map<string, string> | undefined,
): void {
  const { line } = builder.head;
  const known = new Set([...BRANDS, ...CODES, ...(options?.keys() ?? [])]);
  const names = [...attributes].filter(([name, value]) => value !== '' && !known.has(name) && !SYSTEM.test(name));
  if (names.length > 0) {
    builder.note(line, 'imports.attributes_left_out', {
      names: names
        .map(([name]) => name)
        .join(', ')
        .slice(0, 500),
    });
  }
  const choices = text('customOptions')
    .split('|')
    .flatMap((part) => /(?:^|,)name=([^,|]+)/.exec(part)?.[1] ?? []);
  if (choices.length > 0) {
    builder.note(line, 'imports.custom_options_left_out', { names: [...new Set(choices)].join(', ').slice(0, 500) });
  }
}

function readFacts(text: Text, attributes: Map<string, string>, options: ProductReadOptions) {
  const [short, long] = [text('shortDescription'), text('description')];
  const description = [short, long === short ? '' : long].filter(Boolean).join('\n');
  const paths = readPaths(text('categories'));
  return {
    categories: paths.length > 0 ? paths : readCategoryLines(text('categoryLines')),
    ...present({
      handle: text('urlKey') || undefined,
      descriptionHtml: description || undefined,
      brand: decodeEntities(text('brand') || firstOf(attributes, BRANDS)) || undefined,
      vatRate: readVatRate(text('taxClass')) ?? options.vatRate,
    }),
  };
}

const firstOf = (attributes: Map<string, string>, codes: string[]): string =>
  codes.map((code) => attributes.get(code)).find(Boolean) ?? '';

/** Disabled products, and those that the shop did not show by themselves, come in hidden. */
function readVisibility(builder: DraftBuilder, text: Text): boolean {
  const { line } = builder.head;
  if (text('online') !== '' && text('online') !== '1') {
    builder.note(line, 'imports.not_active', { status: text('online') });
    return false;
  }
  if (/^(not visible|non visible|pas visible|1$)/i.test(text('visibility'))) {
    builder.note(line, 'imports.hidden');
    return false;
  }
  return true;
}
