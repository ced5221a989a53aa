import { createHash } from 'node:crypto';
import { distinctNames, foldText } from '#libs/platform';
import { MappedColumnUnknownError, MappingWithoutNameError } from './mapping.errors.js';

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
  columns: Partial<Record<MappedField, string[]>>;
  /** As the price column's name says (`Prix HT`), when it is not said here. */
  priceIncludesTax?: boolean;
  /** Percent, for the rows without a rate of their own. */
  vatRate?: number;
}

/** The columns that a report adds do not make it another file. */
const ADDED = new Set(['ligne', 'motif']);

/** The same for files with the same columns, whatever their order and case. */
export function headerSignature(header: readonly string[]): string {
  const names = distinctNames(header)
    .map((name) => foldText(name))
    .filter((name) => !ADDED.has(name));
  return createHash('sha256').update(JSON.stringify(names.sort())).digest('hex');
}

/** Where each field stands in a header. @throws MappedColumnUnknownError, MappingWithoutNameError. */
export function locateFields(mapping: ProductMapping, header: readonly string[]): Map<MappedField, number[]> {
  const names = distinctNames(header).map((name) => foldText(name));
  const located = new Map<MappedField, number[]>();
  for (const field of MAPPED_FIELDS) {
    const wanted = mapping.columns[field] ?? [];
    const indexes = wanted.slice(0, SEVERAL[field] ?? 1).map((column) => {
      const index = names.indexOf(foldText(column));
      if (index < 0) throw new MappedColumnUnknownError({ column, columns: listOf(header) });
      return index;
    });
    if (indexes.length > 0) located.set(field, indexes);
  }
  if (!located.has('name')) throw new MappingWithoutNameError({ columns: listOf(header) });
  return located;
}

const listOf = (header: readonly string[]): string => distinctNames(header).slice(0, 50).join(', ').slice(0, 1000);
