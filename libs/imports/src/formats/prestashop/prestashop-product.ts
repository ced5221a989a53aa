import { slugify } from '#libs/kernel';
import { foldText, parseFrenchNumber, trimCell } from '#libs/platform';
import { DraftBuilder, present } from '../draft-builder.js';
import {
  decodeEntities,
  isForeignCurrency,
  readEan,
  readFlag,
  readGrams,
  readPrice,
  readStock,
  splitList,
  type Reading,
} from '../format-values.js';
import type { CombinationBase, ProductDraft, ProductReadOptions, RowRefusal, SourceRow } from '../product-format.js';
import { settlePrices } from '../variant-prices.js';
import { discounted, readDiscount, taxToAdd } from './discount.js';
import type { PrestashopColumns, PrestashopField } from './prestashop-columns.js';

/** The top of PrestaShop's tree of categories, which no shopper sees. */
const ROOTS = new Set(['home', 'accueil', 'root', 'racine', 'inicio']);

interface Price {
  cents: number | null;
  includesTax: boolean;
  vatRate?: number;
}

/** `id:NN` as combinations name it; without an identifier the reference, else the name. */
export function prestashopKey(columns: PrestashopColumns, { line, cells }: SourceRow): string {
  const id = columns.text(cells, 'id');
  return (
    (id && `id:${id}`) ||
    columns.text(cells, 'reference') ||
    slugify(columns.text(cells, 'name'), 100) ||
    `ligne-${line}`
  );
}

/** One row is one product with one variant; its combinations come in a second file. */
export function readPrestashopProduct(
  columns: PrestashopColumns,
  row: SourceRow,
  options: ProductReadOptions,
  newTaxRule: (rule: string) => boolean,
): (ProductDraft | RowRefusal)[] {
  const builder = new DraftBuilder(row);
  const name = decodeEntities(columns.text(row.cells, 'name'));
  if (name === '') return builder.refuseAll('imports.title_missing');
  if (readFlag(columns.text(row.cells, 'virtual'), false)) return builder.refuseAll('imports.virtual_product');
  const price = readProductPrice(columns, row, options);
  const stock = readStock(columns.text(row.cells, 'quantity'));
  const code = price.code ?? stock.code;
  if (stock.code !== undefined || !price.value) {
    return builder.refuseAll(code ?? 'imports.price_invalid', { value: faultyText(columns, row, code) });
  }
  builder.noteStock(row.line, stock, columns.text(row.cells, 'quantity'));
  const taxRule = columns.text(row.cells, 'taxRule');
  noteWhatStaysOut(columns, builder, (rule) => options.vatRules?.[rule] === undefined && newTaxRule(rule));
  const rate = price.value.vatRate;
  const tax = taxToAdd({ priceIncludesTax: price.value.includesTax, ...present({ vatRate: rate }) });
  const base = readBase(columns, builder, price.value.cents);
  const variant = { ...readVariant(columns, builder, base, tax), stock: stock.value };
  const priceCents = price.value.cents === null ? null : variant.priceCents;
  const isPriced = settlePrices(builder, [{ row, variant: { ...variant, priceCents } }]);
  addPhotos(columns, builder);
  const draft = builder.finish({
    sourceKey: prestashopKey(columns, row),
    name,
    published: base.isShown && isPriced,
    priceIncludesTax: price.value.includesTax,
    optionNames: [],
    ...readFacts(columns, builder),
    base,
    ...present({ vatRate: rate, taxRule: taxRule || undefined }),
  });
  return [draft];
}

