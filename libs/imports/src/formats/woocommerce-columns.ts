import { readHeaderName } from '#libs/platform';
import { ColumnTable, type ColumnNames } from './column-table.js';

/** English names, then the French ones of several versions of the translation, then German, Spanish, Italian and Dutch ones. */
export const WOO_COLUMNS = {
  id: ['id', 'identifiant'],
  type: ['type', 'type de produit', 'typ', 'tipo'],
  sku: ['sku', 'ugs', 'artikelnummer', 'cod', 'artikelnr'],
  ean: [
    'gtin, upc, ean, or isbn',
    'gtin, upc, ean or isbn',
    'gtin, upc, ean ou isbn',
    'gtin, cup, ean ou isbn',
    'gtin, upc, ean oder isbn',
    'gtin, upc, ean o isbn',
    'gtin, upc, ean of isbn',
  ],
  name: ['name', 'nom', 'nombre', 'nome', 'naam'],
  published: ['published', 'publie', 'veroffentlicht', 'publicado', 'pubblicato', 'gepubliceerd'],
  visibility: [
    'visibility in catalog',
    'visibilite dans le catalogue',
    'sichtbarkeit im katalog',
    'visibilidad en el catalogo',
    'visibilita nel catalogo',
    'zichtbaarheid in catalogus',
  ],
  shortDescription: [
    'short description',
    'description courte',
    'kurzbeschreibung',
    'descripcion corta',
    'breve descrizione',
    'korte beschrijving',
  ],
  description: ['description', 'beschreibung', 'descripcion', 'descrizione', 'beschrijving'],
  saleStarts: [
    'date sale price starts',
    'date de debut de promo',
    'date de debut de promotion',
    'datum, an dem angebotspreis beginnt',
    'dia en que empieza el precio rebajado',
  ],
  saleEnds: [
    'date sale price ends',
    'date de fin de promo',
    'date de fin de promotion',
    'datum, an dem angebotspreis endet',
    'dia en que termina el precio rebajado',
  ],
  inStock: ['in stock', 'en stock', 'vorratig', '¿existencias', '¿en inventario', 'op voorraad'],
  stock: ['stock', 'bestand', 'lager', 'lagerbestand', 'inventario', 'magazzino', 'voorraad'],
  backorders: [
    'backorders allowed',
    'autoriser les commandes de produits en rupture',
    'lieferruckstande erlaubt',
    '¿permitir reservas de productos agotados',
    'nabestellingen toestaan',
  ],
  weight: ['weight', 'poids', 'gewicht', 'peso'],
  salePrice: [
    'sale price',
    'tarif promo',
    'prix promo',
    'tarif promotionnel',
    'prix de vente',
    'prix promotionnel',
    'angebotspreis',
    'precio rebajado',
    'prezzo in offerta',
    'actieprijs',
  ],
  regularPrice: [
    'regular price',
    'tarif regulier',
    'prix regulier',
    'tarif normal',
    'prix normal',
    'regularer preis',
    'precio normal',
    'prezzo di listino',
    'reguliere prijs',
    'normale prijs',
  ],
  currency: ['currency', 'devise'],
  categories: ['categories', 'kategorien', 'categorias', 'categorie', 'categorieen'],
  tags: ['tags', 'etiquettes', 'mots-cles', 'schlagworter', 'etiquetas', 'tag'],
  images: ['images', 'bilder', 'imagenes', 'immagini', 'afbeeldingen'],
  parent: ['parent', 'ubergeordnetes produkt', 'superior', 'genitore', 'hoofd'],
  brand: ['brands', 'brand', 'marques', 'marque', 'marken', 'marcas', 'merken'],
  position: ['position', 'posicion', 'posizione', 'positie'],
} as const satisfies ColumnNames<string>;

export type WooField = keyof typeof WOO_COLUMNS;

/** An attribute's columns; a product has any number of them. */
interface AttributeColumns {
  name: number;
  value: number;
}

const ATTRIBUTE_NAME = [
  /^attribute? (\d+) name$/,
  /^(?:nom de l'attribut|nombre del atributo|nome dell'attributo|naam eigenschap) (\d+)$/,
];
const ATTRIBUTE_VALUE = [
  /^attribute? (\d+) (?:value\(s\)|wert\(e\))$/,
  /^(?:valeur\(s\) de l'attribut|valor\(es\) del atributo|valor[ei] dell'attributo|waarde\(n\) eigenschap) (\d+)$/,
];

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
