import { z } from 'zod';
import {
  CONTENT_UNITS,
  productChanges,
  type ProductChanges,
  productInput,
  type ProductInput,
  type ProductView,
} from '#libs/catalog';
import { InvalidInputError } from '#libs/kernel';

const price = (code: string) =>
  z.strictObject({
    amount: z.number({ error: code }).int(code).min(0, code).max(100_000_000, code).describe('Cents, tax included'),
    currency: z.literal('EUR', { error: 'catalog.currency' }).default('EUR'),
  });

const stock = z
  .number({ error: 'catalog.stock' })
  .int('catalog.stock')
  .min(0, 'catalog.stock')
  .max(1_000_000, 'catalog.stock')
  .nullable()
  .describe('Pieces on hand; null: made or fetched on order');

const { shape } = productInput;
const { shape: changes } = productChanges;

const contentBody = z.strictObject({
  amount: z.number('catalog.content').min(0.001, 'catalog.content').max(9_999_999, 'catalog.content'),
  unit: z.enum(CONTENT_UNITS, { error: 'catalog.content' }),
});

const goods = {
  sku: z.string().max(100, 'catalog.field').nullable().optional(),
  ean: z.string().nullable().optional(),
  compareAt: price('catalog.compare_at').nullable().optional(),
  weightGrams: z.int('catalog.field').min(0, 'catalog.field').nullable().optional(),
  content: contentBody.nullable().optional().describe('What is in one piece, for its unit price'),
};

export const variantBody = z.strictObject({
  ...goods,
  options: z.array(z.string()),
  price: price('catalog.price'),
  stock: stock.default(0),
});

/** A product: sold as one, with `price` and `stock`, or in `variants`. */
export const productBody = z.strictObject({
  name: shape.name,
  descriptionHtml: shape.descriptionHtml,
  brand: shape.brand,
  category: shape.category,
  publicCategory: shape.publicCategory.describe('Code of a category of the region'),
  safety: shape.safety,
  vatRate: shape.vatRate,
  published: shape.published,
  perishable: shape.perishable,
  withdrawalExclusion: shape.withdrawalExclusion,
  leadMinutes: shape.leadMinutes,
  optionNames: shape.optionNames,
  ...goods,
  price: price('catalog.price').optional(),
  stock: stock.default(0),
  variants: z.array(variantBody).min(1, 'catalog.options').max(500, 'catalog.options').optional(),
});

const variantChange = z.strictObject({
  ...goods,
  id: z.string(),
  options: z.array(z.string()).optional(),
  price: price('catalog.price').optional(),
  stock: stock.optional(),
  photoId: z.string().nullable().optional().describe('One of the product’s photos'),
});

/** What is left out stays. `price` and `stock` speak of the only variant. */
export const productChangeBody = z.strictObject({
  name: changes.name,
  descriptionHtml: changes.descriptionHtml,
  brand: changes.brand,
  category: changes.category,
  publicCategory: changes.publicCategory.describe('Code of a category of the region'),
  safety: changes.safety,
  vatRate: changes.vatRate,
  published: changes.published,
  perishable: changes.perishable,
  withdrawalExclusion: changes.withdrawalExclusion,
  leadMinutes: changes.leadMinutes,
  ...goods,
  price: price('catalog.price').optional(),
  stock: stock.optional(),
  variants: z.array(variantChange).max(500, 'catalog.options').optional(),
});

export function inputOf(body: z.output<typeof productBody>): ProductInput {
  const { price: amount, stock: count, sku, ean, compareAt, weightGrams, content, variants, ...texts } = body;
  const alone = { sku, ean, compareAt, weightGrams, content, stock: count, options: [] };
  if (variants) return { ...texts, variants: variants.map(variantOf) };
  if (!amount) throw new InvalidInputError([{ path: 'price', code: 'field.required' }]);
  return { ...texts, variants: [variantOf({ ...alone, price: amount })] };
}

type VariantBody = z.output<typeof variantBody>;
type VariantChange = z.output<typeof variantChange>;

export const variantOf = (variant: VariantBody): ProductInput['variants'][number] => ({
  options: variant.options,
  priceCents: variant.price.amount,
  sku: variant.sku ?? null,
  ean: variant.ean ?? null,
  compareAtCents: variant.compareAt?.amount ?? null,
  weightGrams: variant.weightGrams ?? null,
  content: variant.content ?? null,
  stock: variant.stock === null ? 'untracked' : 'tracked',
  onHand: variant.stock ?? 0,
});

/** @throws InvalidInputError when `price` or `stock` could mean several variants. */
export function changesOf(body: z.output<typeof productChangeBody>, product: ProductView): ProductChanges {
  const { price: amount, stock: count, sku, ean, compareAt, weightGrams, content, variants = [], ...texts } = body;
  const alone = { price: amount, stock: count, sku, ean, compareAt, weightGrams, content };
  const isAlone = Object.values(alone).some((value) => value !== undefined);
  const [only, ...others] = product.variants;
  if (isAlone && (!only || others.length > 0))
    throw new InvalidInputError([{ path: 'price', code: 'catalog.variants' }]);
  const all = isAlone && only ? [{ ...alone, id: only.variantId }, ...variants] : variants;
  return { ...given(texts), variants: all.map((change) => variantChanges(change, product)) };
}

function variantChanges(change: VariantChange, product: ProductView): NonNullable<ProductChanges['variants']>[number] {
  const { id, options, sku, ean, compareAt, weightGrams, content } = change;
  const was = product.variants.find(({ variantId }) => variantId === id);
  const kind = was?.stock === 'single' ? 'single' : 'tracked';
  return {
    variantId: id,
    ...given({
      options,
      sku,
      ean,
      weightGrams,
      content,
      photoId: change.photoId,
      priceCents: change.price?.amount,
      compareAtCents: compareAt === null ? null : compareAt?.amount,
    }),
    ...(change.stock === null && { stock: 'untracked' as const }),
    ...(typeof change.stock === 'number' && { stock: kind, onHand: change.stock }),
  };
}

function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const FIELDS: Record<string, string> = {
  priceCents: 'price',
  compareAtCents: 'compareAt',
  onHand: 'stock',
};

/** The catalogue's errors under the names of the body's fields. */
export function inBody(error: unknown, hasVariants: boolean): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  return new InvalidInputError(
    error.errors.map((each) => {
      const [, place, inner = ''] = /^variants\.(\d+)\.(\w+)/.exec(each.path) ?? [];
      const name = FIELDS[inner] ?? inner;
      if (place === undefined) return { ...each, path: FIELDS[each.path] ?? each.path };
      return { ...each, path: hasVariants ? `variants.${place}.${name}` : name };
    }),
  );
}
