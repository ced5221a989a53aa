import { FileMediaStore } from './file-media-store.js';
import type { MediaStore } from './media-store.js';
import { S3MediaStore, type S3Settings } from './s3-media-store.js';

export { FileMediaStore } from './file-media-store.js';
export {
  BadMediaKeyError,
  checkMediaKey,
  mediaKey,
  photoPrefix,
  PICTURE_TYPES,
  type PictureFormat,
} from './media-key.js';
export type { MediaStore, StoredMedia } from './media-store.js';
export * from './media.errors.js';
export { PICTURE_MAX_BYTES, PICTURE_WIDTHS, PictureProcessor, type PictureSettings } from './picture-processor.js';
export type { PictureFile, ProcessedPicture } from './processed-picture.js';
export { S3MediaStore, type S3Settings } from './s3-media-store.js';

/** The store that the settings name: S3 when there is one, else the folder `dir`. Call `prepare()` before use. */
export function createMediaStore(settings: { dir: string; s3?: S3Settings | null }): MediaStore {
  return settings.s3 ? new S3MediaStore(settings.s3) : new FileMediaStore(settings.dir);
}
