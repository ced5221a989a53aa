import { type TableRow, trimCell } from '#libs/platform';
import { assembleProduct, type Prices } from './assembled-product.js';
import { ColumnTable, type ColumnNames, recognition } from './column-table.js';
import { DraftBuilder, present } from './draft-builder.js';
import { decodeEntities, isForeignCurrency, readPrice, readStock, type Reading } from './format-values.js';
import { type ProductFormat, type ProductReadOptions, refuse, type SourceRow } from './product-format.js';
import { type Outcome, readGroups } from './row-groups.js';

const COLUMNS = {
  title: ['title', 'titre', 'titulo', 'titolo', 'titel'],
  description: ['description', 'descripcion', 'descrizione', 'beschreibung'],
  price: ['price', 'prix', 'precio', 'prezzo', 'preis'],
  currency: ['currency_code', 'currency code', 'code_devise', 'code devise', 'devise'],
  quantity: ['quantity', 'quantite', 'cantidad', 'quantita', 'anzahl'],
  tags: ['tags', 'mots_cles', 'mots-cles'],
  materials: ['materials', 'materiaux', 'matieres', 'materiales', 'materiali', 'materialien'],
  sku: ['sku'],
  ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`image${i + 1}`, [`image${i + 1}`, `image ${i + 1}`]])),
  type1: ['variation 1 type', 'variation_1_type'],
  name1: ['variation 1 name', 'variation_1_name'],
  values1: ['variation 1 values', 'variation_1_values'],
  type2: ['variation 2 type', 'variation_2_type'],
  name2: ['variation 2 name', 'variation_2_name'],
  values2: ['variation 2 values', 'variation_2_values'],
} satisfies ColumnNames<string>;

type Field = string;
type Columns = ColumnTable<Field>;

const IMAGES = Array.from({ length: 20 }, (_, i) => `image${i + 1}`);
const NEEDED: Field[] = ['title', 'price', 'currency', 'quantity', 'image1'];
const USUAL: Field[] = ['description', 'tags', 'materials', 'sku', 'type1', 'values1'];
/** More than this no product may have: the rest is refused by the checks of every product. */
const MOST_CHOICES = 501;

/**
 * Etsy's « Download your listings »: one row a listing, its variations as lists of values. The file tells one price and one
 * quantity for all of them, and which SKU is whose only where there are as many.
 */
export const etsy: ProductFormat = {
  id: 'etsy',
  name: 'Etsy',
  recognises: (header) => recognition(new ColumnTable<Field>(COLUMNS, header), NEEDED, USUAL),
  read: (header, rows, options = {}) => readListings(new ColumnTable<Field>(COLUMNS, header), rows, options),
};

const readListings = (
  columns: Columns,
  rows: AsyncIterable<TableRow>,
  options: ProductReadOptions,
): AsyncGenerator<Outcome> =>
  readGroups(rows, {
    keyOf(row) {
      const title = columns.text(row.cells, 'title');
      const [sku] = listOf(columns.text(row.cells, 'sku'));
      if (title === '') return refuse(row, 'imports.title_missing');
      return { key: (sku ?? title).slice(0, 500), isShared: false };
    },
    read: (key, [row]) => readListing(columns, key, row as SourceRow, options),
  });

function readListing(columns: Columns, key: string, row: SourceRow, options: ProductReadOptions): Outcome[] {
  const builder = new DraftBuilder(row);
  const text = (field: Field): string => columns.text(row.cells, field);
  const named = [1, 2]
    .map((n) => ({ name: text(`name${n}`) || text(`type${n}`), values: listOf(text(`values${n}`)) }))
    .filter(({ name, values }) => name !== '' && values.length > 0);
  const all = named.reduce<string[][]>(
    (sofar, { values }) => sofar.flatMap((one) => values.map((value) => [...one, value])).slice(0, MOST_CHOICES),
    [[]],
  );
  const skus = listOf(text('sku'));
  const stock = readStock(text('quantity'));
  if (all.length > 1 && stock.value != null) builder.note(row.line, 'imports.stock_shared');
  const variants = all.map((values, i) => ({
    row,
    options: values,
    prices: readAmount(text('price'), text('currency')),
    stock,
    shown: { price: text('price'), stock: text('quantity') },
    sku: skus.length === all.length ? (skus[i] ?? '') : '',
    ean: '',
    photos: IMAGES.map(text).filter(Boolean),
  }));
  const facts = {
    sourceKey: key,
    name: decodeEntities(text('title')),
    categories: [],
    published: true,
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames: named.map(({ name }) => decodeEntities(name)),
    ...present({
      descriptionHtml: describe(text('description'), listOf(text('materials'))) || undefined,
      vatRate: options.vatRate,
    }),
  };
  return assembleProduct(builder, facts, variants).map((outcome) =>
    outcome.kind === 'product' ? { ...outcome, tags: listOf(text('tags')) } : outcome,
  );
}

/** Words of one tag are joined by `_`. */
const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((piece) => trimCell(decodeEntities(piece).replaceAll('_', ' ')))
      .filter(Boolean),
  ),
];

function readAmount(text: string, currency: string): Reading<Prices> {
  if (isForeignCurrency(currency)) return { code: 'imports.currency_not_euro' };
  const price = readPrice(text);
  return price.code === undefined ? { value: { price: price.value } } : price;
}

/** Etsy's descriptions are plain text: a blank line begins a paragraph. */
function describe(text: string, materials: string[]): string {
  const paragraphs = decodeEntities(text)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
  if (materials.length > 0) paragraphs.push(`Matières : ${materials.join(', ')}`);
  return paragraphs.map((paragraph) => `<p>${escape(paragraph).replace(/\r?\n/g, '<br>')}</p>`).join('\n');
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
