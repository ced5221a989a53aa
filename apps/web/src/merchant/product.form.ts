import { z } from 'zod';
import { type ProductChanges, type ProductInput, type ProductView, WITHDRAWAL_EXCLUSIONS } from '#libs/catalog';
import { InvalidInputError } from '#libs/kernel';
import { amount, checked, lead, pieces, publicCategory, RATES, STOCKS, VATS } from './product-fields.js';
import { SAFETY_FIELDS, safetyOf } from './product-safety.form.js';
import { htmlOfText, textOfHtml } from './product-text.js';
import { variantChange, variantField } from './product-variant.form.js';

const texts = {
  name: z.string().default(''),
  category: z.string().default(''),
  description: z.string().default(''),
  vat: z.enum(VATS, { error: 'catalog.vat_rate' }).default('20'),
  publicCategory,
  lead,
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

/** Left out by a page that does not ask. */
const exclusion = z
  .enum(['none', ...WITHDRAWAL_EXCLUSIONS], { error: 'catalog.field' })
  .transform((value) => (value === 'none' ? null : value))
  .optional();

const textForm = z.object({
  ...texts,
  brand: z.string().optional(),
  perishable: checked,
  withdrawalExclusion: exclusion,
});

export function newProduct(form: z.output<typeof newProductForm>): ProductInput {
  const onHand = form.stock === 'untracked' ? 0 : (form.onHand ?? 1);
  return {
    name: form.name,
    category: form.category,
    publicCategory: form.publicCategory ?? null,
    leadMinutes: form.lead ?? null,
    descriptionHtml: htmlOfText(form.description),
    vatRate: RATES[form.vat],
    published: form.published,
    perishable: form.perishable,
    variants: [{ priceCents: form.price, stock: form.stock, onHand }],
  };
}

/** What the form changes; a description whose words are the same keeps its own layout. @throws InvalidInputError */
export function productChange(product: ProductView, body: Record<string, unknown>): ProductChanges {
  const result = textForm.safeParse(body);
  const variants = product.variants.map((variant) => variantChange(variant, body));
  const faults = [...(result.error?.issues ?? []), ...variants.flatMap(({ issues }) => issues)];
  if (!result.success || faults.length > 0) {
    throw new InvalidInputError(faults.map(({ path, message }) => ({ path: path.join('.'), code: message })));
  }
  const {
    name,
    category,
    description,
    vat,
    perishable,
    withdrawalExclusion,
    brand,
    publicCategory: code,
    lead: minutes,
  } = result.data;
  const isSameText = textOfHtml(product.descriptionHtml) === description.replace(/\r\n?/g, '\n').trim();
  const safety = safetyOf(body);
  return {
    name,
    category,
    vatRate: RATES[vat],
    perishable,
    ...(withdrawalExclusion !== undefined && { withdrawalExclusion }),
    ...(brand !== undefined && { brand }),
    ...(code !== undefined && { publicCategory: code }),
    ...(minutes !== undefined && { leadMinutes: minutes }),
    ...(safety && { safety }),
    ...(!isSameText && { descriptionHtml: htmlOfText(description) }),
    variants: variants.map(({ change }) => change),
  };
}

const FIELDS: Record<string, string> = {
  descriptionHtml: 'description',
  vatRate: 'vat',
  priceCents: 'price',
  compareAtCents: 'compareAt',
  leadMinutes: 'lead',
  weightGrams: 'weight',
  options: 'option0',
  content: 'contentAmount',
  photoId: 'photo',
  ...SAFETY_FIELDS,
};

/** The catalogue's errors under the names of the form's fields; `variantIds` when the form has several variants. */
export function inForm(error: unknown, variantIds: string[] = []): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  return new InvalidInputError(
    error.errors.map((each) => {
      const [, place, inner] = /^variants\.(\d+)\.(\w+)/.exec(each.path) ?? [];
      const name = FIELDS[inner ?? each.path] ?? inner ?? each.path;
      const variantId = place === undefined ? undefined : variantIds[Number(place)];
      return { ...each, path: variantId === undefined ? name : variantField(name, variantId) };
    }),
  );
}
