import { Injectable } from '@nestjs/common';
import type { PhotoView } from './product-view.js';

export type AddedPhoto = PhotoView;

/** Photos of the current shop's products. */
@Injectable()
export class Photos {
  declare add: (productId: string, bytes: Buffer, alt?: string) => Promise<AddedPhoto>;
  declare remove: (photoId: string) => Promise<void>;
  declare reorder: (productId: string, photoIds: string[]) => Promise<void>;
}
