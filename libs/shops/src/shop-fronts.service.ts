import { Inject, Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import {
  MEDIA_STORE,
  mediaKey,
  type MediaStore,
  photoPrefix,
  PICTURE_TYPES,
  PictureProcessor,
  type ProcessedPicture,
} from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';

/** Its files: `mediaKey(shopId, photoId, width, format)`; `widths` are those of WebP and AVIF, ascending, in pixels. */
export interface ShopFront {
  photoId: string;
  alt: string;
  width: number;
  height: number;
  widths: number[];
  color: string | null;
}

/** The picture of the current shop's front: one a shop. */
@Injectable()
export class ShopFronts {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly processor: PictureProcessor,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
  ) {}

  async current(): Promise<ShopFront | null> {
    const [row] = await this.tenancy.shopRead<ShopFront>(
      `select photo_id as "photoId", alt, width, height, widths, color from shop_front where shop_id = $1`,
      [currentShopId()],
    );
    return row ?? null;
  }

  /**
   * A picture as somebody sent it, in place of the one before. `alt` says what it shows, at most 300 characters.
   * @throws what PictureProcessor.processPicture throws, MediaStoreUnavailableError; nothing is changed then.
   */
  async set(bytes: Buffer, alt: string): Promise<void> {
    const picture = await this.processor.processPicture(bytes);
    const photoId = newId();
    const before = await this.current();
    try {
      await this.write(photoId, picture);
      await this.save(photoId, picture, alt.trim().slice(0, 300));
    } catch (error) {
      await this.removeFiles(photoId).catch(() => undefined); // the first error says what is wrong
      throw error;
    }
    if (before) await this.removeFiles(before.photoId);
  }

  async remove(): Promise<void> {
    const before = await this.current();
    if (!before) return;
    await this.tenancy.shopTransaction((tx) =>
      tx.query('delete from shop_front where shop_id = $1 and photo_id = $2', [currentShopId(), before.photoId]),
    );
    await this.removeFiles(before.photoId);
  }

  private async save(photoId: string, { width, height, color, files }: ProcessedPicture, alt: string): Promise<void> {
    const widths = files.filter(({ format }) => format === 'webp').map((file) => file.width);
    await this.tenancy.shopTransaction((tx) =>
      tx.query(
        `insert into shop_front (shop_id, photo_id, alt, width, height, widths, color)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (shop_id) do update set photo_id = excluded.photo_id, alt = excluded.alt, width = excluded.width,
           height = excluded.height, widths = excluded.widths, color = excluded.color`,
        [currentShopId(), photoId, alt, width, height, widths, color],
      ),
    );
  }

  private async write(photoId: string, { files }: ProcessedPicture): Promise<void> {
    for (const { width, format, bytes } of files) {
      const key = mediaKey(currentShopId(), photoId, width, format);
      await this.store.put(key, bytes, PICTURE_TYPES[format].contentType);
    }
  }

  private async removeFiles(photoId: string): Promise<void> {
    for await (const key of this.store.list(photoPrefix(currentShopId(), photoId))) await this.store.delete(key);
  }
}
