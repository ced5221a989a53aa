import type { EntityManager } from 'typeorm';
import type { ProcessedPicture } from '#libs/platform';
import { currentShopId } from '#libs/tenancy';

/** Photos one product may have. */
export const PHOTOS_MAX = 20;

/** What the columns of a ready photo hold; `widths` are those of WebP and AVIF, ascending. */
export interface PictureFacts {
  width: number;
  height: number;
  widths: number[];
  color: string;
}

export function factsOf(picture: ProcessedPicture): PictureFacts {
  const { width, height, color, files } = picture;
  const widths = files.filter(({ format }) => format === 'webp').map((file) => file.width);
  return { width, height, color, widths };
}

/** Ids of the photos of a product as they stand; locks the product, so that two photos never take one place. */
export async function lockPhotoIds(tx: EntityManager, productId: string): Promise<string[] | null> {
  const products: unknown[] = await tx.query(
    'select 1 from product where shop_id = $1 and product_id = $2 for no key update',
    [currentShopId(), productId],
  );
  if (products.length === 0) return null;
  const rows: { photo_id: string }[] = await tx.query(
    'select photo_id from photo where shop_id = $1 and product_id = $2 order by position, photo_id',
    [currentShopId(), productId],
  );
  return rows.map(({ photo_id }) => photo_id);
}

/** The order of a product's photos. */
export async function writeOrder(tx: EntityManager, photoIds: string[]): Promise<void> {
  await tx.query(
    `update photo f set position = g.n from unnest($2::uuid[]) with ordinality as g (photo_id, n)
     where f.shop_id = $1 and f.photo_id = g.photo_id`,
    [currentShopId(), photoIds],
  );
}
