import { foldText, trimCell, type TableRow } from '#libs/platform';
import { slugify } from '#libs/kernel';
import { assembleProduct, reducedPrice, type RowVariant } from '../formats/assembled-product.js';
import { DraftBuilder, present } from '../formats/draft-builder.js';
import { readPrice, readStock } from '../formats/format-values.js';
import { type ProductFormat, type ProductReadOptions, refuse, type SourceRow } from '../formats/product-format.js';
import { type Outcome, readGroups } from '../formats/row-groups.js';
import { includesTax } from './mapping-guess.js';
import { lengthenEan, readMappedGrams, readRate, splitPhotos } from './mapped-values.js';
import { locateFields, type MappedField, type ProductMapping } from './product-mapping.js';

export const MAPPED_FORMAT = 'mapped';

/** A file whose columns the merchant has named. `read` throws what `locateFields` throws. */
export const mappedFormat = (mapping: ProductMapping): ProductFormat => ({
  id: MAPPED_FORMAT,
  name: 'Colonnes choisies',
  recognises: () => 1,
  read: (header, rows, options = {}) => new MappedReader(mapping, header, options).read(rows),
});

class MappedReader {
  private readonly fields: Map<MappedField, number[]>;
  private readonly optionNames: string[];

  constructor(
    private readonly mapping: ProductMapping,
    header: readonly string[],
    private readonly options: ProductReadOptions,
  ) {
    this.fields = locateFields(mapping, header);
    this.optionNames = (this.fields.get('option') ?? []).map(
      (index, i) => header[index]?.slice(0, 100) || `Option ${i + 1}`,
    );
  }

  read(rows: AsyncIterable<TableRow>): AsyncGenerator<Outcome> {
    return readGroups(rows, {
      keyOf: (row) => this.keyOf(row),
      read: (key, group) => this.readProduct(key, group),
    });
  }

  /** Rows of a group, or of a name when there are options, are variants of one product. */
  private keyOf(row: SourceRow): { key: string; isShared: boolean } | ReturnType<typeof refuse> {
    const name = this.text(row, 'name');
    if (name === '') return refuse(row, 'imports.title_missing');
    const group = this.text(row, 'group');
    const bySku = this.text(row, 'sku') || this.text(row, 'ean');
    const byName = slugify(name, 200) || foldText(name);
    if (this.fields.has('group')) return { key: (group || bySku || byName).slice(0, 500), isShared: true };
    if (this.optionNames.length > 0) return { key: byName.slice(0, 500), isShared: true };
    return { key: (bySku || byName).slice(0, 500), isShared: false };
  }

  private readProduct(key: string, rows: SourceRow[]): Outcome[] {
    const head = rows[0] as SourceRow;
    const builder = new DraftBuilder(head);
    const rate = readRate(this.text(head, 'vat'));
    if (rate.code !== undefined) return builder.refuseAll(rate.code, { value: this.text(head, 'vat').slice(0, 40) });
    const names = this.optionsOf(rows);
    const facts = {
      sourceKey: key,
      name: this.text(head, 'name'),
      categories: this.texts(head, 'category').slice(0, 3),
      published: this.options.asDrafts !== true,
      priceIncludesTax:
        this.options.priceIncludesTax ??
        this.mapping.priceIncludesTax ??
        includesTax(this.mapping.columns.price?.[0] ?? ''),
      optionNames: names,
      ...present({
        descriptionHtml: this.texts(head, 'description').join('\n') || undefined,
        brand: this.text(head, 'brand') || undefined,
        vatRate: rate.value ?? this.options.vatRate ?? this.mapping.vatRate,
      }),
    };
    return assembleProduct(
      builder,
      facts,
      rows.map((row) => this.readVariant(builder, row, names, rows)),
    );
  }

  /** Without option columns, several rows of a group are told apart by their names. */
  private optionsOf(rows: SourceRow[]): string[] {
    const isUsed = this.optionNames.some((_, i) => rows.some((row) => this.option(row, i) !== ''));
    if (isUsed) return this.optionNames;
    return rows.length > 1 ? ['Modèle'] : [];
  }

  private readVariant(builder: DraftBuilder, row: SourceRow, names: string[], rows: SourceRow[]): RowVariant {
    const price = readPrice(this.text(row, 'price'));
    const photos = splitPhotos(this.texts(row, 'photos'));
    if (photos.others.length > 0) {
      builder.note(row.line, 'imports.photo_names_only', { names: photos.others.join(', ').slice(0, 200) });
    }
    const own = names === this.optionNames;
    return {
      row,
      options: names.map((_, i) => (own ? this.option(row, i) || '–' : this.model(row, rows))),
      prices: reducedPrice(price, readPrice(this.text(row, 'salePrice'))),
      stock: readStock(this.text(row, 'stock')),
      shown: { price: this.text(row, 'price'), stock: this.text(row, 'stock') },
      sku: this.text(row, 'sku').slice(0, 100),
      ean: lengthenEan(this.text(row, 'ean')),
      ...present({ weightGrams: this.grams(row) }),
      photos: photos.links,
    };
  }

  private model(row: SourceRow, rows: SourceRow[]): string {
    const names = new Set(rows.map((each) => this.text(each, 'name')));
    return (names.size === rows.length ? this.text(row, 'name') : this.text(row, 'sku') || String(row.line)).slice(
      0,
      100,
    );
  }

  private grams(row: SourceRow): number | undefined {
    return readMappedGrams(this.text(row, 'weight'), 'g') ?? readMappedGrams(this.text(row, 'weightKg'), 'kg');
  }

  private option(row: SourceRow, i: number): string {
    return trimCell(row.cells[this.fields.get('option')?.[i] ?? -1] ?? '').slice(0, 100);
  }

  private text(row: SourceRow, field: MappedField): string {
    return trimCell(row.cells[this.fields.get(field)?.[0] ?? -1] ?? '');
  }

  private texts(row: SourceRow, field: MappedField): string[] {
    return (this.fields.get(field) ?? []).map((index) => trimCell(row.cells[index] ?? '')).filter(Boolean);
  }
}
