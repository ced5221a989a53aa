import { z } from 'zod';
import type { ProductChanges, ProductInput, ProductView, VariantView } from '#libs/catalog';
import { InvalidInputError, parseCents } from '#libs/kernel';
import { htmlOfText, textOfHtml } from './product-text.js';

/** A check box that is sent as `yes` or not at all. */
export const checked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

/** An amount as people write it; empty is none. */
export const amount = (code: string) =>
  z
    .string()
    .max(40, code)
    .default('')
    .transform((text, context) => {
      if (text.trim() === '') return null;
      const cents = parseCents(text);
      if (cents === null || cents < 0) context.addIssue({ code: 'custom', message: code });
      return cents;
    });

export const pieces = z
  .string()
  .default('')
  .transform((text) => text.replace(/[\s\u00a0\u202f]/g, ''))
  .pipe(z.string().regex(/^\d{0,7}$/, 'catalog.stock'))
  .transform((text) => (text === '' ? null : Number(text)));

export const STOCKS = ['tracked', 'untracked', 'single'] as const;
export const VATS = ['20', '10', '5.5', '2.1', '0'] as const;

const texts = {
  name: z.string().default(''),
  category: z.string().default(''),
  description: z.string().default(''),
  vat: z.enum(VATS, { error: 'catalog.vat_rate' }).default('20'),
};

/** « Nouveau produit »: a name and a price do; the rest has an answer already. */
export const newProductForm = z.object({
  ...texts,
  /** Made by the page, so that a second tap makes no second product. */
  productId: z.uuid().optional(),
  price: amount('catalog.price').transform((cents, context) => {
    if (cents === null) context.addIssue({ code: 'custom', message: 'catalog.price' });
    return cents ?? 0;
  }),
  stock: z.enum(STOCKS, { error: 'catalog.field' }).default('tracked'),
  onHand: pieces,
  published: checked,
  perishable: checked,
});

const variantForm = z.object({
  price: amount('catalog.price'),
  compareAt: amount('catalog.compare_at'),
  stock: z.enum(STOCKS, { error: 'catalog.field' }),
  onHand: pieces,
  /** What stood in the form: pieces sold meanwhile are not put back. */
  shown: pieces,
});

const textForm = z.object({ ...texts, perishable: checked });

export const RATES = { '20': 20, '10': 10, '5.5': 5.5, '2.1': 2.1, '0': 0 } as const;

export function newProduct(form: z.output<typeof newProductForm>): ProductInput {
  const onHand = form.stock === 'untracked' ? 0 : (form.onHand ?? 1);
  return {
    name: form.name,
    category: form.category,
    descriptionHtml: htmlOfText(form.description),
    vatRate: RATES[form.vat],
    published: form.published,
    perishable: form.perishable,
    variants: [{ priceCents: form.price, stock: form.stock, onHand }],
  };
}

/** `price-<variantId>` and so on. */
export const variantField = (field: string, variantId: string): string => `${field}-${variantId}`;

/** What the form changes; a description whose words are the same keeps its own layout. @throws InvalidInputError */
export function productChange(product: ProductView, body: Record<string, unknown>): ProductChanges {
  const result = textForm.safeParse(body);
  const variants = product.variants.map((variant) => variantChange(variant, body));
  const faults = [...(result.error?.issues ?? []), ...variants.flatMap(({ issues }) => issues)];
  if (!result.success || faults.length > 0) {
    throw new InvalidInputError(faults.map(({ path, message }) => ({ path: path.join('.'), code: message })));
  }
  const { name, category, description, vat, perishable } = result.data;
  const isSameText = textOfHtml(product.descriptionHtml) === description.replace(/\r\n?/g, '\n').trim();
  return {
    name,
    category,
    vatRate: RATES[vat],
    perishable,
    ...(!isSameText && { descriptionHtml: htmlOfText(description) }),
    variants: variants.map(({ change }) => change),
  };
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

type VariantChange = NonNullable<ProductChanges['variants']>[number];

function variantChange(
  { variantId }: VariantView,
  body: Record<string, unknown>,
): { change: VariantChange; issues: Issue[] } {
  const given = Object.fromEntries(
    ['price', 'compareAt', 'stock', 'onHand', 'shown'].map((name) => [name, body[variantField(name, variantId)]]),
  );
  const result = variantForm.safeParse(given);
  const issues = (result.error?.issues ?? []).map(({ path, message }) => ({
    path: [variantField(String(path[0]), variantId)],
    message,
  }));
  if (!result.success) return { change: { variantId }, issues };
  const { price, compareAt, stock, onHand, shown } = result.data;
  if (price === null) issues.push({ path: [variantField('price', variantId)], message: 'catalog.price' });
  const isCounted = stock !== 'untracked' && onHand !== null && onHand !== shown;
  const change = { variantId, priceCents: price ?? 0, compareAtCents: compareAt, stock, ...(isCounted && { onHand }) };
  return { change, issues };
}

const FIELDS: Record<string, string> = {
  descriptionHtml: 'description',
  vatRate: 'vat',
  priceCents: 'price',
  compareAtCents: 'compareAt',
};

/** The catalogue's errors under the names of the form's fields; `variantIds` when the form has several variants. */
export function inForm(error: unknown, variantIds: string[] = []): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  return new InvalidInputError(
    error.errors.map((each) => {
      const [, place, inner] = /^variants\.(\d+)\.(\w+)$/.exec(each.path) ?? [];
      const name = FIELDS[inner ?? each.path] ?? inner ?? each.path;
      const variantId = place === undefined ? undefined : variantIds[Number(place)];
      return { ...each, path: variantId === undefined ? name : variantField(name, variantId) };
    }),
  );
}
