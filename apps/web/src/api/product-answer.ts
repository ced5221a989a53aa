import { z } from 'zod';
import type { PhotoView, ProductView, VariantView } from '#libs/catalog';
import { euros } from '#libs/kernel';

const moneySchema = z.object({ amount: z.int().describe('Cents, tax included'), currency: z.literal('EUR') });

const variantSchema = z.object({
  id: z.string(),
  sku: z.string().nullable(),
  ean: z.string().nullable(),
  options: z.array(z.string()),
  price: moneySchema,
  compareAt: moneySchema.nullable(),
  stock: z.int().nullable().describe('Pieces on hand; null: made or fetched on order'),
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
  vatRate: z.number().describe('Percent'),
  published: z.boolean(),
  archived: z.boolean(),
  perishable: z.boolean(),
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
  vatRate: product.vatRate,
  published: product.published,
  archived: product.archivedAt !== null,
  perishable: product.perishable,
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
  stock: stockOf(variant),
});

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
