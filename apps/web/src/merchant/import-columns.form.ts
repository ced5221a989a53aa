import { z } from 'zod';
import { MAPPED_FIELDS, type ProductMapping, SEVERAL } from '#libs/imports';
import { readColumns } from '../http/column-choice.js';
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
export const PRODUCT_KIND = { fields: MAPPED_FIELDS, several: SEVERAL };

/** The page of columns as a mapping. @throws what `readColumns` throws. */
export function parseColumns(columns: string[], body: unknown): ProductMapping {
  const { vat, tax } = parseForm(columnForm, body);
  const found = readColumns(columns, body, PRODUCT_KIND);
  return { columns: found, priceIncludesTax: tax === 'included', ...(vat !== '' && { vatRate: Number(vat) }) };
}
