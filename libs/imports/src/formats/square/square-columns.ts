import { foldText, readHeaderName, trimCell } from '#libs/platform';
import { ColumnTable, type ColumnNames } from '../column-table.js';
import { readVatRate } from '../format-values.js';

const SQUARE_COLUMNS = {
  handle: ['reference handle', 'identifiant de reference'],
  token: ['token', 'jeton'],
  name: ['item name', "nom de l'article", 'nom du produit'],
  variation: ['variation name', 'nom de la variante', 'nom de la variation', 'nom de la declinaison'],
  sku: ['sku', 'reference', 'ugs'],
  description: ['description'],
  categories: ['categories', 'category', 'categorie', 'reporting category', 'categorie de rapport'],
  gtin: ['gtin', 'code gtin'],
  visibility: ['square online item visibility', "visibilite de l'article sur square online"],
  type: ['item type', "type d'article"],
  weight: ['weight', 'poids'],
  price: ['price', 'prix'],
  salePrice: ['online sale price', 'prix promotionnel en ligne'],
  currency: ['currency', 'devise'],
  archived: ['archived', 'archive'],
  sellable: ['sellable', 'vendable'],
  stockable: ['stockable', 'stockable'],
} as const satisfies ColumnNames<string>;

export type SquareField = keyof typeof SQUARE_COLUMNS;

/** A place of the merchant's, by the columns that bear its name. */
interface Location {
  name: string;
  current?: number;
  counted?: number;
  price?: number;
  enabled?: number;
}

const PLACES: [keyof Omit<Location, 'name'>, RegExp][] = [
  ['current', /^(?:current quantity|quantite actuelle)(?: (.+))?$/],
  ['counted', /^(?:new quantity|nouvelle quantite)(?: (.+))?$/],
  ['current', /^(?:quantity|quantite)()$/],
  ['price', /^(?:price|prix) (.+)$/],
  ['enabled', /^(?:enabled|active) (.+)$/],
];

/** Columns under the names of places are found by how they begin: every merchant's are others. */
export class SquareColumns extends ColumnTable<SquareField> {
  readonly locations: Location[];
  private readonly options: { name: number; value: number }[];
  private readonly taxes: { index: number; rate: number }[];
  private readonly modifiers: { index: number; name: string }[];

  constructor(header: readonly string[]) {
    super(SQUARE_COLUMNS, header);
    const keys = header.map(foldText);
    this.locations = findLocations(header, keys);
    this.options = findOptions(header.map((title) => readHeaderName(title).key));
    this.taxes = keys.flatMap((key, index) => {
      const rate = /^tax(es|e)? - /.test(key) ? readVatRate(key) : undefined;
      return rate === undefined ? [] : [{ index, rate }];
    });
    this.modifiers = keys.flatMap((key, index) => {
      if (!/^(modifier set|jeu de modificateurs|ensemble de modificateurs) - /.test(key)) return [];
      return [{ index, name: trimCell(header[index]?.split(' - ').slice(1).join(' - ') ?? '') }];
    });
  }

  optionsOf(cells: readonly string[]): { name: string; value: string }[] {
    return this.options.map(({ name, value }) => ({ name: at(cells, name), value: at(cells, value) }));
  }

  /** Percent; undefined when the file says none, or more than one. */
  vatRateOf(cells: readonly string[]): number | undefined {
    const rates = new Set(this.taxes.filter(({ index }) => isYes(at(cells, index))).map(({ rate }) => rate));
    return rates.size === 1 ? [...rates][0] : undefined;
  }

  modifiersOf(cells: readonly string[]): string[] {
    return this.modifiers.filter(({ index }) => isYes(at(cells, index))).map(({ name }) => name);
  }

  isEnabled(cells: readonly string[], { enabled }: Location): boolean {
    return enabled === undefined || !isNo(at(cells, enabled));
  }

  /** What was counted anew in the file, else what Square has. */
  quantityOf(cells: readonly string[], { counted, current }: Location): string {
    const fresh = counted === undefined ? '' : at(cells, counted);
    return fresh || (current === undefined ? '' : at(cells, current));
  }

  priceOf(cells: readonly string[], { price }: Location): string {
    return price === undefined ? '' : at(cells, price);
  }
}

const at = (cells: readonly string[], index: number): string => trimCell(cells[index] ?? '');

export const isYes = (text: string): boolean => /^(y|yes|o|oui|1|true|vrai)$/i.test(text);
export const isNo = (text: string): boolean => /^(n|no|non|0|false|faux)$/i.test(text);

function findLocations(header: readonly string[], keys: string[]): Location[] {
  const found = new Map<string, Location>();
  keys.forEach((key, index) => {
    const match = PLACES.flatMap(([kind, pattern]) => {
      const name = pattern.exec(key)?.[1];
      return pattern.test(key) ? [{ kind, name: name ?? '' }] : [];
    })[0];
    if (!match) return;
    const known = found.get(match.name) ?? {
      name: trimCell(header[index] ?? '').slice(-match.name.length || undefined),
    };
    if (known[match.kind] === undefined) known[match.kind] = index;
    found.set(match.name, known);
  });
  return [...found.values()].filter(({ current, counted, price }) => (current ?? counted ?? price) !== undefined);
}

function findOptions(keys: string[]): { name: number; value: number }[] {
  const named = (pattern: RegExp) => new Map(keys.map((key, i) => [pattern.exec(key)?.[1], i]));
  const values = named(/^(?:option value|valeur de l'option) (\d+)$/);
  return [...named(/^(?:option name|nom de l'option) (\d+)$/)].flatMap(([number, name]) => {
    const value = number === undefined ? undefined : values.get(number);
    return value === undefined ? [] : [{ name, value }];
  });
}
