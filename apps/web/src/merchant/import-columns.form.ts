import { z } from 'zod';
import { MAPPED_FIELDS, type MappedField, type ProductMapping, SEVERAL } from '#libs/imports';
import { type FieldError, InvalidInputError } from '#libs/kernel';
import { parseForm } from '../http/form.js';

export const RATES = ['20', '10', '5.5', '2.1', '0'] as const;

/** `auto`: as the file's own system writes them. */
export const taxForm = z.object({
  vat: z.enum(['', ...RATES]).default(''),
  tax: z.enum(['auto', 'included', 'excluded']).default('auto'),
});

/** `regle-3`: what the rule 3 of the old shop is here. Those without an answer stay open. */
export function rulesOf(body: unknown): { vatRules?: Record<string, number> } {
  const answers = Object.entries((body ?? {}) as Record<string, unknown>).flatMap(
    ([name, rate]): [string, number][] => {
      const rule = /^regle-([\w-]{1,20})$/.exec(name)?.[1];
      return rule !== undefined && RATES.some((each) => each === rate) ? [[rule, Number(rate)]] : [];
    },
  );
  return answers.length > 0 ? { vatRules: Object.fromEntries(answers.slice(0, 100)) } : {};
}

/** What a form of rate and kind of prices says of a file. */
export const taxOptions = ({ vat, tax }: z.output<typeof taxForm>) => ({
  ...(vat !== '' && { vatRate: Number(vat) }),
  ...(tax !== 'auto' && { priceIncludesTax: tax === 'included' }),
});

const columnForm = taxForm.extend({ tax: z.enum(['included', 'excluded']) });
const isField = (text: unknown): text is MappedField => MAPPED_FIELDS.some((field) => field === text);

/**
 * The page of columns as a mapping: `c0`, `c1`... are the fields of the columns in their order. @throws InvalidInputError
 * when a field is given to too many columns, or none is the name.
 */
export function parseColumns(columns: string[], body: unknown): ProductMapping {
  const { vat, tax } = parseForm(columnForm, body);
  const sent = (body ?? {}) as Record<string, unknown>;
  const found: ProductMapping['columns'] = {};
  const errors: FieldError[] = [];
  columns.forEach((column, i) => {
    const field = sent[`c${i}`];
    if (!isField(field)) return;
    const named = (found[field] ??= []);
    if (named.length < (SEVERAL[field] ?? 1)) named.push(column);
    else errors.push({ path: `c${i}`, code: 'imports.field_twice', details: { most: SEVERAL[field] ?? 1 } });
  });
  if (!found.name)
    errors.push({
      path: 'c0',
      code: 'imports.mapping_without_name',
      details: { columns: columns.slice(0, 20).join(', ') },
    });
  if (errors.length > 0) throw new InvalidInputError(errors);
  return { columns: found, priceIncludesTax: tax === 'included', ...(vat !== '' && { vatRate: Number(vat) }) };
}
