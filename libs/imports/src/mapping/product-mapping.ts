import { listOf, locateColumns, type MappedColumns } from './column-mapping.js';
import { MappingWithoutNameError } from './mapping.errors.js';

/** What a column may be. `photos` and `option` may be several columns; `weight` is in grams, `weightKg` in kilograms. */
export const MAPPED_FIELDS = [
  'name',
  'price',
  'salePrice',
  'vat',
  'stock',
  'sku',
  'ean',
  'description',
  'category',
  'brand',
  'photos',
  'option',
  'weight',
  'weightKg',
  'group',
] as const;

export type MappedField = (typeof MAPPED_FIELDS)[number];

/** How many columns a field may be; one, where nothing is said. */
export const SEVERAL: Partial<Record<MappedField, number>> = { photos: 10, option: 3, description: 3, category: 3 };

/** The columns of a merchant's own file. Columns go by the names that `distinctNames` gives them. */
export interface ProductMapping {
  columns: MappedColumns<MappedField>;
  /** As the price column's name says (`Prix HT`), when it is not said here. */
  priceIncludesTax?: boolean;
  /** Percent, for the rows without a rate of their own. */
  vatRate?: number;
}

/** Where each field stands in a header. @throws MappedColumnUnknownError, MappingWithoutNameError. */
export function locateFields(mapping: ProductMapping, header: readonly string[]): Map<MappedField, number[]> {
  const located = locateColumns(mapping.columns, header, { fields: MAPPED_FIELDS, several: SEVERAL });
  if (!located.has('name')) throw new MappingWithoutNameError({ columns: listOf(header) });
  return located;
}
