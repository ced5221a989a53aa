import type { PhotoRow, ProductRow, VariantRow } from '../shop-row.js';

/** A product's photos, the one that shows this variant first; in the shop's order where the variant names none. */
export function photosFor({ photos }: Pick<ProductRow, 'photos'>, variant: VariantRow | null): PhotoRow[] {
  const own = photos.filter(({ photo_id }) => photo_id === variant?.photo_id);
  return own.length === 0 ? photos : [...own, ...photos.filter((photo) => !own.includes(photo))];
}
