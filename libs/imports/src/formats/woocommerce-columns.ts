import { readHeaderName } from '#libs/platform';
import { ColumnTable, type ColumnNames } from './column-table.js';

/** English names, then the French ones of several versions of the translation. */
export const WOO_COLUMNS = {
  id: ['id', 'identifiant'],
  type: ['type', 'type de produit'],
  sku: ['sku', 'ugs'],
  ean: ['gtin, upc, ean, or isbn', 'gtin, upc, ean or isbn', 'gtin, upc, ean ou isbn', 'gtin, cup, ean ou isbn'],
  name: ['name', 'nom'],
  published: ['published', 'publie'],
  visibility: ['visibility in catalog', 'visibilite dans le catalogue'],
  shortDescription: ['short description', 'description courte'],
  description: ['description'],
  saleStarts: ['date sale price starts', 'date de debut de promo', 'date de debut de promotion'],
  saleEnds: ['date sale price ends', 'date de fin de promo', 'date de fin de promotion'],
  inStock: ['in stock', 'en stock'],
  stock: ['stock'],
  backorders: ['backorders allowed', 'autoriser les commandes de produits en rupture'],
  weight: ['weight', 'poids'],
  salePrice: ['sale price', 'tarif promo', 'prix promo', 'tarif promotionnel', 'prix de vente', 'prix promotionnel'],
  regularPrice: ['regular price', 'tarif regulier', 'prix regulier', 'tarif normal', 'prix normal'],
  currency: ['currency', 'devise'],
  categories: ['categories'],
  tags: ['tags', 'etiquettes', 'mots-cles'],
  images: ['images'],
  parent: ['parent'],
  brand: ['brands', 'brand', 'marques', 'marque'],
  position: ['position'],
} as const satisfies ColumnNames<string>;

export type WooField = keyof typeof WOO_COLUMNS;

/** An attribute's columns; a product has any number of them. */
interface AttributeColumns {
  name: number;
  value: number;
}

const ATTRIBUTE_NAME = [/^attribute (\d+) name$/, /^nom de l'attribut (\d+)$/];
const ATTRIBUTE_VALUE = [/^attribute (\d+) value\(s\)$/, /^valeur\(s\) de l'attribut (\d+)$/];

export interface Attribute {
  name: string;
  /** One for a variation, all that exist for its parent, none for "any". */
  values: string[];
}

export class WooColumns extends ColumnTable<WooField> {
  private readonly attributes: AttributeColumns[];

  constructor(header: readonly string[]) {
    super(WOO_COLUMNS, header);
    const keys = header.map((text) => readHeaderName(text).key);
    // Some French exports leave the title of the type column, which follows the identifier, blank.
    const afterId = keys.findIndex((key) => (WOO_COLUMNS.id as readonly string[]).includes(key)) + 1;
    if (!this.has('type') && afterId > 0 && keys[afterId] === '') this.use('type', afterId);
    const values = numbered(keys, ATTRIBUTE_VALUE);
    this.attributes = [...numbered(keys, ATTRIBUTE_NAME)].flatMap(([number, name]) => {
      const value = values.get(number);
      return value === undefined ? [] : [{ name, value }];
    });
  }

  readAttributes(cells: readonly string[]): Attribute[] {
    return this.attributes.flatMap(({ name, value }) => {
      const text = (cells[name] ?? '').trim();
      return text ? [{ name: text, values: splitEscaped(cells[value] ?? '') }] : [];
    });
  }
}

function numbered(keys: string[], patterns: RegExp[]): Map<number, number> {
  const found = new Map<number, number>();
  keys.forEach((key, index) => {
    const match = patterns.map((pattern) => pattern.exec(key)).find((result) => result !== null);
    if (match) found.set(Number(match[1]), index);
  });
  return found;
}

/** A comma list whose own commas are written `\,`. */
export const splitEscaped = (text: string): string[] =>
  text
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter(Boolean);
