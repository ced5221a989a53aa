import { trimCell } from '#libs/platform';
import { ColumnTable, type ColumnNames } from '../column-table.js';
import type { SourceRow } from '../product-format.js';

const MAGENTO_COLUMNS = {
  sku: ['sku'],
  storeView: ['store_view_code'],
  attributeSet: ['attribute_set_code', 'attribute_set'],
  type: ['product_type'],
  categories: ['categories'],
  /** One name a line, in lists that are no export. */
  categoryLines: ['category'],
  websites: ['product_websites'],
  name: ['name'],
  description: ['description'],
  shortDescription: ['short_description'],
  weight: ['weight'],
  online: ['product_online'],
  taxClass: ['tax_class_name'],
  visibility: ['visibility'],
  price: ['price'],
  specialPrice: ['special_price'],
  specialFrom: ['special_price_from_date', 'special_from_date'],
  specialTo: ['special_price_to_date', 'special_to_date'],
  urlKey: ['url_key'],
  baseImage: ['base_image', 'image'],
  moreImages: ['additional_images'],
  attributes: ['additional_attributes'],
  qty: ['qty'],
  backorders: ['allow_backorders'],
  usualBackorders: ['use_config_backorders'],
  inStock: ['is_in_stock'],
  managesStock: ['manage_stock'],
  usualStock: ['use_config_manage_stock'],
  variations: ['configurable_variations'],
  variationLabels: ['configurable_variation_labels'],
  customOptions: ['custom_options'],
  bundleOptions: ['bundle_options'],
  currency: ['currency', 'currency_code'],
  size: ['size'],
  color: ['color'],
  ean: ['ean', 'ean13', 'gtin', 'barcode'],
  brand: ['manufacturer', 'brand', 'marque'],
} as const satisfies ColumnNames<string>;

export type MagentoField = keyof typeof MAGENTO_COLUMNS;

export class MagentoColumns extends ColumnTable<MagentoField> {
  constructor(header: readonly string[]) {
    super(MAGENTO_COLUMNS, header);
  }

  /** The row with the texts that another row of the same product has in another language. */
  translated(row: SourceRow, view: SourceRow | null): SourceRow {
    if (!view) return row;
    const cells = [...row.cells];
    for (const field of ['name', 'description', 'shortDescription', 'urlKey', 'variationLabels'] as const) {
      const index = this.indexOf(field);
      if (index !== undefined && this.text(view.cells, field) !== '') cells[index] = view.cells[index] ?? '';
    }
    return { line: row.line, cells };
  }
}

/** `size=XS,color=Rouge, vif` as Magento writes it, values in quotes or not, by attribute code. */
export function readAttributes(text: string): Map<string, string> {
  const parts = text.split(/,(?=[a-z][a-z0-9_]*=)/i);
  return new Map(
    parts.flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      if (at < 1) return [];
      const value = trimCell(part.slice(at + 1)).replace(/^"(.*)"$/s, '$1');
      return [[trimCell(part.slice(0, at)), value.replaceAll('""', '"')]];
    }),
  );
}

/** The children of a configurable product: each one's SKU and the values that tell it apart, by attribute code. */
export function readVariations(text: string): { sku: string; values: Map<string, string> }[] {
  return text.split(/\|(?=sku=)/i).flatMap((part) => {
    const values = readAttributes(part.trim());
    const sku = values.get('sku') ?? '';
    values.delete('sku');
    return sku === '' ? [] : [{ sku, values }];
  });
}

/** `Default Category/Maison/Vases,Default Category` as `Maison > Vases`: nobody sees the root. */
export const readPaths = (text: string): string[] =>
  text
    .split(',')
    .map((path) =>
      path
        .split(/(?<!\\)\//)
        .map((name) => trimCell(name.replaceAll('\\/', '/')))
        .slice(1)
        .filter(Boolean)
        .join(' > '),
    )
    .filter(Boolean);

/** One name a line: the first two are a category and the one under it, as Magento's own lists have them. */
export function readCategoryLines(text: string): string[] {
  const names = splitLines(text);
  return names.length > 1 ? [names.slice(0, 2).join(' > '), ...names.slice(2)] : names;
}

export const splitLines = (text: string): string[] => [...new Set(text.split('\n').map(trimCell).filter(Boolean))];
