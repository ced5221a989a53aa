import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import {
  MEDIA_STORE,
  mediaKey,
  type MediaStore,
  photoPrefix,
  PICTURE_TYPES,
  type ProcessedPicture,
} from '#libs/platform';
import { currentShopId } from '#libs/tenancy';

/** The files of the current shop's photos. */
@Injectable()
export class PictureFiles {
  constructor(@Inject(MEDIA_STORE) private readonly store: MediaStore) {}

  /** All files of a photo, or none. @throws MediaStoreUnavailableError */
  async write(photoId: string, picture: ProcessedPicture): Promise<void> {
    const shopId = currentShopId();
    try {
      for (const { width, format, bytes } of picture.files) {
        await this.store.put(mediaKey(shopId, photoId, width, format), bytes, PICTURE_TYPES[format].contentType);
      }
    } catch (error) {
      await this.remove(photoId).catch(() => undefined); // the store is down: the first error says so
      throw error;
    }
  }

  /** All files of a photo under the id of another one. @throws MediaStoreUnavailableError */
  async copy(photoId: string, copyId: string): Promise<void> {
    const from = photoPrefix(currentShopId(), photoId);
    const to = photoPrefix(currentShopId(), copyId);
    for await (const key of this.store.list(from)) {
      const file = await this.store.get(key);
      if (file) await this.store.put(key.replace(from, to), await buffer(file.body), file.contentType);
    }
  }

  /** Removing what is not there is no error. */
  async remove(photoId: string): Promise<void> {
    for await (const key of this.store.list(photoPrefix(currentShopId(), photoId))) await this.store.delete(key);
  }
}
