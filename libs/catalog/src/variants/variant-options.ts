import { z } from 'zod';
import { newId } from '#libs/kernel';
import { TooManyVariantsError } from '../catalog.errors.js';
import type { VariantRow } from '../variant-rows.js';

/** Variants that options may generate at once. */
export const VARIANTS_MAX = 100;

const OPTIONS = 'catalog.options';
const words = z
  .string({ error: OPTIONS })
  .max(100, OPTIONS)
  .overwrite((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())
  .min(1, OPTIONS);

const isDistinct = (texts: string[]): boolean => new Set(texts.map((text) => text.toLowerCase())).size === texts.length;

/** `[{ name: 'Taille', values: ['S', 'M'] }]`; empty for a product that is sold as one. */
export const optionValues = z
  .array(
    z.strictObject({
      name: words,
      values: z.array(words).min(1, OPTIONS).max(100, OPTIONS).refine(isDistinct, OPTIONS),
    }),
  )
  .max(3, OPTIONS)
  .refine((options) => isDistinct(options.map(({ name }) => name)), OPTIONS);

export type OptionValues = z.output<typeof optionValues>;

/** A variant that was taken out of the offer keeps its row. */
export interface KnownVariant extends VariantRow {
  archived: boolean;
}

/** What a new set of options does to a product's variants. */
export interface OptionPlan {
  /** Those that stay or come back, at their new place. */
  kept: VariantRow[];
  added: VariantRow[];
  removed: VariantRow[];
}

/**
 * Each combination of values is one variant. A variant is known again by its values under the names of the options; where an
 * option is new it takes the first value. A new variant costs what the first one costs and is not in stock yet.
 * @throws TooManyVariantsError
 */
export function planOptions(was: { names: string[]; variants: KnownVariant[] }, options: OptionValues): OptionPlan {
  const wanted = combinations(options);
  const left = new Map<string, KnownVariant>();
  const offeredFirst = was.variants.toSorted(
    (a, b) => Number(a.archived) - Number(b.archived) || a.position - b.position,
  );
  for (const variant of offeredFirst) {
    const key = keyOf(movedOptions(variant, was.names, options));
    if (!left.has(key)) left.set(key, variant);
  }
  const plan: OptionPlan = { kept: [], added: [], removed: [] };
  const model = offeredFirst[0];
  for (const [position, values] of wanted.entries()) {
    const known = left.get(keyOf(values));
    if (known) plan.kept.push({ ...plainRow(known), options: values, position });
    else if (model) plan.added.push(freshRow(model, values, position));
  }
  const keptIds = new Set(plan.kept.map(({ variant_id }) => variant_id));
  plan.removed = offeredFirst.filter(({ archived, variant_id }) => !archived && !keptIds.has(variant_id)).map(plainRow);
  return plan;
}

function combinations(options: OptionValues): string[][] {
  const count = options.reduce((product, { values }) => product * values.length, 1);
  if (count > VARIANTS_MAX) throw new TooManyVariantsError({ most: VARIANTS_MAX, wanted: count });
  return options.reduce<string[][]>(
    (made, { values }) => made.flatMap((before) => values.map((value) => [...before, value])),
    [[]],
  );
}

/** A variant's values under the new names; an option that it did not have takes the first value. */
function movedOptions(variant: VariantRow, names: string[], options: OptionValues): string[] {
  return options.map(({ name, values }) => {
    const at = names.findIndex((each) => each.toLowerCase() === name.toLowerCase());
    return (at < 0 ? undefined : variant.options[at]) ?? values[0] ?? '';
  });
}

const keyOf = (values: readonly string[]): string => JSON.stringify(values.map((value) => value.toLowerCase()));

function plainRow(variant: KnownVariant): VariantRow {
  const { archived: _, ...row } = variant;
  return row;
}

const freshRow = (model: KnownVariant, options: string[], position: number): VariantRow => ({
  ...plainRow(model),
  variant_id: newId(),
  options,
  position,
  sku: null,
  ean: null,
  compare_at_cents: null,
  on_hand: 0,
  photo_id: null,
});
