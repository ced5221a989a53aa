import { z } from 'zod';
import {
  CONTENT_UNITS,
  NO_SAFETY,
  type PhotoView,
  productSafety,
  type ProductView,
  unitPrice,
  type VariantView,
} from '#libs/catalog';
import { euros } from '#libs/kernel';

const moneySchema = z.object({ amount: z.int().describe('Cents, tax included'), currency: z.literal('EUR') });

const variantSchema = z.object({
  id: z.string(),
  sku: z.string().nullable(),
  ean: z.string().nullable(),
  options: z.array(z.string()),
  price: moneySchema,
  compareAt: moneySchema.nullable().describe('The price before the reduction, as the shop says it'),
  priorPrice: moneySchema
    .nullable()
    .describe('The price to show crossed out: the lowest of the 30 days before the reduction'),
  weightGrams: z.int().nullable(),
  content: z.object({ amount: z.number(), unit: z.enum(CONTENT_UNITS) }).nullable(),
  unitPrice: z
    .object({ ...moneySchema.shape, per: z.enum(['kg', 'l', 'm', 'm2', 'piece']) })
    .nullable()
    .describe('For one kilogram, litre, metre, square metre or piece'),
  stock: z.int().nullable().describe('Pieces on hand; null: made or fetched on order'),
  photoId: z.string().nullable().describe('The photo of the product that shows it'),
});

export const photoSchema = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'ready', 'failed']),
  reason: z.string().nullable().describe('Error code of what went wrong'),
  alt: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
});

export const productSchema = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  descriptionHtml: z.string().describe('Sanitised'),
  brand: z.string().nullable(),
  category: z.string().nullable(),
  publicCategory: z.string().nullable().describe('Code of a category of the region'),
  safety: productSafety.describe('Regulation (EU) 2023/988, article 19'),
  vatRate: z.number().describe('Percent'),
  published: z.boolean(),
  archived: z.boolean(),
  perishable: z.boolean(),
  withdrawalExclusion: z.string().nullable().describe('Code de la consommation L221-28'),
  leadMinutes: z.int().nullable(),
  optionNames: z.array(z.string()),
  updatedAt: z.iso.datetime(),
  variants: z.array(variantSchema),
  photos: z.array(photoSchema),
});

export type ProductAnswer = z.infer<typeof productSchema>;

export const productAnswer = (product: ProductView): ProductAnswer => ({
  id: product.productId,
  handle: product.handle,
  name: product.name,
  descriptionHtml: product.descriptionHtml,
  brand: product.brand,
  category: product.category,
  publicCategory: product.publicCategory,
  safety: { ...NO_SAFETY, ...product.safety },
  vatRate: product.vatRate,
  published: product.published,
  archived: product.archivedAt !== null,
  perishable: product.perishable,
  withdrawalExclusion: product.withdrawalExclusion,
  leadMinutes: product.leadMinutes,
  optionNames: product.optionNames,
  updatedAt: product.updatedAt,
  variants: product.variants.map(variantAnswer),
  photos: product.photos.map(photoAnswer),
});

export const stockOf = ({ stock, onHand }: VariantView): number | null => (stock === 'untracked' ? null : onHand);

const variantAnswer = (variant: VariantView): ProductAnswer['variants'][number] => ({
  id: variant.variantId,
  sku: variant.sku,
  ean: variant.ean,
  options: variant.options,
  price: euros(variant.priceCents),
  compareAt: variant.compareAtCents === null ? null : euros(variant.compareAtCents),
  priorPrice: priorPriceOf(variant),
  weightGrams: variant.weightGrams,
  content: variant.content,
  unitPrice: unitPriceOf(variant),
  stock: stockOf(variant),
  photoId: variant.photoId,
});

/** No reduction is announced that is none. */
const priorPriceOf = ({ compareAtCents, priorCents, priceCents }: VariantView) =>
  compareAtCents !== null && priorCents !== null && priorCents > priceCents ? euros(priorCents) : null;

function unitPriceOf({ content, priceCents }: VariantView) {
  if (!content) return null;
  const { cents, per } = unitPrice(priceCents, content);
  return { ...euros(cents), per };
}

export const photoAnswer = ({
  photoId,
  state,
  reason,
  alt,
  width,
  height,
}: PhotoView): z.infer<typeof photoSchema> => ({
  id: photoId,
  state,
  reason,
  alt,
  width,
  height,
});
