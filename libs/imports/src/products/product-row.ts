import { z } from 'zod';
import type { RowNote } from '../engine/import-kind.js';
import type { Reason } from '../engine/import-record.js';
import type { ProductDraft, VariantDraft } from '../formats/index.js';

/** Characters a product's texts may hold; what is longer is cut, and said. */
const MOST = { name: 300, descriptionHtml: 50_000, brand: 200 } as const;
const cents = z.number().int().min(0).max(100_000_000);

const variantRow = z.object({
  sku: z.string().max(100).optional(),
  options: z.array(z.string().max(100)).max(3),
  priceCents: cents,
  compareAtCents: cents.optional(),
  stock: z.number().int().min(0).max(1_000_000).nullable(),
  weightGrams: z.number().int().min(0).max(100_000_000).optional(),
});

/** What every product row must be, whatever the format; the rates are those of France. */
export const productRow = z.object({
  sourceKey: z.string().min(1).max(500),
  name: z.string().min(1),
  vatRate: z.union([z.literal(20), z.literal(10), z.literal(5.5), z.literal(2.1), z.literal(0)]).optional(),
  optionNames: z.array(z.string().max(100)).max(3),
  variants: z.array(variantRow).min(1).max(500),
});

export interface CheckedProduct {
  draft: ProductDraft;
  notes: RowNote[];
}

/** The draft with prices that include tax and texts that fit, or why it does not go in. */
export function checkProduct(draft: ProductDraft): CheckedProduct | Reason {
  if (!draft.priceIncludesTax && draft.vatRate === undefined) {
    return { code: 'imports.vat_missing', details: draft.taxRule === undefined ? {} : { rule: draft.taxRule } };
  }
  const rate = draft.priceIncludesTax ? 0 : (draft.vatRate ?? 0);
  const variants = draft.variants.map((variant) => addTax(variant, rate));
  const result = productRow.safeParse({ ...draft, variants });
  if (!result.success) return invalid(result.error.issues[0]?.path ?? []);
  const notes: RowNote[] = [...draft.notes];
  return { draft: { ...draft, ...cutTexts(draft, notes), variants, priceIncludesTax: true }, notes };
}

function cutTexts(draft: ProductDraft, notes: RowNote[]): Partial<ProductDraft> {
  const cut: Partial<ProductDraft> = {};
  for (const field of Object.keys(MOST) as (keyof typeof MOST)[]) {
    const text = draft[field];
    if (text === undefined || text.length <= MOST[field]) continue;
    cut[field] = text.slice(0, MOST[field]).replace(/\p{Surrogate}/gu, '');
    notes.push({ line: draft.line, code: 'imports.text_cut', details: { field, most: MOST[field] } });
  }
  return cut;
}

/** Rounded to the cent, half up, once the tax is in: a price without tax may hold fractions of a cent. */
const withTax = (amount: number, rate: number): number =>
  Math.round(Math.round(amount * 10_000 * (1000 + rate * 10)) / 10_000_000);

const addTax = (variant: VariantDraft, rate: number): VariantDraft => ({
  ...variant,
  priceCents: withTax(variant.priceCents, rate),
  ...(variant.compareAtCents !== undefined && { compareAtCents: withTax(variant.compareAtCents, rate) }),
});

const invalid = (path: PropertyKey[]): Reason =>
  path[0] === 'optionNames' || path.includes('options')
    ? { code: 'imports.too_many_options', details: { most: 3 } }
    : { code: 'imports.cell_invalid', details: { field: path.join('.') } };
