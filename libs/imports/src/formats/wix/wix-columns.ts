import { readHeaderName, trimCell } from '#libs/platform';
import { ColumnTable, type ColumnNames } from '../column-table.js';

/** Each field under its first name and under the one of the newer catalogue. */
const WIX_COLUMNS = {
  handle: ['handleid', 'handle'],
  type: ['fieldtype'],
  name: ['name'],
  description: ['description', 'plaindescription'],
  images: ['productimageurl', 'media'],
  imageAlt: ['mediaalttext'],
  collection: ['collection', 'categories'],
  sku: ['sku'],
  barcode: ['barcode'],
  ribbon: ['ribbon'],
  price: ['price'],
  surcharge: ['surcharge'],
  strikethrough: ['strikethroughprice'],
  currency: ['currency'],
  visible: ['visible'],
  discountMode: ['discountmode'],
  discountValue: ['discountvalue'],
  inventory: ['inventory'],
  preorder: ['preorderenabled'],
  weight: ['weight'],
  brand: ['brand'],
} as const satisfies ColumnNames<string>;

export type WixField = keyof typeof WIX_COLUMNS;

/** A numbered pair of columns. */
interface Pair {
  name: number;
  value: number;
}

export class WixColumns extends ColumnTable<WixField> {
  private readonly options: Pair[];
  private readonly infos: Pair[];
  private readonly texts: number[];

  constructor(header: readonly string[]) {
    super(WIX_COLUMNS, header);
    const keys = header.map((title) => readHeaderName(title).key);
    this.options = pairs(keys, /^productoptionname(\d+)$/, /^productoption(?:description|choices)(\d+)$/);
    this.infos = pairs(keys, /^additionalinfotitle(\d+)$/, /^additionalinfodescription(\d+)$/);
    this.texts = keys.flatMap((key, i) => (/^(customtextfield|modifiername)\d+$/.test(key) ? [i] : []));
  }

  /** The options that a row names, in the order of their numbers; a name may stand on the product's row alone. */
  optionsOf(cells: readonly string[], head: readonly string[]): { name: string; text: string }[] {
    return this.options
      .map(({ name, value }) => ({ name: at(head, name) || at(cells, name), text: at(cells, value) }))
      .filter(({ name }) => name !== '');
  }

  infosOf(cells: readonly string[]): { title: string; html: string }[] {
    return this.infos
      .map(({ name, value }) => ({ title: at(cells, name), html: at(cells, value) }))
      .filter(({ html }) => html !== '');
  }

  /** What the customer could write when ordering. */
  textsOf(cells: readonly string[]): string[] {
    return this.texts.map((index) => at(cells, index)).filter(Boolean);
  }
}

const at = (cells: readonly string[], index: number): string => trimCell(cells[index] ?? '');

function pairs(keys: string[], names: RegExp, values: RegExp): Pair[] {
  const valueOf = new Map(keys.map((key, i) => [values.exec(key)?.[1], i]));
  return keys.flatMap((key, name) => {
    const number = names.exec(key)?.[1];
    const value = number === undefined ? undefined : valueOf.get(number);
    return value === undefined ? [] : [{ name, value }];
  });
}
