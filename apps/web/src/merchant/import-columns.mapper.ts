import type { FileColumns, ProductMapping } from '#libs/imports';
import { columnsView } from '../http/column-choice.js';
import type { FormView } from '../http/form.js';
import { PRODUCT_KIND, RATES } from './import-columns.form.js';
import { rateText } from '../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** The rates of France as choices; the blank one leaves it open. */
export const rateChoices = (say: Say, chosen: unknown, open = 'vat_open') => [
  { value: '', label: say(open), isSelected: chosen == null || chosen === '' },
  ...RATES.map((value) => ({
    value,
    label: rateText(Number(value)),
    isSelected: value === String(chosen),
  })),
];

export const taxChoices = (say: Say, chosen: unknown, kinds: readonly string[]) =>
  kinds.map((value) => ({
    value,
    label: say(`tax_${value}`),
    hint: value === 'excluded' ? say('tax_excluded_hint') : undefined,
    isSelected: value === chosen,
  }));

/** The page where a merchant says what each column is. */
export function productColumnsView(shared: Say, file: FileColumns<ProductMapping>, form: FormView) {
  const say: Say = (key, values) => shared(`product_import.${key}`, values);
  const { mapping } = file;
  const tax = form.values['tax'] ?? (mapping.priceIncludesTax === false ? 'excluded' : 'included');
  return {
    ...columnsView(file, form, PRODUCT_KIND, { label: (field) => say(`field.${field}`), say: shared }),
    rates: rateChoices(say, form.values['vat'] ?? mapping.vatRate),
    taxes: taxChoices(say, tax, ['included', 'excluded']),
  };
}
