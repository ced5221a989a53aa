import { asksForSafety, NO_SAFETY, type PhotoView, type ProductView, safetyGaps } from '#libs/catalog';
import type { Photo } from '#libs/themes';
import { errorSentences } from '../http/error-sentences.js';
import type { FormView } from '../http/form.js';
import type { Say } from './product-choices.js';
import { pictureOf } from './product-photo.mapper.js';
import { SAFETY_FIELDS, safetyValues } from './product-safety.form.js';
import { textOfHtml } from './product-text.js';
import { variantValues } from './product-variant.mapper.js';

interface PhotoCard {
  photo: Photo | null;
  alt: string;
  /** Why there is no picture yet. */
  sentence: string | null;
  url: string;
  altId: string;
  /** « Photo 2 » where variants name one, and those that do. */
  caption: string | null;
  isFirst: boolean;
  isLast: boolean;
  /** Places, the first is 1. */
  before: number;
  after: number;
  isWaiting: boolean;
  hasFailed: boolean;
}

/** What stands in the form before anybody types. */
export function productValues(product: ProductView): Record<string, unknown> {
  return {
    name: product.name,
    brand: product.brand ?? '',
    category: product.category ?? '',
    publicCategory: product.publicCategory ?? '',
    description: textOfHtml(product.descriptionHtml),
    vat: String(product.vatRate),
    perishable: product.perishable ? 'yes' : '',
    withdrawalExclusion: product.withdrawalExclusion ?? 'none',
    lead: product.leadMinutes === null ? 'shop' : String(product.leadMinutes),
    ...safetyValues(product),
    ...Object.assign({}, ...product.variants.map(variantValues)),
  };
}

export interface SafetyPart {
  isAsked: boolean;
  isOpen: boolean;
  /** « Il manque : le nom du fabricant, … », null when nothing is missing or asked for. */
  missing: string | null;
}

/** Whether the law asks for maker and warnings, and what is not said yet. */
export function safetyPart(product: ProductView, { errors }: FormView, say: Say): SafetyPart {
  const isAsked = asksForSafety(product.publicCategory);
  const gaps = isAsked ? safetyGaps({ ...NO_SAFETY, ...product.safety }) : [];
  const list = gaps.map((gap) => say(`products.safety_gap.${gap.replace('.', '_')}`)).join(', ');
  return {
    isAsked,
    isOpen: Object.values(SAFETY_FIELDS).some((name) => name in errors) || gaps.length > 0,
    missing: gaps.length > 0 ? say('products.safety_missing', { list }) : null,
  };
}

/** « Photo 2, pour : Rouge, Bleu ». */
function captionOf({ variants, optionNames }: ProductView, photoId: string, number: number, say: Say): string | null {
  if (variants.length < 2 || optionNames.length === 0) return null;
  const shown = variants.filter((variant) => variant.photoId === photoId).map(({ options }) => options.join(' '));
  const key = shown.length > 0 ? 'products.photo_shows' : 'products.photo_number';
  return say(key, { number, names: shown.join(', ') });
}

export const photoCards = (product: ProductView, say: Say): PhotoCard[] =>
  product.photos.map((photo, i) => ({
    photo: pictureOf(photo),
    alt: photo.alt,
    sentence: sentenceOf(photo, say),
    url: `/produits/${product.productId}/photos/${photo.photoId}`,
    altId: `alt-${photo.photoId}`,
    caption: captionOf(product, photo.photoId, i + 1, say),
    isFirst: i === 0,
    isLast: i === product.photos.length - 1,
    before: i,
    after: i + 2,
    isWaiting: photo.state === 'waiting',
    hasFailed: photo.state === 'failed',
  }));

/** Refusals that need nothing of the picture itself to be said. */
const SPOKEN: Record<string, Record<string, number>> = {
  'media.empty': {},
  'media.heic': {},
  'media.broken': {},
  'media.too_many_pixels': { limitMegapixels: 40 },
  'media.timeout': { seconds: 10 },
};

function sentenceOf({ state, reason }: PhotoView, say: Say): string | null {
  if (state === 'ready') return null;
  if (state === 'waiting') return say(reason === null ? 'products.photo_waiting' : 'products.photo_again');
  const details = reason === null ? undefined : SPOKEN[reason];
  if (reason !== null && details) return errorSentences().say({ code: reason, details });
  return say(reason?.startsWith('media.') ? 'products.photo_unreadable' : 'products.photo_unreachable');
}
