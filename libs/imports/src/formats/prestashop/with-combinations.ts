import type { CombinationsDraft, PhotoDraft, ProductDraft, VariantDraft } from '../product-format.js';
import { discounted, taxToAdd } from './discount.js';

/** What a second file said of a product. */
export type KnownCombinations = Pick<CombinationsDraft, 'optionNames' | 'combinations'>;

/** Combinations as they stand after one more group of rows: those with the same options are replaced, the others stay. */
export function addCombinations(known: KnownCombinations | null, more: KnownCombinations): KnownCombinations {
  const { optionNames, combinations } = more;
  if (!known || known.optionNames.join('\n') !== optionNames.join('\n')) return { optionNames, combinations };
  const byOptions = new Map([...known.combinations, ...combinations].map((one) => [JSON.stringify(one.options), one]));
  return { optionNames, combinations: [...byOptions.values()] };
}

/**
 * The product of the first file with the variants of the second. An impact is without tax: when the product's price has it
 * already, the tax of `vatRate` percent is added to the impact.
 */
export function withCombinations(
  product: ProductDraft,
  { optionNames, combinations }: KnownCombinations,
  vatRate = product.vatRate ?? 0,
): ProductDraft {
  const { base } = product;
  if (!base || combinations.length === 0) return product;
  const impactFactor = product.priceIncludesTax ? 1 + vatRate / 100 : 1;
  const variants = combinations.map(({ impactCents, impactGrams, ...variant }): VariantDraft => {
    const full = Math.round((base.priceCents + impactCents * impactFactor) * 10_000) / 10_000;
    const grams = (base.grams ?? 0) + impactGrams;
    return {
      ...variant,
      ...discounted(full, base, taxToAdd(product)),
      ...(grams > 0 && { weightGrams: Math.round(grams) }),
    };
  });
  return { ...product, published: base.isShown, optionNames, variants, photos: morePhotos(product.photos, variants) };
}

function morePhotos(photos: PhotoDraft[], variants: VariantDraft[]): PhotoDraft[] {
  const known = new Set(photos.map(({ url }) => url));
  const added = [...new Set(variants.flatMap(({ imageUrl }) => (imageUrl && !known.has(imageUrl) ? [imageUrl] : [])))];
  return [...photos, ...added.map((url, i) => ({ url, position: photos.length + i + 1 }))];
}
