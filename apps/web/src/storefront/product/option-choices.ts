import type { ProductOption } from '#libs/themes';
import { say } from '../sentences.js';
import type { ProductRow, VariantRow } from '../shop-row.js';
import { type Chosen, isAvailable, OPTION_FIELDS } from './product-choice.js';

/**
 * The values of each option, beside what is chosen of the others: « épuisé », « pas en Rouge ». A product with fewer than two
 * options has a plain list of variants instead.
 */
export function optionChoices({ option_names, variants }: ProductRow, chosen: Chosen): ProductOption[] {
  if (option_names.length < 2 || variants.length < 2) return [];
  return option_names.map((name, at) => ({
    name,
    field: OPTION_FIELDS[at]!,
    values: valuesOf(variants, at).map((value) => ({
      value,
      isSelected: chosen.options[at] === value,
      ...fate(variants, chosen.options, { at, value }),
    })),
  }));
}

const valuesOf = (variants: VariantRow[], at: number): string[] => [
  ...new Set(variants.map(({ options }) => options[at] ?? '').filter((value) => value !== '')),
];

function fate(variants: VariantRow[], options: string[], { at, value }: { at: number; value: string }) {
  const others = options.filter((_, i) => i !== at);
  const together = variants.filter((variant) =>
    options.every((other, i) => variant.options[i] === (i === at ? value : other)),
  );
  if (together.length === 0) return { isPossible: false, note: say('product.not_with', { others: others.join(', ') }) };
  return { isPossible: true, note: together.some(isAvailable) ? null : say('product.option_sold_out') };
}
