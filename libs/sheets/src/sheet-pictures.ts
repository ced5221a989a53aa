import { Inject, Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { newId } from '#libs/kernel';
import { MEDIA_STORE, mediaKey, type MediaStore } from '#libs/platform';
import { currentShopId } from '#libs/tenancy';

const keyOf = (photoId: string): string => `sheets/${photoId}.webp`;

/** Pictures of sheets: copies of the region’s own, never a shop’s file. */
@Injectable()
export class SheetPictures {
  constructor(@Inject(MEDIA_STORE) private readonly store: MediaStore) {}

  /** Copies the largest file of the current shop's photo. Answers the copy's id, null when the file is gone. */
  async copy(photoId: string, widths: readonly number[]): Promise<string | null> {
    const found = await this.store.get(mediaKey(currentShopId(), photoId, Math.max(...widths), 'webp'));
    if (!found) return null;
    const copyId = newId();
    await this.store.put(keyOf(copyId), await buffer(found.body), 'image/webp');
    return copyId;
  }

  async read(copyId: string): Promise<Buffer | null> {
    const found = await this.store.get(keyOf(copyId));
    return found && buffer(found.body);
  }

  async remove(copyId: string): Promise<void> {
    await this.store.delete(keyOf(copyId));
  }
}
