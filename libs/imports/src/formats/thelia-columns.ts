import { readHeaderName } from '#libs/platform';
import { ColumnTable, type ColumnNames } from './column-table.js';

const COLUMNS = {
  ref: ['ref', 'reference'],
  productId: ['product_id'],
  title: ['titre', 'title'],
  chapo: ['chapo'],
  description: ['descriptif', 'description'],
  postscriptum: ['postscriptum'],
  price: ['prix', 'price'],
  promo: ['prix2', 'promo_price'],
  isPromo: ['promo'],
  photo: ['photo', 'photos'],
  brand: ['brand', 'marque'],
  color: ['couleur', 'color'],
  material: ['material', 'matiere'],
  category: ['categorie', 'category'],
  stock: ['stock', 'quantity', 'quantite'],
  ean: ['ean', 'ean_code'],
  attributes: ['attributes'],
  currency: ['currency'],
  taxRule: ['tax_title', 'tax_id', 'tax_rule_title'],
  visible: ['visible'],
} as const satisfies ColumnNames<string>;

type Field = keyof typeof COLUMNS;

/** A text's languages in the order of preference; a column's name ends with one of them, or with none. */
const LANGUAGES = ['fr', '', 'en', 'uk'];

/** Thelia's columns; a text is the first one that is not blank among its languages. */
export class TheliaColumns {
  private readonly tables: ColumnTable<Field>[];
  private readonly keys: Set<string>;

  constructor(header: readonly string[]) {
    this.keys = new Set(header.map((name) => readHeaderName(name).key));
    this.tables = LANGUAGES.map(
      (language) =>
        new ColumnTable<Field>(
          COLUMNS,
          header.map((name) => inLanguage(name, language)),
        ),
    );
  }

  /** The product sheet, not the export of prices. */
  get isSheet(): boolean {
    return this.has('ref') && this.has('title') && this.has('price') && (this.has('chapo') || this.has('postscriptum'));
  }

  /** The export of prices comes in two kinds; the one with a tax rule's title has taxed prices. */
  get isTaxed(): boolean {
    return this.has('taxRule');
  }

  recognition(): number {
    if (this.isSheet) return 0.9;
    const isPrices = ['title', 'price', 'promo_price', 'attributes'].every((key) => this.keys.has(key));
    return isPrices ? 0.85 : 0;
  }

  text(cells: readonly string[], field: Field): string {
    for (const table of this.tables) {
      const text = table.text(cells, field);
      if (text !== '') return text;
    }
    return '';
  }

  private has(field: Field): boolean {
    return this.tables.some((table) => table.has(field));
  }
}

function inLanguage(name: string, language: string): string {
  const { key } = readHeaderName(name);
  const match = /^(.+?)[ _](fr|en|uk)(?:_\w{2})?$/.exec(key);
  if (!match) return language === '' ? key : '';
  return match[2] === language ? (match[1] ?? '') : '';
}
