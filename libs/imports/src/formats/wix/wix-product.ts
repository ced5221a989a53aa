import { parseFrenchNumber, trimCell } from '#libs/platform';
import { assembleProduct, type Prices, reducedPrice, type RowVariant } from '../assembled-product.js';
import { DraftBuilder, present } from '../draft-builder.js';
import {
  decodeEntities,
  isForeignCurrency,
  readFlag,
  readGrams,
  readPrice,
  readStock,
  type Reading,
} from '../format-values.js';
import type { ProductDraft, ProductReadOptions, RowRefusal, SourceRow } from '../product-format.js';
import type { WixColumns, WixField } from './wix-columns.js';

/** Where Wix keeps the pictures that its files name without an address. */
const MEDIA = 'https://static.wixstatic.com/media/';
const MEDIA_NAME = /^[0-9a-f]{6}_[0-9a-f]{32}(~mv2)?(_d_\d+_\d+_s_\d+_\d+)?(\.\w{3,4})?$/i;
/** A colour's code before its name. */
const COLOR = /^(#[0-9a-f]{3,8}|rgba?\([^)]*\))\s*:\s*/i;
/** More than this no product may have: the rest is refused by the checks of every product. */
const MOST_CHOICES = 501;

export type WixKind = 'product' | 'variant' | 'media';

export const kindOf = (columns: WixColumns, { cells }: SourceRow): WixKind | null => {
  const kind = columns.text(cells, 'type').toLowerCase();
  if (kind === 'produit') return 'product';
  if (kind === 'variante') return 'variant';
  return kind === 'product' || kind === 'variant' || kind === 'media' ? kind : null;
};

/** The rows of one handle: a product, then its variants and, in newer files, its other photos. */
export function readWixProduct(
  columns: WixColumns,
  key: string,
  rows: SourceRow[],
  options: ProductReadOptions,
): (ProductDraft | RowRefusal)[] {
  const head = rows.find((row) => kindOf(columns, row) === 'product') ?? rows[0];
  if (!head) return [];
  const builder = new DraftBuilder(head);
  for (const row of rows) builder.keep(row);
  if (kindOf(columns, head) !== 'product') return builder.refuseAll('imports.parent_missing', { parent: key });
  for (const row of rows) addPhotos(columns, builder, row);
  const { optionNames, variants } = readVariants(columns, builder, rows);
  noteLeftOut(columns, builder);
  const facts = {
    sourceKey: key,
    name: decodeEntities(columns.text(head.cells, 'name')),
    published: readVisibility(columns, builder),
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames,
    ...readFacts(columns, head, options),
  };
  return assembleProduct(builder, facts, variants);
}

/** The variant rows; without any, one variant for each choice, or the product alone. */
function readVariants(columns: WixColumns, builder: DraftBuilder, rows: SourceRow[]) {
  const { head } = builder;
  const named = columns.optionsOf(head.cells, head.cells);
  const own = rows.filter((row) => kindOf(columns, row) === 'variant');
  if (own.length > 0) {
    const used = named.map((_, i) => own.some((row) => choiceOf(columns, row, head, i) !== ''));
    const optionNames = named.filter((_, i) => used[i]).map(({ name }) => name);
    const variants = own.flatMap((row) => {
      const values = named.map((_, i) => choiceOf(columns, row, head, i)).filter((_, i) => used[i]);
      const isShown = readFlag(columns.text(row.cells, 'visible'), true);
      if (isShown && !values.includes('')) return [readVariant(columns, builder, row, values)];
      builder.refuse(row, isShown ? 'imports.option_missing' : 'imports.variation_disabled');
      return [];
    });
    return { optionNames, variants };
  }
  const lists = named
    .map(({ name, text }) => ({ name, values: choicesOf(text) }))
    .filter(({ values }) => values.length > 0);
  const all = lists.reduce<string[][]>(
    (sofar, { values }) => sofar.flatMap((one) => values.map((value) => [...one, value])).slice(0, MOST_CHOICES),
    [[]],
  );
  const variants = all.map((values) => readVariant(columns, builder, head, values));
  if (all.length > 1 && variants[0]?.stock.value != null) builder.note(head.line, 'imports.stock_shared');
  return { optionNames: lists.map(({ name }) => name), variants };
}

const choiceOf = (columns: WixColumns, row: SourceRow, head: SourceRow, index: number): string =>
  (columns.optionsOf(row.cells, head.cells)[index]?.text ?? '').replace(COLOR, '');

const choicesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(';')
      .map((choice) => trimCell(trimCell(choice).replace(COLOR, '')))
      .filter(Boolean),
  ),
];

