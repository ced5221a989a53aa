import { z } from 'zod';
import { CONTENT_UNITS, type ProductChanges, type VariantView } from '#libs/catalog';
import { amount, pieces, STOCKS } from './product-fields.js';

/** `12,5` as people write it; empty is none. */
const measure = z
  .string()
  .max(20, 'catalog.content')
  .transform((text) => text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'))
  .pipe(z.string().regex(/^(?:\d{1,7}(?:\.\d{1,3})?)?$/, 'catalog.content'))
  .transform((text) => (text === '' ? null : Number(text)));

const grams = z
  .string()
  .transform((text) => text.replace(/[\s\u00a0\u202f]/g, ''))
  .pipe(z.string().regex(/^\d{0,8}$/, 'catalog.weight'))
  .transform((text) => (text === '' ? null : Number(text)));

/** What a page leaves out stays as it is. */
const variantForm = z.object({
  price: amount('catalog.price'),
  compareAt: amount('catalog.compare_at'),
  stock: z.enum(STOCKS, { error: 'catalog.field' }),
  onHand: pieces,
  /** What stood in the form: pieces sold meanwhile are not put back. */
  shown: pieces,
  sku: z.string().optional(),
  ean: z.string().trim().optional(),
  weight: grams.optional(),
  contentAmount: measure.optional(),
  contentUnit: z.enum(CONTENT_UNITS, { error: 'catalog.content' }).optional(),
  photo: z.string().optional(),
});

const NAMES = Object.keys(variantForm.shape);

/** `price-<variantId>` and so on. */
export const variantField = (field: string, variantId: string): string => `${field}-${variantId}`;

interface Issue {
  path: PropertyKey[];
  message: string;
}

type VariantChange = NonNullable<ProductChanges['variants']>[number];

/** What the form changes in one variant, and what is wrong with it. */
export function variantChange(
  variant: VariantView,
  body: Record<string, unknown>,
): { change: VariantChange; issues: Issue[] } {
  const { variantId } = variant;
  const result = variantForm.safeParse(
    Object.fromEntries(NAMES.map((name) => [name, body[variantField(name, variantId)]])),
  );
  const issues = (result.error?.issues ?? []).map(({ path, message }) => ({
    path: [variantField(String(path[0]), variantId)],
    message,
  }));
  if (!result.success) return { change: { variantId }, issues };
  const { price, compareAt, stock, onHand, shown } = result.data;
  if (price === null) issues.push({ path: [variantField('price', variantId)], message: 'catalog.price' });
  const isCounted = stock !== 'untracked' && onHand !== null && onHand !== shown;
  const options = optionsOf(variant, body);
  const change = {
    variantId,
    priceCents: price ?? 0,
    compareAtCents: compareAt,
    stock,
    ...(isCounted && { onHand }),
    ...(options && { options }),
    ...goodsOf(result.data),
  };
  return { change, issues };
}

function goodsOf({
  sku,
  ean,
  weight,
  contentAmount,
  contentUnit,
  photo,
}: z.output<typeof variantForm>): Partial<VariantChange> {
  const content = contentAmount === null ? null : { amount: contentAmount ?? 0, unit: contentUnit ?? 'piece' };
  return {
    ...(sku !== undefined && { sku: sku.trim() || null }),
    ...(ean !== undefined && { ean: ean.replace(/[\s-]/g, '') || null }),
    ...(weight !== undefined && { weightGrams: weight }),
    ...(contentAmount !== undefined && { content }),
    ...(photo !== undefined && { photoId: photo || null }),
  };
}

/** New values of the variant's options, when the form has them. */
function optionsOf({ variantId, options }: VariantView, body: Record<string, unknown>): string[] | null {
  const typed = options.map((_, i) => body[variantField(`option${i}`, variantId)]);
  return typed.length > 0 && typed.every((each) => typeof each === 'string') ? typed : null;
}