/** Without tax unless the column's title says otherwise; a list that has both prices tells the rate by their ratio. */
function readProductPrice(
  columns: PrestashopColumns,
  { cells }: SourceRow,
  options: ProductReadOptions,
): Reading<Price> {
  const fields: PrestashopField[] = ['netPrice', 'grossPrice', 'eitherPrice'];
  if (fields.some((field) => isForeignCurrency(columns.hint(field)))) return { code: 'imports.currency_not_euro' };
  const [net, gross, either] = fields.map((field) => readPrice(columns.text(cells, field)));
  const code = net?.code ?? gross?.code ?? either?.code;
  if (code !== undefined) return { code };
  const ruled = options.vatRules?.[columns.text(cells, 'taxRule')];
  const vatRate = rateBetween(net?.value ?? 0, gross?.value ?? 0) ?? ruled ?? options.vatRate;
  const rest = present({ vatRate });
  if (gross?.value) return { value: { cents: gross.value, includesTax: true, ...rest } };
  if (columns.has('netPrice')) return { value: { cents: net?.value ?? null, includesTax: false, ...rest } };
  return { value: { cents: either?.value ?? null, includesTax: options.priceIncludesTax ?? false, ...rest } };
}

const RATES = [20, 10, 5.5, 2.1] as const;

/** The French rate that leads from one price to the other, to the cent. */
const rateBetween = (net: number, gross: number): number | undefined =>
  net >= 100 ? RATES.find((rate) => Math.abs(net * (1 + rate / 100) - gross) <= 1) : undefined;

function faultyText(columns: PrestashopColumns, { cells }: SourceRow, code?: string): string {
  if (code?.startsWith('imports.stock')) return columns.text(cells, 'quantity').slice(0, 40);
  const fields: PrestashopField[] = ['netPrice', 'grossPrice', 'eitherPrice'];
  return fields
    .map((field) => columns.text(cells, field) || columns.hint(field))
    .filter(Boolean)
    .join(' / ')
    .slice(0, 40);
}

/** The full price with the discount that runs today; one that does not is noted. */
function readBase(columns: PrestashopColumns, builder: DraftBuilder, cents: number | null): CombinationBase {
  const { line, cells } = builder.head;
  const found = readDiscount({
    amount: columns.text(cells, 'discountAmount'),
    percent: columns.text(cells, 'discountPercent'),
    from: columns.text(cells, 'discountFrom'),
    to: columns.text(cells, 'discountTo'),
  });
  if (found && !found.isCurrent) builder.note(line, 'imports.sale_not_current', { value: found.text });
  const grams = readGrams(columns.text(cells, 'weight'), columns.hint('weight') || 'kg');
  return {
    priceCents: cents ?? 0,
    isShown: readVisibility(columns, builder),
    ...present({ grams, discount: found?.isCurrent ? found.discount : undefined }),
  };
}

function readVariant(columns: PrestashopColumns, builder: DraftBuilder, base: CombinationBase, tax: number) {
  const { line, cells } = builder.head;
  const codes = [columns.text(cells, 'ean'), columns.text(cells, 'isbn'), columns.text(cells, 'upc')];
  return {
    line,
    options: [],
    ...discounted(base.priceCents, base, tax),
    ...present({
      sku: columns.text(cells, 'reference') || undefined,
      ean: readBarcode(builder, line, codes),
      weightGrams: base.grams,
    }),
  };
}

/** The first of a row's barcodes that checks; a wrong EAN is noted, never repaired. */
export function readBarcode(builder: DraftBuilder, line: number, [ean = '', ...others]: string[]): string | undefined {
  const first = /^0*$/.test(ean) ? undefined : builder.ean(line, ean);
  return first ?? others.map(readEan).find((found) => found !== null) ?? undefined;
}