function readVariant(columns: WixColumns, builder: DraftBuilder, row: SourceRow, options: string[]): RowVariant {
  const { head } = builder;
  const text = (field: WixField): string => columns.text(row.cells, field);
  const ofHead = (field: WixField): string => columns.text(head.cells, field);
  const inventory = text('inventory') || (row === head ? '' : ofHead('inventory'));
  return {
    row,
    options,
    prices: readPrices(columns, row, head),
    stock: readInventory(inventory),
    shown: { price: text('currency') || text('surcharge') || text('price') || ofHead('price'), stock: inventory },
    sku: text('sku'),
    ean: text('barcode'),
    photos: [],
    ...present({ weightGrams: readGrams(text('weight') || ofHead('weight'), columns.hint('weight') || 'kg') }),
  };
}

/** The product's price and the variant's surcharge, less the product's discount. */
function readPrices(columns: WixColumns, row: SourceRow, head: SourceRow): Reading<Prices> {
  const text = (field: WixField): string => columns.text(row.cells, field);
  const currency = text('currency') || columns.text(head.cells, 'currency');
  const isForeign = currency !== '' && !/^(EUR|€)$/i.test(currency);
  if (isForeign || isForeignCurrency(columns.hint('price'))) return { code: 'imports.currency_not_euro' };
  const price = readPrice(text('price') || columns.text(head.cells, 'price'));
  const surcharge = readSurcharge(row === head ? '' : text('surcharge'));
  const code = price.code ?? surcharge.code;
  if (code !== undefined) return { code };
  if (price.value == null) return { value: { price: null } };
  const full = round(price.value + (surcharge.value ?? 0));
  if (full < 0) return { code: 'imports.price_negative' };
  const struck = readPrice(text('strikethrough') || columns.text(head.cells, 'strikethrough')).value ?? 0;
  if (struck > full) return { value: { price: full, compareAt: struck } };
  return reducedPrice({ value: full }, { value: reduced(columns, head, full) });
}

/** A variant may cost less than its product. */
function readSurcharge(text: string): Reading<number | null> {
  const isLess = text.startsWith('-');
  const read = readPrice(text.replace(/^[-+]\s*/, ''));
  return isLess && read.value ? { value: -read.value } : read;
}

function reduced(columns: WixColumns, { cells }: SourceRow, full: number): number | null {
  const text = columns.text(cells, 'discountValue');
  if (/^percent/i.test(columns.text(cells, 'discountMode'))) {
    const percent = parseFrenchNumber(text.replace('%', '')) ?? 0;
    return percent > 0 && percent < 100 ? round(full * (1 - percent / 100)) : null;
  }
  const amount = readPrice(text).value ?? 0;
  return amount > 0 && amount < full ? round(full - amount) : null;
}

const round = (cents: number): number => Math.round(cents * 10_000) / 10_000;

/** `InStock` is not counted; `OutOfStock` is none; `PreOrder` has none yet. */
function readInventory(text: string): Reading<number | null> {
  const word = text.replace(/[\s_-]/g, '').toLowerCase();
  if (word === 'instock') return { value: null };
  if (word === 'outofstock' || word === 'preorder') return { value: 0 };
  return readStock(text);
}

function addPhotos(columns: WixColumns, builder: DraftBuilder, row: SourceRow): void {
  const alt = columns.text(row.cells, 'imageAlt');
  const names = columns.text(row.cells, 'images').split(';').map(trimCell).filter(Boolean);
  for (const name of names) builder.photos.add(row.line, MEDIA_NAME.test(name) ? MEDIA + name : name, alt);
}

function noteLeftOut(columns: WixColumns, builder: DraftBuilder): void {
  const { line, cells } = builder.head;
  const texts = columns.textsOf(cells);
  if (texts.length > 0)
    builder.note(line, 'imports.custom_options_left_out', { names: texts.join(', ').slice(0, 500) });
  if (readFlag(columns.text(cells, 'preorder'), false)) builder.note(line, 'imports.backorder_left_out');
}

function readFacts(columns: WixColumns, head: SourceRow, options: ProductReadOptions) {
  const text = (field: WixField): string => columns.text(head.cells, field);
  const infos = columns
    .infosOf(head.cells)
    .map(({ title, html }) => (title ? `<h3>${escape(title)}</h3>${html}` : html));
  const description = [text('description'), ...infos].filter(Boolean).join('\n');
  return {
    categories: text('collection').split(';').map(trimCell).filter(Boolean),
    ...present({
      descriptionHtml: description || undefined,
      brand: decodeEntities(text('brand')) || undefined,
      vatRate: options.vatRate,
    }),
  };
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function readVisibility(columns: WixColumns, builder: DraftBuilder): boolean {
  const { line, cells } = builder.head;
  if (readFlag(columns.text(cells, 'visible'), true)) return true;
  builder.note(line, 'imports.hidden');
  return false;
}
