import type { ProductView, VariantView } from '#libs/catalog';
import type { FormView } from '../http/form.js';
import { type Choice, photoChoices, type Say, stockChoices, unitChoices } from './product-choices.js';
import { typedCents } from './product-fields.js';
import { variantField } from './product-variant.form.js';
import { moneyText } from '../http/wording.js';

export interface Field {
  name: string;
  value: unknown;
  error: string | null;
  label?: string;
}

export interface VariantFields {
  /** « Taille : M », empty for the only variant. */
  label: string;
  options: Field[];
  price: Field;
  compareAt: Field;
  /** What customers see crossed out, and why. */
  priorText: string | null;
  onHand: Field;
  shown: Field;
  sku: Field;
  ean: Field;
  weight: Field;
  contentAmount: Field;
  stockName: string;
  stocks: Choice[];
  unitName: string;
  units: Choice[];
  photo: Field;
  /** None where there is nothing to choose. */
  photos: Choice[];
  /** The rarer fields have something to say. */
  isOpen: boolean;
}

/** What stands in a variant's fields before anybody types. */
export function variantValues(variant: VariantView): Record<string, unknown> {
  const { variantId, stock, onHand, content, options } = variant;
  const shown = stock === 'untracked' ? '' : String(onHand);
  const values: Record<string, unknown> = {
    price: typedCents(variant.priceCents),
    compareAt: typedCents(variant.compareAtCents),
    stock,
    onHand: shown,
    shown,
    sku: variant.sku ?? '',
    ean: variant.ean ?? '',
    weight: variant.weightGrams === null ? '' : String(variant.weightGrams),
    contentAmount: content === null ? '' : String(content.amount).replace('.', ','),
    contentUnit: content?.unit ?? 'g',
    photo: variant.photoId ?? '',
    ...Object.fromEntries(options.map((value, i) => [`option${i}`, value])),
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [variantField(name, variantId), value]));
}

export const variantFields = (product: ProductView, form: FormView, say: Say): VariantFields[] =>
  product.variants.map((variant) => fieldsOf(product, variant, form, say));

export const variantLabel = ({ optionNames }: Pick<ProductView, 'optionNames'>, options: string[]): string =>
  options.map((value, i) => `${optionNames[i]}\u00a0: ${value}`).join(', ');

const RARE = ['option0', 'option1', 'option2', 'sku', 'ean', 'weight', 'contentAmount'];

function fieldsOf(product: ProductView, variant: VariantView, form: FormView, say: Say): VariantFields {
  const { variantId, options } = variant;
  const field = (name: string): Field => {
    const id = variantField(name, variantId);
    return { name: id, value: form.values[id] ?? '', error: form.errors[id] ?? null };
  };
  const stockName = variantField('stock', variantId);
  const unitName = variantField('contentUnit', variantId);
  return {
    label: variantLabel(product, options),
    options: options.map((_, i) => ({ ...field(`option${i}`), label: product.optionNames[i] ?? '' })),
    price: field('price'),
    compareAt: field('compareAt'),
    priorText: priorText(product, variant, say),
    onHand: field('onHand'),
    shown: field('shown'),
    sku: field('sku'),
    ean: field('ean'),
    weight: field('weight'),
    contentAmount: field('contentAmount'),
    stockName,
    stocks: stockChoices(form.values[stockName], say),
    unitName,
    units: unitChoices(form.values[unitName], say),
    photo: field('photo'),
    photos: photoChoices(product, form.values[variantField('photo', variantId)], say),
    isOpen: RARE.some((name) => variantField(name, variantId) in form.errors),
  };
}

/** Directive 98/6/EC, article 6a, as a sentence. */
function priorText(product: ProductView, { compareAtCents, priorCents, priceCents }: VariantView, say: Say) {
  if (compareAtCents === null || priorCents === null || product.perishable) return null;
  const price = moneyText(priorCents);
  return say(priorCents > priceCents ? 'products.prior_shown' : 'products.prior_none', { price });
}
