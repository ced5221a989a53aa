import type { ProductView } from '#libs/catalog';
import type { Sheet, SheetChanges } from '#libs/sheets';
import { rateText } from '../http/wording.js';
import { textOfHtml } from './product-text.js';

type Say = (key: string) => string;

const FIELDS = ['name', 'descriptionHtml', 'brand', 'category', 'vatRate'] as const;

const shown = (field: (typeof FIELDS)[number], value: string | number | null | undefined): string => {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return rateText(value);
  return field === 'descriptionHtml' ? textOfHtml(value) : value;
};

/** The product beside its sheet, field by field. */
export const sheetLines = (product: ProductView, sheet: Sheet, say: Say) =>
  FIELDS.map((field) => ({
    label: say(`sheet.field.${field}`),
    own: shown(field, product[field]),
    shared: shown(field, sheet[field]),
    isSame: product[field] === sheet[field],
  }));

export const sheetPhotoUrl = (photo: string): string => `/fiches/photos?copie=${photo}`;

export const changeLines = (changes: SheetChanges, say: Say) =>
  FIELDS.filter((field) => field in changes).map((field) => ({
    label: say(`sheet.field.${field}`),
    value: shown(field, changes[field]),
  }));
