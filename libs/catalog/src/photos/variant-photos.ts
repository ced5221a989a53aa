import type { EntityManager } from 'typeorm';
import { InvalidInputError } from '#libs/kernel';
import { currentShopId } from '#libs/tenancy';
import type { ImportedVariant } from '../imported-product.js';
import type { CheckedChanges } from '../product-input.js';

/** The photos named are the product's, and stay until the transaction ends. @throws InvalidInputError at the variant that names another. */
export async function refuseOtherPhotos(tx: EntityManager, productId: string, changes: CheckedChanges): Promise<void> {
  const variants = changes.variants ?? [];
  if (variants.every(({ photoId }) => !photoId)) return;
  const rows: { photo_id: string }[] = await tx.query(
    'select photo_id from photo where shop_id = $1 and product_id = $2 order by photo_id for key share',
    [currentShopId(), productId],
  );
  const known = new Set<string | null | undefined>(rows.map(({ photo_id }) => photo_id));
  const faults = variants.flatMap(({ photoId }, i) =>
    photoId && !known.has(photoId) ? [{ path: `variants.${i}.photoId`, code: 'catalog.variant_photo' }] : [],
  );
  if (faults.length > 0) throw new InvalidInputError(faults);
}

interface ImportedOf {
  productId: string;
  variants: readonly ImportedVariant[];
}

/** The photos that a file names for its variants, once both are there; a variant without one keeps what it has. */
export async function nameImportedPhotos(tx: EntityManager, imported: ImportedOf[]): Promise<void> {
  const named = imported.flatMap(({ productId, variants }) =>
    variants.flatMap(({ options, imageUrl }) => (imageUrl ? [{ product_id: productId, options, url: imageUrl }] : [])),
  );
  if (named.length === 0) return;
  await tx.query(
    `update variant v set photo_id = f.photo_id
     from jsonb_to_recordset($2::jsonb) as g (product_id uuid, options text[], url text)
     join photo f on f.shop_id = $1 and f.product_id = g.product_id and f.source_url = g.url
     where v.shop_id = $1 and v.product_id = g.product_id and v.options = g.options and v.archived_at is null
       and v.photo_id is distinct from f.photo_id`,
    [currentShopId(), JSON.stringify(named)],
  );
}
