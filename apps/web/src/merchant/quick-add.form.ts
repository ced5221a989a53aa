import { z } from 'zod';
import { type ProductChanges, type ProductInput, UNNAMED } from '#libs/catalog';
import { InvalidInputError, isEan } from '#libs/kernel';
import type { Sheet } from '#libs/sheets';
import { amount, checked, pieces, RATES, VATS } from './product-fields.js';

const code = z
  .string()
  .default('')
  .transform((text) => text.replace(/[\s\u00a0\u202f-]/g, ''))
  .refine((text) => text === '' || isEan(text), 'catalog.ean')
  .transform((text) => text || null);

/** « Ajout rapide ». `draft` keeps a photo whose name comes later; `sheet` takes what the region knows of the barcode. */
export const quickForm = z.object({
  productId: z.uuid().optional(),
  name: z.string().default(''),
  price: amount('catalog.price'),
  onHand: pieces,
  published: checked,
  ean: code,
  vat: z.enum(VATS, { error: 'catalog.vat_rate' }).default('20'),
  category: z.string().default(''),
  draft: checked,
  sheet: z
    .enum(['', 'yes'])
    .default('')
    .transform((value) => value === 'yes'),
});

export type QuickForm = z.output<typeof quickForm>;

export const codeQuery = z.object({ code });

/** @throws InvalidInputError at the price of a product that is no draft. */
export function quickProduct(form: QuickForm, sheet: Sheet | null): ProductInput {
  if (form.draft) return draftOf(form);
  if (form.price === null) throw new InvalidInputError([{ path: 'price', code: 'catalog.price' }]);
  return {
    ...described(form, sheet),
    name: form.name.trim() || (sheet?.name ?? ''),
    published: form.published,
    variants: [{ priceCents: form.price, ean: form.ean, onHand: form.onHand ?? 1, content: sheet?.content ?? null }],
  };
}

function draftOf({ ean, vat, category }: QuickForm): ProductInput {
  const variants = [{ priceCents: 0, ean, onHand: 1 }];
  return { name: UNNAMED, published: false, vatRate: RATES[vat], category, variants };
}

/** What completes a draft; a barcode that is left empty stays what it was. @throws InvalidInputError */
export function quickChanges(form: QuickForm, variantId: string, sheet: Sheet | null): ProductChanges {
  if (form.price === null) throw new InvalidInputError([{ path: 'price', code: 'catalog.price' }]);
  return {
    ...described(form, sheet),
    name: form.name.trim() || (sheet?.name ?? ''),
    published: form.published,
    variants: [
      {
        variantId,
        priceCents: form.price,
        onHand: form.onHand ?? 1,
        ...(form.ean !== null && { ean: form.ean }),
        ...(sheet && { content: sheet.content }),
      },
    ],
  };
}

function described({ vat, category }: QuickForm, sheet: Sheet | null) {
  if (!sheet) return { vatRate: RATES[vat], category };
  const { descriptionHtml, brand, publicCategory, vatRate } = sheet;
  return { descriptionHtml, brand, category: sheet.category, publicCategory, vatRate };
}
