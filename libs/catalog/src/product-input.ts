import { z } from 'zod';
import { InvalidInputError, isEan } from '#libs/kernel';
import { NO_SAFETY, productSafety } from './fields/product-safety.js';
import { publicCategory } from './fields/public-categories.js';
import { CONTENT_UNITS } from './fields/unit-price.js';

/** French VAT, in percent (articles 278 and following of the Code général des impôts). */
export const VAT_RATES = [20, 10, 5.5, 2.1, 0] as const;

export const DESCRIPTION_MAX = 50_000;

const FIELD = 'catalog.field';

/** One line of text: control characters and line ends are spaces. */
const line = (most: number, code: string, missing = code) =>
  z
    .string({ error: missing })
    .max(most, code)
    .overwrite((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim());

const optionalLine = (most: number) =>
  line(most, FIELD)
    .transform((text) => text || null)
    .nullable();

const cents = (code: string) => z.number({ error: code }).int(code).min(0, code).max(100_000_000, code);

const variantFields = {
  /** One value for each of the product's `optionNames`. */
  options: z.array(line(100, 'catalog.options').min(1, 'catalog.options')).max(3, 'catalog.options'),
  sku: optionalLine(100),
  ean: z.string({ error: 'catalog.ean' }).trim().refine(isEan, 'catalog.ean').nullable(),
  /** Tax included. */
  priceCents: cents('catalog.price'),
  /** The price before a reduction, above `priceCents`. */
  compareAtCents: cents('catalog.compare_at').nullable(),
  /** `tracked` counts `onHand`; `untracked` is made or fetched on order; `single` is one piece. */
  stock: z.enum(['tracked', 'untracked', 'single'], { error: FIELD }),
  onHand: z
    .number({ error: 'catalog.stock' })
    .int('catalog.stock')
    .min(0, 'catalog.stock')
    .max(1_000_000, 'catalog.stock'),
  weightGrams: z.number({ error: FIELD }).int(FIELD).min(0, FIELD).max(100_000_000, FIELD).nullable(),
  /** What is in one piece, for its unit price; thousandths at most. */
  content: z
    .strictObject({
      amount: z
        .number({ error: 'catalog.content' })
        .min(0.001, 'catalog.content')
        .max(9_999_999, 'catalog.content')
        .transform((amount) => Math.round(amount * 1000) / 1000),
      unit: z.enum(CONTENT_UNITS, { error: 'catalog.content' }),
    })
    .nullable(),
};

/** What is sold; a product without options has exactly one. Prices in cents, weights in grams. */
export const variantInput = z.strictObject({
  ...variantFields,
  options: variantFields.options.default([]),
  sku: variantFields.sku.default(null),
  ean: variantFields.ean.default(null),
  compareAtCents: variantFields.compareAtCents.default(null),
  stock: variantFields.stock.default('tracked'),
  onHand: variantFields.onHand.default(0),
  weightGrams: variantFields.weightGrams.default(null),
  content: variantFields.content.default(null),
});

/**
 * Why a product that was paid online cannot be sent back (Code de la consommation L221-28). Perishable goods need none: they are
 * `perishable` already.
 */
export const WITHDRAWAL_EXCLUSIONS = [
  'perishable',
  'made_to_measure',
  'hygiene_sealed',
  'media_sealed',
  'press',
  'market_price',
  'inseparable',
] as const;

const productFields = {
  name: line(300, 'catalog.name_long', 'catalog.name').min(1, 'catalog.name'),
  /** Any HTML: it is sanitised before it is stored. */
  descriptionHtml: z.string({ error: FIELD }).max(DESCRIPTION_MAX, 'catalog.description_long'),
  brand: optionalLine(200),
  category: optionalLine(200),
  /** A code of `publicCategories()`. */
  publicCategory: z
    .string({ error: 'catalog.public_category' })
    .refine((code) => publicCategory(code) !== null, 'catalog.public_category')
    .nullable(),
  safety: productSafety,
  /** Percent. */
  vatRate: z.literal(VAT_RATES, { error: 'catalog.vat_rate' }),
  published: z.boolean({ error: FIELD }),
  perishable: z.boolean({ error: FIELD }),
  withdrawalExclusion: z.enum(WITHDRAWAL_EXCLUSIONS, { error: FIELD }).nullable(),
  /** Minutes the shop needs before it can be collected; null: the shop's own. */
  leadMinutes: z.number({ error: FIELD }).int(FIELD).min(0, FIELD).max(20_160, FIELD).nullable(),
};

/** A new product, the same for form, API, demo and import. */
export const productInput = z
  .strictObject({
    ...productFields,
    descriptionHtml: productFields.descriptionHtml.default(''),
    brand: productFields.brand.default(null),
    category: productFields.category.default(null),
    publicCategory: productFields.publicCategory.default(null),
    safety: productFields.safety.default(NO_SAFETY),
    vatRate: productFields.vatRate.default(20),
    published: productFields.published.default(false),
    perishable: productFields.perishable.default(false),
    withdrawalExclusion: productFields.withdrawalExclusion.default(null),
    leadMinutes: productFields.leadMinutes.default(null),
    optionNames: z.array(line(100, 'catalog.options').min(1, 'catalog.options')).max(3, 'catalog.options').default([]),
    variants: z.array(variantInput).min(1, 'catalog.options').max(500, 'catalog.options'),
  })
  .superRefine(({ optionNames, variants }, context) => {
    refuseUnfitting(optionNames, variants).forEach((issue) => context.addIssue({ code: 'custom', ...issue }));
  });

/** Changes of a product; what is left out stays. Variants are changed by `variantId`; none is added or removed. */
export const productChanges = z
  .strictObject({
    ...productFields,
    variants: z
      .array(
        z.strictObject({
          ...z.strictObject(variantFields).partial().shape,
          variantId: z.string(),
          /** One of the product's photos. */
          photoId: z.uuid('catalog.variant_photo').toLowerCase().nullable().optional(),
        }),
      )
      .max(500),
  })
  .partial();

export type ProductInput = z.input<typeof productInput>;
export type CheckedInput = z.output<typeof productInput>;
export type VariantInput = z.input<typeof variantInput>;
export type ProductChanges = z.input<typeof productChanges>;
export type CheckedChanges = z.output<typeof productChanges>;

interface Unfitting {
  path: (string | number)[];
  message: string;
}

/** What a variant's fields must be to each other, whoever changes them. */
export function refuseUnfitting(
  optionNames: readonly string[],
  variants: readonly z.output<typeof variantInput>[],
): Unfitting[] {
  const faults: Unfitting[] = [];
  const seen = new Set<string>();
  for (const [i, variant] of variants.entries()) {
    const at = (field: string): (string | number)[] => ['variants', i, field];
    const { options, stock, onHand, priceCents, compareAtCents } = variant;
    const key = JSON.stringify(options);
    if (options.length !== optionNames.length || seen.has(key)) {
      faults.push({ path: at('options'), message: 'catalog.options' });
    }
    seen.add(key);
    if (stock === 'single' && onHand > 1) faults.push({ path: at('onHand'), message: 'catalog.single' });
    if (stock === 'untracked' && onHand > 0) faults.push({ path: at('onHand'), message: 'catalog.untracked' });
    if (compareAtCents !== null && compareAtCents <= priceCents) {
      faults.push({ path: at('compareAtCents'), message: 'catalog.compare_at' });
    }
  }
  return faults;
}

/** @throws InvalidInputError with one code per field. */
export function check<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInputError(
    result.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      code: message.startsWith('catalog.') ? message : FIELD,
    })),
  );
}
