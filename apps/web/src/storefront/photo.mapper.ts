import { pictureView } from '#libs/looks';
import type { Photo } from '#libs/themes';
import type { PhotoRow } from './shop-row.js';

/** A stored picture with all its sizes. */
export const photoOf = (shopId: string, { photo_id: photoId, ...facts }: PhotoRow): Photo =>
  pictureView(shopId, { photoId, ...facts });

export const photoOrNull = (shopId: string, row: PhotoRow | null): Photo | null => (row ? photoOf(shopId, row) : null);
