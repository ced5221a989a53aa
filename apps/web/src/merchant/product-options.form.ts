import { z } from 'zod';
import type { OptionValues, ProductView } from '#libs/catalog';
import { InvalidInputError } from '#libs/kernel';
import { amount, pieces, STOCKS } from './product-fields.js';

/** Options that a product may have. */
export const OPTION_COUNT = 3;
const PLACES = Array.from({ length: OPTION_COUNT }, (_, i) => i);

const text = z.string().max(4000, 'catalog.options').default('');

const optionsForm = z.object(
  Object.fromEntries(PLACES.flatMap((i) => [`name${i}`, `values${i}`]).map((name) => [name, text])),
);

/**
 * Values part at commas: « S, M, L »; at semicolons and line ends when there is one, so that a value may hold a comma:
 * « Petit, 10 tiges ; Grand ». A line without a name and without values is none.
 */
export function optionsOf(body: unknown): OptionValues {
  const parsed = optionsForm.safeParse(body ?? {});
  if (!parsed.success) throw new InvalidInputError([{ path: 'name0', code: 'catalog.options' }]);
  const fields = parsed.data;
  const options = PLACES.map((i) => ({
    place: i,
    name: fields[`name${i}`]!.trim(),
    values: fields[`values${i}`]!.split(/[;\n]/.test(fields[`values${i}`]!) ? /[;\n]/ : ',')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  })).filter(({ name, values }) => name !== '' || values.length > 0);
  const faults = options.flatMap(({ place, name, values }) => [
    ...(name === '' ? [{ path: `name${place}`, code: 'catalog.option_name' }] : []),
    ...(values.length === 0 ? [{ path: `values${place}`, code: 'catalog.option_values' }] : []),
  ]);
  if (faults.length > 0) throw new InvalidInputError(faults);
  return options.map(({ name, values }) => ({ name, values: distinct(values) }));
}

/** A value that was typed twice counts once. */
const distinct = (values: string[]): string[] =>
  values.filter((value, i) => values.findIndex((other) => other.toLowerCase() === value.toLowerCase()) === i);

/** What stands in the form before anybody types: the values that variants have, in their order. */
export function optionFields({ optionNames, variants }: ProductView): Record<string, string> {
  const pairs = PLACES.flatMap((i) => [
    [`name${i}`, optionNames[i] ?? ''],
    [`values${i}`, joined(distinct(variants.flatMap(({ options }) => options[i] ?? [])))],
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

const joined = (values: string[]): string => {
  if (!values.some((value) => value.includes(','))) return values.join(', ');
  return values.length === 1 ? `${values[0]} ;` : values.join(' ; ');
};

/** One more variant: a value for each option, its price, its stock. */
export const newVariantForm = z.object({
  price: amount('catalog.price').transform((cents, context) => {
    if (cents === null) context.addIssue({ code: 'custom', message: 'catalog.price' });
    return cents ?? 0;
  }),
  stock: z.enum(STOCKS, { error: 'catalog.field' }).default('tracked'),
  onHand: pieces,
});

export const valuesOf = (body: Record<string, unknown>, { optionNames }: ProductView): string[] =>
  optionNames.map((_, i) => (typeof body[`value${i}`] === 'string' ? String(body[`value${i}`]) : ''));
