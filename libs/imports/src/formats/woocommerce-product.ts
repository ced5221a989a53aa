import { slugify } from '#libs/kernel';
import { DraftBuilder, present } from './draft-builder.js';
import { decodeEntities, readFlag, splitList } from './format-values.js';
import type { ProductDraft, ProductReadOptions, RowRefusal, SourceRow } from './product-format.js';
import { settlePrices, type VariantCandidate } from './variant-prices.js';
import { splitEscaped, type Attribute, type WooColumns } from './woocommerce-columns.js';
import { addImages, readWooVariant } from './woocommerce-variant.js';

const ANY = 'Au choix';

/** The SKU, else `id:NN`, else the name: what the next export of the same shop still has. */
export function wooKey(columns: WooColumns, { line, cells }: SourceRow): string {
  const id = columns.text(cells, 'id');
  return (
    columns.text(cells, 'sku') || (id && `id:${id}`) || slugify(columns.text(cells, 'name'), 100) || `ligne-${line}`
  );
}

/** A simple product, or a variable one with its variations in any order. */
export function readWooProduct(
  columns: WooColumns,
  head: SourceRow,
  variations: SourceRow[] | null,
  options: ProductReadOptions,
): (ProductDraft | RowRefusal)[] {
  const builder = new DraftBuilder(head);
  for (const row of variations ?? []) builder.keep(row);
  const name = decodeEntities(columns.text(head.cells, 'name'));
  if (name === '') return builder.refuseAll('imports.title_missing');
  addImages(columns, builder, head);
  const { optionNames, candidates } = variations
    ? readVariations(columns, builder, variations)
    : { optionNames: [], candidates: readSimple(columns, builder) };
  const isPriced = settlePrices(builder, candidates);
  if (builder.variants.length === 0) return builder.refuseAll('imports.no_variant_left');
  const isShown = readVisibility(columns, builder, head) && isPriced;
  const draft = builder.finish({
    sourceKey: wooKey(columns, head),
    name,
    published: isShown,
    priceIncludesTax: options.priceIncludesTax ?? true,
    optionNames,
    ...readFacts(columns, head, options),
  });
  return [...builder.refusals, draft];
}

function readSimple(columns: WooColumns, builder: DraftBuilder): VariantCandidate[] {
  const attributes = columns.readAttributes(builder.head.cells).map(({ name }) => name);
  if (attributes.length > 0) {
    builder.note(builder.head.line, 'imports.attributes_left_out', { names: attributes.join(', ') });
  }
  const candidate = readWooVariant(columns, builder, builder.head, []);
  return candidate ? [candidate] : [];
}

function readVariations(columns: WooColumns, builder: DraftBuilder, variations: SourceRow[]) {
  const rows = sortByPosition(columns, variations);
  const attributes = new Map(rows.map((row) => [row, columns.readAttributes(row.cells)]));
  const optionNames = readOptionNames(builder, columns.readAttributes(builder.head.cells), [...attributes.values()]);
  const candidates = rows.flatMap((row) => {
    if (!isPublished(columns.text(row.cells, 'published'))) {
      builder.refuse(row, 'imports.variation_disabled');
      return [];
    }
    const own = attributes.get(row) ?? [];
    const values = optionNames.map((name) => own.find((attribute) => attribute.name === name)?.values[0] ?? ANY);
    return readWooVariant(columns, builder, row, values) ?? [];
  });
  return { optionNames, candidates };
}

/** The attributes that tell variations apart; one that every variation leaves open ("any") is noted instead. */
function readOptionNames(builder: DraftBuilder, parent: Attribute[], variations: Attribute[][]): string[] {
  const names = new Set(variations.flat().map(({ name }) => name));
  const inOrder = [...parent.map(({ name }) => name).filter((name) => names.has(name)), ...names];
  return [...new Set(inOrder)].filter((name) => {
    const isUsed = variations.some((own) => own.some((attribute) => attribute.name === name && attribute.values[0]));
    const values = parent.find((attribute) => attribute.name === name)?.values.join(', ') ?? '';
    if (!isUsed) builder.note(builder.head.line, 'imports.option_open', { name, values });
    return isUsed;
  });
}

function sortByPosition(columns: WooColumns, rows: SourceRow[]): SourceRow[] {
  const position = (row: SourceRow): number => Number.parseInt(columns.text(row.cells, 'position'), 10) || 0;
  return [...rows].sort((a, b) => position(a) - position(b) || a.line - b.line);
}

function readFacts(columns: WooColumns, { cells }: SourceRow, options: ProductReadOptions) {
  const short = columns.text(cells, 'shortDescription');
  const long = columns.text(cells, 'description');
  const description = [short, long === short ? '' : long].filter(Boolean).join('\n').replaceAll('\\n', '\n');
  return {
    categories: splitEscaped(columns.text(cells, 'categories')).map((path) => decodeEntities(path)),
    tags: splitList(decodeEntities(columns.text(cells, 'tags'))),
    ...present({
      descriptionHtml: description || undefined,
      brand: decodeEntities(columns.text(cells, 'brand')) || undefined,
      vatRate: options.vatRate,
    }),
  };
}

/** A number, or the word that a spreadsheet made of it. */
function isPublished(text: string): boolean {
  const number = Number(text);
  return text === '' || (Number.isNaN(number) ? readFlag(text, true) : number > 0);
}

/** Published is 1, private 0, a draft -1; a product hidden from the catalogue comes in hidden. */
function readVisibility(columns: WooColumns, builder: DraftBuilder, { line, cells }: SourceRow): boolean {
  const published = columns.text(cells, 'published');
  if (!isPublished(published)) {
    builder.note(line, 'imports.not_active', { status: published });
    return false;
  }
  if (/^(hidden|cach|masqu)/i.test(columns.text(cells, 'visibility'))) {
    builder.note(line, 'imports.hidden');
    return false;
  }
  return true;
}