function noteWhatStaysOut(
  columns: PrestashopColumns,
  builder: DraftBuilder,
  isNewTaxRule: (rule: string) => boolean,
): void {
  const { line, cells } = builder.head;
  const rule = columns.text(cells, 'taxRule');
  if (rule !== '' && rule !== '0' && isNewTaxRule(rule)) builder.note(line, 'imports.tax_rule_ignored', { rule });
  const minimum = columns.text(cells, 'minimalQuantity');
  if ((parseFrenchNumber(minimum) ?? 0) > 1) {
    builder.note(line, 'imports.minimum_quantity_left_out', { quantity: minimum });
  }
  const ecotax = columns.text(cells, 'ecotax');
  if ((parseFrenchNumber(ecotax) ?? 0) > 0) builder.note(line, 'imports.ecotax_left_out', { value: ecotax });
  const names = columns.features.map((i) => featureNames(columns.titleOf(i), trimCell(cells[i] ?? ''))).filter(Boolean);
  if (names.length > 0) builder.note(line, 'imports.attributes_left_out', { names: names.join(', ') });
  const ordersAnyway = /^(1|allow|autoriser)/i.test(columns.text(cells, 'outOfStock'));
  if (ordersAnyway && columns.text(cells, 'quantity') === '0') builder.note(line, 'imports.backorder_left_out');
}

/** `Hauteur:10 cm:1, Matière:Grès` under one title, or the value alone under `Feature:Hauteur`. */
function featureNames(title: string, text: string): string {
  if (text === '' || text === '0') return '';
  const own = /^[^:(]*:\s*([^:)]+)$/.exec(title)?.[1]?.trim();
  if (own) return own;
  return splitList(text)
    .map((part) => part.split(':')[0]?.trim())
    .filter(Boolean)
    .join(', ');
}

function addPhotos(columns: PrestashopColumns, { photos, head: { line, cells } }: DraftBuilder): void {
  const alts = columns.text(cells, 'imageAlts').split(',').map(trimCell);
  const urls = (columns.text(cells, 'images') || columns.text(cells, 'image')).split(/,(?=\s*https?:\/\/)|;|\|/i);
  urls
    .map(trimCell)
    .filter(Boolean)
    .forEach((url, i) => photos.add(line, url, alts[i] ?? ''));
}

function readFacts(columns: PrestashopColumns, builder: DraftBuilder) {
  const text = (field: PrestashopField): string => columns.text(builder.head.cells, field);
  const [short, long] = [text('summary'), text('description')];
  const description = [short, long === short ? '' : long].filter(Boolean).join('\n');
  return {
    categories: readCategories(builder, text('categories')),
    tags: splitList(decodeEntities(text('tags'))),
    ...present({
      handle: text('urlRewritten') || undefined,
      descriptionHtml: description || undefined,
      brand: decodeEntities(text('brand')) || undefined,
    }),
  };
}

/** Names, or paths with `/`, without the root of the tree; a number is an identifier of the old shop and means nothing here. */
function readCategories(builder: DraftBuilder, text: string): string[] {
  const entries = splitList(decodeEntities(text));
  const ids = entries.filter((entry) => /^\d+$/.test(entry));
  if (ids.length > 0) builder.note(builder.head.line, 'imports.category_ids_left_out', { ids: ids.join(', ') });
  return entries
    .filter((entry) => !ids.includes(entry))
    .map((entry) => entry.split('/').map(trimCell).filter(Boolean))
    .map((path) => (ROOTS.has(foldText(path[0] ?? '')) ? path.slice(1) : path).join(' > '))
    .filter(Boolean);
}

/** Inactive products, and those that the shop showed nowhere or took no orders for, come in hidden. */
function readVisibility(columns: PrestashopColumns, builder: DraftBuilder): boolean {
  const { line, cells } = builder.head;
  const status = columns.text(cells, 'active');
  if (!readFlag(status, !/^(des|in)activ|^disabled/.test(foldText(status)))) {
    builder.note(line, 'imports.not_active', { status });
    return false;
  }
  if (!readFlag(columns.text(cells, 'orderable'), true)) {
    builder.note(line, 'imports.not_orderable');
    return false;
  }
  if (/^(none|nulle part|aucune?)$/.test(foldText(columns.text(cells, 'visibility')))) {
    builder.note(line, 'imports.hidden');
    return false;
  }
  return true;
}
