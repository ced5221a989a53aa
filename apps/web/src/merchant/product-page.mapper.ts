import type { PhotoView, ProductView, VariantView } from '#libs/catalog';
import type { Photo } from '#libs/themes';
import type { FormView } from '../http/form.js';
import { STOCKS, variantField, VATS } from './product.form.js';
import { pictureOf } from './product-photo.mapper.js';
import { textOfHtml } from './product-text.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

interface Choice {
  value: string;
  label: string;
  isSelected: boolean;
}

interface Field {
  name: string;
  value: unknown;
  error: string | null;
}

interface VariantFields {
  /** « Taille : M », empty for the only variant. */
  label: string;
  price: Field;
  compareAt: Field;
  onHand: Field;
  shown: Field;
  stockName: string;
  stocks: Choice[];
}

interface PhotoCard {
  photo: Photo | null;
  alt: string;
  /** Why there is no picture yet. */
  sentence: string | null;
  url: string;
  isFirst: boolean;
  hasFailed: boolean;
}

/** `1250` as a field shows it. */
const typed = (cents: number | null): string => (cents === null ? '' : (cents / 100).toFixed(2).replace('.', ','));

/** What stands in the form before anybody types. */
export function productValues(product: ProductView): Record<string, unknown> {
  const values: Record<string, unknown> = {
    name: product.name,
    category: product.category ?? '',
    description: textOfHtml(product.descriptionHtml),
    vat: String(product.vatRate),
    perishable: product.perishable ? 'yes' : '',
  };
  for (const { variantId, priceCents, compareAtCents, stock, onHand } of product.variants) {
    const shown = stock === 'untracked' ? '' : String(onHand);
    Object.assign(values, {
      [variantField('price', variantId)]: typed(priceCents),
      [variantField('compareAt', variantId)]: typed(compareAtCents),
      [variantField('stock', variantId)]: stock,
      [variantField('onHand', variantId)]: shown,
      [variantField('shown', variantId)]: shown,
    });
  }
  return values;
}

export const stockChoices = (selected: unknown, say: Say): Choice[] =>
  STOCKS.map((value) => ({ value, label: say(`products.stock_kind.${value}`), isSelected: value === selected }));

export const vatChoices = (selected: unknown): Choice[] =>
  VATS.map((value) => ({ value, label: `${value.replace('.', ',')}\u00a0%`, isSelected: value === selected }));

export const variantFields = (product: ProductView, form: FormView, say: Say): VariantFields[] =>
  product.variants.map((variant) => fieldsOf(product, variant, form, say));

function fieldsOf(product: ProductView, { variantId, options }: VariantView, form: FormView, say: Say): VariantFields {
  const field = (name: string): Field => {
    const id = variantField(name, variantId);
    return { name: id, value: form.values[id] ?? '', error: form.errors[id] ?? null };
  };
  const stockName = variantField('stock', variantId);
  return {
    label: options.map((value, i) => `${product.optionNames[i]}\u00a0: ${value}`).join(', '),
    price: field('price'),
    compareAt: field('compareAt'),
    onHand: field('onHand'),
    shown: field('shown'),
    stockName,
    stocks: stockChoices(form.values[stockName], say),
  };
}

export const photoCards = (product: ProductView, say: Say): PhotoCard[] =>
  product.photos.map((photo, i) => ({
    photo: pictureOf(photo),
    alt: photo.alt,
    sentence: sentenceOf(photo, say),
    url: `/produits/${product.productId}/photos/${photo.photoId}`,
    isFirst: i === 0,
    hasFailed: photo.state === 'failed',
  }));

function sentenceOf({ state, reason }: PhotoView, say: Say): string | null {
  if (state === 'ready') return null;
  if (state === 'waiting') return say(reason === null ? 'products.photo_waiting' : 'products.photo_again');
  return say(reason?.startsWith('media.') ? 'products.photo_unreadable' : 'products.photo_unreachable');
}
