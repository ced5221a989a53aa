import { z } from 'zod';
import { isEan } from '#libs/kernel';

/** French VAT, in percent (article 278 and following of the CGI). */
export const VAT_RATES = [20, 10, 5.5, 2.1, 0] as const;

const PRICE_MAX = 100_000_000;
const STOCK_MAX = 1_000_000;
const cents = z.number().int().min(0).max(PRICE_MAX);
const text = (most: number) => z.string().trim().max(most);
const optionalText = (most: number) =>
  text(most)
    .transform((value) => value || null)
    .nullable();

const variantFields = {
  /** One value for each of the product's `optionNames`. */
  options: z.array(text(100).min(1)).max(3),
  sku: optionalText(100),
  ean: text(14).refine(isEan).nullable(),
  /** Tax included. */
  priceCents: cents,
  /** The price before a reduction, above `priceCents`. */
  compareAtCents: cents.nullable(),
  /** `tracked` counts `onHand`; `untracked` is made or fetched on order; `single` is one piece. */
  stock: z.enum(['tracked', 'untracked', 'single']),
  onHand: z.number().int().min(0).max(STOCK_MAX),
  weightGrams: z.number().int().min(0).max(100_000_000).nullable(),
};

/** What is sold; a product without options has exactly one. Prices in cents, weights in grams. */
export const variantInput = z.strictObject({
  options: variantFields.options.default([]),
  sku: variantFields.sku.default(null),
  ean: variantFields.ean.default(null),
  priceCents: variantFields.priceCents,
  compareAtCents: variantFields.compareAtCents.default(null),
  stock: variantFields.stock.default('tracked'),
  onHand: variantFields.onHand.default(0),
  weightGrams: variantFields.weightGrams.default(null),
});

const productFields = {
  name: text(300).min(1),
  /** Any HTML: it is sanitised before it is stored. */
  descriptionHtml: z.string().max(50_000),
  brand: optionalText(200),
  category: optionalText(200),
  /** Percent. */
  vatRate: z.literal(VAT_RATES),
  published: z.boolean(),
  perishable: z.boolean(),
  /** Minutes the shop needs before it can be collected; null: the shop's own. */
  leadMinutes: z.number().int().min(0).max(20_160).nullable(),
  optionNames: z.array(text(100).min(1)).max(3),
};

/** A new product, the same for form, API, demo and import. */
export const productInput = z
  .strictObject({
    name: productFields.name,
    descriptionHtml: productFields.descriptionHtml.default(''),
    brand: productFields.brand.default(null),
    category: productFields.category.default(null),
    vatRate: productFields.vatRate.default(20),
    published: productFields.published.default(false),
    perishable: productFields.perishable.default(false),
    leadMinutes: productFields.leadMinutes.default(null),
    optionNames: productFields.optionNames.default([]),
    variants: z.array(variantInput).min(1).max(500),
  })
  .superRefine(({ optionNames, variants }, context) => {
    if (optionNames.length === 0 && variants.length > 1) addIssue(context, ['optionNames']);
    for (const [i, { options, stock, onHand, priceCents, compareAtCents }] of variants.entries()) {
      if (options.length !== optionNames.length) addIssue(context, ['variants', i, 'options']);
      if (stock === 'single' && onHand > 1) addIssue(context, ['variants', i, 'onHand']);
      if (compareAtCents !== null && compareAtCents <= priceCents) addIssue(context, ['variants', i, 'compareAtCents']);
    }
  });

/** Changes of a product; what is left out stays. Variants are changed by `variantId`, never removed here. */
export const productChanges = z
  .strictObject({
    name: productFields.name,
    descriptionHtml: productFields.descriptionHtml,
    brand: productFields.brand,
    category: productFields.category,
    vatRate: productFields.vatRate,
    published: productFields.published,
    perishable: productFields.perishable,
    leadMinutes: productFields.leadMinutes,
    variants: z
      .array(z.strictObject({ variantId: z.uuid(), ...z.strictObject(variantFields).partial().shape }))
      .max(500),
  })
  .partial();

export type ProductInput = z.input<typeof productInput>;
export type VariantInput = z.input<typeof variantInput>;
export type ProductChanges = z.input<typeof productChanges>;

const addIssue = (context: z.RefinementCtx, path: (string | number)[]): void =>
  context.addIssue({ code: 'custom', path, message: path.join('.') });
